/** What became of the draft, and what others did meanwhile. */
import Button from 'antd/es/button'
import { useState } from 'react'
import { useExplain, useTimes } from '../session'
import { Changes } from './changes'
import type { Group, Schema, Value } from './config'
import type { Clash } from './merge'
import type { Draft } from './use-draft'
import { isGroup, orderOf } from './value'
import { pathWords, schemaAt, useAdminWords, valueWords } from './words'

export function Notices({ draft, told }: { draft: Draft; told: string }) {
  const { say } = useAdminWords()
  const { notice, stored, dirty } = draft
  return (
    <div aria-live="polite">
      {told !== '' && <p className="admin-note good">{told}</p>}
      {!stored && dirty && <p className="admin-note bad">{say('unstored')}</p>}
      {notice?.kind === 'kept' && <p className="admin-note">{say('kept')}</p>}
      {notice?.kind === 'dropped' && (
        <p className="admin-note">
          {say('dropped')} <Button size="small" onClick={draft.undo}>{say('undo')}</Button>
        </p>
      )}
      {notice?.kind === 'merged' && <Merged draft={draft} version={notice.version} clashes={notice.clashes} />}
      {draft.newer !== null && <Newer draft={draft} newer={draft.newer} />}
    </div>
  )
}

/** Newer tells at once that somebody else saved, and what; the draft stays as it is until its owner takes that over. */
function Newer({ draft, newer }: { draft: Draft; newer: NonNullable<Draft['newer']> }) {
  const { say } = useAdminWords()
  const times = useTimes()
  const explain = useExplain()
  const [failed, setFailed] = useState('')
  const rebase = (keep: boolean) => void draft.rebase(keep).catch((error: unknown) => setFailed(explain(error)))
  return (
    <section className="admin-note" aria-label={say('newerTitle')}>
      <p>
        {say('newer', { by: newer.by, version: newer.version, at: newer.at ? times.full(new Date(newer.at)) : '' })}{' '}
        <Button size="small" type="primary" onClick={() => rebase(true)}>{say('take')}</Button> <Button size="small" onClick={() => rebase(false)}>{say('save.conflictDrop', { version: newer.version })}</Button>
      </p>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <Changes changes={newer.changes ?? []} schema={draft.schema} documents={[draft.document, draft.base.document]} most={8} />
    </section>
  )
}

/** Merged says that both drafts are one now; what both changed is settled here. */
function Merged({ draft, version, clashes }: { draft: Draft; version: number; clashes: Clash[] }) {
  const words = useAdminWords()
  const { say } = words
  const documents = [draft.document, draft.base.document]
  return (
    <section className="admin-note" aria-label={say('mergedTitle')}>
      <p>{say('keptMerged', { version })}{clashes.length > 0 && ` ${say('both')}`}</p>
      <ul className="clashes">
        {clashes.map((clash) => {
          const tell = (value: Value | undefined) => valueWords(written(value, schemaAt(draft.schema, clash.path)), schemaAt(draft.schema, clash.path), words, clash.path, documents)
          return (
            <li key={clash.path}>
              <strong>{pathWords(clash.path, words, ...documents)}</strong>
              <span>{say('clash.mine')} <ins>{tell(clash.mine)}</ins></span>
              <Button size="small" onClick={() => draft.settle(clash, false)}>{say('clash.keep')}</Button>
              <span>{say('clash.theirs')} <ins>{tell(clash.theirs)}</ins></span>
              <Button size="small" onClick={() => draft.settle(clash, true)}>{say('clash.take')}</Button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** written is a value as the server writes it where it tells of changes. */
export function written(value: Value | undefined, schema: Schema | undefined): string {
  if (value === undefined || value === null || value === false) return ''
  if (Array.isArray(value)) return value.map((one) => (isGroup(one) ? `{${written(one, schema?.items)}}` : String(one))).join(', ')
  if (!isGroup(value)) return String(value)
  return order(value, schema).flatMap((key) => (written(value[key], schema?.properties?.[key]) === '' ? [] : [`${key} ${written(value[key], schema?.properties?.[key])}`])).join(', ')
}

const order = (value: Group, schema: Schema | undefined) => (schema === undefined ? Object.keys(value) : orderOf(schema).filter((key) => value[key] !== undefined))

