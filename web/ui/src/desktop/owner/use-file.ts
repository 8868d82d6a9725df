/** An owner's file as it was read, as it is typed, and what became of saving it. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiError } from '../../api'
import { Owners, type OwnerFile } from '../../owners'
import { useSession } from '../../session'
import { readStored, writeStored } from '../../settings'
import { merge, type Merged } from './merge'

interface Kept {
  base: OwnerFile
  typed: OwnerFile
}

/** FileConflict is somebody else's change that came between reading and saving. */
export interface FileConflict extends Merged {
  by: string
  at: string
}

export function useFile(id: string, call: string | undefined) {
  const { api } = useSession()
  const owners = useMemo(() => new Owners(api, call), [api, call])
  const [kept, setKept] = useState<Kept | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [conflict, setConflict] = useState<FileConflict | null>(null)
  const [busy, setBusy] = useState(false)
  const latest = useRef(kept)
  const key = `file.${id}`

  const put = useCallback(
    (next: Kept) => {
      latest.current = next
      setKept(next)
      writeStored(key, isDirty(next) ? JSON.stringify({ ...next, at: Date.now() }) : null)
    },
    [key],
  )
  /** rebase puts what was typed on the newest version; it tells whether others had changed the file. */
  const rebase = useCallback(
    (had: Kept, newest: OwnerFile) => {
      const merged = merge(had.base, had.typed, newest)
      put({ base: newest, typed: { ...merged.file, version: newest.version } })
      setConflict({ ...merged, by: newest.updated_by ?? '', at: newest.updated_at ?? '' })
    },
    [put],
  )
  useEffect(() => {
    const abort = new AbortController()
    owners.file(id, abort.signal).then(
      (file) => {
        const had = readKept(key)
        if (had === null) put({ base: file, typed: file })
        else if (had.base.version === file.version) put({ base: file, typed: had.typed })
        else rebase(had, file)
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error)
      },
    )
    return () => abort.abort()
  }, [owners, id, key, put, rebase])

  const change = useCallback(
    (part: Partial<OwnerFile>) => {
      if (latest.current !== null) put({ ...latest.current, typed: { ...latest.current.typed, ...part } })
    },
    [put],
  )
  const save = useCallback(async (): Promise<boolean> => {
    const sent = latest.current
    if (sent === null || !isDirty(sent)) return false
    setBusy(true)
    setProblem(null)
    try {
      const saved = await owners.save(toSend(sent.typed))
      setConflict(null)
      put({ base: saved, typed: saved })
      return true
    } catch (error) {
      if (error instanceof ApiError && error.code === 'conflict') {
        try {
          rebase(sent, await owners.file(id))
        } catch (again) {
          setProblem(again)
        }
      } else setProblem(error)
      return false
    } finally {
      setBusy(false)
    }
  }, [owners, id, put, rebase])
  const reset = useCallback(() => {
    if (latest.current !== null) put({ base: latest.current.base, typed: latest.current.base })
    setProblem(null)
    setConflict(null)
  }, [put])
  /** take gives up what was typed in a field for what somebody else wrote. */
  const take = useCallback(
    (path: string) => {
      const now = latest.current
      setConflict((had) => had && { ...had, clashes: had.clashes.filter((one) => one.path !== path) })
      if (now !== null) put({ ...now, typed: taken(now.typed, now.base, path) })
    },
    [put],
  )
  return { typed: kept?.typed ?? null, dirty: kept !== null && isDirty(kept), problem, conflict, busy, change, save, reset, take }
}

function isDirty({ base, typed }: Kept): boolean {
  return JSON.stringify(toSend(base)) !== JSON.stringify(toSend(typed))
}

/** toSend leaves out what the server tells and never takes, and lines left empty. */
export function toSend(file: OwnerFile): OwnerFile {
  const { created_at: _a, created_by: _b, updated_at: _c, updated_by: _d, ...rest } = file
  const { at: _e, ...optOut } = file.opt_out
  return {
    ...without(rest, ''),
    phones: file.phones
      .filter((one) => one.index !== undefined || (one.number ?? '').trim() !== '')
      .map(({ masked: _m, verified_at: _v, ...phone }) => without(phone, '')),
    units: file.units.map(({ ref: _r, ...unit }) => ({
      ...without(unit, ''),
      ...(unit.warranty ? { warranty: unit.warranty.map(({ item, until }) => ({ item, until })) } : {}),
    })),
    opt_out: without(optOut, ''),
    alerts: file.alerts.map((one) => without(one, '')),
    ...(file.private ? { private: without(file.private, '') } : {}),
  }
}

function without<T extends object>(fields: T, nothing: unknown): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== nothing && value !== undefined)) as T
}

/** taken sets one field, as merge names it, to the base's. Fields of list entries are named by what they are. */
export function taken(typed: OwnerFile, base: OwnerFile, path: string): OwnerFile {
  const entry = /^(phones|units|alerts)\[(.*)\]\.(\w+)$/.exec(path)
  if (entry === null) {
    const [group, name] = path.split('.') as [keyof OwnerFile, string | undefined]
    if (name === undefined) return { ...typed, [group]: base[group] }
    return { ...typed, [group]: { ...(typed[group] as object), [name]: (base[group] as Record<string, unknown> | undefined)?.[name] } }
  }
  const [, list, name, field] = entry as unknown as [string, 'phones' | 'units' | 'alerts', string, string]
  const nameOf = (one: object) => ('ref' in one ? one.ref : 'masked' in one ? one.masked : 'text' in one ? one.text : '')
  const there = (base[list] as object[]).find((one) => nameOf(one) === name) as Record<string, unknown> | undefined
  const entries = (typed[list] as object[]).map((one) => (nameOf(one) === name ? { ...one, [field]: there?.[field] } : one))
  return { ...typed, [list]: entries }
}

function readKept(key: string): Kept | null {
  try {
    return JSON.parse(readStored(key) ?? 'null') as Kept | null
  } catch {
    return null // Cut short.
  }
}
