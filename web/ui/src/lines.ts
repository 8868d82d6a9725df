/** The callers of the queues, as supervisors are told of them. Pure. */
import type { AgentState, Line, Phase, Waiting } from './protocol.gen'

/** withLine puts a change of a queue's line in: of the rows only those come that changed. */
export function withLine(had: Line[], line: Line): Line[] {
  const rows = new Map((had.find((one) => one.queue === line.queue)?.rows ?? []).map((row) => [row.call, row]))
  for (const row of line.rows) rows.set(row.call, row)
  const next = { ...line, rows: line.order.flatMap((call) => rows.get(call) ?? []) }
  return [...had.filter((one) => one.queue !== line.queue), next]
}

/** Placed is a caller with the place in line; 0 for one on another way. */
export interface Placed {
  row: Waiting
  position: number
}

/** placed lists a queue's callers: those in line with their position, then the others. */
export function placed(line: Line | undefined): Placed[] {
  if (line === undefined) return []
  const at = new Map(line.order.map((call, i) => [call, i < line.shown ? i + 1 : 0]))
  return line.rows.map((row) => ({ row, position: at.get(row.call) ?? 0 }))
}

/** hidden is how many more there are than the line shows. */
export function hidden(line: Line | undefined): number {
  return line === undefined ? 0 : line.total + line.beside - line.rows.length
}

/** What a supervisor may do with a caller. */
export type Deed = 'up' | 'head' | 'queue' | 'give' | 'anyone' | 'now' | 'cancel' | 'why'

const movable: Phase[] = ['waiting', 'ringing', 'greeting', 'promised']

/** rests tells a promised call that is out of line: between two attempts, or while the hotline is closed. */
export function rests({ row, position }: Placed): boolean {
  return row.phase === 'promised' && position === 0
}

/** mayDo lists what can be done with a caller now; the server has the last word. */
export function mayDo({ row, position }: Placed): Deed[] {
  const why: Deed[] = position > 0 ? ['why'] : []
  if (rests({ row, position })) return ['queue', 'now', 'cancel']
  if (position === 0 || row.urgent_at !== undefined || !movable.includes(row.phase)) return why
  return [
    ...(position > 1 ? (['up', 'head'] as Deed[]) : []),
    'queue',
    ...(row.phase === 'promised' ? [] : (['give'] as Deed[])),
    ...(row.wants ? (['anyone'] as Deed[]) : []),
    ...(row.phase === 'promised' ? (['cancel'] as Deed[]) : []),
    ...why,
  ]
}

/** candidates are agents to whom a call may be given: who work, the free ones first. */
export function candidates(agents: AgentState[], queue: string): AgentState[] {
  const rank = (agent: AgentState) => (agent.state === 'ready' ? 0 : 1) + (agent.queues.includes(queue) ? 0 : 2)
  return agents
    .filter((agent) => ['ready', 'reserved', 'talking', 'wrap_up'].includes(agent.state) && agent.phone)
    .sort((a, b) => rank(a) - rank(b) || a.work_no.localeCompare(b.work_no))
}
