/** What waits for a supervisor, in order. Pure. */
import type { AgentState, Help, HelpAsked, Snapshot } from '../../protocol.gen'

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

/**
 * withdrawal is what an agent asks for to take the wish for a break back: what
 * is so already, or is to be so after the call. In wrap-up there is no such
 * thing, since any wish would end it.
 */
export function withdrawal({ state, reason, next, next_reason }: AgentState): ['ready' | 'break' | 'signed_out', string?] | null {
  if (state === 'ready') return ['ready']
  if (state === 'break') return reason === undefined ? null : ['break', reason]
  if (state !== 'reserved' && state !== 'talking') return null
  if (next === 'break' && next_reason !== undefined) return ['break', next_reason]
  return [next === 'signed_out' ? 'signed_out' : 'ready']
}
