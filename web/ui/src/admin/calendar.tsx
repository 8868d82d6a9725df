/** The calendar as a year to mark days in. */
import LeftOutlined from '@ant-design/icons/es/icons/LeftOutlined'
import RightOutlined from '@ant-design/icons/es/icons/RightOutlined'
import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Segmented from 'antd/es/segmented'
import { useMemo, useState } from 'react'
import type { PageProps } from './pages'
import type { Group } from './config'
import { cleared, marked, spansOf, type DayKind, type Span } from './days'
import { useForm } from './form'
import { dayAfter, entryOn, weekdayOf } from './hours'
import { NoticeDialog } from './notice'
import { put } from './value'
import { listOf } from './ways'
import { useAdminWords } from './words'

type Brush = DayKind | 'clear'

export function Calendar({ path, value, onChange }: PageProps) {
  const { say } = useAdminWords()
  const { readOnly, problems } = useForm()
  const calendar = listOf(value)
  const [year, setYear] = useState(() => new Date().getFullYear())
  const [brush, setBrush] = useState<Brush>('holiday')
  const [name, setName] = useState('')
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  const [pasting, setPasting] = useState(false)
  const selected = from === null || to === null ? null : from < to ? ([from, to] as const) : ([to, from] as const)

  const mark = ([date, until]: readonly [string, string]) => {
    if (brush === 'clear') return onChange(cleared(calendar, date, until))
    onChange(marked(calendar, { date, until, kind: brush, name: name.trim() || say(`days.${brush}`) }))
  }
  const drop = () => {
    if (selected !== null && !readOnly) mark(selected)
    setFrom(null)
    setTo(null)
  }
  const wrong = Object.entries(problems).find(([at]) => at.startsWith(`${path}[`))?.[1]
  return (
    <div className="cal">
      <header className="cal-head">
        <Button icon={<LeftOutlined />} aria-label={say('days.before')} onClick={() => setYear(year - 1)} />
        <strong className="cal-year num">{say('days.year', { year })}</strong>
        <Button icon={<RightOutlined />} aria-label={say('days.next')} onClick={() => setYear(year + 1)} />
        {!readOnly && (
          <>
            <span className="quiet">{say('days.mark')}</span>
            <Segmented<Brush> value={brush} onChange={setBrush} options={(['holiday', 'workday', 'clear'] as const).map((kind) => ({ value: kind, label: say(`days.${kind}`) }))} />
            {brush !== 'clear' && <Input className="cal-name" aria-label={say('days.name')} placeholder={say('days.nameHint')} value={name} onChange={({ target }) => setName(target.value)} />}
            <span className="top-space" />
            <Button type="primary" onClick={() => setPasting(true)}>{say('days.paste')}</Button>
          </>
        )}
      </header>
      {wrong !== undefined && <p className="af-problem" role="alert">{wrong}</p>}
      <div className="cal-body">
        <div className="cal-year-view" onPointerUp={drop} onPointerLeave={() => setTo(null)}>
          {Array.from({ length: 12 }, (_, month) => (
            <Month
              key={month}
              year={year}
              month={month + 1}
              calendar={calendar}
              selected={selected}
              onDown={(date) => {
                if (readOnly) return
                setFrom(date)
                setTo(date)
              }}
              onOver={(date) => from !== null && setTo(date)}
              onKey={(date) => !readOnly && mark([date, date])}
            />
          ))}
        </div>
        <Spans path={path} year={year} calendar={calendar} onChange={onChange} />
      </div>
      {pasting && (
        <NoticeDialog
          year={year}
          onClose={() => setPasting(false)}
          onTake={(spans) => {
            setPasting(false)
            onChange(marked(calendar, ...spans))
            const first = spans[0]
            if (first !== undefined) setYear(Number(first.date.slice(0, 4)))
          }}
        />
      )}
    </div>
  )
}

interface MonthProps {
  year: number
  month: number
  calendar: Group[]
  selected: readonly [string, string] | null
  onDown: (date: string) => void
  onOver: (date: string) => void
  onKey: (date: string) => void
}

function Month({ year, month, calendar, selected, onDown, onOver, onKey }: MonthProps) {
  const { say } = useAdminWords()
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const days = useMemo(() => {
    const out: string[] = []
    for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = dayAfter(day)) out.push(day)
    return out
  }, [first])
  return (
    <section className="cal-month" aria-label={say('days.month', { month })}>
      <h4>{say('days.month', { month })}</h4>
      <div className="cal-days">
        {[...say('days.weekdays')].map((day, i) => <span key={i} className="cal-weekday" aria-hidden="true">{day}</span>)}
        {days.map((date, i) => {
          const entry = entryOn(calendar, date)
          const within = selected !== null && date >= selected[0] && date <= selected[1]
          return (
            <button
              key={date}
              type="button"
              {...(i === 0 ? { style: { gridColumnStart: ((weekdayOf(date) + 6) % 7) + 1 } } : {})}
              data-kind={entry?.['kind']}
              data-weekend={weekdayOf(date) % 6 === 0 || undefined}
              data-within={within || undefined}
              title={entry === undefined ? date : `${date} ${String(entry['name'])}`}
              aria-label={entry === undefined ? date : `${date} ${say(`days.${entry['kind'] === 'workday' ? 'workday' : 'holiday'}`)} ${String(entry['name'])}`}
              onPointerDown={(event) => {
                event.currentTarget.releasePointerCapture(event.pointerId)
                onDown(date)
              }}
              onPointerEnter={() => onOver(date)}
              onKeyDown={({ key }) => (key === 'Enter' || key === ' ') && onKey(date)}
            >
              {Number(date.slice(8))}
            </button>
          )
        })}
      </div>
    </section>
  )
}

/** Spans lists what is in the calendar in a year, to rename and to take away. */
function Spans({ path, year, calendar, onChange }: { path: string; year: number; calendar: Group[]; onChange: (calendar: Group[]) => void }) {
  const { say } = useAdminWords()
  const { readOnly, problems } = useForm()
  const here = spansOf(calendar).flatMap((span, i): [Span, number][] => (span.date.slice(0, 4) <= String(year) && span.until.slice(0, 4) >= String(year) ? [[span, i]] : []))
  return (
    <aside className="cal-spans">
      <h4>{say('days.list', { year, count: here.length })}</h4>
      {here.length === 0 && <p className="af-hint">{say('days.none')}</p>}
      <ul>
        {here.map(([span, i]) => (
          <li key={`${span.date} ${i}`} data-kind={span.kind}>
            <SpanWords span={span} />
            <input
              className="plain"
              aria-label={`${say('days.name')} ${span.date}`}
              aria-invalid={problems[`${path}[${i}].name`] !== undefined}
              readOnly={readOnly}
              value={span.name}
              onChange={({ target }) => onChange(calendar.map((one, j) => (j === i ? put(one, 'name', target.value) : one)))}
            />
            {!readOnly && (
              <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={`${say('days.clear')} ${span.name} ${span.date}`} onClick={() => onChange(calendar.filter((_, j) => j !== i))} />
            )}
          </li>
        ))}
      </ul>
    </aside>
  )
}

/** SpanWords tells a span's days: 10-01 to 10-07. */
export function SpanWords({ span: { date, until, kind }, year = false }: { span: Span; year?: boolean }) {
  const { say } = useAdminWords()
  const short = (day: string) => (year ? day : day.slice(5))
  return (
    <>
      <span className="cal-kind">{say(`days.${kind}`)}</span>
      <span className="num">{until === date ? short(date) : `${short(date)} ~ ${until.slice(5)}`}</span>
    </>
  )
}
