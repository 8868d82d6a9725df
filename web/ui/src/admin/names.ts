/** Which fields name other entries by their ids, as the schema tells it: the one place that follows names through the document. */
import type { Group, Schema, Value } from './config'
import { isGroup, keyNameOf, keyOf, keysOf, orderOf, put, same } from './value'

/** wayLists are the lists of those that a way names: queue:repairs. */
const wayLists: Record<string, string> = { queue: 'queues', duty: 'duty_lists' }

/** Name is what a text names: an entry of a list. */
export interface Name {
  list: string
  id: string
}

/** nameOf is what a text of the schema names, null if it names nothing. */
export function nameOf(schema: Schema, text: Value | undefined): Name | null {
  if (typeof text !== 'string' || text === '') return null
  const list = schema['x-names']
  if (list !== undefined) return { list, id: text }
  if (schema.format !== 'exit') return null
  const [kind = '', id] = text.split(/:(.*)/s)
  const into = wayLists[kind]
  return into === undefined || id === undefined ? null : { list: into, id }
}

/** listsNamed are the lists whose entries are named anywhere. */
export function listsNamed(schema: Schema): Set<string> {
  const out = new Set<string>()
  const look = (one: Schema) => {
    if (one['x-names'] !== undefined) out.add(one['x-names'])
    if (one.format === 'exit') Object.values(wayLists).forEach((list) => out.add(list))
    if (one.items !== undefined) look(one.items)
    Object.values(one.properties ?? {}).forEach(look)
  }
  look(schema)
  return out
}

type Found = (name: Name, path: string, needed: boolean) => void

/** walk tells of every name in a value; needed: the place cannot do without one. */
function walk(schema: Schema, value: Value | undefined, path: string, found: Found, needed = false): void {
  if (isGroup(value)) {
    for (const key of orderOf(schema)) {
      const property = schema.properties?.[key]
      if (value[key] === undefined || property === undefined) continue
      const must = schema.required?.includes(key) === true && property.type === 'string' && keyNameOf(value) !== key
      walk(property, value[key], path === '' ? key : `${path}.${key}`, found, must)
    }
  } else if (Array.isArray(value) && schema.items !== undefined) {
    const keys = value.some(isGroup) ? keysOf(value) : null
    for (const [i, one] of value.entries()) walk(schema.items, one, keys === null ? path : `${path}[${keys[i]}]`, found)
  } else {
    const name = nameOf(schema, value)
    if (name !== null) found(name, path, needed)
  }
}

export interface Uses {
  /** paths name entries by their ids, without agents, who are many. */
  paths: string[]
  agents: number
  /** needed are those of the paths that cannot be without a name. */
  needed: string[]
}

/** usesOf lists where an entry is named by others. */
export function usesOf(schema: Schema, document: Group, list: string, id: string): Uses {
  const [paths, needed, agents] = [new Set<string>(), new Set<string>(), new Set<string>()]
  walk(schema, document, '', (name, path, must) => {
    if (name.list !== list || name.id !== id || path.startsWith(`${list}[${id}]`)) return
    const agent = /^agents\[[^\]]*\]/.exec(path)
    if (agent !== null) return agents.add(agent[0])
    paths.add(path)
    if (must) needed.add(path)
  })
  return { paths: [...paths], agents: agents.size, needed: [...needed] }
}

/** countsOf counts how often each entry of a list is named, the commonest first. */
export function countsOf(schema: Schema, document: Group, list: string): [id: string, count: number][] {
  const counts = new Map<string, number>()
  walk(schema, document, '', (name) => name.list === list && counts.set(name.id, (counts.get(name.id) ?? 0) + 1))
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** renamed is the document with another id of the entry at a place, there and wherever it is named. */
export function renamed(schema: Schema, document: Group, list: string, place: number, to: string): Group {
  const entry = entriesOf(document[list])[place]
  const from = entry?.['id']
  if (typeof from !== 'string' || from === to) return document
  const named = from === '' ? document : renaming(schema, document, list, from, to)
  return put(named, list, entriesOf(named[list]).map((one, i) => (i === place ? { ...one, id: to } : one)))
}

/** renaming names another entry wherever one was named; null: none at all. Entries that are nothing else go with it. */
export function renaming(schema: Schema, document: Group, list: string, from: string, to: string | null): Group {
  const other = (name: Name, inside: string) => (name.list !== list || name.id !== from ? name.id : inside === to ? null : to)
  const out = { ...document }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const value = document[key]
    if (value === undefined) continue
    const next =
      key === list && Array.isArray(value) && property.items !== undefined
        ? value.map((one) => mapped(property.items as Schema, one, (name) => other(name, isGroup(one) ? String(one['id']) : '')) ?? one)
        : mapped(property, value, (name) => other(name, ''))
    if (next === undefined) delete out[key]
    else out[key] = next
  }
  return out
}

/** mapped is a value with other names; undefined: nothing is left of it. What stays the same is the same object. */
function mapped(schema: Schema, value: Value, other: (name: Name) => string | null): Value | undefined {
  if (Array.isArray(value)) {
    if (schema.items === undefined) return value
    const items = schema.items
    const next = value.map((one) => mapped(items, one, other))
    if (next.every((one, i) => one === value[i])) return value
    // Two names of one entry are one name.
    const seen = new Set(value.filter((one, i) => next[i] === one).map(keyOrText))
    return next.filter((one, i): one is Value => {
      if (one === undefined || one === value[i]) return one !== undefined
      const key = keyOrText(one)
      const moved = key !== keyOrText(value[i] as Value)
      if (moved && seen.has(key)) return false
      seen.add(key)
      return true
    })
  }
  if (isGroup(value)) {
    let out = value
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const had = value[key]
      if (had === undefined) continue
      const next = mapped(property, had, other)
      if (next === had) continue
      const required = schema.required?.includes(key) === true
      if (next === undefined && required && keyNameOf(value) === key) return undefined
      const empty = property.type === 'array' ? [] : ''
      out = put(out, key, next === undefined || (Array.isArray(next) && next.length === 0 && !required) ? (required ? empty : undefined) : next)
    }
    return out
  }
  const name = nameOf(schema, value)
  if (name === null) return value
  const id = other(name)
  if (id === null) return undefined
  return id === name.id ? value : schema.format === 'exit' ? String(value).replace(/:.*/s, () => `:${id}`) : id
}

const keyOrText = (value: Value) => (isGroup(value) ? keyOf(value) : String(value))

/** renamesIn finds which entries of named lists have only got another id: what they are is the same, or their place. */
export function renamesIn(schema: Schema, before: Group, after: Group): (Name & { to: string })[] {
  const out: (Name & { to: string })[] = []
  for (const list of listsNamed(schema)) {
    const [old, now] = [entriesOf(before[list]), entriesOf(after[list])]
    const gone = old.filter((one) => !now.some(({ id }) => id === one['id']))
    const fresh = now.filter((one) => !old.some(({ id }) => id === one['id']))
    for (const one of gone) {
      const alike = fresh.find((other) => same(put(other, 'id', ''), put(one, 'id', '')))
      const there = now[old.indexOf(one)]
      const to = alike ?? (there !== undefined && old.length === now.length && fresh.includes(there) && there['name'] === one['name'] ? there : undefined)
      if (to !== undefined && !out.some((other) => other.to === to['id'])) out.push({ list, id: String(one['id']), to: String(to['id']) })
    }
  }
  return out
}

const entriesOf = (value: Value | undefined): Group[] => (Array.isArray(value) ? value.filter(isGroup) : [])
