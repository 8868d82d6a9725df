/** A field of the document, made from its schema: whatever is added to the document later has a form at once. */
import AutoComplete from 'antd/es/auto-complete'
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import Switch from 'antd/es/switch'
import { useEffect, useId, useMemo, useState } from 'react'
import { useForm } from './form'
import type { Group, Schema, Value } from './config'
import { MusicPicker } from './music-picker'
import { PromptPicker, PromptsPicker } from './prompt-picker'
import { Rows } from './rows'
import { IdField, namedEntry } from './id-field'
import { countsOf } from './names'
import { blank, isGroup, orderOf, put, spanOf, spanText, spanWords } from './value'
import { listOf } from './ways'
import { WaysField } from './ways-field'
import { titleOf, useAdminWords } from './words'

export interface FieldProps {
  /** path is where the value stands, with places: queues[0].ring_limit. */
  path: string
  schema: Schema
  value: Value | undefined
  onChange: (value: Value | undefined) => void
  /** required is false for what may be left out. */
  required?: boolean
  /** bare leaves label and hint to who shows the field. */
  bare?: boolean
}

/** Field shows one value with its name, what it means and what is wrong with it. */
export function Field(props: FieldProps) {
  const { path, schema, value, onChange, required = true, bare = false } = props
  const words = useAdminWords()
  const { problems, advice } = useForm()
  const id = useId()
  const label = words.label(path)
  const hint = words.hint(path, schema)
  const parts = schema.items !== undefined && schema.items.type !== 'object' // of which each has its own place
  const at = (told: Record<string, string>) => told[path] ?? Object.entries(told).find(([one]) => parts && one.startsWith(`${path}[`))?.[1]
  const problem = at(problems)
  const more = problem === undefined ? at(advice) : undefined
  if (schema.type === 'object') return <GroupField {...props} />
  if (schema.type === 'array' && schema.items?.type === 'object') {
    return (
      <section className="af-rows" aria-label={label} data-path={path}>
        <h4>{label}</h4>
        {hint !== '' && <p className="af-hint">{hint}</p>}
        {problem !== undefined && <p className="af-problem" role="alert">{problem}</p>}
        {more !== undefined && <p className="af-advice">{more}</p>}
        <Rows path={path} entry={schema.items} value={Array.isArray(value) ? value : []} onChange={(list) => onChange(list.length === 0 && !required ? undefined : list)} />
      </section>
    )
  }
  const control = <Control {...props} id={id} label={label} required={required} onChange={onChange} invalid={problem !== undefined} describedBy={`${id}-more`} />
  if (bare) {
    return (
      <div className="af-bare" data-path={path}>
        {control}
        <p className={problem === undefined ? 'af-advice' : 'af-problem'} id={`${id}-more`}>{problem ?? more}</p>
      </div>
    )
  }
  return (
    <div className="af" data-wide={schema.type === 'array' || undefined} data-path={path}>
      <label htmlFor={id}>{label}</label>
      {control}
      <p className={problem !== undefined ? 'af-problem' : more !== undefined ? 'af-advice' : 'af-hint'} id={`${id}-more`} role={problem === undefined ? undefined : 'alert'}>
        {problem ?? more ?? hint}
      </p>
    </div>
  )
}

function GroupField({ path, schema, value, onChange, required = true }: FieldProps) {
  const words = useAdminWords()
  const { readOnly, problems, advice } = useForm()
  const label = words.label(path)
  const there = isGroup(value ?? null)
  const hint = words.hint(path, schema)
  return (
    <fieldset className="af-group" data-path={path}>
      <legend>
        {label}
        {!required && (
          <Switch size="small" disabled={readOnly} checked={there} aria-label={`${label} ${words.say('field.use')}`} onChange={(on) => onChange(on ? blank(schema) : undefined)} />
        )}
      </legend>
      {hint !== '' && <p className="af-hint">{hint}</p>}
      {problems[path] !== undefined && <p className="af-problem" role="alert">{problems[path]}</p>}
      {advice[path] !== undefined && <p className="af-advice">{advice[path]}</p>}
      {(there || required) && <Fields path={path} schema={schema} value={there ? (value as Group) : {}} onChange={onChange} />}
    </fieldset>
  )
}

/** Fields shows all fields of a group, what is nested last. */
export function Fields({ path, schema, value, onChange }: { path: string; schema: Schema; value: Group; onChange: (value: Group) => void }) {
  const nested = (key: string) => {
    const one = schema.properties?.[key]
    return one?.type === 'object' || (one?.type === 'array' && one.items?.type === 'object')
  }
  const order = orderOf(schema)
  const show = (key: string) => (
    <Field
      key={key}
      path={path === '' ? key : `${path}.${key}`}
      schema={schema.properties?.[key] as Schema}
      value={value[key]}
      required={schema.required?.includes(key) ?? false}
      onChange={(next) => onChange(put(value, key, next))}
    />
  )
  return (
    <>
      <div className="af-grid">{order.filter((key) => !nested(key)).map(show)}</div>
      {order.filter(nested).map(show)}
    </>
  )
}

interface ControlProps extends FieldProps {
  id: string
  label: string
  invalid: boolean
  describedBy: string
}

