/**
 * The look: one palette for light and dark, given to Ant Design as tokens and
 * to styles.css as custom properties. theme.test.ts holds it to WCAG AA.
 */
import type { ThemeConfig } from 'antd/es/config-provider'
import theme from 'antd/es/theme'

export type Mode = 'light' | 'dark'

export interface Palette {
  page: string
  surface: string
  sunken: string
  line: string
  text: string
  muted: string
  brand: string
  onBrand: string
  ready: string
  break: string
  reserved: string
  talking: string
  wrapUp: string
  notResponding: string
  signedOut: string
}

export const palettes: Record<Mode, Palette> = {
  light: {
    page: '#eef1f0',
    surface: '#ffffff',
    sunken: '#f5f7f6',
    line: '#dbe2df',
    text: '#16211e',
    muted: '#53625d',
    brand: '#0b6b63',
    onBrand: '#ffffff',
    ready: '#15734a',
    break: '#8f5400',
    reserved: '#1a5bbd',
    talking: '#0b6b63',
    wrapUp: '#6640ab',
    notResponding: '#b3261e',
    signedOut: '#53625d',
  },
  dark: {
    page: '#0e1413',
    surface: '#171f1d',
    sunken: '#1d2725',
    line: '#2f3b38',
    text: '#e5ecea',
    muted: '#a0b0ab',
    brand: '#4fc3b4',
    onBrand: '#05201d',
    ready: '#60cd90',
    break: '#e6ad52',
    reserved: '#86b4ff',
    talking: '#4fc3b4',
    wrapUp: '#bda4f3',
    notResponding: '#ff938a',
    signedOut: '#a0b0ab',
  },
}

const font =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'

/** antTheme is the palette in Ant Design's words. */
export function antTheme(mode: Mode): ThemeConfig {
  const p = palettes[mode]
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: p.brand,
      colorInfo: p.reserved,
      colorSuccess: p.ready,
      colorWarning: p.break,
      colorError: p.notResponding,
      colorTextBase: p.text,
      colorBgBase: p.surface,
      colorBgLayout: p.page,
      colorBgContainer: p.surface,
      colorBgElevated: p.surface,
      colorBorder: mode === 'dark' ? '#43524e' : '#c3cdc9',
      colorBorderSecondary: p.line,
      colorTextPlaceholder: p.muted,
      colorTextLightSolid: p.onBrand,
      fontFamily: font,
      fontSize: 14,
      borderRadius: 6,
      controlHeight: 32,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 4px' },
    },
  }
}

/** applyPalette gives the palette to the style sheet. */
export function applyPalette(mode: Mode, root: HTMLElement): void {
  root.dataset['theme'] = mode
  root.style.colorScheme = mode
  for (const [name, colour] of Object.entries(palettes[mode])) {
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, colour)
  }
}

/** contrast is the WCAG contrast ratio of two #rrggbb colours. */
export function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
