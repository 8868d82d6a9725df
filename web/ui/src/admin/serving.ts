/** Who serves which queue, and how soon, as a table has it. */
import type { Group } from './config'
import { put } from './value'
import { listOf } from './ways'

const serves = (agent: Group, queue: string) => Array.isArray(agent['queues']) && agent['queues'].includes(queue)

/** levelOf is how soon an agent is asked for a queue's calls, 1 to 10; 0: the agent does not serve it. */
export function levelOf(agent: Group, queue: string): number {
  if (!serves(agent, queue)) return 0
  const level = listOf(agent['levels']).find((one) => one['queue'] === queue)?.['level']
  return typeof level === 'number' ? level : 1
}

/** served is the agent with another level for a queue; the usual level 1 is not written. */
export function served(agent: Group, queue: string, level: number): Group {
  const queues = Array.isArray(agent['queues']) ? agent['queues'] : []
  const others = listOf(agent['levels']).filter((one) => one['queue'] !== queue)
  const levels = level > 1 ? [...others, { queue, level }] : others
  const next = level === 0 ? queues.filter((one) => one !== queue) : serves(agent, queue) ? queues : [...queues, queue]
  return put(put(agent, 'queues', next), 'levels', levels.length === 0 ? undefined : levels)
}

/** leftIn are queues that are gone but still named by an agent. */
export function leftIn(queues: Group[], agents: Group[]): string[] {
  const known = new Set(queues.map((one) => String(one['id'])))
  return [...new Set(agents.flatMap((one) => (Array.isArray(one['queues']) ? one['queues'].map(String) : [])).filter((id) => !known.has(id)))].sort()
}

export interface Filter {
  text: string
  /** queue, skill: only who serves or has it; empty: all. */
  queue: string
  skill: string
  /** idle: only who serves no queue at all. */
  idle: boolean
}

export const everybody: Filter = { text: '', queue: '', skill: '', idle: false }

/** found lists the places of the agents that a filter leaves. */
export function found(agents: Group[], { text, queue, skill, idle }: Filter): number[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return agents.flatMap((agent, i) => {
    const about = `${String(agent['id'])} ${String(agent['name'])} ${String(agent['work_no'] ?? '')}`.toLowerCase()
    const fits =
      words.every((word) => about.includes(word)) &&
      (queue === '' || serves(agent, queue)) &&
      (skill === '' || listOf(agent['skills']).some((one) => one['skill'] === skill)) &&
      (!idle || !Array.isArray(agent['queues']) || agent['queues'].length === 0)
    return fits ? [i] : []
  })
}
