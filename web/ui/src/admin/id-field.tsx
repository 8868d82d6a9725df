/** The id of an entry that others name: a changed one is taken over to all of them at once. */
import Input from 'antd/es/input'
import { useEffect, useState } from 'react'
import type { Schema } from './config'
import { useForm } from './form'
import { listsNamed, renamed, usesOf } from './names'
import { listOf } from './ways'
import { titleOf, useAdminWords } from './words'

/** namedEntry is the place of an entry whose id this path is, null if nothing names such entries. */
export function namedEntry(schema: Schema, path: string): { list: string; place: number } | null {
  const found = /^(\w+)\[(\d+)\]\.id$/.exec(path)
  return found !== null && listsNamed(schema).has(found[1] as string) ? { list: found[1] as string, place: Number(found[2]) } : null
}

interface Props {
  id: string
  disabled: boolean
  list: string
  place: number
  value: string
  'aria-describedby': string
}

/** IdField takes an id when it is typed to its end: half of one may be another's. */
export function IdField({ list, place, value, ...common }: Props) {
  const { say } = useAdminWords()
  const { document, schema, change } = useForm()
  const [text, setText] = useState(value)
  const [told, setTold] = useState<{ bad: boolean; text: string } | null>(null)
  useEffect(() => setText(value), [value])
  const take = () => {
    const id = text.trim()
    setText(id)
    if (id === value) return setTold(null)
    const other = listOf(document[list]).find((one, i) => i !== place && one['id'] === id)
    if (id === '') return setTold({ bad: true, text: say('id.empty', { id: value }) })
    if (other !== undefined) return setTold({ bad: true, text: say('id.taken', { id, name: titleOf(other, say) }) })
    const { paths, agents } = value === '' ? { paths: [], agents: 0 } : usesOf(schema, document, list, value)
    setTold(paths.length + agents === 0 ? null : { bad: false, text: say('id.carried', { count: paths.length + agents }) })
    change((had) => renamed(schema, had, list, place, id))
  }
  return (
    <>
      <Input {...common} value={text} {...(told?.bad ? { status: 'error' as const } : {})} onChange={({ target }) => setText(target.value)} onBlur={take} onPressEnter={take} />
      {told !== null && <span className={told.bad ? 'af-problem' : 'af-hint good'} role={told.bad ? 'alert' : 'status'}>{told.text}</span>}
    </>
  )
}
