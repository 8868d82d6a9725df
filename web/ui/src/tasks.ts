/** What is owed to customers: promises, follow-ups and call-backs, over HTTP as docs/api.md describes them. */
import type { Api } from './api'
import type { Outcome } from './protocol.gen'

export interface Task {
  id: string
  kind: 'promise' | 'follow_up' | 'callback'
  call_id?: string
  agent?: string
  agent_name?: string
  number_masked?: string
  owner_id?: string
  owner_name?: string
  salutation?: string
  unit?: string
  due: string
  text: string
  /** message is the recording that the customer left, if so. */
  message?: string
  category?: string
  created_at: string
  state: 'open' | 'done'
  done_at?: string
  result?: string
  postponed?: { t: string; by: string; from: string; to: string; reason: string }[]
  tries?: { call_id: string; t: string; outcome: Outcome }[]
}

/** soon is how long before its time a task is shown as due soon. */
export const soon = 2 * 3_600_000

export type When = 'overdue' | 'soon' | 'later'

/** whenOf says how urgent a task is. */
export function whenOf(task: Task, now: number): When {
  const left = Date.parse(task.due) - now
  return left < 0 ? 'overdue' : left <= soon ? 'soon' : 'later'
}

/** sorted puts the longest overdue first, then by due time. */
export function sorted(tasks: Task[]): Task[] {
  return tasks.toSorted((a, b) => Date.parse(a.due) - Date.parse(b.due))
}

/** cameDue lists the tasks whose time passed between two moments. */
export function cameDue(tasks: Task[], from: number, to: number): Task[] {
  return tasks.filter((task) => Date.parse(task.due) > from && Date.parse(task.due) <= to)
}

/** nextDue is when the next of the tasks comes due, null if none does. */
export function nextDue(tasks: Task[], now: number): number | null {
  const to = tasks.map((task) => Date.parse(task.due)).filter((due) => due > now)
  return to.length === 0 ? null : Math.min(...to)
}

/** openTasks lists an agent's open tasks; without one, everybody's. */
export async function openTasks(api: Api, agent: string | undefined, signal?: AbortSignal): Promise<Task[]> {
  const query = new URLSearchParams({ state: 'open', ...(agent === undefined ? {} : { agent }) })
  return (await api.json<{ tasks?: Task[] | null }>('GET', `/api/tasks?${query}`, undefined, signal)).tasks ?? []
}

const of = (id: string, what: string) => `/api/tasks/${encodeURIComponent(id)}/${what}`

/** messageOf is where the message that a task's customer left is heard. */
export const messageOf = (id: string) => of(id, 'message')

export function finishTask(api: Api, id: string, result: string): Promise<Task> {
  return api.json('POST', of(id, 'done'), { result })
}

export function postponeTask(api: Api, id: string, due: number, reason: string): Promise<Task> {
  return api.json('POST', of(id, 'postpone'), { due: new Date(due).toISOString(), reason })
}

export function assignTask(api: Api, id: string, agent: string): Promise<Task> {
  return api.json('POST', of(id, 'assign'), { agent })
}

export function addCallback(api: Api, call: string, due: number, text: string): Promise<Task> {
  return api.json('POST', '/api/tasks', { kind: 'callback', call, due: new Date(due).toISOString(), text })
}
