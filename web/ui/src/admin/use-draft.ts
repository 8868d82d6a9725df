/** What the admin has changed and not saved: kept in the browser, checked by the server, put together with what others save. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '../api'
import { useSession } from '../session'
import { readStored, writeStored } from '../settings'
import { config, problemsAt, type Change, type Config, type Group, type Schema, type Value } from './config'
import { merge } from './merge'
import { isGroup, put, same } from './value'

export interface Draft {
  base: Config
  schema: Schema
  document: Group
  dirty: boolean
  /** changes are what the server says would change; null until it has answered. */
  changes: Change[] | null
  problems: Record<string, string>
  /** newer is the version that somebody saved meanwhile. */
  newer: number
  notice: { kind: 'kept' } | { kind: 'merged'; version: number; both: string[] } | null
  edit: (key: string, value: Value | undefined) => void
  replace: (document: Group) => void
  discard: () => void
  /** rebase puts the draft on the newest version, or throws it away. */
  rebase: (keep: boolean) => Promise<void>
  /** saved takes the version that was just made. */
  saved: () => Promise<void>
}

interface Kept {
  base: Config
  document: Group
}

const keyFor = (user: string) => `admin.${user}`

function readKept(user: string): Kept | null {
  try {
    const kept = JSON.parse(readStored(keyFor(user)) ?? 'null') as Kept | null
    return kept && isGroup(kept.document) && isGroup(kept.base.document) ? kept : null
  } catch {
    return null
  }
}

/** useDraft loads the configuration; null until it is there, error when it cannot be read. */
export function useDraft(): { draft: Draft | null; error: unknown; retry: () => void } {
  const { api, user, desk } = useSession()
  const [loaded, setLoaded] = useState<{ base: Config; schema: Schema } | null>(null)
  const [document, setDocument] = useState<Group>({})
  const [notice, setNotice] = useState<Draft['notice']>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)

  const start = useCallback((base: Config, kept: Kept | null) => {
    if (kept === null || same(kept.document, kept.base.document)) {
      setDocument(base.document)
      setNotice(null)
    } else if (kept.base.version === base.version) {
      setDocument(kept.document)
      setNotice({ kind: 'kept' })
    } else {
      const { document, both } = merge(kept.base.document, kept.document, base.document)
      setDocument(document)
      setNotice({ kind: 'merged', version: base.version, both })
    }
  }, [])

  useEffect(() => {
    const abort = new AbortController()
    Promise.all([config.read(api, abort.signal), config.schema(api, abort.signal)]).then(
      ([base, schema]) => {
        setError(null)
        setLoaded({ base, schema })
        start(base, user.role === 'admin' ? readKept(user.user) : null)
      },
      (failed: unknown) => abort.signal.aborted || setError(failed),
    )
    return () => abort.abort()
  }, [api, user.role, user.user, round, start])

  const base = loaded?.base
  const dirty = base !== undefined && !same(document, base.document)
  // Writing a large centre down takes longer than a key should: it waits for a pause, or for the page to go.
  useEffect(() => {
    if (base === undefined || user.role !== 'admin') return
    const keep = () => writeStored(keyFor(user.user), dirty ? JSON.stringify({ base, document }) : null)
    const timer = setTimeout(keep, 250)
    window.addEventListener('pagehide', keep)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', keep)
    }
  }, [base, dirty, document, user])
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  const { changes, problems, refused } = useCheck(base, document, dirty)
  const [live, setLive] = useState(0)
  const center = desk?.snapshot.center
  // The socket tells that something changed, not which version it is.
  useEffect(() => {
    if (center === undefined) return
    const abort = new AbortController()
    config.read(api, abort.signal).then(({ version }) => setLive(version), () => undefined)
    return () => abort.abort()
  }, [api, center])
  const newer = base !== undefined && (live > base.version || refused > base.version) ? Math.max(live, refused) : 0

  const reload = useCallback(
    async (kept: Kept | null) => {
      const fresh = await config.read(api)
      setLoaded((had) => had && { ...had, base: fresh })
      start(fresh, kept)
    },
    [api, start],
  )
  // Nothing of one's own is in the way of what somebody else saved.
  useEffect(() => {
    if (newer > 0 && !dirty) void reload(null).catch(() => undefined)
  }, [newer, dirty, reload])

  const draft = useMemo<Draft | null>(() => {
    if (loaded === null) return null
    return {
      ...loaded, document, dirty, changes, problems, newer, notice,
      edit: (key, value) => setDocument((had) => put(had, key, value)),
      replace: setDocument,
      discard: () => start(loaded.base, null),
      rebase: (keep) => reload(keep ? { base: loaded.base, document } : null),
      saved: () => reload(null),
    }
  }, [loaded, document, dirty, changes, problems, newer, notice, start, reload])
  return { draft, error, retry: () => setRound((n) => n + 1) }
}

interface Checked {
  changes: Change[] | null
  problems: Record<string, string>
  refused: number
}

const clean: Checked = { changes: [], problems: {}, refused: 0 }

/** useCheck asks the server what is wrong with the draft and what it would change, when nothing was typed for a moment. */
function useCheck(base: Config | undefined, document: Group, dirty: boolean): Checked {
  const { api, user } = useSession()
  const [checked, setChecked] = useState<Checked>(clean)
  const version = base?.version
  const latest = useRef(0)
  useEffect(() => {
    const mine = ++latest.current
    if (version === undefined || !dirty || user.role !== 'admin') return setChecked(clean)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      config.check(api, version, document, abort.signal).then(
        ({ changes }) => mine === latest.current && setChecked({ changes, problems: {}, refused: 0 }),
        (error: unknown) => {
          if (mine !== latest.current || !(error instanceof ApiError)) return
          const newer = (error.body as { newer?: { version: number } } | undefined)?.newer?.version ?? 0
          setChecked((had) => ({ changes: null, problems: error.status === 422 ? problemsAt(error.fields) : had.problems, refused: newer }))
        },
      )
    }, 400)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [api, version, document, dirty, user.role])
  return checked
}
