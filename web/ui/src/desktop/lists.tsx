/** Under the call: my tasks, and my calls of today. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../i18n'
import { useSession } from '../session'
import { whenOf } from '../tasks'
import { Calls } from './calls'
import { useShortcuts } from './shortcuts'
import { useDueClock } from './tasks/due'
import { Reminders } from './tasks/reminders'
import { TaskList } from './tasks/tasks'
import { useTasks } from './tasks/use-tasks'

type Tab = 'tasks' | 'calls'

export function Lists() {
  const { t } = useWords()
  const { desk, user } = useSession()
  const list = useTasks(user.agent, user.agent !== undefined)
  const now = useDueClock(list.tasks)
  const [tab, setTab] = useState<Tab>('calls')
  const tabs = useRef<HTMLDivElement>(null)
  const [focus, setFocus] = useState(0)
  useEffect(() => {
    if (focus > 0) tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  }, [focus])
  const show = (next: Tab) => {
    setTab(next)
    setFocus((n) => n + 1)
  }
  useShortcuts(useMemo(() => ({ KeyL: () => show('tasks'), KeyU: () => show('calls') }), []))
  if (desk === null) return null
  const { center, pop } = desk.snapshot
  const open = list.tasks?.length ?? desk.snapshot.tasks?.open ?? 0
  const late = list.tasks?.filter((task) => whenOf(task, now) === 'overdue').length ?? desk.snapshot.tasks?.overdue ?? 0
  const other: Record<string, Tab> = { ArrowLeft: 'tasks', ArrowRight: 'calls' }
  const button = (one: Tab, words: string, badge?: React.ReactNode) => (
    <button
      type="button"
      role="tab"
      id={`tab-${one}`}
      aria-selected={tab === one}
      aria-controls="lists-panel"
      tabIndex={tab === one ? 0 : -1}
      onClick={() => setTab(one)}
    >
      {words}
      {badge}
    </button>
  )
  return (
    <section className="lists">
      <div
        ref={tabs}
        className="lists-tabs"
        role="tablist"
        aria-label={t('lists.label')}
        onKeyDown={(event) => {
          const next = other[event.key]
          if (next !== undefined) show(next)
        }}
      >
        {button('tasks', t('tasks.label'), (
          <>
            {open > 0 && <span className="badge num">{open}</span>}
            {late > 0 && (
              <span className="badge num" data-tone="bad">
                {t('tasks.late', { count: late })}
              </span>
            )}
          </>
        ))}
        {button('calls', t('calls.label'))}
      </div>
      <div role="tabpanel" id="lists-panel" aria-labelledby={`tab-${tab}`} className={tab === 'tasks' ? 'tasks' : 'calls'}>
        {tab === 'tasks' ? <TaskList list={list} center={center} now={now} /> : <Calls />}
      </div>
      <Reminders tasks={list.tasks} now={now} busy={pop !== undefined} onShow={() => show('tasks')} />
    </section>
  )
}
