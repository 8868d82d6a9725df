/** Says when a task comes due: beside the work, without taking the focus, and not during a call. */
import Button from 'antd/es/button'
import { useEffect, useState } from 'react'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useTimes } from '../../session'
import { cameDue, nextDue, type Task } from '../../tasks'

/** Longer timers than this overflow in browsers. */
const longest = 2_000_000_000

interface Props {
  tasks: Task[] | null
  /** busy keeps quiet until the call and its wrap-up are over. */
  busy: boolean
  onShow: () => void
}

export function Reminders({ tasks, busy, onShow }: Props) {
  const { t } = useWords()
  const times = useTimes()
  const { due, forget } = useCameDue(tasks)
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
function useCameDue(tasks: Task[] | null) {
  const [seen, setSeen] = useState(serverNow)
  const [now, setNow] = useState(serverNow)
  const list = tasks ?? []
  const next = nextDue(list, now)
  useEffect(() => {
    if (next === null) return
    const timer = setTimeout(() => setNow(serverNow()), Math.min(longest, Math.max(0, next - serverNow()) + 200))
    return () => clearTimeout(timer)
  }, [next])
  return { due: cameDue(list, seen, now), forget: () => setSeen(serverNow()) }
}
