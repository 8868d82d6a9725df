/** Puts two people's changes of one document together. */
import type { Group, Value } from './config'
import { isGroup, keysOf, same } from './value'

export interface Merged {
  document: Group
  /** both names what both changed, each in another way; the document has mine. */
  both: string[]
}

/** merge makes my changes of base to theirs. Entries of lists are known by their ids. */
export function merge(base: Group, mine: Group, theirs: Group): Merged {
  const both: string[] = []
  return { document: one('', base, mine, theirs, both) as Group, both }
}

type Maybe = Value | undefined

function one(path: string, base: Maybe, mine: Maybe, theirs: Maybe, both: string[]): Maybe {
  if (same(mine, base) || same(mine, theirs)) return theirs
  if (same(theirs, base)) return mine
  if (isGroup(mine) && isGroup(theirs)) return groups(path, isGroup(base) ? base : {}, mine, theirs, both)
  if (isList(mine) && isList(theirs)) return lists(path, isList(base) ? base : [], mine, theirs, both)
  both.push(path)
  return mine
}

const isList = (value: Maybe): value is Group[] => Array.isArray(value) && value.every(isGroup)

function groups(path: string, base: Group, mine: Group, theirs: Group, both: string[]): Group {
  const out: Group = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const value = one(path === '' ? key : `${path}.${key}`, base[key], mine[key], theirs[key], both)
    if (value !== undefined) out[key] = value
  }
  return out
}

/** lists keeps my order where I changed it, else theirs; what only one of us added stays. */
function lists(path: string, base: Group[], mine: Group[], theirs: Group[], both: string[]): Group[] {
  const [b, m, t] = [base, mine, theirs].map((list) => new Map(keysOf(list).map((key, i) => [key, list[i] as Group]))) as [Map<string, Group>, Map<string, Group>, Map<string, Group>]
  const common = [...m.keys()].filter((key) => b.has(key))
  const reordered = !same(common, [...b.keys()].filter((key) => m.has(key)))
  const [first, second] = reordered ? [m, t] : [t, m]
  const out: Group[] = []
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const value = one(`${path}[${key}]`, b.get(key), m.get(key), t.get(key), both)
    if (isGroup(value)) out.push(value)
  }
  return out
}
