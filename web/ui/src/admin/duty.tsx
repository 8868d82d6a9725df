/** A duty list: who is rung, in which order and for how long. */
import HolderOutlined from '@ant-design/icons/es/icons/HolderOutlined'
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import { useEffect, useId, useState } from 'react'
import type { Group, Schema, Value } from './config'
import { Field, Fields } from './fields'
import { useForm } from './form'
import type { EntryProps } from './list'
import { Order, useDrag } from './rows'
import { orderOf, put, spanOf, spanText, spanWords } from './value'
import { listOf } from './ways'
import { useAdminWords } from './words'

/** dialled is a number as people write it, without what they write it with: 138-0013 8000. */
export const dialled = (text: string): string =>
  text
    .normalize('NFKC') // full-width digits
    .replace(/[\s().\-\u2010-\u2015]/g, '')

/** mayDial says whether a number can be dialled; the server has the last word. */
export const mayDial = (number: string): boolean => /^\+?[0-9]{3,15}$/.test(number)

interface Turn {
  name: string
  from: number
  span: number
}

/** turnsOf is when each telephone of a list rings, in milliseconds from the list's beginning. */
export function turnsOf(phones: Group[]): { turns: Turn[]; total: number } {
  let total = 0
  const turns = phones.map((one) => {
    const span = typeof one['ring'] === 'string' ? Math.max(0, spanOf(one['ring']) ?? 0) : 0
    const turn = { name: String(one['name'] ?? ''), from: total, span }
    total += span
    return turn
  })
  return { turns, total }
}

const usual = 30_000

export function DutyForm({ path, entry, value, onChange }: EntryProps) {
  const words = useAdminWords()
  const { say } = words
  const { readOnly, problems } = useForm()
  const phones = listOf(value['phones'])
  const phone = entry.properties?.['phones']?.items ?? { type: 'object' as const }
  const set = (next: Value[]) => onChange(put(value, 'phones', next))
  const drag = useDrag<Value>(phones, set)
  const rest: Schema = { ...entry, 'x-order': orderOf(entry).filter((key) => key !== 'phones') }
  const others = orderOf(phone).filter((key) => !['name', 'number', 'ring'].includes(key))
  const add = () => set([...phones, { name: '', number: '', ring: phones.at(-1)?.['ring'] ?? spanText(usual) }])
  return (
    <>
      <Fields path={path} schema={rest} value={value} onChange={onChange} />
      <section className="duty" aria-label={say('duty.people')} data-path={`${path}.phones`}>
        <h4>{say('duty.people')}</h4>
        <p className="af-hint">{say('duty.hint')}</p>
        {problems[`${path}.phones`] !== undefined && <p className="af-problem" role="alert">{problems[`${path}.phones`]}</p>}
        <ol className="duty-phones">
          {phones.map((one, i) => {
            const at = `${path}.phones[${i}]`
            const change = (key: string, next: Value | undefined) => set(phones.map((had, j) => (i === j ? put(had, key, next) : had)))
            const field = (key: string) => (
              <label className="duty-field" key={key}>
                <span>{words.label(`phones.${key}`)}</span>
                <Field bare path={`${at}.${key}`} schema={phone.properties?.[key] ?? { type: 'string' }} value={one[key]} required={phone.required?.includes(key) ?? false} onChange={(next) => change(key, next)} />
              </label>
            )
            return (
              <li key={i} {...drag(i)} data-path={at}>
                <span className="duty-place">{!readOnly && <HolderOutlined aria-hidden title={say('list.order')} />}<b>{i + 1}</b></span>
                {field('name')}
                <PhoneNumber label={words.label('phones.number')} place={i} path={`${at}.number`} value={String(one['number'] ?? '')} onChange={(next) => change('number', next)} />
                {field('ring')}
                {others.map(field)}
                {!readOnly && <Order i={i} list={phones} onChange={set} />}
              </li>
            )
          })}
        </ol>
        {!readOnly && <Button size="small" icon={<PlusOutlined />} onClick={add}>{say('duty.add')}</Button>}
      </section>
      <Preview phones={phones} />
    </>
  )
}

/** PhoneNumber takes a telephone number as it is read from a card, and says at once what cannot be dialled. */
function PhoneNumber({ label, place, path, value, onChange }: { label: string; place: number; path: string; value: string; onChange: (value: string) => void }) {
  const { say } = useAdminWords()
  const { readOnly, problems } = useForm()
  const id = useId()
  const [text, setText] = useState(value)
  useEffect(() => setText((had) => (dialled(had) === value ? had : value)), [value])
  const number = dialled(text)
  const bad = text.trim() === '' ? problems[path] : mayDial(number) ? undefined : say('duty.number')
  return (
    <span className="duty-field" data-path={path}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="plain num"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        aria-label={`${label} ${place + 1}`}
        aria-invalid={bad !== undefined}
        aria-describedby={`${id}-more`}
        placeholder={say('duty.example')}
        readOnly={readOnly}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
          if (mayDial(dialled(target.value))) onChange(dialled(target.value))
        }}
        onBlur={() => {
          setText(number)
          if (number !== value) onChange(number)
        }}
      />
      <span className="af-problem" id={`${id}-more`} role={bad === undefined ? undefined : 'alert'}>{bad}</span>
    </span>
  )
}

/** Preview is the list as it rings: one telephone after the other. */
function Preview({ phones }: { phones: Group[] }) {
  const { say, lang } = useAdminWords()
  const { turns, total } = turnsOf(phones)
  if (total === 0) return null
  const seconds = (ms: number) => spanWords(spanText(ms), lang)
  return (
    <section className="duty-preview" aria-label={say('duty.preview')}>
      <h4>{say('duty.preview')}</h4>
      <p>{say('duty.total', { count: turns.length, time: seconds(total) })}</p>
      <ol className="duty-bar">
        {turns.map((turn, i) => (
          <li key={i} style={{ flexGrow: Math.max(turn.span, total / 40) }} title={say('duty.turn', { name: turn.name || i + 1, from: seconds(turn.from), time: seconds(turn.span) })}>
            <b>{turn.name || i + 1}</b>
            <span className="num">{seconds(turn.span)}</span>
          </li>
        ))}
        <li className="duty-end">{say('duty.end')}</li>
      </ol>
      <p className="af-hint">{say('duty.lane', { time: seconds(total) })}</p>
    </section>
  )
}
