/** My tasks: overdue first; done with a result, postponed with a reason, called at a click. */
import { useWords } from '../../i18n'
import type { Center } from '../../protocol.gen'
import { useExplain } from '../../session'
import { whenOf, type Task, type When } from '../../tasks'
import { TaskRow } from './task-row'
import type { Tasks } from './use-tasks'
import './tasks.css'

const order: When[] = ['overdue', 'soon', 'later']

export function TaskList({ list, center, now }: { list: Tasks; center: Center; now: number }) {
  const { t } = useWords()
  const explain = useExplain()
  const { tasks, problem, load } = list
  return (
    <>
      {problem !== null && (
        <p className="bad" role="alert">
          {t('tasks.failed', { message: explain(problem) })}
        </p>
      )}
      {tasks?.length === 0 && <p className="quiet">{t('tasks.none')}</p>}
      {tasks !== null &&
        order.map((when) => {
          const some = tasks.filter((task) => whenOf(task, now) === when)
          return some.length > 0 && <Group key={when} when={when} tasks={some} center={center} now={now} onChange={load} />
        })}
    </>
  )
}

interface GroupProps {
  when: When
  tasks: Task[]
  center: Center
  now: number
  onChange: () => void
}

function Group({ when, tasks, center, now, onChange }: GroupProps) {
  const { t } = useWords()
  return (
    <section className="tasks-group" data-when={when} aria-label={t(`tasks.${when}`)}>
      <h3>
        {t(`tasks.${when}`)} <span className="num">{tasks.length}</span>
      </h3>
      <ul>
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} center={center} now={now} onChange={onChange} />
        ))}
      </ul>
    </section>
  )
}
