/**
 * An owner's file in the pop's place, to read and to change. What is typed is
 * kept in the browser until the server has it, and survives somebody else's
 * change of the same file.
 */
import Button from 'antd/es/button'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { ApiError } from '../../api'
import { useWords } from '../../i18n'
import type { OwnerFile } from '../../owners'
import { useExplain, useTimes } from '../../session'
import { Conflict } from './conflict'
import { Sections } from './sections'
import { History } from './history'
import { useWho } from './names'
import { useFile } from './use-file'
import './owner.css'

interface Props {
  id: string
  /** call is the one that an agent may open the file for. */
  call: string | undefined
  onClose: () => void
}

export default function OwnerFileCard({ id, call, onClose }: Props) {
  const { t } = useWords()
  const explain = useExplain()
  const file = useFile(id, call)
  const [history, setHistory] = useState(false)
  const card = useRef<HTMLElement>(null)
  const there = file.typed !== null
  useEffect(() => {
    if (there) card.current?.querySelector<HTMLElement>('input, select')?.focus()
  }, [there])
  const fields = file.problem instanceof ApiError ? file.problem.fields : []
  useEffect(() => {
    const first = fields[0]?.field.replace(/^body\./, '')
    if (first !== undefined) document.getElementById(`file-${first}`)?.focus()
    // Only when the server has answered: not at every stroke after.
  }, [file.problem])
  const save = () => void file.save().then((saved) => saved && onClose())
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.stopPropagation()
      onClose()
    } else if (event.key === 'Enter' && event.ctrlKey) {
      event.preventDefault()
      event.stopPropagation()
      save()
    }
  }
  return (
    <section ref={card} className="file" aria-label={t('owner.file')} onKeyDown={keys}>
      <header className="file-head">
        <h2>{t('owner.file')}</h2>
        <Button size="small" aria-expanded={history} onClick={() => setHistory(!history)}>
          {t(history ? 'owner.historyHide' : 'owner.history')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('owner.back')} <kbd>Esc</kbd>
        </Button>
      </header>
      {file.typed === null ? (
        <p role="status" className={file.problem === null ? 'quiet' : 'bad'}>
          {file.problem === null ? t('pop.looking') : t('owner.failed', { message: explain(file.problem) })}
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Stamp file={file.typed} />
          {history && <History id={id} call={call} version={file.typed.version} />}
          {file.conflict && <Conflict conflict={file.conflict} onTake={file.take} />}
          <Sections file={file.typed} fields={fields} change={file.change} />
          <footer className="file-foot">
            <p role="status" className={file.problem === null ? 'quiet' : 'bad'}>
              {file.problem !== null && (fields.length > 0 ? t('owner.faults', { count: fields.length }) : t('owner.notSaved', { message: explain(file.problem) }))}
              {file.problem === null && file.dirty && t('owner.unsaved')}
            </p>
            {file.dirty && (
              <Button onClick={file.reset}>{t('owner.reset')}</Button>
            )}
            <Button type="primary" htmlType="submit" loading={file.busy} disabled={!file.dirty}>
              {t('owner.save')}
            </Button>
          </footer>
        </form>
      )}
    </section>
  )
}

function Stamp({ file }: { file: OwnerFile }) {
  const { t } = useWords()
  const times = useTimes()
  const who = useWho()
  const at = file.updated_at ?? file.created_at
  if (at === undefined) return null
  return <p className="file-stamp">{t('owner.changed', { by: who(file.updated_by ?? file.created_by ?? ''), time: times.full(new Date(at)), version: file.version })}</p>
}
