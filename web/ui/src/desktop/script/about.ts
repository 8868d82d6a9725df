/** What the agent's hand is on, so that the phrase to say before it is in sight first. */
import { useSyncExternalStore } from 'react'
import type { About } from './situation'

let about: About = null
const watchers = new Set<() => void>()

/** aboutTo is told by a button when the pointer or the focus is on it, and with null when that is over. */
export function aboutTo(next: About): void {
  if (next === about) return
  about = next
  for (const watcher of watchers) watcher()
}

/** useAbout follows it. */
export function useAbout(): About {
  return useSyncExternalStore(watch, () => about)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
