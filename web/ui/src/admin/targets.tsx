/** What the centre and its queues are to reach: a row for each figure, or for each queue. */
import Input from 'antd/es/input'
import { useEffect, useState } from 'react'
import type { Group, Schema, Value } from './config'
import { useForm } from './form'
import type { PageProps } from './pages'
import { isGroup, orderOf, put, spanOf, spanText, spanWords } from './value'
import { listOf } from './ways'
import { titleOf, useAdminWords } from './words'

/** atMost are the figures of which less is better. */
const atMost = new Set(['abandoned', 'answer', 'handle', 'reply'])
const groupOf = (value: Value | undefined): Group => (isGroup(value) ? value : {})

export function Targets({ path, entry, value, onChange, onOther }: PageProps) {
  const words = useAdminWords()
  const { say } = words
  const { document } = useForm()
  const [find, setFind] = useState('')
  const figures = orderOf(entry)
  const centre = groupOf(value)
  const queues = listOf(document['queues'])
  const shown = queues.flatMap((one, i): [Group, number][] => (`${titleOf(one, say)} ${String(one['id'])}`.toLowerCase().includes(find.trim().toLowerCase()) ? [[one, i]] : []))
  const schemaOf = (key: string) => entry.properties?.[key] as Schema
  return (
    <div className="targets">
      <p className="quiet">{say('targets.hint')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('targets.figure')}</th>
            <th scope="col" aria-label={`${say('targets.least')} / ${say('targets.most')}`} />
            <th scope="col">{say('targets.centre')}</th>
            <th scope="col">{say('targets.formula')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((key) => (
            <tr key={key}>
              <th scope="row">{words.label(`targets.${key}`)}</th>
              <td className="quiet">{say(atMost.has(key) ? 'targets.most' : 'targets.least')}</td>
              <td><Figure path={`${path}.${key}`} label={`${say('targets.centre')} ${words.label(`targets.${key}`)}`} schema={schemaOf(key)} value={centre[key]} onChange={(next) => onChange(put(centre, key, next))} /></td>
              <td className="quiet">{words.hint(`targets.${key}`, schemaOf(key))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <header>
        <h3>{say('targets.queues')}</h3>
        {queues.length > 8 && <Input type="search" className="serve-search" aria-label={say('targets.find')} placeholder={say('targets.find')} value={find} onChange={({ target }) => setFind(target.value)} />}
      </header>
      <table className="targets-queues">
        <thead>
          <tr>
            <th scope="col">{words.label('queue')}</th>
            {figures.map((key) => <th key={key} scope="col" title={words.hint(`targets.${key}`, schemaOf(key))}>{words.label(`targets.${key}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {shown.map(([queue, i]) => {
            const own = groupOf(queue['targets'])
            return (
              <tr key={i}>
                <th scope="row" title={String(queue['id'])}>{titleOf(queue, say)}</th>
                {figures.map((key) => (
                  <td key={key}>
                    <Figure
                      path={`queues[${i}].targets.${key}`}
                      label={`${titleOf(queue, say)} ${words.label(`targets.${key}`)}`}
                      schema={schemaOf(key)}
                      value={own[key]}
                      usual={centre[key]}
                      onChange={(next) => {
                        const targets = put(own, key, next)
                        onOther('queues', queues.map((one, j) => (j === i ? put(one, 'targets', Object.keys(targets).length === 0 ? undefined : targets) : one)))
                      }}
                    />
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

interface FigureProps {
  path: string
  label: string
  schema: Schema
  value: Value | undefined
  /** usual is what holds while there is no value. */
  usual?: Value | undefined
  onChange: (value: Value | undefined) => void
}

/** percentOf reads 90, 90% or 0.9 as the document writes a share, null if it is none. */
export function percentOf(text: string): string | null {
  const plain = text.trim().replace('\uff05', '%')
  const n = Number(plain.replace(/%$/, ''))
  if (plain === '' || Number.isNaN(n)) return null
  const percent = plain.endsWith('%') || n > 1 ? n : n * 100
  return percent < 0 || percent > 100 ? null : `${Math.round(percent * 100) / 100}%`
}

/** Figure is a share or a time span that may be left out. What is typed is taken when it is one. */
function Figure({ path, label, schema, value, usual, onChange }: FigureProps) {
  const { say, lang } = useAdminWords()
  const { readOnly, problems } = useForm()
  const span = schema.format === 'duration'
  const words = (one: Value | undefined) => (typeof one !== 'string' || one === '0s' ? '' : span ? spanWords(one, lang) : one)
  const written = words(value)
  const [text, setText] = useState(written)
  const [bad, setBad] = useState(false)
  useEffect(() => {
    setText(written)
    setBad(false)
  }, [written])
  const take = () => {
    if (text === written) return
    if (text.trim() === '') return onChange(undefined)
    const ms = span ? spanOf(text) : null
    const next = span ? (ms === null ? null : spanText(ms)) : percentOf(text)
    setBad(next === null)
    if (next === null) return
    if (next === value) setText(written)
    else onChange(next)
  }
  const problem = bad ? say(span ? 'field.durationBad' : 'targets.bad') : problems[path]
  return (
    <>
      <input
        className="plain num"
        aria-label={label}
        aria-invalid={problem !== undefined}
        readOnly={readOnly}
        placeholder={words(usual) || '-'}
        title={say(span ? 'field.duration' : 'targets.percent')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={take}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
      {problem !== undefined && <span className="af-problem" role="alert">{problem}</span>}
    </>
  )
}
