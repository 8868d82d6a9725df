import { expect, test } from 'vitest'
import type { Group } from './config'
import { everybody, found, leftIn, levelOf, served } from './serving'

const agents: Group[] = [
  { id: '1001', name: '王芳', work_no: '0101', queues: ['service'], skills: [{ skill: 'yue', level: 5 }] },
  { id: '1002', name: '李娜', work_no: '0102', queues: ['service', 'repair'], levels: [{ queue: 'repair', level: 3 }] },
  { id: '2001', name: '张敏', work_no: '', queues: [] },
]

test('a level is 1 unless it is written, 0 for who does not serve the queue', () => {
  expect(agents.map((one) => [levelOf(one, 'service'), levelOf(one, 'repair')])).toEqual([[1, 0], [1, 3], [0, 0]])
})

test('a level is set, and taken away with the queue', () => {
  const [wang, li] = agents as [Group, Group]
  expect(served(wang, 'repair', 2)).toEqual({ ...wang, queues: ['service', 'repair'], levels: [{ queue: 'repair', level: 2 }] })
  expect(served(li, 'repair', 1)).toEqual({ id: '1002', name: '李娜', work_no: '0102', queues: ['service', 'repair'] })
  expect(served(li, 'repair', 0)).toEqual({ id: '1002', name: '李娜', work_no: '0102', queues: ['service'] })
  expect(levelOf(li, 'repair')).toBe(3) // as it was
})

test('a queue that is gone is known while agents serve it', () => {
  expect(leftIn([{ id: 'service', name: '客服' }], agents)).toEqual(['repair'])
})

test.each([
  [{ text: '10 芳' }, [0]],
  [{ text: '0102' }, [1]],
  [{ queue: 'repair' }, [1]],
  [{ skill: 'yue' }, [0]],
  [{ idle: true }, [2]],
  [{}, [0, 1, 2]],
])('%j leaves %j', (filter, want) => expect(found(agents, { ...everybody, ...filter })).toEqual(want))
