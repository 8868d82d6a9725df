/**
 * What the desktop knows: the server's snapshot with its deltas put in. Pure;
 * nothing here is ever guessed ahead of the server.
 */
import { withLine } from './lines'
import type { AgentState, Center, Emergencies, Help, Incidents, Line, Pop, PopEnd, QueueState, Snapshot, Tasks, Team } from './protocol.gen'
import type { Frame } from './socket'

export interface Desk {
  snapshot: Snapshot
  /** missed is the last offer that ended without an answer, until the next pop. */
  missed: PopEnd | null
  /** ended counts pops that went, so that lists of calls know when to look again. */
  ended: number
  /** teamTasks counts changes of tasks, so that lists of everybody's know when to look again. */
  teamTasks: number
}

/** applyFrame gives the desk after a frame; unknown types change nothing. */
export function applyFrame(desk: Desk | null, frame: Frame): Desk | null {
  if (frame.type === 'snapshot') {
    return { snapshot: frame.data as Snapshot, missed: desk?.missed ?? null, ended: desk?.ended ?? 0, teamTasks: desk?.teamTasks ?? 0 }
  }
  if (desk === null) return null
  const had = desk.snapshot
  const change = (part: Partial<Snapshot>): Desk => ({ ...desk, snapshot: { ...had, ...part } })
  switch (frame.type) {
    case 'center':
      return change({ center: frame.data as Center })
    case 'agent':
      return change(withAgent(had, frame.data as AgentState))
    case 'team':
      return change({ team: merged(had.team, (frame.data as Team).agents ?? []) })
    case 'queue':
      return change({ queues: merged(had.queues, [frame.data as QueueState]) })
    case 'help':
      return change({ help: frame.data as Help })
    case 'tasks':
      return change({ tasks: frame.data as Tasks })
    case 'tasks.team':
      return { ...desk, teamTasks: desk.teamTasks + 1 }
    case 'line':
      return change({ lines: withLine(had.lines ?? [], frame.data as Line) })
    case 'emergencies':
      return change({ emergencies: frame.data as Emergencies })
    case 'incidents':
      return change({ incidents: frame.data as Incidents })
    case 'pop':
      return { ...change({ pop: frame.data as Pop }), missed: null }
    case 'pop.update': {
      const pop = frame.data as Pop
      return had.pop === undefined || had.pop.call === pop.call ? change({ pop }) : desk
    }
    case 'pop.end':
      return withoutPop(desk, frame.data as PopEnd)
    default:
      return desk
  }
}

function withAgent(had: Snapshot, agent: AgentState): Partial<Snapshot> {
  const agents = had.agents.length > 0 ? { agents: merged(had.agents, [agent]) } : {}
  if (had.me.agent?.id !== agent.id) return agents
  return { ...agents, me: { ...had.me, agent } }
}

function withoutPop(desk: Desk, end: PopEnd): Desk {
  if (desk.snapshot.pop?.call !== end.call) return desk
  const { pop: _, ...snapshot } = desk.snapshot
  return { ...desk, snapshot, missed: end.result === 'answered' ? null : end, ended: desk.ended + 1 }
}

/** merged replaces by id and adds what is new at the end. */
function merged<T extends { id: string }>(had: T[], changed: T[]): T[] {
  const byID = new Map(changed.map((one) => [one.id, one]))
  const kept = had.map((one) => {
    const next = byID.get(one.id)
    byID.delete(one.id)
    return next ?? one
  })
  return [...kept, ...byID.values()]
}
