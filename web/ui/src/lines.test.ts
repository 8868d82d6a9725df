import { expect, test } from 'vitest'
import { agent } from '../dev/world.ts'
import { candidates, hidden, mayDo, placed, withLine } from './lines'
import type { Line, Waiting } from './protocol.gen'

const row = (call: string, part: Partial<Waiting> = {}): Waiting => ({ call, hotline: '客服', phase: 'waiting', since: '2026-11-22T09:00:00Z', ...part })
const line = (order: string[], rows: Waiting[], part: Partial<Line> = {}): Line => ({
  queue: 'service', total: order.length, beside: 0, shown: order.length, order, rows, ...part,
})

test('only changed rows come, and the order says who is left', () => {
  const first = withLine([], line(['a', 'b'], [row('a'), row('b')]))
  const moved = withLine(first, line(['b', 'a', 'c'], [row('b', { moved: 'up', moved_by: 'sun' }), row('c')]))
  expect(moved[0]?.rows.map((one) => one.call)).toEqual(['b', 'a', 'c'])
  expect(moved[0]?.rows[0]?.moved_by).toBe('sun')
  const gone = withLine(moved, line(['a'], []))
  expect(gone[0]?.rows.map((one) => one.call)).toEqual(['a'])
})

test('queues do not touch each other', () => {
  const both = withLine(withLine([], line(['a'], [row('a')])), line(['b'], [row('b')], { queue: 'repairs' }))
  expect(both.map((one) => one.queue)).toEqual(['service', 'repairs'])
  expect(withLine(both, line([], []))[0]?.queue).toBe('repairs')
})

test('who is on another way has no position', () => {
  const all = placed(line(['a', 'b', 'c'], [row('a'), row('b'), row('c', { phase: 'in_menu' })], { shown: 2, total: 60, beside: 1 }))
  expect(all.map((one) => one.position)).toEqual([1, 2, 0])
  expect(hidden(line(['a'], [row('a')], { total: 60, beside: 1 }))).toBe(60)
  expect(hidden(undefined)).toBe(0)
})

test('what may be done depends on where a caller stands', () => {
  expect(mayDo({ row: row('a'), position: 1 })).toEqual(['queue', 'give', 'why'])
  expect(mayDo({ row: row('a', { wants: '1001' }), position: 2 })).toEqual(['up', 'head', 'queue', 'give', 'anyone', 'why'])
  expect(mayDo({ row: row('a', { phase: 'offering' }), position: 1 })).toEqual(['why'])
  expect(mayDo({ row: row('a', { phase: 'promised' }), position: 2 })).toEqual(['up', 'head', 'queue', 'cancel', 'why'])
  expect(mayDo({ row: row('a', { urgent_at: '2026-11-22T09:00:00Z' }), position: 1 })).toEqual(['why'])
  expect(mayDo({ row: row('a', { phase: 'on_duty' }), position: 0 })).toEqual([])
  expect(mayDo({ row: row('a', { phase: 'promised', next_try: '2026-11-23T09:00:00Z' }), position: 0 })).toEqual(['queue', 'now', 'cancel'])
})

test('free agents of the queue come first, and who does not work is left out', () => {
  const agents = [
    agent({ id: '1', state: 'talking' }), agent({ id: '2', state: 'ready', queues: ['repairs'] }), agent({ id: '3', state: 'ready' }),
    agent({ id: '4', state: 'break' }), agent({ id: '5', state: 'ready', phone: false }),
  ]
  expect(candidates(agents, 'service').map((one) => one.id)).toEqual(['3', '1', '2'])
})
