/** What forms need to know of the document's values, without knowing the document. */
import type { Lang } from '../format'
import type { Group, Schema, Value } from './config'

export const isGroup = (value: Value | undefined): value is Group => typeof value === 'object' && value !== null && !Array.isArray(value)

/** orderOf lists a schema's properties in the document's order. */
export const orderOf = (schema: Schema): string[] => schema['x-order'] ?? Object.keys(schema.properties ?? {})

/** isFlat says that all of a list's entries fit into the cells of a row. */
export function isFlat(entry: Schema): boolean {
  const fields = Object.values(entry.properties ?? {})
  return fields.length <= 5 && fields.every(({ type }) => type !== 'array' && type !== 'object')
}

/** blank is a new value: what is required is there, and empty; a level begins at 1, as there is no 0. */
export function blank(schema: Schema): Value {
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, key === 'level' ? 1 : blank(schema.properties?.[key] ?? { type: 'string' })]))
    case 'array':
      return []
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 0
    default:
      return schema.enum?.[0] ?? (schema.format === 'duration' ? '0s' : '')
  }
}

/** names are the fields that tell entries apart; store.entryNames is the same list. */
const names = ['id', 'code', 'number', 'key', 'date', 'skill', 'queue', 'segment', 'days', 'after', 'name']

/** keyNameOf is the field that an entry is known by. */
export const keyNameOf = (entry: Group): string | undefined => names.find((one) => entry[one] !== undefined)

/** keyOf names an entry as the paths of changes do. */
export function keyOf(entry: Value): string {
  if (!isGroup(entry)) return ''
  const name = keyNameOf(entry)
  const value = name === undefined ? '' : entry[name]
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** keysOf names all entries of a list; those named alike get their number. */
export function keysOf(list: Value[]): string[] {
  const seen = new Map<string, number>()
  return list.map((entry) => {
    const key = keyOf(entry)
    const n = (seen.get(key) ?? 0) + 1
    seen.set(key, n)
    return key === '' || n > 1 ? `${key}#${n}` : key
  })
}

/** added is a new entry; the times of a queue or hotline are usually those of the one before. */
export function added(list: Value[], entry: Schema): Value {
  const fresh = blank(entry)
  const last = list.at(-1)
  if (!isGroup(fresh) || !isGroup(last) || isFlat(entry)) return fresh
  for (const [key, { format, type }] of Object.entries(entry.properties ?? {})) {
    if ((format === 'duration' || type === 'boolean' || key === 'mode' || key === 'queue') && last[key] !== undefined) fresh[key] = last[key]
  }
  return fresh
}

/** moved is the list with an entry somewhere else. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  if (to < 0 || to >= list.length || from === to) return list
  const out = [...list]
  out.splice(to, 0, ...out.splice(from, 1))
  return out
}

/** pageOf is the page that shows a path of the document: what a queue is to reach stands among the targets. */
export const pageOf = (path: string): string => (/^queues\[\d+\]\.targets\b/.test(path) ? 'targets' : (/^\w+/.exec(path)?.[0] ?? ''))

/** put sets a key, or takes it away when there is no value. */
export function put(group: Group, key: string, value: Value | undefined): Group {
  if (value !== undefined) return { ...group, [key]: value }
  const { [key]: _, ...rest } = group
  return rest
}

/** same compares JSON, whatever the order of keys. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((one, i) => same(one, b[i]))
  if (!isGroup(a) || !isGroup(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same(a[key], b[key]))
}

const units: Record<Lang, [number, string][]> = {
  'zh-CN': [[3_600_000, '\u5c0f\u65f6'], [60_000, '\u5206'], [1000, '\u79d2'], [1, '\u6beb\u79d2']],
  en: [[3_600_000, 'h'], [60_000, 'min'], [1000, 's'], [1, 'ms']],
}

const milliseconds: Record<string, number> = {
  h: 3_600_000, '\u5c0f\u65f6': 3_600_000, '\u65f6': 3_600_000, d: 86_400_000, '\u5929': 86_400_000,
  m: 60_000, min: 60_000, '\u5206': 60_000, '\u5206\u949f': 60_000, s: 1000, '\u79d2': 1000, '\u79d2\u949f': 1000, ms: 1, '\u6beb\u79d2': 1, '': 1000,
}

/** spanOf reads 15, 15s, 1m30s or the words of a language as milliseconds, null if it is no time span. A bare number is seconds. */
export function spanOf(text: string): number | null {
  const parts = [...text.trim().toLowerCase().matchAll(/\s*(\d+(?:\.\d+)?)\s*([^\d\s.]*)/g)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text.trim().toLowerCase()) return null
  let total = 0
  for (const [, number, unit] of parts) {
    const size = milliseconds[unit as string]
    if (size === undefined) return null
    total += Number(number) * size
  }
  return Math.round(total)
}

/** spanText writes milliseconds as the document does: 1m30s. */
export function spanText(ms: number): string {
  const [h, m, rest] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, ms % 60_000]
  const s = rest === 0 && ms > 0 ? '' : rest < 1000 && ms < 1000 && ms > 0 ? `${rest}ms` : `${rest / 1000}s`
  return `${h > 0 ? `${h}h` : ''}${m > 0 ? `${m}m` : ''}${s}`
}

/** spanWords writes a time span of the document for people; what is none stays as it is. */
export function spanWords(text: string, lang: Lang): string {
  const ms = spanOf(text)
  if (ms === null) return text
  if (ms === 0) return `0 ${units[lang][2]?.[1]}`
  let rest = ms
  const out: string[] = []
  for (const [size, unit] of units[lang]) {
    const n = Math.floor(rest / size)
    if (n > 0) out.push(`${n} ${unit}`)
    rest -= n * size
  }
  return out.join(' ')
}
