/**
 * How moments are written and picked: in the centre's time zone, wherever the
 * browser stands. Pure; useTimes in session.tsx fills in zone and language.
 */
import type { Lang } from './format'

const formats = new Map<string, Intl.DateTimeFormat>()

/** format gives a formatter, made once: making one takes longer than all that it writes. */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const had = formats.get(key)
  if (had !== undefined) return had
  const made = new Intl.DateTimeFormat(locale, options)
  formats.set(key, made)
  return made
}

/** knownZone gives the zone if this browser knows it, else its own (undefined). */
export function knownZone(zone: string): string | undefined {
  try {
    format('en', { timeZone: zone })
    return zone
  } catch {
    return undefined
  }
}

/** clockTime writes the time of day, with the date unless it is today. */
export function clockTime(at: Date, now: Date, lang: Lang, timeZone?: string): string {
  const time = format(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(at)
  if (dayOf(at, timeZone) === dayOf(now, timeZone)) return time
  const far = Math.abs(now.getTime() - at.getTime()) > 300 * 86_400_000
  const date = format(lang, {
    ...(far ? { year: 'numeric' } : {}),
    month: lang === 'en' ? 'short' : '2-digit',
    day: '2-digit',
    timeZone,
  }).format(at)
  return `${date} ${time}`
}

/** fullTime writes date and time to the second, for tooltips. */
export function fullTime(at: Date, lang: Lang, timeZone?: string): string {
  const whole = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  return format(lang, { ...whole, hourCycle: 'h23', timeZone }).format(at)
}

/** dayOf is the day of a moment, such as 2026-11-22. */
export function dayOf(at: Date, timeZone: string | undefined): string {
  return format('sv', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(at)
}

/**
 * toLocal gives the moment at which the browser's own clock shows what the
 * zone's shows at ms, for pickers that know no zones.
 */
export function toLocal(ms: number, zone: string | undefined): number {
  if (zone === undefined) return ms
  const shown = new Date(ms + offset(ms, zone))
  return new Date(
    shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate(),
    shown.getUTCHours(), shown.getUTCMinutes(), shown.getUTCSeconds(),
  ).getTime()
}

/** fromLocal undoes toLocal. */
export function fromLocal(ms: number, zone: string | undefined): number {
  if (zone === undefined) return ms
  const picked = new Date(ms)
  const utc = Date.UTC(
    picked.getFullYear(), picked.getMonth(), picked.getDate(),
    picked.getHours(), picked.getMinutes(), picked.getSeconds(),
  )
  return utc - offset(utc - offset(utc, zone), zone)
}

/** endOf is the last second of a day such as 2027-06-30. */
export function endOf(day: string, zone: string | undefined): number {
  return fromLocal(Date.parse(`${day}T23:59:59`), zone)
}

/** offset is how far the zone is ahead of UTC at ms. */
function offset(ms: number, zone: string): number {
  const parts = format('en', {
    timeZone: zone, hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(ms)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(ms / 1000) * 1000
}
