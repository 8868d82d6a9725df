/** What reads Chinese stands beside the Chinese words: the State Council's yearly notice of holidays. */
import type { Span } from '../admin/days'
import { weekdayOf } from '../admin/hours'

export interface Notice {
  spans: Span[]
  /** unread are parts of the text that name days, but not what they are. */
  unread: string[]
  /** astray are days whose weekday in the text is another one in that year. */
  astray: string[]
}

const number = String.raw`(?:(\d{4})\s*年)?\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日`
const dates = new RegExp(String.raw`${number}(?:\s*[至到~\uff5e\u2014\u2013-]+\s*${number})?`, 'g')
const withWeekday = new RegExp(String.raw`${number}\s*\([^)]*?(?:周|星期)([一二三四五六日天])[^)]*\)`, 'g')
/** named finds what stands before the first date of a line, without its number. */
const named = /^\s*(?:[一二三四五六七八九十\d]+\s*[、.\uff0e]\s*)?([^\d\s:\uff1a,\uff0c。]+?)\s*[:\uff1a]?\s*(?:\d{4}\s*年)?\s*\d{1,2}\s*月/
const iso = (year: number, month: number, day: number) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const exists = (date: string) => !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date)

/**
 * readNotice reads the State Council's yearly notice, or a line of one:
 * 七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。10月10日(周六)上班。
 * A year in the text goes before the one given.
 */
export function readNotice(text: string, year: number): Notice {
  const out: Notice = { spans: [], unread: [], astray: [] }
  const plain = text.replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replaceAll('\uff08', '(').replaceAll('\uff09', ')')
  const stated = /(\d{4})\s*年(?!\s*\d)/.exec(plain) // 关于2026年部分节假日安排的通知, but not a date
  const base = stated === null ? year : Number(stated[1])
  for (const line of plain.split(/\n+/)) readLine(line, base, out)
  return out
}

function readLine(line: string, year: number, out: Notice): void {
  let month = 0
  for (const [, y, m, d, weekday] of line.matchAll(withWeekday)) {
    month = Number(m ?? month)
    const date = iso(Number(y ?? year), month, Number(d))
    if (exists(date) && '日一二三四五六'[weekdayOf(date)] !== weekday?.replace('天', '日')) out.astray.push(`${month}月${d}日 周${weekday}`)
  }
  const bare = line.replace(/\([^)]*\)/g, '')
  const name = named.exec(bare)?.[1] ?? ''
  let waiting: [from: string, to: string][] = []
  let seen = ''
  for (const clause of bare.split(/[,\uff0c。;\uff1b]/)) {
    for (const found of clause.matchAll(dates)) {
      const [, y1, m1, d1, y2, m2, d2] = found
      month = Number(m1 ?? month)
      const first = Number(y1 ?? year)
      const from = iso(first, month, Number(d1))
      if (d2 !== undefined) month = Number(m2 ?? month)
      const to = d2 === undefined ? from : iso(Number(y2 ?? first), month, Number(d2))
      if (exists(from) && exists(to) && to >= from) waiting.push([from, to])
      else out.unread.push(found[0].trim())
      seen = clause.trim()
    }
    const kind = /上班/.test(clause) ? 'workday' : /放假|休息|连休|补休|调休/.test(clause) ? 'holiday' : null
    if (kind === null) continue
    for (const [date, until] of waiting) out.spans.push({ date, until, kind, name: kind === 'workday' ? `${name}调休` : name || '节假日' })
    waiting = []
  }
  if (waiting.length > 0) out.unread.push(seen)
}
