/** Where an entry is named, so that nobody takes away what others need. */
import { useMemo } from 'react'
import type { Group } from './config'
import { useForm } from './form'
import { listsNamed, usesOf } from './names'
import { pathWords, useAdminWords } from './words'

export function Uses({ list, entry }: { list: string; entry: Group }) {
  const words = useAdminWords()
  const { document, schema } = useForm()
  const id = String(entry['id'] ?? '')
  const named = useMemo(() => listsNamed(schema).has(list), [schema, list])
  const uses = useMemo(() => (named && id !== '' ? usesOf(schema, document, list, id) : null), [named, schema, document, list, id])
  if (uses === null) return null
  const { say } = words
  const nobody = list === 'queues' && uses.agents === 0
  return (
    <p className="uses">
      <span className="quiet">{say('uses.title')}</span>
      {uses.paths.map((path) => <span key={path} className="chip">{pathWords(path, words, document)}</span>)}
      {uses.agents > 0 && <span className="chip">{say('uses.agents', { count: uses.agents })}</span>}
      {nobody && <span className="chip" data-tone="warn">{say('uses.nobody')}</span>}
      {uses.paths.length === 0 && uses.agents === 0 && !nobody && <span className="quiet">{say('uses.none')}</span>}
    </p>
  )
}