function Control({ path, schema, value, onChange, required = true, id, label, invalid, describedBy }: ControlProps) {
  const words = useAdminWords()
  const { readOnly, schema: whole } = useForm()
  const choices = useChoices(path, schema)
  const common = { id, disabled: readOnly, 'aria-label': label, 'aria-invalid': invalid, 'aria-describedby': describedBy, ...(invalid ? { status: 'error' as const } : {}) }
  if (schema.type === 'boolean') {
    return <Switch id={id} aria-label={label} disabled={readOnly} checked={value === true} onChange={(on) => onChange(on || required ? on : undefined)} />
  }
  if (schema.items?.format === 'exit') {
    return <WaysField id={id} path={path} label={label} value={value} invalid={invalid} onChange={(next) => onChange(next.length === 0 && !required ? undefined : next)} />
  }
  if (schema.format === 'prompt') {
    return <PromptPicker {...common} value={typeof value === 'string' ? value : ''} onChange={(next) => onChange(next ?? (required ? '' : undefined))} />
  }
  if (schema.format === 'music') return <MusicPicker {...common} value={typeof value === 'string' ? value : ''} onChange={onChange} />
  if (schema.type === 'array') {
    const list = Array.isArray(value) ? value.map(String) : []
    if (schema.items?.format === 'prompt') return <PromptsPicker {...common} value={list} onChange={(next) => onChange(next.length === 0 && !required ? undefined : next)} />
    return (
      <Select
        {...common}
        mode={choices === null ? 'tags' : 'multiple'}
        value={list}
        {...(choices === null ? { open: false, suffixIcon: null } : { options: choices, optionFilterProp: 'label' })}
        placeholder={words.say(schema.items?.format === 'hours' ? 'field.hours' : choices === null ? 'field.tags' : 'field.none')}
        onChange={(next: string[]) => onChange(next.length === 0 && !required ? undefined : next)}
      />
    )
  }
  if (choices !== null) {
    return (
      <Select
        {...common}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear={!required}
        value={typeof value === 'string' && value !== '' ? value : null}
        options={choices}
        placeholder={words.say('field.none')}
        onChange={(next: string | null | undefined) => onChange(next ?? (required ? '' : undefined))}
      />
    )
  }
  if (schema.format === 'duration') return <Span {...common} value={value} required={required} onChange={onChange} />
  if (schema.type === 'integer' || schema.type === 'number') {
    return (
      <Input
        {...common}
        type="number"
        value={typeof value === 'number' ? value : ''}
        placeholder={required ? '' : words.say('field.none')}
        onChange={({ target }) => onChange(target.value === '' ? (required ? 0 : undefined) : Number(target.value))}
      />
    )
  }
  if (schema['x-names'] === 'skills') return <Skill {...common} value={value} onChange={onChange} />
  const named = namedEntry(whole, path)
  if (named !== null) return <IdField {...common} {...named} value={typeof value === 'string' ? value : ''} />
  const isDate = /(^|\.)(date|until)$/.test(path)
  return (
    <Input
      {...common}
      type={isDate ? 'date' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => onChange(target.value === '' && !required ? undefined : target.value)}
    />
  )
}

/** Skill offers the skills that are in use, so that one has not two names. */
function Skill({ value, onChange, ...common }: { id: string; disabled: boolean; value: Value | undefined; onChange: (value: Value) => void }) {
  const { document, schema } = useForm()
  const skills = useMemo(() => countsOf(schema, document, 'skills').map(([skill]) => skill), [schema, document])
  return (
    <AutoComplete
      {...common}
      value={typeof value === 'string' ? value : ''}
      options={skills.map((skill) => ({ value: skill }))}
      showSearch={{ filterOption: (typed, option) => String(option?.value).includes(typed.toLowerCase()) }}
      onChange={(next: string) => onChange(next ?? '')}
    />
  )
}

/** Span is a time span, written as people do. What is typed is taken when it is one. */
function Span({ value, onChange, required, ...common }: { id: string; value: Value | undefined; required: boolean; onChange: (value: Value | undefined) => void }) {
  const { lang, say } = useAdminWords()
  const written = typeof value === 'string' ? spanWords(value, lang) : ''
  const [text, setText] = useState(written)
  const [bad, setBad] = useState(false)
  useEffect(() => {
    setText(written)
    setBad(false)
  }, [written])
  const take = () => {
    if (text.trim() === '') return required ? setText(written) : onChange(undefined)
    const ms = spanOf(text)
    setBad(ms === null)
    if (ms === null) return
    onChange(spanText(ms))
    setText(spanWords(spanText(ms), lang))
  }
  return (
    <>
      <Input
        {...common}
        value={text}
        placeholder={required ? say('field.duration') : say('field.none')}
        {...(bad ? { status: 'error' as const } : {})}
        onChange={({ target }) => setText(target.value)}
        onBlur={take}
        onPressEnter={take}
      />
      {bad && <span className="af-problem" role="alert">{say('field.durationBad')}</span>}
    </>
  )
}

interface Choice {
  value: string
  label: string
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const segments = ['ordinary', 'loyal', 'valued', 'prospect', 'vip']

/** useChoices lists what may be chosen: the values of an enum, or what other parts of the document offer. Null: anything may be typed. */
function useChoices(path: string, schema: Schema): Choice[] | null {
  const { option, say } = useAdminWords()
  const { document } = useForm()
  const entries = (list: string): Choice[] =>
    listOf(document[list]).map((entry) => ({ value: String(entry['id']), label: `${titleOf(entry, say)} ${entry['id']}` }))
  const list = schema['x-names'] ?? schema.items?.['x-names']
  if (list !== undefined && list !== 'skills') return entries(list)
  const values = schema.enum ?? schema.items?.enum
  if (values !== undefined) return values.map((value) => ({ value, label: option(value) }))
  const key = path.replace(/\[\d+\]/g, '').split('.').at(-1)
  switch (key) {
    case 'key':
      return [...'1234567890*#'].map((value) => ({ value, label: value }))
    case 'days':
      return weekdays.map((value) => ({ value, label: option(value) }))
    case 'segment':
      return segments.map((value) => ({ value, label: option(value) }))
    default:
      return null
  }
}
