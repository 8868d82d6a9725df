/** A list of larger entries: names on the left, the chosen one's form on the right. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import { useEffect, useMemo, useRef, useState, type ComponentType } from 'react'
import type { Group, Schema, Value } from './config'
import { Fields } from './fields'
import { useForm } from './form'
import { listsNamed, usesOf } from './names'
import { Removal } from './removal'
import { Order, useDrag } from './rows'
import { Uses } from './uses'
import { added, isGroup, keyOf, pageOf, put, same } from './value'
import { listOf } from './ways'
import { titleOf, useAdminWords } from './words'

/** EntryProps are those of the form of one entry. */
export interface EntryProps {
  path: string
  entry: Schema
  value: Group
  onChange: (value: Group) => void
}

interface Props {
  path: string
  entry: Schema
  value: Value[]
  saved: Value[]
  onChange: (value: Value[]) => void
  /** Form is in place of the one made from the schema. */
  Form?: ComponentType<EntryProps>
}

/** placeIn is the place of the entry of a list that a path leads to, null if it leads elsewhere. */
export function placeIn(list: string, path: string | undefined): number | null {
  const found = path?.startsWith(`${list}[`) ? /^\[(\d+)\]/.exec(path.slice(list.length)) : null
  return found ? Number(found[1]) : null
}

const Generated = ({ path, entry, value, onChange }: EntryProps) => <Fields path={path} schema={entry} value={value} onChange={onChange} />

export function EntryList({ path, entry, value, saved, onChange, Form = Generated }: Props) {
  const { say } = useAdminWords()
  const { document, schema, readOnly, problems, advice, sought } = useForm()
  const named = useMemo(() => listsNamed(schema).has(path), [schema, path])
  const [removing, setRemoving] = useState(false)
  const [chosen, setChosen] = useState(0)
  const names = useRef<HTMLOListElement>(null)
  useEffect(() => {
    const found = placeIn(path, sought?.path)
    if (found !== null) setChosen(found)
  }, [path, sought])
  const at = Math.min(chosen, value.length - 1)
  const drag = useDrag(value, onChange, setChosen)
  const one = value[at]
  const wrong = (i: number) => Object.keys(problems).filter((p) => p.startsWith(`${path}[${i}]`) && pageOf(p) === path).length
  const before = new Map(saved.map((item) => [keyOf(item), item]))
  const id = isGroup(one ?? null) ? String((one as Group)['id'] ?? '') : ''
  const remove = () => {
    const { paths, agents } = named && id !== '' ? usesOf(schema, document, path, id) : { paths: [], agents: 0 }
    if (paths.length + agents > 0) setRemoving(true)
    else onChange(value.filter((_, i) => i !== at))
  }
  const focus = (i: number) => {
    setChosen(i)
    names.current?.querySelectorAll('button')[i]?.focus()
  }
  return (
    <div className="entries">
      <div className="entries-names">
        <ol ref={names} title={readOnly ? undefined : say('list.order')}>
          {value.map((item, i) => (
            <li key={i} {...drag(i)}>
              <button
                type="button"
                aria-current={i === at}
                onClick={() => setChosen(i)}
                onKeyDown={(event) => {
                  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
                  event.preventDefault()
                  focus(Math.max(0, Math.min(value.length - 1, i + (event.key === 'ArrowDown' ? 1 : -1))))
                }}
              >
                <span className="entries-name" title={titleOf(item, say)}>{titleOf(item, say)}</span>
                <span className="entries-key">{keyOf(item)}</span>
                {wrong(i) > 0 ? <em className="mark-bad">{wrong(i)}</em> : !same(before.get(keyOf(item)), item) && <em className="mark" title={say('list.changed')} />}
              </button>
            </li>
          ))}
        </ol>
        {value.length === 0 && <p className="af-hint">{say('list.empty')}</p>}
        {!readOnly && (
          <Button
            block
            icon={<PlusOutlined />}
            onClick={() => {
              onChange([...value, added(value, entry)])
              setChosen(value.length)
            }}
          >
            {say('list.add')}
          </Button>
        )}
      </div>
      {isGroup(one ?? null) ? (
        <section className="entries-form" aria-label={titleOf(one, say)}>
          <header>
            <h3>{titleOf(one, say)}</h3>
            {!readOnly && <Order i={at} list={value} onChange={onChange} onAt={setChosen} onRemove={remove} />}
          </header>
          <Uses list={path} entry={one as Group} />
          {problems[`${path}[${at}]`] !== undefined && <p className="af-problem" role="alert">{problems[`${path}[${at}]`]}</p>}
          {advice[`${path}[${at}]`] !== undefined && <p className="af-advice">{advice[`${path}[${at}]`]}</p>}
          <Form key={at} path={`${path}[${at}]`} entry={entry} value={one as Group} onChange={(next) => onChange(value.map((was, i) => (i === at ? next : was)))} />
        </section>
      ) : (
        <p className="quiet pad">{say('list.choose')}</p>
      )}
      {removing && (
        <Removal
          list={path}
          id={id}
          title={titleOf(one, say)}
          others={value.filter((_, i) => i !== at).map((other) => ({ value: String((other as Group)['id']), label: `${titleOf(other, say)} ${String((other as Group)['id'])}` }))}
          onClose={() => setRemoving(false)}
          onRemove={(had) => put(had, path, listOf(had[path]).filter((other) => other['id'] !== id))}
        />
      )}
    </div>
  )
}
