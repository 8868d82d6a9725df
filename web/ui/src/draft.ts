/** What an agent registers of a call, as the form holds it. */
import type { Category, WrapUp } from './protocol.gen'

export interface Draft {
  category: string
  sub: string
  summary: string
  /** resolved is null until the agent says one or the other. */
  resolved: boolean | null
  reason: string
  /** promised is a time in milliseconds, null until given. */
  promised: number | null
  /** followUp is when to call the customer again, null for never. */
  followUp: number | null
  mustKeep: boolean
}

export const emptyDraft: Draft = {
  category: '',
  sub: '',
  summary: '',
  resolved: null,
  reason: '',
  promised: null,
  followUp: null,
  mustKeep: false,
}

/** toWrap is the draft as the server wants it. A nuisance call leaves nothing to solve. */
export function toWrap(draft: Draft, category?: Category): WrapUp {
  const resolved = draft.resolved === true || category?.silent === true
  return {
    category: draft.category,
    sub_category: draft.sub,
    summary: draft.summary.trim(),
    resolved,
    must_keep: draft.mustKeep,
    ...(resolved ? {} : { unresolved_reason: draft.reason.trim() }),
    ...(resolved || draft.promised === null ? {} : { promised_reply_at: new Date(draft.promised).toISOString() }),
    ...(draft.followUp === null ? {} : { follow_up_at: new Date(draft.followUp).toISOString() }),
  }
}

/** fromWrap is the draft of what the server has. An unsolved call without a word about it was not decided yet. */
export function fromWrap(wrap: WrapUp): Draft {
  const undecided = !wrap.resolved && !wrap.unresolved_reason && !wrap.promised_reply_at
  return {
    category: wrap.category,
    sub: wrap.sub_category ?? '',
    summary: wrap.summary,
    resolved: undecided ? null : wrap.resolved,
    reason: wrap.unresolved_reason ?? '',
    promised: wrap.promised_reply_at ? Date.parse(wrap.promised_reply_at) : null,
    followUp: wrap.follow_up_at ? Date.parse(wrap.follow_up_at) : null,
    mustKeep: wrap.must_keep,
  }
}

/** sameDraft tells whether two drafts say the same to the server. */
export function sameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(toWrap(a)) === JSON.stringify(toWrap(b))
}

export type Fault = 'category' | 'sub' | 'summary' | 'resolved' | 'reason' | 'promised' | 'followUp'

/** faults lists what the server would refuse, in the form's order. */
export function faults(draft: Draft, category: Category | undefined, now: number): Fault[] {
  const found: Fault[] = []
  if (category === undefined) found.push('category')
  else if (category.subs.length > 0 && draft.sub === '') found.push('sub')
  if (category?.silent) return found
  if (draft.summary.trim() === '') found.push('summary')
  if (draft.resolved === null) found.push('resolved')
  if (draft.resolved === false) {
    if (draft.reason.trim() === '') found.push('reason')
    if (draft.promised === null || draft.promised <= now) found.push('promised')
  }
  if (draft.followUp !== null && draft.followUp <= now) found.push('followUp')
  return found
}

/** faultOf says which field the server's refusal is about, undefined if about none. */
export function faultOf(code: number, draft: Draft): Fault | undefined {
  if (code === 205) return draft.category === '' || draft.sub !== '' ? 'category' : 'sub'
  if (code === 206) return 'summary'
  if (code === 225) return 'followUp'
  if (code !== 207) return undefined
  if (draft.resolved === null) return 'resolved'
  return draft.reason.trim() === '' ? 'reason' : 'promised'
}
