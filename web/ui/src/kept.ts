/**
 * What the agent has typed about calls, kept in the browser until the server
 * has it, so that neither a reload nor the end of wrap-up loses a word.
 */
import { useMemo, useSyncExternalStore } from 'react'
import { emptyDraft, fromWrap, sameDraft, type Draft } from './draft'
import type { Pop, WrapUp } from './protocol.gen'
import { readStored, storedKeys, writeStored } from './settings'

/** Kept is a draft as the browser keeps it. */
export interface Kept {
  draft: Draft
  /** about tells whose call it was once the pop is gone. */
  about: { name: string; number: string; arrived: number }
  at: number
  /** typed is not on the server, sent may be, saved is, as a draft; done is registered. */
  is: 'typed' | 'sent' | 'saved' | 'done'
  /** base is what the server had when this was begun or last taken by it. */
  base?: Draft
}

/** Left is a draft whose call can no longer be registered. */
export interface Left extends Kept {
  call: string
}

const day = 86_400_000

/** unsure is how long an answer about a sent draft may still come. */
const unsure = 10_000

/** loadDraft gives what was typed here, else what the server has, else nothing. */
export function loadDraft(pop: Pop): Draft {
  return reconcile(readKept(pop.call), pop.wrap)
}

/**
 * reconcile puts together what is kept here and what the server has. The server
 * wins once it has taken what was typed here, since somebody else may have
 * written on; where both were written to, neither text is dropped.
 */
export function reconcile(kept: Kept | null, wrap: WrapUp | undefined): Draft {
  const served = wrap ? fromWrap(wrap) : null
  if (kept === null) return served ?? emptyDraft
  if (served === null) return kept.draft
  const here = kept.draft
  if (kept.is === 'saved' || kept.is === 'done') return sameDraft(here, served) ? here : served
  if (sameDraft(served, here) || sameDraft(served, kept.base ?? emptyDraft)) return here
  return { ...served, summary: both(served.summary, here.summary), reason: both(served.reason, here.reason) }
}

function both(there: string, here: string): string {
  if (here.includes(there)) return here
  return there.includes(here) ? there : `${there}\n${here}`
}

/** isSaved tells whether the server has all that loadDraft gives. */
export function isSaved(pop: Pop): boolean {
  const kept = readKept(pop.call)
  if (pop.wrap === undefined) return kept !== null && (kept.is === 'saved' || kept.is === 'done')
  return sameDraft(loadDraft(pop), fromWrap(pop.wrap))
}

/** keepDraft keeps what is typed about the call of a pop. */
export function keepDraft(pop: Pop, draft: Draft, now = Date.now()): void {
  const about = {
    name: pop.caller.owner?.name ?? '',
    number: pop.caller.masked,
    arrived: Date.parse(pop.arrived_at ?? '') || now,
  }
  const base = readKept(pop.call)?.base ?? (pop.wrap ? fromWrap(pop.wrap) : emptyDraft)
  writeKept(pop.call, { draft, about, at: now, is: 'typed', base })
}

/** markDraft notes how far a draft got; one that was changed meanwhile stays typed. It tells whether it was noted. */
export function markDraft(call: string, draft: Draft, is: Kept['is'], now = Date.now()): boolean {
  const kept = readKept(call)
  if (kept === null) return true
  const taken = is === 'saved' || is === 'done' ? { base: draft } : {}
  if (JSON.stringify(kept.draft) !== JSON.stringify(draft)) {
    writeKept(call, { ...kept, ...taken })
    return false
  }
  writeKept(call, { ...kept, ...taken, is, at: now })
  return true
}

/** dropDraft forgets what was typed about a call. */
export function dropDraft(call: string): void {
  writeKept(call, null)
}

/** leftDrafts lists what was typed about calls that are over and was not registered, newest first, for a day. */
export function leftDrafts(current: string | undefined, now = Date.now()): Left[] {
  const left: Left[] = []
  for (const key of storedKeys('draft.')) {
    const call = key.slice('draft.'.length)
    const kept = readKept(call)
    if (call === current || kept === null || kept.is === 'done' || now - kept.at > day) continue
    if (kept.is !== 'sent' || now - kept.at > unsure) left.push({ ...kept, call })
  }
  return left.sort((a, b) => b.at - a.at)
}

/** forgetDrafts leaves nothing about customers behind on this computer. */
export function forgetDrafts(): void {
  for (const key of [...storedKeys('draft.'), ...storedKeys('file.')]) writeStored(key, null)
  changed()
}

/** tidyDrafts forgets those that nobody needs any more. */
export function tidyDrafts(current: string | undefined, now = Date.now()): void {
  for (const key of storedKeys('draft.')) {
    const call = key.slice('draft.'.length)
    const kept = readKept(call)
    if (call !== current && (kept === null || kept.is === 'done' || now - kept.at > day)) writeStored(key, null)
  }
  for (const key of storedKeys('file.')) if (now - keptAt(key) > day) writeStored(key, null)
}

/** keptAt is when a changed owner's file was kept (desktop/owner/use-file.ts), long ago if that cannot be read. */
function keptAt(key: string): number {
  try {
    return (JSON.parse(readStored(key) ?? '{}') as { at?: number }).at ?? 0
  } catch {
    return 0
  }
}

const watchers = new Set<() => void>()

/** watchDrafts calls back when a draft changes, here or in another tab, until the function it returns is called. */
export function watchDrafts(watcher: () => void): () => void {
  watchers.add(watcher)
  window.addEventListener('storage', watcher)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('storage', watcher)
  }
}

/** useDraftOf follows what is typed about the call of a pop. */
export function useDraftOf(pop: Pop): Draft {
  const stored = useSyncExternalStore(watchDrafts, () => readStored(`draft.${pop.call}`))
  return useMemo(() => (stored === null ? null : readKept(pop.call))?.draft ?? (pop.wrap ? fromWrap(pop.wrap) : emptyDraft), [stored, pop])
}

function changed(): void {
  for (const watcher of watchers) watcher()
}

function readKept(call: string): Kept | null {
  try {
    const kept = JSON.parse(readStored(`draft.${call}`) ?? 'null') as Partial<Kept> | null
    if (kept?.draft === undefined || kept.about === undefined) return null
    return { at: 0, is: 'typed', about: kept.about, ...kept, draft: { ...emptyDraft, ...kept.draft } }
  } catch {
    return null // Not ours, or cut short.
  }
}

function writeKept(call: string, kept: Kept | null): void {
  writeStored(`draft.${call}`, kept === null ? null : JSON.stringify(kept))
  changed()
}
