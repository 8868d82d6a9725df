/** The last look before saving: what will change, and what somebody else changed meanwhile. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useState } from 'react'
import { ApiError } from '../api'
import { useExplain, useSession } from '../session'
import { Changes } from './changes'
import { config, type Revision } from './config'
import type { Draft } from './use-draft'
import { placeWords, useAdminWords } from './words'

interface Props {
  draft: Draft
  onClose: () => void
  onSaved: (version: number) => void
  /** onGo shows what is to be corrected. */
  onGo: (path: string) => void
}

export function SaveDialog({ draft, onClose, onSaved, onGo }: Props) {
  const words = useAdminWords()
  const { say } = words
  const { api } = useSession()
  const explain = useExplain()
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState('')
  const [newer, setNewer] = useState<Revision | null>(null)
  const wrong = Object.keys(draft.problems).length
  const documents = [draft.document, draft.base.document]

  const save = async () => {
    setBusy(true)
    setFailed('')
    try {
      const { version } = await config.save(api, draft.base.version, draft.document, comment.trim())
      await draft.saved()
      onSaved(version)
    } catch (error) {
      const met = error instanceof ApiError ? (error.body as { newer?: Revision } | undefined)?.newer : undefined
      if (met) setNewer(met)
      else setFailed(explain(error))
    } finally {
      setBusy(false)
    }
  }
  const rebase = async (keep: boolean) => {
    try {
      await draft.rebase(keep)
      setNewer(null)
      if (!keep) onClose()
    } catch (error) {
      setFailed(explain(error))
    }
  }

  return (
    <Modal
      open
      width={760}
      title={say('save.title')}
      onCancel={onClose}
      footer={
        newer === null ? (
          <>
            <span className="quiet save-effect">{say('save.effect')}</span>
            <Button onClick={onClose}>{say('cancel')}</Button>
            <Button type="primary" loading={busy} disabled={wrong > 0 || draft.changes === null || draft.changes.length === 0} onClick={() => void save()}>
              {say('save.submit')}
            </Button>
          </>
        ) : (
          <>
            <Button danger onClick={() => void rebase(false)}>{say('save.conflictDrop', { version: newer.version })}</Button>
            <Button type="primary" onClick={() => void rebase(true)}>{say('save.conflictTake', { version: newer.version })}</Button>
          </>
        )
      }
    >
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      {newer === null ? (
        <>
          {wrong > 0 && <p className="af-problem" role="alert">{say('save.fix', { count: wrong })}</p>}
          {wrong > 0 && (
            <ul className="save-problems scroll">
              {Object.entries(draft.problems).map(([path, problem]) => (
                <li key={path}>
                  <button type="button" onClick={() => onGo(path)}>{placeWords(path, words, draft.document)}</button> <span className="af-problem">{problem}</span>
                </li>
              ))}
            </ul>
          )}
          {draft.changes?.length === 0 && <p className="quiet">{say('save.none')}</p>}
          {wrong === 0 && Object.keys(draft.advice).length > 0 && (
            <details className="save-advice">
              <summary>{say('advice', { count: Object.keys(draft.advice).length })}</summary>
              <ul className="save-problems">
                {Object.entries(draft.advice).map(([path, told]) => (
                  <li key={path}>
                    <button type="button" onClick={() => onGo(path)}>{placeWords(path, words, draft.document)}</button> <span className="af-advice">{told}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <div className="scroll"><Changes changes={draft.changes ?? []} schema={draft.schema} documents={documents} /></div>
          <label className="save-comment">
            {say('save.comment')}
            <Input value={comment} maxLength={200} placeholder={say('save.commentHint')} onChange={({ target }) => setComment(target.value)} onPressEnter={() => void save()} />
          </label>
        </>
      ) : (
        <>
          <p role="alert">{say('save.conflict', { by: newer.by, version: newer.version })}</p>
          <div className="scroll"><Changes changes={newer.changes ?? []} schema={draft.schema} documents={documents} /></div>
        </>
      )}
    </Modal>
  )
}
