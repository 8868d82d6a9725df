/** Opening hours as a picture of a week, and the answer to "is it open at ...?". */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Switch from 'antd/es/switch'
import { useState } from 'react'
import type { EntryProps } from './list'
import type { Group } from './config'
import { Fields } from './fields'
import { useForm } from './form'
import { hoursText, openAt, stretchesOf, weekdays, weekOf, weekdayOf, weekWritten, type Stretch } from './hours'
import { HoursRow } from './hours-row'
import { put } from './value'
import { listOf } from './ways'
import { useAdminWords } from './words'

const written = (list: Stretch[]) => list.map((one) => hoursText([one]))

export function ScheduleForm({ path, entry, value, onChange }: EntryProps) {
  const words = useAdminWords()
  const { say } = words
  const { readOnly, problems } = useForm()
  const week = weekOf(value)
  const setDay = (i: number, hours: Stretch[]) => onChange(put(value, 'week', weekWritten(week.map((had, j) => (j === i ? hours : had)))))
  const copy = (days: number) => onChange(put(value, 'week', weekWritten(week.map((had, i) => (i < days ? (week[0] as Stretch[]) : had)))))
  const own = Array.isArray(value['workday'])
  const wrong = Object.entries(problems).find(([at]) => at.startsWith(`${path}.week`) || at.startsWith(`${path}.holiday`) || at.startsWith(`${path}.workday`))?.[1]
  const { properties = {}, 'x-order': order = [] } = entry
  const names = { ...entry, 'x-order': order.filter((key) => key === 'id' || key === 'name'), properties: { id: properties['id'] ?? { type: 'string' as const }, name: properties['name'] ?? { type: 'string' as const } } }
  return (
    <>
      <Fields path={path} schema={names} value={value} onChange={onChange} />
      <div className="week" role="group" aria-label={words.label('week')}>
        <p className="af-hint">{say('hours.drag')}</p>
        <div className="week-scale" aria-hidden="true">{[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>{hour}</span>)}</div>
        {week.map((hours, i) => (
          <HoursRow key={weekdays[i]} name={words.option(weekdays[i] as string)} hours={hours} onChange={(next) => setDay(i, next)} weekend={i > 4} />
        ))}
        <HoursRow name={say('hours.holiday')} hours={stretchesOf(value['holiday'])} onChange={(next) => onChange(put(value, 'holiday', next.length === 0 ? undefined : written(next)))} special="holiday" />
        <HoursRow
          name={say('hours.workday')}
          hours={own ? stretchesOf(value['workday']) : (week[0] as Stretch[])}
          onChange={(next) => onChange(put(value, 'workday', written(next)))}
          special="workday"
          faint={!own}
        />
        {wrong !== undefined && <p className="af-problem" role="alert">{wrong}</p>}
        {!readOnly && (
          <p className="week-acts">
            <Button size="small" onClick={() => copy(5)}>{say('hours.toWorkdays')}</Button>
            <Button size="small" onClick={() => copy(7)}>{say('hours.toAll')}</Button>
            <label>
              <Switch size="small" checked={!own} onChange={(like) => onChange(put(value, 'workday', like ? undefined : written(week[0] as Stretch[])))} /> {say('hours.workday')} {say('hours.likeMonday')}
            </label>
          </p>
        )}
      </div>
      <Preview schedule={value} />
    </>
  )
}

const two = (n: number) => String(n).padStart(2, '0')

function Preview({ schedule }: { schedule: Group }) {
  const { say, option } = useAdminWords()
  const { document } = useForm()
  const now = new Date()
  const [date, setDate] = useState(`${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`)
  const [time, setTime] = useState(`${two(now.getHours())}:${two(now.getMinutes())}`)
  const valid = /^\d{4}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d/.test(time)
  const answer = valid ? openAt(schedule, listOf(document['calendar']), date, Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) : null
  return (
    <fieldset className="week-ask">
      <legend>{say('hours.ask')}</legend>
      <Input type="date" aria-label={say('hours.date')} value={date} onChange={({ target }) => setDate(target.value)} />
      <Input type="time" aria-label={say('hours.time')} value={time} onChange={({ target }) => setTime(target.value)} />
      {answer !== null && (
        <p role="status">
          <strong className={answer.open ? 'good' : 'bad'}>{say(answer.open ? 'hours.answerOpen' : 'hours.answerShut')}</strong>{' '}
          <span className="quiet">
            {say('hours.by', {
              day: answer.kind === 'weekday' ? option(weekdays[(weekdayOf(date) + (answer.yesterday ? 5 : 6)) % 7] as string) : `${say(`hours.${answer.kind}`)} ${answer.name}`,
              hours: answer.hours.length === 0 ? say('hours.nothing') : hoursText(answer.hours),
            })}
            {answer.yesterday && ` (${say('hours.yesterday')})`}
          </span>
        </p>
      )}
    </fieldset>
  )
}
