/** Where the configuration names a prompt: a choice of those that there are, which can be heard. */
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import { useEffect, useMemo, useState } from 'react'
import { useSession } from '../session'
import { audioOf, prompts, type Prompts } from './prompts-api'
import { PlayButton } from './prompts-sound'
import { usePromptWords } from './prompts-words'
import './prompts.css'

/** Common is what every control of a form has. */
export interface Common {
  id: string
  disabled: boolean
  status?: 'error'
  'aria-label': string
  'aria-invalid': boolean
  'aria-describedby': string
}

/** useList is all prompts; null until they are known, or where they cannot be read. */
function useList(): Prompts | null {
  const { api } = useSession()
  const [list, setList] = useState<Prompts | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    prompts.list(api, gone.signal).then(setList, () => undefined) // ids can be written all the same
    return () => gone.abort()
  }, [api])
  return list
}

function useOptions(list: Prompts | null, chosen: string[]) {
  const { say, situation } = usePromptWords()
  return useMemo(() => {
    const known = (list?.prompts ?? []).filter((one) => !one.script && one.situation !== 'numbers')
    const groups = [...new Set([...(list?.situations ?? []), ...known.map((one) => one.situation)])]
    const lost = chosen.filter((id) => id !== '' && !known.some((one) => one.id === id))
    return [
      ...lost.map((value) => ({ label: value, options: [{ value, label: `${value} · ${say('missing')}` }] })),
      ...groups
        .map((code) => ({
          label: situation(code),
          options: known.filter((one) => one.situation === code).map((one) => ({ value: one.id, label: `${one.text} · ${one.id}${one.missing ? ` · ${say('missing')}` : ''}` })),
        }))
        .filter(({ options }) => options.length > 0),
    ]
  }, [list, chosen, say, situation])
}

const search = { optionFilterProp: 'label' }

/** PromptPicker chooses one prompt; none is the server's own choice. */
export function PromptPicker({ value, onChange, ...common }: Common & { value: string; onChange: (value: string | undefined) => void }) {
  const { say } = usePromptWords()
  const list = useList()
  const chosen = useMemo(() => [value], [value])
  const options = useOptions(list, chosen)
  const one = list?.prompts.find(({ id }) => id === value)
  if (list === null) return <Input {...common} value={value} onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)} />
  return (
    <span className="prompt-picker">
      <Select
        {...common}
        showSearch={search}
        allowClear
        value={value === '' ? null : value}
        placeholder={say('picker.default')}
        options={options}
        popupMatchSelectWidth={420}
        onChange={(next: string | undefined) => onChange(next)}
      />
      {one !== undefined && <PlayButton src={audioOf(one.id, one.version)} of={one.id} disabled={one.missing === true} />}
    </span>
  )
}

/** PromptsPicker chooses several, in the order in which they were chosen. */
export function PromptsPicker({ value, onChange, ...common }: Common & { value: string[]; onChange: (value: string[]) => void }) {
  const { say } = usePromptWords()
  const list = useList()
  const options = useOptions(list, value)
  return <Select {...common} mode={list === null ? 'tags' : 'multiple'} showSearch={search} value={value} placeholder={say('picker.default')} options={options} popupMatchSelectWidth={420} onChange={onChange} />
}
