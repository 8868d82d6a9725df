/** The words of these pages, which load with them, and the names of the document's fields. */
import { useMemo } from 'react'
import type { Lang } from '../format'
import { useWords } from '../i18n'
import { admin as adminEn } from '../i18n/admin.en'
import { fields, options } from '../i18n/admin-fields.zh'
import { pages as pagesEn } from '../i18n/admin-pages.en'
import { pages as pagesZh } from '../i18n/admin-pages.zh'
import { admin as adminZh } from '../i18n/admin.zh'
import type { Group, Schema, Value } from './config'
import { isGroup, keyOf, orderOf, spanWords } from './value'
import { listOf, wayOf, type Way } from './ways'

const zh = { ...adminZh, ...pagesZh }
const en = { ...adminEn, ...pagesEn }

export type Key = keyof typeof zh
export type Say = (key: Key, values?: Record<string, string | number>) => string

export interface Words {
  lang: Lang
  say: Say
  /** label names a field such as queues.ring_limit; the last two names count. */
  label: (path: string) => string
  hint: (path: string, schema: Schema) => string
  option: (value: string) => string
}

const pretty = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ')

/** wordsOf gives the words of a language. */
export function wordsOf(lang: Lang): Words {
  const known = (path: string) => {
    const names = path.replace(/\[[^\]]*\]/g, '').split('.')
    const last = names.at(-1) ?? ''
    return { last, entry: fields[`${names.at(-2) ?? 'root'}.${last}`] ?? fields[last] }
  }
  return {
    lang,
    say: (key, values) => (lang === 'en' ? en : zh)[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values?.[name] ?? whole)),
    label: (path) => {
      const { last, entry } = known(path)
      return lang === 'en' ? pretty(last) : (entry?.[0] ?? pretty(last))
    },
    hint: (path, schema) => {
      const { entry } = known(path)
      return lang === 'en' || entry === undefined ? (schema.description ?? '') : (entry[1] ?? '')
    },
    option: (value) => (lang === 'en' ? pretty(value) : (options[value] ?? value)),
  }
}

export function useAdminWords(): Words {
  const { lang } = useWords()
  return useMemo(() => wordsOf(lang), [lang])
}

/** titleOf names an entry of a list for people. */
export function titleOf(entry: Value | undefined, say: Say): string {
  if (!isGroup(entry ?? null)) return say('list.unnamed')
  const { name } = entry as Group
  return (typeof name === 'string' && name.trim() !== '' ? name : keyOf(entry as Value)) || say('list.unnamed')
}

/** wayWords names a way by what it leads to. */
export function wayWords({ kind, id }: Way, document: Group, say: Say): string {
  if (kind !== 'queue' && kind !== 'duty') return say(`exit.${kind}`)
  return say(`exit.${kind}`, { name: nameIn(kind === 'queue' ? 'queues' : 'duty_lists', id, [document], say) ?? `${id} (${say('way.gone')})` })
}

/** nameIn is what an entry of a list is called in the first document that has it. */
function nameIn(list: string, id: string, documents: Group[], say: Say): string | undefined {
  const entry = documents.flatMap((one) => listOf(one[list])).find((one) => one['id'] === id)
  return entry === undefined ? undefined : titleOf(entry, say)
}

/** pathWords says a change's path: queues[service].ring_limit is "Queues › Service › Ring limit". */
export function pathWords(path: string, words: Words, ...documents: Group[]): string {
  const out: string[] = []
  let at: (Value | undefined)[] = documents
  let soFar = ''
  for (const [, name, key] of path.matchAll(/([^.[\]]+)(?:\[([^\]]*)\])?/g)) {
    soFar = soFar === '' ? (name as string) : `${soFar}.${name}`
    out.push(words.label(soFar))
    at = at.map((one) => (isGroup(one ?? null) ? (one as Group)[name as string] : undefined))
    if (key === undefined) continue
    at = at.map((one) => (Array.isArray(one) ? one.find((entry) => keyOf(entry) === key) : undefined))
    const entry = at.find((one) => one !== undefined)
    out.push(entry === undefined ? key : titleOf(entry, words.say))
  }
  return out.join(' › ')
}

/** placeWords says where a problem is: queues[0].ring_limit is "Queues › Service › Ring limit". */
export function placeWords(path: string, words: Words, document: Group): string {
  const out: string[] = []
  let at: Value | undefined = document
  let soFar = ''
  for (const [, name, place] of path.matchAll(/([^.[\]]+)(?:\[(\d+)\])?/g)) {
    soFar = soFar === '' ? (name as string) : `${soFar}.${name}`
    out.push(words.label(soFar))
    at = isGroup(at) ? at[name as string] : undefined
    if (place === undefined) continue
    at = Array.isArray(at) ? at[Number(place)] : undefined
    out.push(isGroup(at) ? titleOf(at, words.say) : `#${Number(place) + 1}`)
  }
  return out.join(' › ')
}

/** schemaAt finds the schema of a change's path. */
export function schemaAt(schema: Schema, path: string): Schema | undefined {
  let at: Schema | undefined = schema
  for (const [, name, key] of path.matchAll(/([^.[\]]+)(?:\[([^\]]*)\])?/g)) {
    at = at?.properties?.[name as string]
    if (key !== undefined) at = at?.items
  }
  return at
}

/** valueWords says a change's value in the words that the form has for it, and what it names by its name in the documents. */
export function valueWords(text: string | undefined, schema: Schema | undefined, words: Words, path = '', documents: Group[] = []): string {
  const { say } = words
  if (text === undefined || text === '') return say('change.empty')
  if (schema?.format === 'duration') return spanWords(text, words.lang)
  if (schema?.items?.format === 'exit') {
    const holder = (way: Way) => documents.find((one) => listOf(one[way.kind === 'queue' ? 'queues' : 'duty_lists']).some(({ id }) => id === way.id)) ?? {}
    return outside(text, ', ').map(wayOf).map((way) => wayWords(way, holder(way), say)).join(' → ')
  }
  if (schema?.enum !== undefined || schema?.type === 'boolean') return words.option(text)
  if (schema?.type === 'array' && schema.items?.type === 'object') {
    return outside(text, ', ').map((part) => `(${valueWords(part.replace(/^\{|\}$/g, ''), schema.items, words, path, documents)})`).join(', ')
  }
  const list = schema?.['x-names'] ?? schema?.items?.['x-names']
  if (list !== undefined) return outside(text, ', ').map((id) => nameIn(list, id, documents, say) ?? id).join('、')
  if (schema?.type !== 'object') return text
  const order = orderOf(schema)
  const parts: [name: string, value: string][] = []
  for (const part of outside(text, ', ')) {
    const [name = '', ...rest] = part.split(' ')
    const last = parts.at(-1)
    if (order.includes(name)) parts.push([name, rest.join(' ')])
    else if (last !== undefined) last[1] += `, ${part}` // a list's next value
  }
  return parts.map(([name, value]) => `${words.label(`${path}.${name}`)} ${valueWords(value, schema.properties?.[name], words, `${path}.${name}`, documents)}`).join(', ')
}

/** outside splits a text, but not what stands in braces. */
function outside(text: string, by: string): string[] {
  const out: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}') depth--
    else if (depth === 0 && text.startsWith(by, i)) {
      out.push(text.slice(from, i))
      from = i + by.length
    }
  }
  return [...out, text.slice(from)]
}
