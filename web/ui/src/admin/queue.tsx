/** A queue's settings, but for its targets, which stand in the table of all. */
import { Fields } from './fields'
import type { EntryProps } from './list'
import { orderOf } from './value'

export function QueueForm({ path, entry, value, onChange }: EntryProps) {
  const rest = { ...entry, 'x-order': orderOf(entry).filter((key) => key !== 'targets') }
  return <Fields path={path} schema={rest} value={value} onChange={onChange} />
}
