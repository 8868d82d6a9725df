/** Open tasks, read anew whenever the server says that the list changed. */
import { useCallback, useEffect, useState } from 'react'
import { first } from '../../api'
import { useSession } from '../../session'
import { openTasks, sorted, type Task } from '../../tasks'

export interface Tasks {
  tasks: Task[] | null
  problem: unknown
  load: () => void
}

/** useTasks lists the agent's own; without an agent, everybody's. */
export function useTasks(agent: string | undefined, on: boolean): Tasks {
  const { api, desk, status } = useSession()
  const [tasks, setTasks] = useState<Task[] | null>(() => (agent === undefined ? null : first.tasks()))
  const [problem, setProblem] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  const load = useCallback(() => setRound((n) => n + 1), [])
  const version = agent === undefined ? desk?.teamTasks : desk?.snapshot.tasks?.version
  useEffect(() => {
    if (status !== 'open' || !on) return
    const abort = new AbortController()
    openTasks(api, agent, abort.signal).then(
      (list) => {
        setTasks(sorted(list))
        setProblem(null)
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error)
      },
    )
    return () => abort.abort()
  }, [api, agent, on, status, version, round])
  return { tasks, problem, load }
}
