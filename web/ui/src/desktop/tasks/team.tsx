/** For supervisors: what the centre owes customers and is late with, or nobody sees to. */
import { useState } from 'react'
import { useWords } from '../../i18n'
import type { AgentState, Center } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { assignTask, whenOf, type Task } from '../../tasks'
import { useDueClock } from './due'
import { TaskRow } from './task-row'
import { useTasks } from './use-tasks'
import './tasks.css'

export function TeamTasks({ center, agents }: { center: Center; agents: AgentState[] }) {
  const { t } = useWords()
  const { user } = useSession()
  const explain = useExplain()
  const on = user.role === 'supervisor' || user.role === 'manager' || user.role === 'qa'
  const { tasks, problem, load } = useTasks(undefined, on)
  const now = useDueClock(tasks)
  if (!on || (tasks === null && problem === null)) return null
  const late = (tasks ?? []).filter((task) => whenOf(task, now) === 'overdue')
  const free = (tasks ?? []).filter((task) => task.agent === undefined)
  const shown = (tasks ?? []).filter((task) => late.includes(task) || free.includes(task))
  return (
    <section className="tasks team-tasks" aria-label={t('tasks.team')}>
      <header>
        <h2>{t('tasks.team')}</h2>
        <span className="quiet">{t('tasks.teamCount', { late: late.length, free: free.length, open: (tasks ?? []).length })}</span>
      </header>
      {problem !== null && (
        <p className="bad" role="alert">
          {t('tasks.failed', { message: explain(problem) })}
        </p>
      )}
      {shown.length === 0 && <p className="quiet">{t('tasks.teamNone')}</p>}
      <ul>
        {shown.map((task) => (
          <TaskRow key={task.id} task={task} center={center} now={now} onChange={user.role === 'supervisor' ? load : undefined}>
            {user.role === 'supervisor' && <Assign task={task} agents={agents} onDone={load} />}
          </TaskRow>
        ))}
      </ul>
    </section>
  )
}

function Assign({ task, agents, onDone }: { task: Task; agents: AgentState[]; onDone: () => void }) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const [problem, setProblem] = useState<unknown>(null)
  const mine = agents.some((one) => one.id === task.agent)
  return (
    <>
      <select
        className="codes task-agent"
        aria-label={t('tasks.assign')}
        title={t('tasks.assign')}
        value={task.agent ?? ''}
        onChange={(event) => {
          setProblem(null)
          assignTask(api, task.id, event.target.value).then(onDone, setProblem)
        }}
      >
        {!mine && <option value={task.agent ?? ''}>{task.agent_name ?? task.agent ?? t('tasks.nobody')}</option>}
        {agents.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {problem !== null && (
        <span className="bad" role="alert">
          {explain(problem)}
        </span>
      )}
    </>
  )
}
