/** A day's hours as a bar to drag in, and as text to type. */
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { useForm } from './form'
import { hoursText, hoursTyped, joined, stretchText, type Stretch } from './hours'
import { useAdminWords } from './words'

interface Props {
  name: string
  hours: Stretch[]
  onChange: (hours: Stretch[]) => void
  weekend?: boolean
  special?: 'holiday' | 'workday'
  /** faint shows hours that are another day's. */
  faint?: boolean
}

const step = 30 // minutes

interface Drag {
  /** index of the stretch, and which of its ends follows the pointer. */
  i: number
  end: 'from' | 'to'
  list: Stretch[]
}

export function HoursRow({ name, hours, onChange, weekend, special, faint }: Props) {
  const { say } = useAdminWords()
  const { readOnly } = useForm()
  const bar = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const shown = drag?.list ?? hours

  const minuteAt = (event: PointerEvent) => {
    const { left = 0, width = 1 } = bar.current?.getBoundingClientRect() ?? {}
    return Math.max(0, Math.min(1440, Math.round((((event.clientX - left) / width) * 1440) / step) * step))
  }
  const begin = (event: PointerEvent, i: number, end: 'from' | 'to', list: Stretch[]) => {
    if (readOnly || event.button !== 0) return
    event.stopPropagation()
    event.preventDefault()
    bar.current?.setPointerCapture(event.pointerId)
    setDrag({ i, end, list })
  }
  const draw = (event: PointerEvent) => {
    if (event.target !== bar.current) return
    const at = Math.min(minuteAt(event), 1440 - step)
    begin(event, hours.length, 'to', [...hours, { from: at, to: at + step }])
  }
  const follow = (event: PointerEvent) => {
    if (drag === null) return
    const at = minuteAt(event)
    const list = drag.list.map((one, i) => (i !== drag.i ? one : drag.end === 'from' ? { ...one, from: Math.min(at, (one.to > one.from ? one.to : 1440) - step) } : { ...one, to: Math.max(at, one.from + step) }))
    setDrag({ ...drag, list })
  }
  const drop = () => {
    if (drag === null) return
    setDrag(null)
    onChange(joined(drag.list))
  }
  return (
    <div className="week-row" data-special={special} data-weekend={weekend || undefined} data-faint={faint || undefined}>
      <span className="week-name">{name}</span>
      <div ref={bar} className="week-bar" aria-hidden="true" onPointerDown={draw} onPointerMove={follow} onPointerUp={drop} onPointerCancel={() => setDrag(null)}>
        {shown.map((one, i) => {
          const over = one.to <= one.from // goes on after midnight
          return (
            <div
              key={i}
              className="week-open"
              data-over={over || undefined}
              style={{ left: `${(one.from / 1440) * 100}%`, width: `${(((over ? 1440 : one.to) - one.from) / 1440) * 100}%` }}
              title={stretchText(one)}
              onDoubleClick={() => !readOnly && onChange(hours.filter((_, j) => j !== i))}
            >
              {!readOnly && <i onPointerDown={(event) => begin(event, i, 'from', hours)} />}
              <span>{stretchText(one)}</span>
              {!readOnly && !over && <i onPointerDown={(event) => begin(event, i, 'to', hours)} />}
            </div>
          )
        })}
      </div>
      <HoursText name={name} hours={shown} onChange={onChange} placeholder={say('hours.shut')} />
    </div>
  )
}

/** HoursText takes what is typed when it is understood. */
function HoursText({ name, hours, onChange, placeholder }: { name: string; hours: Stretch[]; onChange: (hours: Stretch[]) => void; placeholder: string }) {
  const { say } = useAdminWords()
  const { readOnly } = useForm()
  const written = hoursText(hours)
  const [text, setText] = useState(written)
  const [bad, setBad] = useState(false)
  useEffect(() => {
    setText(written)
    setBad(false)
  }, [written])
  const take = () => {
    if (text === written) return
    const typed = hoursTyped(text)
    setBad(typed === null)
    if (typed === null) return
    if (hoursText(typed) === written) setText(written)
    else onChange(typed)
  }
  return (
    <span className="week-text">
      <input
        className="plain num"
        aria-label={`${name} ${say('hours.open')}`}
        aria-invalid={bad}
        title={say('hours.typing')}
        placeholder={placeholder}
        readOnly={readOnly}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
      {bad && <span className="af-problem" role="alert">{say('hours.bad')}</span>}
    </span>
  )
}
