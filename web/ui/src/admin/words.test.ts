import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { admin as adminEn } from '../i18n/admin.en'
import { pages as pagesEn } from '../i18n/admin-pages.en'
import { pages as pagesZh } from '../i18n/admin-pages.zh'
import { admin as adminZh } from '../i18n/admin.zh'
import type { Schema } from './config'
import { pathWords, placeWords, valueWords, wordsOf } from './words'

const zh = { ...adminZh, ...pagesZh }
const en = { ...adminEn, ...pagesEn }
/** kept is what a real server told of the document. */
const kept = JSON.parse(readFileSync(new URL('../../dev/config.json', import.meta.url), 'utf8')) as { schema: unknown }
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

test('every word is there in both languages', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) {
    expect(placeholders(en[key]), key).toEqual(placeholders(zh[key]))
    expect(en[key]).not.toMatch(/\p{Script=Han}/u)
  }
})

test('changes are told in the words of the forms', () => {
  const document = { queues: [{ id: 'service', name: 'Desk' }] }
  expect(pathWords('queues[service].ring_limit', wordsOf('en'), document)).toBe('Queues › Desk › Ring limit')
  expect(placeWords('queues[0].skills[1].level', wordsOf('en'), document)).toBe('Queues › Desk › Skills › #2 › Level')
  expect(pathWords('queues[gone]', wordsOf('en'), document)).toBe('Queues › gone')
  const queue: Schema = { type: 'object', 'x-order': ['id', 'ring_limit'], properties: { id: { type: 'string' }, ring_limit: { type: 'string', format: 'duration' } } }
  expect(valueWords('id a, ring_limit 1m30s', queue, wordsOf('en'))).toBe('Id a, Ring limit 1 min 30 s')
  const list: Schema = { type: 'object', 'x-order': ['name', 'on'], properties: { name: { type: 'string' }, on: { type: 'array', items: queue } } }
  expect(valueWords('name x, on {id a, ring_limit 5s}, {id b}', list, wordsOf('en'))).toBe('Name x, On (Id a, Ring limit 5 s), (Id b)')
  expect(valueWords('', undefined, wordsOf('en'))).toBe('empty')
  const ways: Schema = { type: 'array', items: { type: 'string', format: 'exit' } }
  expect(valueWords('queue:service, duty:gone, voicemail', ways, wordsOf('en'), 'x.then', [{}, document])).toBe('Queue: Desk → Duty phones: gone (no longer there) → Voicemail')
  expect(valueWords('service', { type: 'string', 'x-names': 'queues' }, wordsOf('en'), 'hotlines[1].queue', [document])).toBe('Desk')
})

test('every field of the document has a name in Chinese, and every choice', () => {
  const words = wordsOf('zh-CN')
  const nameless: string[] = []
  const look = (schema: Schema, path: string) => {
    for (const value of schema.enum ?? []) if (!/\p{Script=Han}|VIP/u.test(words.option(value))) nameless.push(`${path} = ${value}`)
    if (schema.items !== undefined) look(schema.items, path)
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const at = path === '' ? key : `${path}.${key}`
      if (key !== 'version' && !/\p{Script=Han}/u.test(words.label(at))) nameless.push(at)
      look(property, at)
    }
  }
  look(kept.schema as Schema, '')
  expect(nameless).toEqual([])
})
