import { expect, test } from 'vitest'
import { agent, queue, snapshot } from '../../../dev/world.ts'
import type { Snapshot } from '../../protocol.gen'
import { choicesOf, stepTo } from './targets'

const base = snapshot(agent({ state: 'talking' }), [queue(), queue({ id: 'repair', ready: 0, waiting: 3 })])
const names = (typed: string, mode: 'consult' | 'transfer' = 'transfer', of: Snapshot = base) =>
  choicesOf(of, mode, typed).map((one) => `${one.target.kind}:${one.target.id}${one.why ? ` ${one.why}` : ''}`)

test('who is free comes first, the longest free before all, and I am not among them', () => {
  const all = names('')
  expect(all.slice(0, 5)).toEqual(['agent:1007', 'agent:1002', 'queue:service', 'queue:repair', 'queue:complaint'])
  expect(all).not.toContain('agent:1001')
  const firstBusy = all.findIndex((one) => one.includes(' '))
  expect(all.slice(firstBusy).every((one) => one.includes(' '))).toBe(true)
})

test('a busy colleague is listed with the reason and cannot be chosen', () => {
  expect(names('1003')).toContain('agent:1003 talking')
})

test('a name is found by any part of it, the beginning first', () => {
  const team = [...base.team, { id: '2001', name: 'Lina', work_no: '2001', state: 'ready' as const }, { id: '2002', name: 'Ali', work_no: '2002', state: 'ready' as const }]
  expect(names('li', 'transfer', { ...base, team })).toEqual(['agent:2001', 'agent:2002'])
})

test('a colleague is found by the initials of the name', () => {
  expect(names('zl')[0]).toBe('agent:1007')
  expect(names('LN')[0]).toBe('agent:1002')
})

test('a department is found by its name and by its note', () => {
  const name = base.center.departments[0]?.name ?? ''
  expect(names(name)).toEqual(['department:eng'])
  expect(names('24')).toContain('department:prop')
})

test('a work number in full is the colleague, other digits are a telephone number', () => {
  expect(names('1002')[0]).toBe('agent:1002')
  expect(names('1002').at(-1)).toBe('number:1002')
  expect(names('1003')[0]).toBe('number:1003')
  expect(names('138 0000 1234')).toEqual(['number:13800001234'])
  expect(names('\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14')).toEqual(['number:13800001234'])
})

test('a queue without a free agent can be transferred to, not consulted', () => {
  expect(names('repair', 'transfer')).toEqual(['queue:repair'])
  expect(names('repair', 'consult')).toEqual(['queue:repair nobody'])
})

test('the arrows pass over those who cannot be chosen, and around the ends', () => {
  const choice = (why?: 'talking') => ({ target: { kind: 'agent' as const, id: 'x' }, name: '', note: '', ...(why ? { why } : {}) })
  const list = [choice(), choice('talking'), choice()]
  expect(stepTo(list, -1, 1)).toBe(0)
  expect(stepTo(list, 0, 1)).toBe(2)
  expect(stepTo(list, 2, 1)).toBe(0)
  expect(stepTo(list, 0, -1)).toBe(2)
  expect(stepTo([choice('talking')], -1, 1)).toBe(-1)
  expect(stepTo([], -1, 1)).toBe(-1)
})
