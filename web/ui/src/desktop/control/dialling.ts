/** What may be dialled, by whom and for what. Pure. */
import type { AgentState, CallDial, Purpose } from '../../protocol.gen'

/**
 * DialRequest is what is known of a call to make. A masked number cannot be
 * dialled: give the row's call or the task, and the server knows the number.
 */
export interface DialRequest {
  /** number in full, in any written form. */
  number?: string
  /** call is a row of the register whose customer is called back. */
  call?: string
  task?: string
  owner?: string
  unit?: string
  /** purpose is chosen beforehand. */
  purpose?: string
  /** shown is how the dialog writes who is called: a name, a masked number. */
  shown?: string
  /** optOuts are what the customer does not want calls for. */
  optOuts?: string[]
}

export type WhyNoDial = 'busy' | 'signed_out' | 'phone' | 'offline' | 'noAgent'

/** whyNoDial says what stands in the way of calling a customer now. */
export function whyNoDial(agent: AgentState | undefined, online: boolean): WhyNoDial | undefined {
  if (agent === undefined) return 'noAgent'
  if (!online) return 'offline'
  if (agent.state === 'signed_out') return 'signed_out'
  if (agent.state === 'reserved' || agent.state === 'talking' || agent.state === 'wrap_up') return 'busy'
  return agent.phone ? undefined : 'phone'
}

/** typedNumber strips what people write between digits; null when it cannot be dialled. */
export function typedNumber(text: string): string | null {
  const half = text.normalize('NFKC').replace(/[\s\-().·]/g, '')
  return /^\+?\d{3,20}$/.test(half) ? half : null
}

/** known tells whether the server knows the number by itself. */
export function known(request: DialRequest): boolean {
  return request.number !== undefined || request.call !== undefined || request.task !== undefined
}

/** forbidden gives the opt-out that forbids a purpose for this customer. */
export function forbidden(purpose: Purpose, optOuts: string[] | undefined): string | undefined {
  return purpose.opt_out !== undefined && optOuts?.includes(purpose.opt_out) ? purpose.opt_out : undefined
}

/** toDial is the request to the server; typed is the number field's text, used when nothing else says whom to call. */
export function toDial(request: DialRequest, typed: string, purpose: string): CallDial {
  const number = request.number ?? (known(request) ? null : typedNumber(typed))
  const { call, task, owner, unit } = request
  return {
    purpose,
    ...(number === null ? {} : { number }),
    ...(call === undefined ? {} : { call }),
    ...(task === undefined ? {} : { task }),
    ...(owner === undefined ? {} : { owner }),
    ...(unit === undefined ? {} : { unit }),
  }
}
