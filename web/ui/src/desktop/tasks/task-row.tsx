/** One task, with what can be done about it. */
import Button from 'antd/es/button'
import { useState, type ReactNode } from 'react'
import { useWords } from '../../i18n'
import type { Center } from '../../protocol.gen'
import { useTimes } from '../../session'
import { whenOf, type Task } from '../../tasks'
import { Callable } from '../control/dial'
import { categoryName } from '../recent'
import { CallNote } from './call-note'
import { Finish } from './finish'
import { Message } from './message'
import { Postpone } from './postpone'

interface Props {
  task: Task
  center: Center
  now: number
  /** onChange is told of changes; without it the task is only shown. */
  onChange?: (() => void) | undefined
  /** children are further things to do, for supervisors. */
  children?: ReactNode
}

type Open = 'done' | 'postpone' | 'call' | 'message' | null

export function TaskRow({ task, center, now, onChange, children }: Props) {
  const { t } = useWords()
  const times = useTimes()
  const [open, setOpen] = useState<Open>(null)
  const due = new Date(task.due)
  const who = [task.owner_name, task.salutation].filter(Boolean).join('')
  const toggle = (what: Open) => setOpen(open === what ? null : what)
  const changed = () => {
    setOpen(null)
    onChange?.()
  }
  const action = (what: NonNullable<Open>, words: string) => (
    <Button size="small" aria-expanded={open === what} onClick={() => toggle(what)}>
      {words}
    </Button>
  )
  return (
    <li className="task" data-when={whenOf(task, now)} data-task={task.id}>
      <div className="task-head">
        <time className="task-due num" dateTime={task.due} title={times.full(due)}>
          {times.clock(due, new Date(now))}
        </time>
        <span className="chip">{t(`tasks.${task.kind}`)}</span>
        {task.unit && <strong>{task.unit}</strong>}
        {who && <span>{who}</span>}
        <span className="task-space" />
        {children}
        {(task.number_masked || task.call_id) && (
          <Callable task={task.id} shown={[who, task.number_masked].filter(Boolean).join(' ')}>
            <span className="num">{task.number_masked || t('tasks.call')}</span>
          </Callable>
        )}
      </div>
      <div className="task-body">
        <p className="task-text">
          {[categoryName(center, task.category), task.text].filter(Boolean).join(' · ')}
          {task.postponed && task.postponed.length > 0 && <span className="warn"> {t('tasks.postponed', { count: task.postponed.length })}</span>}
          {task.tries && task.tries.length > 0 && <span className="quiet"> {t('tasks.tried', { count: task.tries.length })}</span>}
        </p>
        <div className="task-actions">
          {task.message && action('message', t('tasks.listen'))}
          {task.call_id && action('call', t('tasks.from'))}
          {onChange && action('postpone', t('tasks.postpone'))}
          {onChange && action('done', t('tasks.done'))}
        </div>
      </div>
      {open === 'message' && <Message task={task} />}
      {open === 'call' && task.call_id && <CallNote call={task.call_id} center={center} />}
      {open === 'postpone' && <Postpone task={task} onDone={changed} onCancel={() => setOpen(null)} />}
      {open === 'done' && <Finish task={task} onDone={changed} onCancel={() => setOpen(null)} />}
    </li>
  )
}
