/** A list of small entries as a table: a row for each, ordered by dragging or with the keyboard. */
import ArrowDownOutlined from '@ant-design/icons/es/icons/ArrowDownOutlined'
import ArrowUpOutlined from '@ant-design/icons/es/icons/ArrowUpOutlined'
import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined'
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import { useState, type KeyboardEvent } from 'react'
import type { Group, Schema, Value } from './config'
import { Field } from './fields'
import { useForm } from './form'
import { added, isGroup, moved, orderOf, put } from './value'
import { useAdminWords } from './words'

interface Props {
  path: string
  entry: Schema
  value: Value[]
  onChange: (value: Value[]) => void
}

export function Rows({ path, entry, value, onChange }: Props) {
  const words = useAdminWords()
  const { say } = words
  const { readOnly } = useForm()
  const drag = useDrag(value, onChange)
  const order = orderOf(entry)
  const change = (i: number, group: Group) => onChange(value.map((one, j) => (i === j ? group : one)))
  return (
    <div className="rows">
      {value.length > 0 && (
        <table>
          <thead>
            <tr>
              {order.map((key) => (
                <th key={key} scope="col" title={words.hint(`${path}.${key}`, entry.properties?.[key] as Schema)}>
                  {words.label(`${path}.${key}`)}
                </th>
              ))}
              {!readOnly && <th className="rows-acts" aria-label={say('list.order')} />}
            </tr>
          </thead>
          <tbody>
            {value.map((one, i) => (
              <tr key={i} {...drag(i)}>
                {order.map((key) => (
                  <td key={key}>
                    <Field
                      bare
                      path={`${path}[${i}].${key}`}
                      schema={entry.properties?.[key] as Schema}
                      value={isGroup(one) ? one[key] : undefined}
                      required={entry.required?.includes(key) ?? false}
                      onChange={(next) => change(i, put(isGroup(one) ? one : {}, key, next))}
                    />
                  </td>
                ))}
                {!readOnly && (
                  <td className="rows-acts">
                    <Order i={i} list={value} onChange={onChange} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {value.length === 0 && <p className="af-hint">{say('list.empty')}</p>}
      {!readOnly && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...value, added(value, entry)])}>
          {say('list.add')}
        </Button>
      )}
    </div>
  )
}

/** Order moves an entry of a list up or down, or takes it away. */
export function Order<T>({ i, list, onChange, onAt, onRemove }: { i: number; list: T[]; onChange: (list: T[]) => void; onAt?: (i: number) => void; onRemove?: () => void }) {
  const { say } = useAdminWords()
  const to = (at: number) => {
    onChange(moved(list, i, at))
    onAt?.(at)
  }
  return (
    <span className="order">
      <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={say('list.up')} title={say('list.up')} disabled={i === 0} onClick={() => to(i - 1)} />
      <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={say('list.down')} title={say('list.down')} disabled={i === list.length - 1} onClick={() => to(i + 1)} />
      <Button
        type="text"
        size="small"
        danger
        icon={<DeleteOutlined />}
        aria-label={say('list.remove')}
        title={say('list.remove')}
        onClick={onRemove ?? (() => onChange(list.filter((_, j) => j !== i)))}
      />
    </span>
  )
}

/** useDrag gives the handlers that let an entry be dragged, and moved with Alt and the arrows. */
export function useDrag<T>(list: T[], onChange: (list: T[]) => void, onAt?: (i: number) => void) {
  const { readOnly } = useForm()
  const [from, setFrom] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  if (readOnly) return () => ({})
  const to = (i: number, at: number) => {
    if (at < 0 || at >= list.length) return
    onChange(moved(list, i, at))
    onAt?.(at)
  }
  return (i: number) => ({
    draggable: true,
    'data-over': (over === i && from !== null && from !== i) || undefined,
    onDragStart: (event: React.DragEvent) => {
      // Text in a field is selected, not dragged.
      if ((event.target as HTMLElement).matches('input, textarea') || document.activeElement?.matches('input, textarea')) return event.preventDefault()
      setFrom(i)
    },
    onDragOver: (event: React.DragEvent) => {
      if (from === null) return
      event.preventDefault()
      setOver(i)
    },
    onDrop: () => from !== null && to(from, i),
    onDragEnd: () => {
      setFrom(null)
      setOver(null)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
      event.preventDefault()
      to(i, event.key === 'ArrowUp' ? i - 1 : i + 1)
    },
  })
}
