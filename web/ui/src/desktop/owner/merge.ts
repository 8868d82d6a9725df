/**
 * Puts together two changes of one owner's file that were made at the same
 * time: what only one side changed is taken from there; where both changed the
 * same, what was typed here stays, and the other is told. Pure.
 */
import type { OwnerFile, PhoneFile, UnitFile } from '../../owners'

/** Clash is a field that both sides changed. */
export interface Clash {
  path: string
  theirs: string
  mine: string
}

export interface Merged {
  file: OwnerFile
  clashes: Clash[]
  /** changed are the fields that the other side changed. */
  changed: string[]
}

/** Fields that are told, not typed: the newest are right. */
const told = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'at', 'ref', 'masked', 'verified_at', 'over', 'index']

type Fields = Record<string, unknown>

export function merge(base: OwnerFile, mine: OwnerFile, theirs: OwnerFile): Merged {
  const clashes: Clash[] = []
  const changed: string[] = []
  const fields = <T extends object>(path: string, was: T, here: T, there: T): T => {
    const [w, h, n] = [was as Fields, here as Fields, there as Fields]
    const out: Fields = { ...n }
    for (const key of new Set([...Object.keys(h), ...Object.keys(n), ...Object.keys(w)])) {
      if (told.includes(key) || isGroup(h[key]) || isGroup(n[key])) continue
      const at = path === '' ? key : `${path}.${key}`
      if (!same(w[key], n[key])) changed.push(at)
      if (same(w[key], h[key])) continue
      if (!same(w[key], n[key]) && !same(h[key], n[key])) clashes.push({ path: at, theirs: written(n[key]), mine: written(h[key]) })
      out[key] = h[key]
    }
    return out as T
  }
  const file: OwnerFile = {
    ...fields('', base, mine, theirs),
    opt_out: fields('opt_out', base.opt_out, mine.opt_out, theirs.opt_out),
    ...(theirs.private && mine.private ? { private: fields('private', base.private ?? {}, mine.private, theirs.private) } : {}),
    phones: list<PhoneFile>('phones', base.phones, mine.phones, theirs.phones, (one) => one.masked ?? '', fields, (one) => one.number !== undefined),
    units: list<UnitFile>('units', base.units, mine.units, theirs.units, (one) => one.ref ?? '', withWarranty(fields), () => true),
    alerts: list('alerts', base.alerts, mine.alerts, theirs.alerts, (one) => one.text, fields, () => true),
  }
  return { file, clashes, changed: [...new Set(changed)] }
}

type MergeFields = <T extends object>(path: string, was: T, here: T, there: T) => T

/** Warranties are one field of a home: whoever changed them has the whole list. */
function withWarranty(fields: MergeFields): MergeFields {
  return (path, was, here, there) => {
    const [w, h, n] = [was as UnitFile, here as UnitFile, there as UnitFile]
    const warranty = same(w.warranty, h.warranty) ? n.warranty : h.warranty
    return { ...fields(path, was, here, there), ...(warranty ? { warranty } : {}) }
  }
}

/**
 * list merges by what names an entry. An entry typed here stands by its index in
 * base; one that the other side removed stays if it was changed here and can be made anew.
 */
function list<T extends object>(
  path: string, base: T[], mine: T[], theirs: T[], name: (one: T) => string, fields: MergeFields, whole: (one: T) => boolean,
): T[] {
  const named = (one: T) => base.find((it) => (index(one) === undefined ? index(it) === undefined && name(it) === name(one) : index(it) === index(one)))
  const out: T[] = []
  for (const here of mine) {
    const was = named(here)
    if (was === undefined) {
      out.push(here)
      continue
    }
    const there = theirs.find((one) => name(one) === name(was))
    if (there !== undefined) out.push(fields(`${path}[${name(was)}]`, was, here, there))
    else if (!same(was, here) && whole(here)) {
      const { index: _, ...anew } = here as T & { index?: number }
      out.push(anew as unknown as T)
    }
  }
  return [...out, ...theirs.filter((one) => !base.some((was) => name(was) === name(one)))]
}

const index = (one: object) => (one as { index?: number }).index

const isGroup = (value: unknown) => typeof value === 'object' && value !== null

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(blank(a)) === JSON.stringify(blank(b))
}

/** Nothing said and an empty text are the same. */
function blank(value: unknown): unknown {
  return value === undefined || value === '' || value === false ? null : value
}

function written(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
