import { expect, test } from 'vitest'
import type { Group, Schema } from './config'
import { merge, putAt } from './merge'
import { added, blank, keysOf, moved, pageOf, put, same, spanOf, spanText, spanWords } from './value'

test.each([
  ['15', 15_000, '15s'], ['15s', 15_000, '15s'], ['15 \u79d2', 15_000, '15s'], ['1m30s', 90_000, '1m30s'], ['1 \u5206 30 \u79d2', 90_000, '1m30s'], ['2\u5206\u949f', 120_000, '2m'],
  ['1h', 3_600_000, '1h'], ['500ms', 500, '500ms'], ['1.5s', 1500, '1.5s'], ['0', 0, '0s'], ['7 \u5929', 604_800_000, '168h'], ['1h5s', 3_605_000, '1h5s'],
])('%s is a time span', (text, ms, written) => {
  expect(spanOf(text)).toBe(ms)
  expect(spanText(ms)).toBe(written)
  expect(spanOf(spanWords(written, 'zh-CN'))).toBe(ms)
  expect(spanOf(spanWords(written, 'en'))).toBe(ms)
})

test.each(['', 'soon', '15 x', '1,5s', '-3s', 's'])('%s is no time span', (text) => expect(spanOf(text)).toBeNull())

test('time spans read as people write them', () => {
  expect(spanWords('1m30s', 'zh-CN')).toBe('1 \u5206 30 \u79d2')
  expect(spanWords('1m30s', 'en')).toBe('1 min 30 s')
  expect(spanWords('nonsense', 'en')).toBe('nonsense')
})

const queue: Schema = {
  type: 'object', required: ['id', 'ring_limit', 'record', 'skills'],
  properties: { id: { type: 'string' }, ring_limit: { type: 'string', format: 'duration' }, record: { type: 'boolean' }, skills: { type: 'array', items: { type: 'string' } } },
}

test('a new entry has what is required, and the times of the one before', () => {
  expect(blank(queue)).toEqual({ id: '', ring_limit: '0s', record: false, skills: [] })
  expect(blank({ type: 'object', required: ['skill', 'level'], properties: { skill: { type: 'string' }, level: { type: 'integer' } } })).toEqual({ skill: '', level: 1 })
  expect(added([{ id: 'a', ring_limit: '20s', record: true, skills: ['x'] }], queue)).toEqual({ id: '', ring_limit: '20s', record: true, skills: [] })
})

test('lists and groups are changed without touching the old ones', () => {
  const list = ['a', 'b', 'c']
  expect(moved(list, 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(list, 0, -1)).toBe(list)
  expect(list).toEqual(['a', 'b', 'c'])
  expect(put({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 })
  expect(same({ a: [1, { b: 2 }], c: 3 }, { c: 3, a: [1, { b: 2 }] })).toBe(true)
  expect(same({ a: 1 }, { a: 1, b: null })).toBe(false)
  expect(keysOf([{ id: 'x' }, { id: 'x' }, { name: 'n' }, {}])).toEqual(['x', 'x#2', 'n', '#1'])
})

const none: Schema = { type: 'object' }
const base: Group = { name: 'n', queues: [{ id: 'a', limit: '15s', record: true }, { id: 'b', limit: '15s' }], breaks: [{ code: 'x' }, { code: 'y' }] }

test('changes of different things go together', () => {
  const mine: Group = { ...base, queues: [{ id: 'a', limit: '20s', record: true }, { id: 'b', limit: '15s' }, { id: 'c', limit: '1s' }] }
  const theirs: Group = { ...base, name: 'm', queues: [{ id: 'd', limit: '9s' }, { id: 'a', limit: '15s', record: false }] }
  expect(merge(none, base, mine, theirs)).toEqual({
    document: { ...base, name: 'm', queues: [{ id: 'd', limit: '9s' }, { id: 'a', limit: '20s', record: false }, { id: 'c', limit: '1s' }] },
    clashes: [],
  })
})

test('what both changed is mine, and is named', () => {
  const change = (limit: string): Group => ({ ...base, queues: [{ id: 'a', limit, record: true }, { id: 'b', limit: '15s' }] })
  const { document, clashes } = merge(none, base, change('20s'), change('30s'))
  expect(clashes).toEqual([{ path: 'queues[a].limit', mine: '20s', theirs: '30s' }])
  expect(putAt(document, 'queues[a].limit', '30s')).toEqual(change('30s'))
  expect(putAt(document, 'queues[a]', undefined)['queues']).toEqual([{ id: 'b', limit: '15s' }])
  expect(putAt(document, 'queues[c].limit', '1s')['queues']).toHaveLength(3)
  expect(document).toEqual(change('20s'))
  expect(merge(none, base, change('20s'), change('20s')).clashes).toEqual([])
})

test('an order that I changed stays, with what others added', () => {
  const mine: Group = { ...base, breaks: [{ code: 'y' }, { code: 'x' }] }
  const theirs: Group = { ...base, breaks: [{ code: 'x' }, { code: 'y' }, { code: 'z' }] }
  expect(merge(none, base, mine, theirs).document['breaks']).toEqual([{ code: 'y' }, { code: 'x' }, { code: 'z' }])
})

test('what is wrong is counted on the page that shows it', () => {
  expect(['name', 'queues[3].ring_limit', 'queues[3].targets.answer', 'targets.reply', 'emergency'].map(pageOf)).toEqual(['name', 'queues', 'targets', 'targets', 'emergency'])
})
