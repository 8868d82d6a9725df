/** The overview: which version is in force, and all before it, to compare and to go back to. */
import Button from 'antd/es/button'
import Modal from 'antd/es/modal'
import { useCallback, useEffect, useState } from 'react'
import { useExplain, useSession, useTimes } from '../session'
import { Changes } from './changes'
import { config, type Change, type Revision } from './config'
import type { Draft } from './use-draft'
import { useAdminWords } from './words'

interface Looking {
  version: number
  changes: Change[]
  back: boolean
}

export function Overview({ draft, admin, onSaved }: { draft: Draft; admin: boolean; onSaved: (version: number) => void }) {
  const { say } = useAdminWords()
  const { api } = useSession()
  const times = useTimes()
  const explain = useExplain()
  const [revisions, setRevisions] = useState<Revision[] | null>(null)
  const [whole, setWhole] = useState(false)
  const [looking, setLooking] = useState<Looking | null>(null)
  const [failed, setFailed] = useState('')
  const now = draft.base.version

  const load = useCallback(
    (before: number, had: Revision[]) =>
      config.history(api, before).then(
        (found) => {
          setRevisions([...had, ...found])
          setWhole(found.length < 20)
        },
        (error: unknown) => setFailed(explain(error)),
      ),
    [api, explain],
  )
  useEffect(() => void load(0, []), [load, now])

  const look = async (version: number, back: boolean) => {
    setFailed('')
    try {
      setLooking({ version, back, changes: back ? await config.diff(api, now, version) : await config.diff(api, version, now) })
    } catch (error) {
      setFailed(explain(error))
    }
  }
  const rollback = async (to: number) => {
    try {
      const { version } = await config.rollback(api, now, to, say('history.backTitle', { version: to }))
      setLooking(null)
      await draft.saved()
      onSaved(version)
    } catch (error) {
      setLooking(null)
      setFailed(explain(error))
    }
  }

  return (
    <section className="history">
      <h3>{say('history.title')}</h3>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      {revisions?.length === 0 && <p className="quiet">{say('history.none')}</p>}
      {revisions !== null && revisions.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{say('history.version')}</th>
              <th scope="col">{say('history.when')}</th>
              <th scope="col">{say('history.who')}</th>
              <th scope="col">{say('history.what')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {revisions.map((one) => (
              <tr key={one.version} aria-current={one.version === now || undefined}>
                <td className="num">{one.version}</td>
                <td className="num">{one.at && times.full(new Date(one.at))}</td>
                <td>{one.by}</td>
                <td>
                  {one.comment && <p className="history-comment">{one.comment}</p>}
                  {one.changes ? <Changes changes={one.changes} schema={draft.schema} documents={[draft.base.document]} most={4} /> : <span className="quiet">{say('history.first')}</span>}
                </td>
                <td className="history-acts">
                  <a href={`/api/config/export?version=${one.version}`} download>{say('history.file')}</a>
                  {one.version !== now && <Button type="link" size="small" onClick={() => void look(one.version, false)}>{say('history.diff')}</Button>}
                  {one.version !== now && admin && <Button type="link" size="small" onClick={() => void look(one.version, true)}>{say('history.back')}</Button>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!whole && revisions !== null && <Button onClick={() => void load(revisions.at(-1)?.version ?? 0, revisions)}>{say('history.more')}</Button>}
      {looking !== null && (
        <Modal
          open
          width={760}
          title={say(looking.back ? 'history.backTitle' : 'history.diffTitle', { version: looking.version })}
          onCancel={() => setLooking(null)}
          footer={
            <>
              <Button onClick={() => setLooking(null)}>{say('close')}</Button>
              {looking.back && (
                <Button type="primary" disabled={looking.changes.length === 0 || draft.dirty} onClick={() => void rollback(looking.version)}>
                  {say('history.back')}
                </Button>
              )}
            </>
          }
        >
          {looking.back && <p>{say('history.backHint', { version: looking.version })}</p>}
          {looking.back && draft.dirty && <p className="af-problem" role="alert">{say('history.backDraft')}</p>}
          {looking.changes.length === 0 && <p className="quiet">{say('history.same')}</p>}
          <div className="scroll"><Changes changes={looking.changes} schema={draft.schema} documents={[draft.base.document]} /></div>
        </Modal>
      )}
    </section>
  )
}
