import { expect, test } from 'vitest'
import type { Group } from './config'
import { flowOf, placesFor, wayOf, wayText } from './ways'

const document: Group = {
  hotlines: [
    {
      number: '4008001234', name: '热线', queue: 'service', schedule: 'office', skills: [{ skill: 'yue', level: 3 }],
      after_hours: { prompt: 'night', keys: [{ key: '1', then: ['duty:night', 'voicemail'] }], otherwise: ['goodbye'] },
    },
    { number: '110', name: '急修', queue: 'repair', emergency: true },
  ],
  queues: [
    { id: 'service', name: '客服', keys: [{ key: '2', then: ['callback'] }], overflow: { max_wait: '10m', nobody: '0s', max_waiting: 20, then: ['queue:repair', 'duty:night'] } },
    { id: 'repair', name: '报修', overflow: { nobody: '30s', then: ['queue:service', 'voicemail'] } },
  ],
  agents: [{ id: '1', queues: ['service', 'repair'], skills: [{ skill: 'law', level: 1 }] }, { id: '2', queues: ['service'], skills: [{ skill: 'law', level: 2 }] }],
  schedules: [{ id: 'office', name: '工作时间' }],
  duty_lists: [{ id: 'night', name: '夜班' }],
  emergency: { queues: ['repair'], duty: 'night' },
}
const hotlines = document['hotlines'] as Group[]

test('ways are read as they are written', () => {
  for (const written of ['queue:service', 'duty:night', 'voicemail']) expect(wayText(wayOf(written))).toBe(written)
})

test('only ways that make sense are offered', () => {
  expect(placesFor('queues[0].overflow.then', document).map(wayText)).toEqual(['queue:repair', 'duty:night', 'voicemail', 'callback', 'goodbye'])
  expect(placesFor('hotlines[0].after_hours.otherwise', document).map(wayText)).toEqual(['queue:service', 'queue:repair', 'duty:night', 'voicemail', 'goodbye'])
  expect(placesFor('queues[1].keys[0].then', document).map(wayText)).toEqual(['queue:service', 'duty:night', 'voicemail', 'callback', 'emergency', 'goodbye'])
})

test('the picture of a hotline has every queue that its callers can reach, once', () => {
  const flow = flowOf(hotlines[0] as Group, document)
  expect(flow.schedule?.['name']).toBe('工作时间')
  expect(flow.closed?.branches.map(({ when, ways }) => [when.kind, ways.map(wayText)])).toEqual([['key', ['duty:night', 'voicemail']], ['otherwise', ['goodbye']]])
  expect(flow.rooms.map(({ queue, agents, branches }) => [queue['id'], agents, branches.map(({ when }) => when.kind)])).toEqual([
    ['service', 2, ['key', 'full', 'waited']],
    ['repair', 1, ['nobody']],
  ])
})

test('a hotline without opening hours, or for emergencies, never closes', () => {
  expect(flowOf(hotlines[1] as Group, document).closed).toBeNull()
  expect(flowOf({ ...hotlines[0], emergency: true }, document).closed).toBeNull()
})

test('for an emergency line the agents of its lane are rung, and the duty phones later', () => {
  const { lane, rooms } = flowOf(hotlines[1] as Group, document)
  expect(rooms).toEqual([])
  expect(lane).toMatchObject({ agents: 1, escalate: '15s', duty: { id: 'night' }, queues: [{ id: 'repair' }] })
  expect(flowOf(hotlines[1] as Group, { ...document, emergency: {} }).lane).toMatchObject({ agents: 2, queues: [], duty: undefined })
})
