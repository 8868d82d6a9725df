/** A call-back for later: when, and what about. */
import Button from 'antd/es/button'
import { useState, type FormEvent } from 'react'
import { ApiError } from '../../api'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useExplain, useSession } from '../../session'
import { addCallback } from '../../tasks'
import { Field } from '../field'
import { Promised } from '../promised'
import './tasks.css'

export function AddCallback({ call, onDone }: { call: string; onDone: () => void }) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const [due, setDue] = useState<number | null>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [when, what] = [`callback-due-${call}`, `callback-text-${call}`]
  const noDue = due === null || due <= serverNow()
  const noText = text.trim() === ''
  const said = problem instanceof ApiError ? problem.fields : []
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (noText) return document.getElementById(what)?.focus()
    if (due === null || noDue) return document.getElementById(when)?.focus()
    setProblem(null)
    addCallback(api, call, due, text.trim()).then(onDone, setProblem)
  }
  return (
    <form className="task-form" aria-label={t('tasks.add')} onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && onDone()}>
      <Field id={what} name={t('tasks.about')} fault={tried && noText ? t('tasks.fault.about') : undefined} required>
        <input id={what} className="line" autoFocus value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field id={when} name={t('tasks.when')} fault={said.find((one) => one.field.endsWith('due'))?.message ?? (tried && noDue ? t('tasks.fault.due') : undefined)} required>
        <Promised id={when} value={due} invalid={tried && noDue} onChange={setDue} />
      </Field>
      <footer>
        <p className="bad" role="status">
          {problem !== null && said.length === 0 && explain(problem)}
        </p>
        <Button size="small" onClick={onDone}>
          {t('tasks.cancel')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('tasks.add')}
        </Button>
      </footer>
    </form>
  )
}
