/** The draft in the browser: it outlives a reload, and pages of one person in other tabs go on with the same one. */
import { useEffect, useRef, useState } from 'react'
import { readStored, writeStored } from '../settings'
import type { Config, Group } from './config'
import { isGroup, same } from './value'

/** Kept is a draft with the version that it changes. */
export interface Kept {
  base: Config
  document: Group
}

const keyFor = (user: string) => `admin.${user}`

function parsed(text: string | null): Kept | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Kept | null
    return kept && isGroup(kept.document) && isGroup(kept.base.document) ? kept : null
  } catch {
    return null
  }
}

export const readKept = (user: string): Kept | null => parsed(readStored(keyFor(user)))

interface Tabs {
  user: string
  /** kept is what is to be kept; null: nothing was changed; undefined: it is not known yet. */
  kept: Kept | null | undefined
  /** onOther tells of another tab's draft, and of what both had before. */
  onOther: (kept: Kept, before: Group) => void
}

/** useKept keeps the draft; false when the browser does not. */
export function useKept({ user, kept, onOther }: Tabs): boolean {
  const [stored, setStored] = useState(true)
  const shared = useRef<Group | null>(null) // what the tabs have in common
  // Writing a large centre down takes longer than a key should: it waits for a pause, or for the page to go.
  useEffect(() => {
    if (kept === undefined) return
    shared.current ??= kept?.base.document ?? null
    const keep = () => {
      // A tab that changed nothing must not take away what another one keeps.
      if (kept === null && shared.current === null) return
      const there = readKept(user)
      const known = kept !== null && there !== null && kept.base.version === there.base.version && same(kept.document, there.document)
      if (!known) setStored(writeStored(keyFor(user), kept === null ? null : JSON.stringify(kept)))
      shared.current = kept?.document ?? null
    }
    const timer = setTimeout(keep, 250)
    window.addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', keep)
    }
  }, [user, kept])
  useEffect(() => {
    const told = ({ key, newValue }: StorageEvent) => {
      const other = key === `thirdring.${keyFor(user)}` ? parsed(newValue) : null
      if (other === null) return // saved or discarded there: what is here stays until it is saved or discarded here
      onOther(other, shared.current ?? other.base.document)
      shared.current = other.document
    }
    window.addEventListener('storage', told)
    return () => window.removeEventListener('storage', told)
  }, [user, onOther])
  return stored
}
