/**
 * What the agent has typed about calls, kept in the browser until the server
 * has it, so that neither a reload nor the end of wrap-up loses a word.
 */
import { emptyDraft, fromWrap, type Draft } from './draft'
import type { Pop } from './protocol.gen'
import { readStored, storedKeys, writeStored } from './settings'

/** Kept is a draft as the browser keeps it. */
export interface Kept {
  draft: Draft
  /** about tells whose call it was once the pop is gone. */
  about: { name: string; number: string; arrived: number }
  at: number
  /** typed is not on the server, sent may be, saved is. */
  is: 'typed' | 'sent' | 'saved'
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
  const kept = readKept(pop.call)
  if (kept !== null) return kept.draft
  return pop.wrap ? fromWrap(pop.wrap) : emptyDraft
}

/** isSaved tells whether the server has all that loadDraft gives. */
export function isSaved(pop: Pop): boolean {
  const kept = readKept(pop.call)
  return kept === null ? pop.wrap !== undefined : kept.is === 'saved'
}

/** keepDraft keeps what is typed about the call of a pop. */
export function keepDraft(pop: Pop, draft: Draft, now = Date.now()): void {
  const about = {
    name: pop.caller.owner?.name ?? '',
    number: pop.caller.masked,
    arrived: Date.parse(pop.arrived_at ?? '') || now,
  }
  writeKept(pop.call, { draft, about, at: now, is: 'typed' })
}

/** markDraft notes how far a draft got; one that was changed meanwhile stays typed. It tells whether it was noted. */
export function markDraft(call: string, draft: Draft, is: Kept['is'], now = Date.now()): boolean {
  const kept = readKept(call)
  if (kept === null || JSON.stringify(kept.draft) !== JSON.stringify(draft)) return kept === null
  writeKept(call, { ...kept, is, at: now })
  return true
}

/** dropDraft forgets what was typed about a call. */
export function dropDraft(call: string): void {
  writeKept(call, null)
}

/** leftDrafts lists what was typed about calls that are over and is not on the server, newest first, for a day. */
export function leftDrafts(current: string | undefined, now = Date.now()): Left[] {
  const left: Left[] = []
  for (const key of storedKeys('draft.')) {
    const call = key.slice('draft.'.length)
    const kept = readKept(call)
    if (call === current || kept === null || kept.is === 'saved' || now - kept.at > day) continue
    if (kept.is === 'typed' || now - kept.at > unsure) left.push({ ...kept, call })
  }
  return left.sort((a, b) => b.at - a.at)
}

/** forgetDrafts leaves nothing about customers behind on this computer. */
export function forgetDrafts(): void {
  for (const key of storedKeys('draft.')) writeStored(key, null)
  changed()
}

/** tidyDrafts forgets those that nobody needs any more. */
export function tidyDrafts(current: string | undefined, now = Date.now()): void {
  for (const key of storedKeys('draft.')) {
    const call = key.slice('draft.'.length)
    const kept = readKept(call)
    if (call !== current && (kept === null || kept.is === 'saved' || now - kept.at > day)) writeStored(key, null)
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
