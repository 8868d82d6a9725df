import { expect, test } from 'vitest'
import { agent, pop, queue, snapshot, team } from '../dev/world.ts'
import { applyFrame, type Desk } from './desk'
import type { Frame } from './socket'

function after(...frames: Frame[]): Desk {
  const first: Frame = { type: 'snapshot', data: snapshot(agent({ state: 'ready' }), [queue()]) }
  const desk = [first, ...frames].reduce<Desk | null>(applyFrame, null)
  if (desk === null) throw new Error('no desk after a snapshot')
  return desk
}

test('nothing is known before the snapshot', () => {
  expect(applyFrame(null, { type: 'agent', data: agent() })).toBeNull()
})

test('my own state follows the server, others’ does not touch it', () => {
  const desk = after({ type: 'agent', data: agent({ state: 'break', reason: 'meal' }) }, { type: 'agent', data: agent({ id: '1002' }) })
  expect(desk.snapshot.me.agent).toMatchObject({ id: '1001', state: 'break', reason: 'meal' })
})

test('colleagues and queues are replaced by id, new ones added', () => {
  const mate = { ...team()[1], state: 'talking' as const }
  const desk = after(
    { type: 'team', data: { agents: [mate, { id: '2000', name: 'new', work_no: '', state: 'ready' }] } },
    { type: 'queue', data: queue({ waiting: 7 }) },
  )
  expect(desk.snapshot.team).toHaveLength(team().length + 1)
  expect(desk.snapshot.team[1]?.state).toBe('talking')
  expect(desk.snapshot.queues.map((q) => q.waiting)).toEqual([7])
})

test('a pop comes, changes and goes', () => {
  const come = after({ type: 'pop', data: pop() })
  expect(come.snapshot.pop?.phase).toBe('offering')
  const changed = applyFrame(come, { type: 'pop.update', data: pop({ phase: 'talking' }) })
  expect(changed?.snapshot.pop?.phase).toBe('talking')
  const gone = applyFrame(changed, { type: 'pop.end', data: { call: 'c1', result: 'answered' } })
  expect(gone?.snapshot.pop).toBeUndefined()
  expect(gone).toMatchObject({ ended: 1, missed: null })
})

test('what is said of another call touches nothing', () => {
  const desk = after({ type: 'pop', data: pop() })
  expect(applyFrame(desk, { type: 'pop.update', data: pop({ call: 'other', phase: 'ended' }) })).toBe(desk)
  expect(applyFrame(desk, { type: 'pop.end', data: { call: 'other', result: 'answered' } })).toBe(desk)
  expect(applyFrame(desk, { type: 'of a newer server', data: {} })).toBe(desk)
})

test('a missed offer is remembered until the next pop', () => {
  const missed = after({ type: 'pop', data: pop() }, { type: 'pop.end', data: { call: 'c1', result: 'no_answer' } })
  expect(missed.missed?.result).toBe('no_answer')
  expect(applyFrame(missed, { type: 'pop', data: pop({ call: 'c2' }) })?.missed).toBeNull()
})

test('changes of everybody’s tasks are counted, over reconnects too', () => {
  const desk = after({ type: 'tasks.team' }, { type: 'snapshot', data: snapshot(agent(), []) }, { type: 'tasks.team' })
  expect(desk.teamTasks).toBe(2)
})

test('a snapshot after a reconnect replaces all, also a pop that went', () => {
  const desk = after({ type: 'pop', data: pop() }, { type: 'snapshot', data: snapshot(agent({ state: 'ready' }), []) })
  expect(desk.snapshot.pop).toBeUndefined()
  expect(desk.snapshot.queues).toEqual([])
})
