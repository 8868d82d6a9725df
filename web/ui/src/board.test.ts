import { expect, test } from 'vitest'
import { agent } from '../dev/world.ts'
import { countStates, ofQueue, onDuty } from './board'

const people = [
  agent({ id: '3', work_no: '1003', state: 'break' }),
  agent({ id: '2', work_no: '1002', state: 'ready' }),
  agent({ id: '4', work_no: '1004', state: 'signed_out', queues: ['repair'] }),
  agent({ id: '1', work_no: '1001', state: 'ready', queues: ['service', 'repair'] }),
]

test('people are counted in every state', () => {
  expect(countStates(people)).toEqual([
    ['ready', 2], ['reserved', 0], ['talking', 0], ['wrap_up', 0], ['not_responding', 0], ['break', 1], ['signed_out', 1],
  ])
})

test('who can help comes first, who is gone not at all', () => {
  expect(onDuty(people).map((one) => one.work_no)).toEqual(['1001', '1002', '1003'])
})

test('a queue has its own people', () => {
  expect(ofQueue(people, 'repair').map((one) => one.id)).toEqual(['4', '1'])
  expect(ofQueue(people, '')).toHaveLength(4)
})
