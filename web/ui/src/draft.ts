/**
 * What the agent has typed about a call, kept in the browser under the call's
 * id until the wrap-up is over, so that a reload loses no word.
 */
import type { Pop, WrapUp } from './protocol.gen'
import { readStored, storedKeys, writeStored } from './settings'

export interface Draft {
  category: string
  sub: string
  summary: string
  /** resolved is null until the agent says one or the other. */
  resolved: boolean | null
  reason: string
  /** promised is a time in milliseconds, null until given. */
  promised: number | null
  mustKeep: boolean
}

export const emptyDraft: Draft = {
  category: '',
  sub: '',
  summary: '',
  resolved: null,
  reason: '',
  promised: null,
  mustKeep: false,
}

/** loadDraft gives what was typed here, else what the server has, else nothing. */
export function loadDraft(pop: Pop): Draft {
  const kept = readStored(`draft.${pop.call}`)
  if (kept !== null) {
    try {
      return { ...emptyDraft, ...(JSON.parse(kept) as Partial<Draft>) }
    } catch {
      // Not ours, or cut short: what the server has is better.
    }
  }
  return pop.wrap ? fromWrap(pop.wrap) : emptyDraft
}

/** keepDraft keeps what is typed; null forgets it. */
export function keepDraft(call: string, draft: Draft | null): void {
  writeStored(`draft.${call}`, draft === null ? null : JSON.stringify(draft))
}

/** forgetDrafts leaves nothing about customers behind on this computer. */
export function forgetDrafts(): void {
  for (const key of storedKeys('draft.')) writeStored(key, null)
}

/** toWrap is the draft as the server wants it. */
export function toWrap(draft: Draft): WrapUp {
  const resolved = draft.resolved === true
  return {
    category: draft.category,
    sub_category: draft.sub,
    summary: draft.summary.trim(),
    resolved,
    must_keep: draft.mustKeep,
    ...(resolved ? {} : { unresolved_reason: draft.reason.trim() }),
    ...(resolved || draft.promised === null ? {} : { promised_reply_at: new Date(draft.promised).toISOString() }),
  }
}

function fromWrap(wrap: WrapUp): Draft {
  return {
    category: wrap.category,
    sub: wrap.sub_category ?? '',
    summary: wrap.summary,
    resolved: wrap.resolved,
    reason: wrap.unresolved_reason ?? '',
    promised: wrap.promised_reply_at ? Date.parse(wrap.promised_reply_at) : null,
    mustKeep: wrap.must_keep,
  }
}

export type Fault = 'category' | 'sub' | 'summary' | 'resolved' | 'reason' | 'promised'

/** faults lists what the server would refuse, in the form's order. */
export function faults(draft: Draft, subs: string[], now: number): Fault[] {
  const found: Fault[] = []
  if (draft.category === '') found.push('category')
  else if (subs.length > 0 && draft.sub === '') found.push('sub')
  if (draft.summary.trim() === '') found.push('summary')
  if (draft.resolved === null) found.push('resolved')
  if (draft.resolved === false) {
    if (draft.reason.trim() === '') found.push('reason')
    if (draft.promised === null || draft.promised <= now) found.push('promised')
  }
  return found
}
