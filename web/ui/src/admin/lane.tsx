/** The emergency lane: who gets there, who is rung, who is rung later. */
import Select from 'antd/es/select'
import type { Group, Value } from './config'
import { Field } from './fields'
import { useForm } from './form'
import type { PageProps } from './pages'
import { isGroup, keyOf, put } from './value'
import { listOf } from './ways'
import { pathWords, titleOf, useAdminWords } from './words'

export function Lane({ path, entry, value, onChange, onOther }: PageProps) {
  const words = useAdminWords()
  const { say } = words
  const { document, readOnly } = useForm()
  const lines = listOf(document['hotlines'])
  const chosen = lines.filter((one) => one['emergency'] === true).map((one) => String(one['number']))
  const keys = keysTo(document)
  const choose = (numbers: string[]) => {
    onOther('hotlines', lines.map((one) => put(one, 'emergency', numbers.includes(String(one['number'])) || undefined)))
    if (!isGroup(value) && numbers.length > 0) onChange({})
  }
  return (
    <div className="admin-center lane">
      <p className="quiet">{say('lane.hint')}</p>
      <h4>{say('lane.into')}</h4>
      <div className="af" data-wide>
        <label htmlFor="lane-lines">{say('lane.lines')}</label>
        <Select
          id="lane-lines"
          mode="multiple"
          disabled={readOnly}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say('field.none')}
          value={chosen}
          options={lines.map((one) => ({ value: String(one['number']), label: `${titleOf(one, say)} ${String(one['number'])}` }))}
          onChange={choose}
        />
      </div>
      <p className="uses">
        {keys.map((at) => <span key={at} className="chip">{pathWords(at, words, document)}</span>)}
        {keys.length === 0 && chosen.length === 0 && <span className="quiet">{say('lane.nobody')}</span>}
      </p>
      <Field path={path} schema={entry} value={value} required={false} onChange={(next) => onChange(next)} />
    </div>
  )
}

/** keysTo lists the ways that lead into the lane. */
function keysTo(document: Group): string[] {
  const out: string[] = []
  const walk = (value: Value | undefined, path: string): void => {
    if (Array.isArray(value)) {
      if (value.includes('emergency')) out.push(path)
      else value.forEach((one) => isGroup(one) && walk(one, `${path}[${keyOf(one)}]`))
    } else if (isGroup(value)) for (const [key, one] of Object.entries(value)) walk(one, `${path}.${key}`)
  }
  walk(document['hotlines'], 'hotlines')
  walk(document['queues'], 'queues')
  return out
}
