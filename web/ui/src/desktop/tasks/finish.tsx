/** A task is done: with what result. */
import Button from 'antd/es/button'
import { useState, type FormEvent } from 'react'
import { useWords } from '../../i18n'
import { useExplain, useSession } from '../../session'
import { finishTask, type Task } from '../../tasks'
import { Field } from '../field'

interface Props {
  task: Task
  onDone: () => void
  onCancel: () => void
}

export function Finish({ task, onDone, onCancel }: Props) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const [result, setResult] = useState('')
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const id = `task-result-${task.id}`
  const send = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (result.trim() === '') return document.getElementById(id)?.focus()
    setProblem(null)
    finishTask(api, task.id, result.trim()).then(onDone, setProblem)
  }
  return (
    <form className="task-form" onSubmit={send} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <Field id={id} name={t('tasks.result')} fault={tried && result.trim() === '' ? t('tasks.fault.result') : undefined} required>
        <input id={id} className="line" autoFocus value={result} maxLength={500} onChange={(event) => setResult(event.target.value)} />
      </Field>
      <footer>
        <p className="bad" role="status">
          {problem !== null && explain(problem)}
        </p>
        <Button size="small" onClick={onCancel}>
          {t('tasks.cancel')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('tasks.done')}
        </Button>
      </footer>
    </form>
  )
}
