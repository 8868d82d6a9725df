/** What the admin has changed and not saved: kept in the browser, checked by the server, put together with what others save. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useSession } from '../session'
import { config, type Change, type Config, type Group, type Revision, type Schema, type Value } from './config'
import { readKept, useKept, type Kept } from './draft-store'
import { merge, putAt, type Clash } from './merge'
import { listsNamed, renamed } from './names'
import { useCheck } from './use-check'
import { keysOf, put, same } from './value'

/** Notice is what became of the draft without the admin's doing, or what can be taken back. */
export type Notice = { kind: 'kept' } | { kind: 'merged'; version: number; clashes: Clash[] } | { kind: 'dropped'; had: Kept }

export interface Draft {
  base: Config
  schema: Schema
  document: Group
  dirty: boolean
  /** changes are what the server says would change; null until it has answered. */
  changes: Change[] | null
  problems: Record<string, string>
  advice: Record<string, string>
  /** newer is what somebody saved meanwhile. */
  newer: Revision | null
  notice: Notice | null
  /** stored is false when the browser does not keep the draft. */
  stored: boolean
  edit: (key: string, value: Value | undefined) => void
  change: (to: (had: Group) => Group) => void
  /** replace puts another document in the draft's place, which can be taken back. */
  replace: (document: Group) => void
  discard: () => void
  /** undo takes back what was dropped. */
  undo: () => void
  /** settle ends a clash, with theirs or mine. */
  settle: (clash: Clash, theirs: boolean) => void
  /** rebase puts the draft on the newest version, or throws it away. */
  rebase: (keep: boolean) => Promise<void>
  /** saved takes the version that was just made. */
  saved: () => Promise<void>
}

/** useDraft loads the configuration; null until it is there, error when it cannot be read. */
export function useDraft(): { draft: Draft | null; error: unknown; retry: () => void } {
  const { api, user } = useSession()
  const admin = user.role === 'admin'
  const [loaded, setLoaded] = useState<{ base: Config; schema: Schema } | null>(null)
  const [document, setDocument] = useState<Group>({})
  const [notice, setNotice] = useState<Notice | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)

  const start = useCallback((schema: Schema, base: Config, kept: Kept | null) => {
    setLoaded({ base, schema })
    if (kept === null || same(kept.document, kept.base.document)) {
      setDocument(base.document)
      setNotice(null)
    } else if (kept.base.version === base.version) {
      setDocument(kept.document)
      setNotice({ kind: 'kept' })
    } else {
      const { document, clashes } = merge(schema, kept.base.document, kept.document, base.document)
      setDocument(document)
      setNotice(same(document, base.document) ? null : { kind: 'merged', version: base.version, clashes })
    }
  }, [])

  useEffect(() => {
    const abort = new AbortController()
    Promise.all([config.read(api, abort.signal), config.schema(api, abort.signal)]).then(
      ([base, schema]) => {
        setError(null)
        start(schema, base, admin ? readKept(user.user) : null)
      },
      (failed: unknown) => abort.signal.aborted || setError(failed),
    )
    return () => abort.abort()
  }, [api, admin, user.user, round, start])

  const base = loaded?.base
  const dirty = base !== undefined && !same(document, base.document)
  const kept = useMemo<Kept | null | undefined>(() => (base === undefined || !admin ? undefined : dirty ? { base, document } : null), [base, admin, dirty, document])
  const onOther = useCallback(
    (other: Kept, before: Group) => {
      if (loaded === null) return
      setLoaded(other.base.version > loaded.base.version ? { ...loaded, base: other.base } : loaded)
      setDocument((mine) => merge(loaded.schema, before, mine, other.document).document)
    },
    [loaded],
  )
  const stored = useKept({ user: user.user, kept, onOther })
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  const { changes, problems, advice, refused } = useCheck(base, document, dirty)
  const reload = useCallback(
    async (mine: Kept | null) => {
      const fresh = await config.read(api)
      if (loaded !== null) start(loaded.schema, fresh, mine)
    },
    [api, loaded, start],
  )
  const newer = useNewer(loaded, document, dirty, refused, reload)

  const draft = useMemo<Draft | null>(() => {
    if (loaded === null) return null
    const had: Kept = { base: loaded.base, document }
    const drop = () => setNotice(dirty ? { kind: 'dropped', had } : null)
    return {
      ...loaded, document, dirty, changes, problems, advice, newer, notice, stored,
      edit: (key, value) => setDocument((had) => put(had, key, value)),
      change: setDocument,
      replace: (next) => {
        setDocument(next)
        drop()
      },
      discard: () => {
        start(loaded.schema, loaded.base, null)
        drop()
      },
      undo: () => {
        if (notice?.kind !== 'dropped') return
        start(loaded.schema, loaded.base, notice.had)
        drop()
      },
      settle: (clash, theirs) => {
        if (theirs) setDocument((had) => settled(loaded.schema, had, clash))
        if (notice?.kind === 'merged') setNotice({ ...notice, clashes: notice.clashes.filter((one) => one !== clash) })
      },
      rebase: async (keep) => {
        await reload(keep ? had : null)
        if (!keep) drop()
      },
      saved: () => reload(null),
    }
  }, [loaded, document, dirty, changes, problems, advice, newer, notice, stored, start, reload])
  return { draft, error, retry: () => setRound((n) => n + 1) }
}

/** settled is the document with theirs; an id of theirs is theirs wherever it is named. */
function settled(schema: Schema, document: Group, { path, theirs }: Clash): Group {
  const [, list = '', key = ''] = /^(\w+)\[([^\]]*)\]\.id$/.exec(path) ?? []
  const entries = document[list]
  if (!listsNamed(schema).has(list) || !Array.isArray(entries)) return putAt(document, path, theirs)
  return renamed(schema, document, list, keysOf(entries).indexOf(key), String(theirs))
}

/** useNewer finds what somebody else saved meanwhile. What is not in the way of the draft is taken over at once. */
function useNewer(loaded: { base: Config; schema: Schema } | null, document: Group, dirty: boolean, refused: number, reload: (mine: Kept | null) => Promise<void>): Revision | null {
  const { api, desk } = useSession()
  const [live, setLive] = useState<Config | null>(null)
  const [changes, setChanges] = useState<Change[]>([])
  const center = desk?.snapshot.center
  // The socket tells that something changed, not which version it is; a refused check tells without a socket.
  useEffect(() => {
    if (center === undefined && refused === 0) return
    const abort = new AbortController()
    config.read(api, abort.signal).then(setLive, () => undefined)
    return () => abort.abort()
  }, [api, center, refused])
  const base = loaded?.base
  const newer = base !== undefined && live !== null && live.version > base.version ? live : null
  const inTheWay = useMemo(
    () => newer !== null && loaded !== null && dirty && !same(merge(loaded.schema, loaded.base.document, document, newer.document).document, newer.document),
    [newer, loaded, document, dirty],
  )
  useEffect(() => {
    if (newer !== null && !inTheWay) void reload(null).catch(() => undefined)
  }, [newer, inTheWay, reload])
  const from = base?.version ?? 0
  const to = inTheWay ? (newer?.version ?? 0) : 0
  useEffect(() => {
    setChanges([])
    if (to > 0 && from > 0) config.diff(api, from, to).then(setChanges, () => undefined)
  }, [api, from, to])
  return useMemo(() => (inTheWay && newer !== null ? { version: newer.version, by: newer.by, ...(newer.at === undefined ? {} : { at: newer.at }), changes } : null), [inTheWay, newer, changes])
}
