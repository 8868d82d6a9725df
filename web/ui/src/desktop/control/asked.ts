/** What waits for a supervisor, in order. Pure. */
import type { Help, HelpAsked, Snapshot } from '../../protocol.gen'

/** helpAsked lists calls for help: those nobody has taken first, each the longest waiting first. */
export function helpAsked(help: Help): HelpAsked[] {
  return [...(help.asked ?? [])].sort((a, b) => Number(!!a.by) - Number(!!b.by) || a.since.localeCompare(b.since))
}

export interface BreakAsked {
  agent: string
  name: string
  /** reason is the break's name. */
  reason: string
  since: string | undefined
}

/** breaksAsked lists breaks that wait for approval, the longest waiting first. */
export function breaksAsked({ agents, center }: Pick<Snapshot, 'agents' | 'center'>): BreakAsked[] {
  return agents
    .filter((agent) => agent.asked !== undefined && agent.asked !== '')
    .map((agent) => ({
      agent: agent.id,
      name: agent.name,
      reason: center.breaks.find((one) => one.code === agent.asked)?.name ?? agent.asked ?? '',
      since: agent.asked_at,
    }))
    .sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
}
