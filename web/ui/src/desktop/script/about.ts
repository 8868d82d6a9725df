/** What the agent is about to do, so that the phrase to say before it is in sight first. */
import { useSyncExternalStore } from 'react'
import type { About } from './situation'

/** From is what tells it: the hand on a button, or an open panel, which counts while the hand is elsewhere. */
type From = 'hand' | 'panel'

const told: Record<From, About> = { hand: null, panel: null }
const watchers = new Set<() => void>()

/** aboutTo is told by a button when the pointer or the focus comes to it, and with null when it goes. */
export function aboutTo(about: About, from: From = 'hand'): void {
  if (told[from] === about) return
  told[from] = about
  for (const watcher of watchers) watcher()
}

/** useAbout follows it. */
export function useAbout(): About {
  return useSyncExternalStore(watch, () => told.hand ?? told.panel)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
