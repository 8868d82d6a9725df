/** Opening hours as pictures and people have them: minutes of a day, a row for each day. */
import type { Group, Value } from './config'
import { isGroup } from './value'

/** Stretch is a part of a day in minutes after midnight; one whose end is not after its beginning goes on until the next day. */
export interface Stretch {
  from: number
  to: number
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const two = (n: number) => String(n).padStart(2, '0')
export const clockText = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
export const stretchText = ({ from, to }: Stretch) => `${clockText(from)}-${clockText(to)}`

/** stretchOf reads 09:00-18:00 as the document has it, null if it is none. */
export function stretchOf(text: string): Stretch | null {
  const found = /^(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?$/.exec(text)
  if (found === null) return null
  const [fromHour, fromMinute, toHour, toMinute] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number]
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
  return fromMinute > 59 || toMinute > 59 || from >= 1440 || to > 1440 ? null : { from, to }
}

/** hoursTyped reads what people type for a day: 9-12 13:30-18, 9：00—12：00、…, 全天, 休息; null if it is not understood. */
export function hoursTyped(text: string): Stretch[] | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replaceAll('\uff1a', ':') // the full-width colon
    .replace(/\s*(?:[\u2014\u2013\uff5e~\uff0d-]+|\u81f3|\u5230|to)\s*/g, '-') // dashes, 至, 到
    .replace(/[\u3001\uff0c\uff1b,;]/g, ' ') // commas of every kind
  if (/^(?:\u5168\u5929|24\s*\u5c0f\u65f6|all day)$/.test(plain)) return [{ from: 0, to: 1440 }] // 全天, 24 小时
  if (/^(?:|\u4f11\u606f?|\u5173\u95ed|\u4e0d\u8425\u4e1a|closed)$/.test(plain)) return [] // 休息, 关闭, 不营业
  const out = plain.split(/\s+/).map(stretchOf)
  return out.every((one) => one !== null) ? joined(out) : null
}

/** joined puts stretches of a day in order, those that touch or overlap into one. What goes on after midnight stays as it is. */
export function joined(list: Stretch[]): Stretch[] {
  const out: Stretch[] = []
  for (const one of [...list].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last !== undefined && last.to > last.from && one.to > one.from && one.from <= last.to) last.to = Math.max(last.to, one.to)
    else out.push({ ...one })
  }
  return out
}

export const hoursText = (list: Stretch[]) => list.map(stretchText).join(' ')

const strings = (value: Value | undefined) => (Array.isArray(value) ? value.map(String) : [])
export const stretchesOf = (value: Value | undefined): Stretch[] => strings(value).flatMap((text) => stretchOf(text) ?? [])

/** weekOf is a schedule's week by day, from Monday. */
export function weekOf(schedule: Group): Stretch[][] {
  const week = Array.isArray(schedule['week']) ? schedule['week'].filter(isGroup) : []
  return weekdays.map((day) => joined(week.filter((one) => strings(one['days']).includes(day)).flatMap((one) => stretchesOf(one['hours']))))
}

/** weekWritten is a week as the document has it: days with the same hours together, closed ones left out. */
export function weekWritten(week: Stretch[][]): Group[] {
  const groups = new Map<string, string[]>()
  week.forEach((hours, i) => {
    const text = hoursText(hours)
    if (text !== '') groups.set(text, [...(groups.get(text) ?? []), weekdays[i] as string])
  })
  return [...groups].map(([text, days]) => ({ days, hours: text.split(' ') }))
}

/** Kind is what a day is: one of its weekday, or what the calendar says. */
export type Kind = 'weekday' | 'holiday' | 'workday'

export interface Answer {
  open: boolean
  kind: Kind
  /** name is that of the holiday. */
  name: string
  /** hours are those of the day that decided: yesterday's when they go on after midnight. */
  hours: Stretch[]
  yesterday: boolean
}

/** entryOn is the calendar's entry for a date such as 2026-10-01. */
export function entryOn(calendar: Group[], date: string): Group | undefined {
  return calendar.find((one) => date >= String(one['date']) && date <= String(one['until'] || one['date']))
}

function dayOf(schedule: Group, calendar: Group[], date: string): { kind: Kind; name: string; hours: Stretch[] } {
  const entry = entryOn(calendar, date)
  const name = String(entry?.['name'] ?? '')
  if (entry?.['kind'] === 'holiday') return { kind: 'holiday', name, hours: stretchesOf(schedule['holiday']) }
  const week = weekOf(schedule)
  if (entry?.['kind'] === 'workday') {
    return { kind: 'workday', name, hours: Array.isArray(schedule['workday']) ? stretchesOf(schedule['workday']) : (week[0] as Stretch[]) }
  }
  return { kind: 'weekday', name: '', hours: week[(weekdayOf(date) + 6) % 7] as Stretch[] }
}

/** weekdayOf is 0 for Sunday. */
export const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay()

/** dayAfter is the date some days later. */
export function dayAfter(date: string, days = 1): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** openAt says whether callers are served at a minute of a date, as the core decides it. */
export function openAt(schedule: Group, calendar: Group[], date: string, minute: number): Answer {
  const before = dayOf(schedule, calendar, dayAfter(date, -1))
  const today = dayOf(schedule, calendar, date)
  const now = today.hours.some(({ from, to }) => minute >= from && (minute < to || to <= from))
  if (!now && before.hours.some(({ from, to }) => to <= from && minute < to)) return { open: true, ...before, yesterday: true }
  return { open: now, ...today, yesterday: false }
}
