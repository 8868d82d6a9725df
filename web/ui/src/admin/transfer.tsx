/** The configuration as a YAML file, out and in. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useRef, useState } from 'react'
import { ApiError } from '../api'
import { useExplain, useSession } from '../session'
import { config } from './config'
import type { Draft } from './use-draft'
import { useAdminWords } from './words'

export function Transfer({ draft, admin }: { draft: Draft; admin: boolean }) {
  const { say } = useAdminWords()
  const { api } = useSession()
  const explain = useExplain()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [result, setResult] = useState<{ good: boolean; lines: string[] } | null>(null)

  const check = async () => {
    try {
      const { changes, document } = await config.importCheck(api, draft.base.version, text)
      if (document !== undefined) draft.replace({ ...document, version: draft.base.document['version'] ?? draft.base.version })
      setResult({ good: true, lines: [say(changes.length > 0 ? 'transfer.ready' : 'transfer.same')] })
    } catch (error) {
      const fields = error instanceof ApiError && error.status === 422 ? error.fields : []
      const lines = fields.map(({ field, line, message }) => `${line ? `${say('transfer.line', { line })} ` : ''}${field} ${message ?? ''}`)
      setResult({ good: false, lines: lines.length > 0 ? lines : [explain(error)] })
    }
  }

  return (
    <div className="transfer">
      <section>
        <h3>{say('transfer.export')}</h3>
        <p className="quiet">{say('transfer.exportHint')}</p>
        <Button href="/api/config/export" download>{say('history.file')}</Button>
      </section>
      {admin && (
        <section>
          <h3>{say('transfer.import')}</h3>
          <p className="quiet">{say('transfer.importHint')}</p>
          <input ref={file} type="file" accept=".yaml,.yml" hidden onChange={({ target }) => void target.files?.[0]?.text().then(setText)} />
          <Input.TextArea aria-label={say('transfer.text')} placeholder={say('transfer.text')} className="code" rows={12} value={text} onChange={({ target }) => setText(target.value)} />
          <p className="transfer-acts">
            <Button onClick={() => file.current?.click()}>{say('transfer.file')}</Button>
            <Button type="primary" disabled={text.trim() === ''} onClick={() => void check()}>{say('transfer.check')}</Button>
          </p>
          {result !== null && (
            <ul className={result.good ? 'good' : 'af-problem'} role="status">
              {result.lines.map((line) => <li key={line}>{line}</li>)}
            </ul>
          )}
        </section>
      )}
    </div>
  )
}
