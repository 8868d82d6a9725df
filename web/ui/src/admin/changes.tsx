/** Changes of the configuration, told in the words of its forms. */
import type { Change, Group, Schema } from './config'
import { pathWords, schemaAt, useAdminWords, valueWords } from './words'

interface Props {
  changes: Change[]
  schema: Schema
  documents: Group[]
  /** most bounds the list; the rest is counted. */
  most?: number
}

export function Changes({ changes, schema, documents, most = Infinity }: Props) {
  const words = useAdminWords()
  const { say } = words
  return (
    <ul className="changes">
      {changes.slice(0, most).map((change) => {
        const at = schemaAt(schema, change.path)
        return (
          <li key={`${change.kind} ${change.path}`} data-kind={change.kind}>
            <span className="changes-kind">{say(`change.${change.kind}`)}</span>
            <span className="changes-path">{pathWords(change.path, words, ...documents)}</span>
            {change.kind !== 'added' && <del>{valueWords(change.old, at, words, change.path, documents)}</del>}
            {change.kind !== 'added' && change.kind !== 'removed' && <span aria-hidden>→</span>}
            {change.kind !== 'removed' && <ins>{valueWords(change.new, at, words, change.path, documents)}</ins>}
          </li>
        )
      })}
      {changes.length > most && <li className="quiet">{say('change.more', { count: changes.length - most })}</li>}
    </ul>
  )
}
