/** Says when a task comes due: beside the work, without taking the focus, and not during a call. */
import Button from 'antd/es/button'
import { useState } from 'react'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useTimes } from '../../session'
import { cameDue, type Task } from '../../tasks'

interface Props {
  tasks: Task[] | null
  now: number
  /** busy keeps quiet until the call and its wrap-up are over. */
  busy: boolean
  onShow: () => void
}

export function Reminders({ tasks, now, busy, onShow }: Props) {
  const { t } = useWords()
  const times = useTimes()
  const { due, forget } = useCameDue(tasks, now)
  if (busy || due.length === 0) return null
  const task = due[0]
  if (task === undefined) return null
  return (
    <aside className="reminder" role="status" aria-label={t('tasks.reminder')}>
      <strong>{due.length === 1 ? t('tasks.dueNow') : t('tasks.dueNowMany', { count: due.length })}</strong>
      <p>
        {[times.clock(new Date(task.due), new Date(serverNow())), t(`tasks.${task.kind}`), task.unit, task.owner_name].filter(Boolean).join(' · ')}
      </p>
      <p className="reminder-text">{task.text}</p>
      <footer>
        <Button size="small" onClick={forget}>
          {t('tasks.later1')}
        </Button>
        <Button
          size="small"
          type="primary"
          onClick={() => {
            forget()
            onShow()
          }}
        >
          {t('tasks.show')}
        </Button>
      </footer>
    </aside>
  )
}

/** useCameDue collects what came due since the page was opened, until it is seen. */
function useCameDue(tasks: Task[] | null, now: number) {
  const [seen, setSeen] = useState(serverNow)
  return { due: cameDue(tasks ?? [], seen, now), forget: () => setSeen(serverNow()) }
}
