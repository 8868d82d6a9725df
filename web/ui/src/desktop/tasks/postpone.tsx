/** A task is due later: when, and why. */
import Button from 'antd/es/button'
import { useState, type FormEvent } from 'react'
import { ApiError } from '../../api'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useExplain, useSession } from '../../session'
import { postponeTask, type Task } from '../../tasks'
import { Field } from '../field'
import { Promised } from '../promised'

interface Props {
  task: Task
  onDone: () => void
  onCancel: () => void
}

export function Postpone({ task, onDone, onCancel }: Props) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const [due, setDue] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const id = `task-reason-${task.id}`
  const when = `task-due-${task.id}`
  const noDue = due === null || due <= serverNow()
  const noReason = reason.trim() === ''
  const said = problem instanceof ApiError ? problem.fields : []
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (due === null || noDue) return document.getElementById(when)?.focus()
    if (noReason) return document.getElementById(id)?.focus()
    setProblem(null)
    postponeTask(api, task.id, due, reason.trim()).then(onDone, setProblem)
  }
  const dueFault = said.find((one) => one.field.endsWith('due'))?.message ?? (tried && noDue ? t('tasks.fault.due') : undefined)
  const reasonFault = said.find((one) => one.field.endsWith('reason'))?.message ?? (tried && noReason ? t('tasks.fault.reason') : undefined)
  return (
    <form className="task-form" onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <Field id={when} name={t('tasks.due')} fault={dueFault} required>
        <Promised id={when} value={due} invalid={dueFault !== undefined} onChange={setDue} />
      </Field>
      <Field id={id} name={t('tasks.reason')} fault={reasonFault} required>
        <input id={id} className="line" value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <footer>
        <p className="bad" role="status">
          {problem !== null && said.length === 0 && explain(problem)}
        </p>
        <Button size="small" onClick={onCancel}>
          {t('tasks.cancel')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('tasks.postpone')}
        </Button>
      </footer>
    </form>
  )
}
