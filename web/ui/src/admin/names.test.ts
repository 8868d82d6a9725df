import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Group, Schema, Value } from './config'
import { merge } from './merge'
import { countsOf, listsNamed, renamed, renamesIn, renaming, usesOf } from './names'

const { schema } = JSON.parse(readFileSync(new URL('../../dev/config.json', import.meta.url), 'utf8')) as { schema: Schema }

const document: Group = {
  hotlines: [
    { number: '4008001234', name: '热线', queue: 'service', schedule: 'office', skills: [{ skill: 'yue', level: 3 }], after_hours: { keys: [{ key: '1', then: ['duty:night', 'voicemail'] }], otherwise: ['goodbye'] } },
    { number: '110', name: '急修', queue: 'repair', emergency: true },
  ],
  queues: [
    { id: 'service', name: '客服', overflow: { max_wait: '10m', then: ['queue:repair', 'duty:night'] } },
    { id: 'repair', name: '报修', routing: { widen: [{ after: '30s', queue: 'service' }] } },
    { id: 'fees', name: '收费' },
  ],
  agents: [
    { id: '1', queues: ['service', 'repair'], skills: [{ skill: 'law', level: 1 }], levels: [{ queue: 'repair', level: 2 }] },
    { id: '2', queues: ['service'], skills: [{ skill: 'law', level: 2 }, { skill: 'yue', level: 2 }] },
  ],
  schedules: [{ id: 'office', name: '工作时间', week: [] }],
  duty_lists: [{ id: 'night', name: '夜班', phones: [] }],
  emergency: { queues: ['repair'], duty: 'night' },
}

/** filled is a document that has everything the schema knows; what names an entry of the list names `zzz`. */
function filled(one: Schema, list: string): Value {
  if (one.type === 'object') return Object.fromEntries(Object.entries(one.properties ?? {}).map(([key, property]) => [key, filled(property, list)]))
  if (one.type === 'array') return one.items?.format === 'exit' ? [list === 'queues' ? 'queue:zzz' : list === 'duty_lists' ? 'duty:zzz' : 'voicemail'] : [filled(one.items as Schema, list)]
  if (one['x-names'] === list) return 'zzz'
  return one.type === 'string' ? 'other' : one.type === 'boolean' ? true : 1
}

test.each([...listsNamed(schema)])('a changed id of %s is carried to everything that the schema says names it', (list) => {
  const before = filled(schema, list) as Group
  if (Array.isArray(before[list])) (before[list][0] as Group)['id'] = 'zzz'
  const after = JSON.stringify(list === 'skills' ? renaming(schema, before, list, 'zzz', 'new') : renamed(schema, before, list, 0, 'new'))
  expect(after).not.toContain('zzz')
  expect(after).toContain('new')
})

test('what names a queue, a schedule, a duty list, a skill is found', () => {
  expect(usesOf(schema, document, 'queues', 'repair')).toEqual({ paths: ['hotlines[110].queue', 'queues[service].overflow.then', 'emergency.queues'], agents: 1, needed: ['hotlines[110].queue'] })
  expect(usesOf(schema, document, 'schedules', 'office')).toEqual({ paths: ['hotlines[4008001234].schedule'], agents: 0, needed: [] })
  expect(usesOf(schema, document, 'duty_lists', 'night').paths).toEqual(['hotlines[4008001234].after_hours.keys[1].then', 'queues[service].overflow.then', 'emergency.duty'])
  expect(usesOf(schema, document, 'skills', 'law')).toMatchObject({ paths: [], agents: 2 })
  expect(countsOf(schema, document, 'skills')).toEqual([['law', 2], ['yue', 2]])
})

test('a changed id goes wherever it was named; what does not name it is the same object', () => {
  const next = renamed(schema, document, 'queues', 1, 'mend')
  expect(JSON.stringify(next)).not.toContain('repair')
  expect(next['queues']).toMatchObject([{ overflow: { then: ['queue:mend', 'duty:night'] } }, { id: 'mend' }, {}])
  expect((next['agents'] as Group[])[0]).toMatchObject({ queues: ['service', 'mend'], levels: [{ queue: 'mend', level: 2 }] })
  expect((next['agents'] as Group[])[1]).toBe((document['agents'] as Group[])[1])
  expect(renamed(schema, { queues: [{ id: '' }], hotlines: [{ queue: '' }] }, 'queues', 0, 'first')).toEqual({ queues: [{ id: 'first' }], hotlines: [{ queue: '' }] })
})

test('a name is taken away with what is nothing without it, or another is put there once', () => {
  const cleared = renaming(schema, document, 'queues', 'repair', null)
  expect(cleared['hotlines']).toMatchObject([{}, { queue: '' }])
  expect(cleared['queues']).toMatchObject([{ overflow: { then: ['duty:night'] } }, {}, {}])
  expect((cleared['agents'] as Group[])[0]).toEqual({ id: '1', queues: ['service'], skills: [{ skill: 'law', level: 1 }] })
  expect(cleared['emergency']).toEqual({ duty: 'night' })
  const replaced = renaming(schema, document, 'queues', 'repair', 'service')
  expect((replaced['agents'] as Group[])[0]).toMatchObject({ queues: ['service'], levels: [{ queue: 'service', level: 2 }] })
  expect((replaced['queues'] as Group[])[0]).toMatchObject({ overflow: { then: ['duty:night'] } }) // not into itself
  expect(renaming(schema, document, 'skills', 'yue', 'law')['agents']).toMatchObject([{}, { skills: [{ skill: 'law', level: 2 }] }])
})

test('who changed an id keeps what others changed in the entry meanwhile', () => {
  const mine = renamed(schema, document, 'queues', 1, 'mend')
  expect(renamesIn(schema, document, mine)).toEqual([{ list: 'queues', id: 'repair', to: 'mend' }])
  const theirs = { ...document, queues: (document['queues'] as Group[]).map((one) => (one['id'] === 'repair' ? { ...one, name: '维修' } : one)), agents: [...(document['agents'] as Group[]), { id: '3', queues: ['repair'] }] }
  const { document: both, clashes } = merge(schema, document, mine, theirs)
  expect(clashes).toEqual([])
  expect(JSON.stringify(both)).not.toContain('repair')
  expect(both['queues']).toMatchObject([{}, { id: 'mend', name: '维修' }, {}])
  expect(merge(schema, document, theirs, mine).document).toEqual(both)
})
