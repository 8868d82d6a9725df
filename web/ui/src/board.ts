/** How a live board sums up the people of a centre. Pure. */
import type { AgentState, State } from './protocol.gen'

/** stateOrder is how people are listed: who can help first, who is gone last. */
export const stateOrder: State[] = ['ready', 'reserved', 'talking', 'wrap_up', 'not_responding', 'break', 'signed_out']

/** countStates counts people by state, in stateOrder, with the states that nobody is in. */
export function countStates(agents: { state: State }[]): [State, number][] {
  return stateOrder.map((state) => [state, agents.filter((agent) => agent.state === state).length])
}

/** onDuty lists who is signed in, by state and then by work number. */
export function onDuty(agents: AgentState[]): AgentState[] {
  return agents
    .filter((agent) => agent.state !== 'signed_out')
    .sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || a.work_no.localeCompare(b.work_no))
}

/** ofQueue lists who serves a queue; all for the empty id. */
export function ofQueue(agents: AgentState[], queue: string): AgentState[] {
  return queue === '' ? agents : agents.filter((agent) => agent.queues.includes(queue))
}
