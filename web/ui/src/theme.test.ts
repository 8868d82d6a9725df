import { expect, test } from 'vitest'
import { contrast, palettes, type Mode, type Palette } from './theme'

const texts: (keyof Palette)[] = [
  'text', 'muted', 'brand', 'ready', 'break', 'reserved', 'talking', 'wrapUp', 'notResponding', 'signedOut',
]

test.each(['light', 'dark'] as Mode[])('every text colour reaches AA on every ground in %s', (mode) => {
  const p = palettes[mode]
  for (const name of texts) {
    for (const ground of ['page', 'surface', 'sunken'] as const) {
      expect(contrast(p[name], p[ground]), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
    if (name !== 'text' && name !== 'muted') {
      expect(contrast(p[name], p.onBrand), `onBrand on ${name}`).toBeGreaterThanOrEqual(4.5)
    }
  }
})

test('contrast knows black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})
