/** The calendar: days that are not what their weekday is. */
import type { Group } from './config'
import { dayAfter } from './hours'

export type DayKind = 'holiday' | 'workday'

export interface Span {
  date: string
  until: string
  name: string
  kind: DayKind
}

export const spansOf = (calendar: Group[]): Span[] =>
  calendar.map((one) => ({ date: String(one['date']), until: String(one['until'] || one['date']), name: String(one['name'] ?? ''), kind: one['kind'] === 'workday' ? 'workday' : 'holiday' }))

const written = ({ date, until, name, kind }: Span): Group => ({ date, ...(until === date ? {} : { until }), name, kind })

/** cleared takes days out of the calendar; what is left of a longer holiday stays. */
export function cleared(calendar: Group[], from: string, to: string): Group[] {
  return spansOf(calendar)
    .flatMap((span) => {
      if (span.until < from || span.date > to) return [span]
      const before = span.date < from ? [{ ...span, until: dayAfter(from, -1) }] : []
      const after = span.until > to ? [{ ...span, date: dayAfter(to) }] : []
      return [...before, ...after]
    })
    .map(written)
}

/** marked makes days what the span says, whatever they were. The calendar is in order afterwards. */
export function marked(calendar: Group[], ...spans: Span[]): Group[] {
  let out = calendar
  for (const span of spans) out = [...cleared(out, span.date, span.until), written(span)]
  return [...out].sort((a, b) => (String(a['date']) < String(b['date']) ? -1 : 1))
}
