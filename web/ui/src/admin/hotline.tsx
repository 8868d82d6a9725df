/** A hotline: the picture of where its callers go, and its settings. */
import { Fields } from './fields'
import { Flow } from './flow'
import type { EntryProps } from './list'

export function HotlineForm({ path, entry, value, onChange }: EntryProps) {
  return (
    <>
      <Flow line={value} />
      <Fields path={path} schema={entry} value={value} onChange={onChange} />
    </>
  )
}
