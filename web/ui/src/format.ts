/**
 * How figures, numbers and times are written. Pure: the clock and the language
 * are arguments.
 */
export type Lang = 'zh-CN' | 'en'

/** duration writes 65_000 as 01:05 and an hour and more as 1:01:05. Below zero counts as zero. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const h = Math.floor(total / 3600)
  const mm = String(Math.floor((total % 3600) / 60)).padStart(2, '0')
  const ss = String(total % 60).padStart(2, '0')
  return h > 0 ? `${h}:${mm}:${ss}` : `${mm}:${ss}`
}

/** countdown is duration rounded up, so that 00:01 is shown until nothing is left. */
export function countdown(ms: number): string {
  return duration(Math.ceil(Math.max(0, ms) / 1000) * 1000)
}

/** percent writes 0.8125 as 81.3%, whole figures without a decimal. */
export function percent(share: number): string {
  const rounded = Math.round(share * 1000) / 10
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(1)}%`
}

/** phone groups a number in E.164 or as dialled for reading aloud. */
export function phone(number: string): string {
  const cn = /^(?:\+?86)?(1\d{2})(\d{4})(\d{4})$/.exec(number)
  if (cn) return `${cn[1]} ${cn[2]} ${cn[3]}`
  const hotline = /^(?:\+?86)?([48]00)(\d{3})(\d{4})$/.exec(number)
  if (hotline) return `${hotline[1]} ${hotline[2]} ${hotline[3]}`
  const land = /^\+86(10|2\d|[3-9]\d{2})(\d{4})(\d{3,4})$/.exec(number)
  if (land) return `0${land[1]} ${land[2]} ${land[3]}`
  return number
}

/** masked hides the middle of a number, as outside the current call. */
export function masked(number: string): string {
  const local = number.replace(/^\+?86(?=1\d{10}$)/, '')
  if (local.length < 7) return local
  return `${local.slice(0, 3)}****${local.slice(-4)}`
}

/** rings counts as the core does: ring n sounds from (n-1) cadences on. */
export function rings(elapsed: number, cadence: number): number {
  if (cadence <= 0 || elapsed < 0) return 1
  return Math.floor(elapsed / cadence) + 1
}

/** wholeRings is how many rings begin within a limit. */
export function wholeRings(limit: number, cadence: number): number {
  return cadence <= 0 ? 1 : Math.max(1, Math.ceil(limit / cadence))
}
