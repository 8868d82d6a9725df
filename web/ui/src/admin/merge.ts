/** Puts two people's changes of one document together. */
import type { Group, Schema, Value } from './config'
import { renamed, renamesIn, type Name } from './names'
import { isGroup, keysOf, put, same } from './value'

/** Clash is what both changed, each in another way. */
export interface Clash {
  path: string
  mine: Value | undefined
  theirs: Value | undefined
}

export interface Merged {
  /** document has mine wherever there is a clash. */
  document: Group
  clashes: Clash[]
}

/** merge makes my changes of base to theirs. Entries of lists are known by their ids, also those that one of us has changed. */
export function merge(schema: Schema, base: Group, mine: Group, theirs: Group): Merged {
  const clashes: Clash[] = []
  const [my, their] = [renamesIn(schema, base, mine), renamesIn(schema, base, theirs)]
  const carry = (document: Group, { list, id }: Name, to: string) => {
    const entries = listIn(document, list)
    return entries.some((one) => one['id'] === to) ? document : renamed(schema, document, list, entries.findIndex((one) => one['id'] === id), to)
  }
  for (const one of my) {
    const other = their.find(({ list, id }) => list === one.list && id === one.id)
    if (other !== undefined && other.to !== one.to) clashes.push({ path: `${one.list}[${one.to}].id`, mine: one.to, theirs: other.to })
    base = carry(base, one, one.to)
    theirs = carry(theirs, { list: one.list, id: other?.to ?? one.id }, one.to)
  }
  for (const one of their) {
    if (my.some(({ list, id }) => list === one.list && id === one.id)) continue
    base = carry(base, one, one.to)
    mine = carry(mine, one, one.to)
  }
  return { document: pair('', base, mine, theirs, clashes) as Group, clashes }
}

const listIn = (document: Group, list: string): Group[] => {
  const entries = document[list]
  return Array.isArray(entries) ? entries.filter(isGroup) : []
}

type Maybe = Value | undefined

function pair(path: string, base: Maybe, mine: Maybe, theirs: Maybe, clashes: Clash[]): Maybe {
  if (same(mine, base) || same(mine, theirs)) return theirs
  if (same(theirs, base)) return mine
  if (isGroup(mine) && isGroup(theirs)) return groups(path, isGroup(base) ? base : {}, mine, theirs, clashes)
  if (isList(mine) && isList(theirs)) return lists(path, isList(base) ? base : [], mine, theirs, clashes)
  clashes.push({ path, mine, theirs })
  return mine
}

const isList = (value: Maybe): value is Group[] => Array.isArray(value) && value.every(isGroup)

function groups(path: string, base: Group, mine: Group, theirs: Group, clashes: Clash[]): Group {
  const out: Group = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = pair(path === '' ? key : `${path}.${key}`, base[key], mine[key], theirs[key], clashes)
    if (value !== undefined) out[key] = value
  }
  return out
}

/** lists keeps my order where I changed it, else theirs; what only one of us added stays. */
function lists(path: string, base: Group[], mine: Group[], theirs: Group[], clashes: Clash[]): Group[] {
  const [b, m, t] = [base, mine, theirs].map((list) => new Map(keysOf(list).map((key, i) => [key, list[i] as Group]))) as [Map<string, Group>, Map<string, Group>, Map<string, Group>]
  const common = [...m.keys()].filter((key) => b.has(key))
  const reordered = !same(common, [...b.keys()].filter((key) => m.has(key)))
  const [first, second] = reordered ? [m, t] : [t, m]
  const out: Group[] = []
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const value = pair(`${path}[${key}]`, b.get(key), m.get(key), t.get(key), clashes)
    if (isGroup(value)) out.push(value)
  }
  return out
}

/** putAt is a value with another one at a path that names entries by their ids; undefined takes it away. */
export function putAt(value: Group, path: string, next: Value | undefined): Group {
  const found = /^([^.[\]]+)(?:\[([^\]]*)\])?\.?(.*)$/s.exec(path)
  if (found === null) return value
  const [, name = '', key, rest = ''] = found
  const had = value[name]
  const inner = (one: Value | undefined) => (rest === '' ? next : putAt(isGroup(one) ? one : {}, rest, next))
  if (key === undefined) return put(value, name, inner(had))
  const list = Array.isArray(had) ? had : []
  const i = keysOf(list).indexOf(key)
  const one = inner(i < 0 ? undefined : list[i])
  const out = i < 0 ? (one === undefined ? list : [...list, one]) : list.flatMap((was, j) => (j !== i ? [was] : one === undefined ? [] : [one]))
  return put(value, name, out)
}
