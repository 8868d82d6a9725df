/** Where a caller can go: ways out as the document writes them, the picture of a hotline, and what names a queue or a list. */
import type { Group, Value } from './config'
import { isGroup } from './value'

export type WayKind = 'queue' | 'duty' | 'voicemail' | 'callback' | 'emergency' | 'goodbye'

export interface Way {
  kind: WayKind
  /** id is that of the queue or duty list. */
  id: string
}

export const listOf = (value: Value | undefined): Group[] => (Array.isArray(value) ? value.filter(isGroup) : [])
const text = (value: Value | undefined) => (typeof value === 'string' ? value : '')

/** wayOf reads queue:repairs, duty:night, voicemail and the others. */
export function wayOf(written: string): Way {
  const colon = written.indexOf(':')
  return colon < 0 ? { kind: written as WayKind, id: '' } : { kind: written.slice(0, colon) as WayKind, id: written.slice(colon + 1) }
}

export const waysOf = (value: Value | undefined): Way[] => (Array.isArray(value) ? value.map((one) => wayOf(String(one))) : [])

/** placesFor are the ways that make sense at a place of the document: who does not wait cannot be called back, who waits in a queue cannot be sent there, only a key leads into the emergency lane. */
export function placesFor(path: string, document: Group): Way[] {
  const queue = /^queues\[(\d+)\]/.exec(path)
  const own = queue === null ? undefined : listOf(document['queues'])[Number(queue[1])]
  return [
    ...listOf(document['queues']).filter((one) => one !== own).map((one): Way => ({ kind: 'queue', id: text(one['id']) })),
    ...listOf(document['duty_lists']).map((one): Way => ({ kind: 'duty', id: text(one['id']) })),
    { kind: 'voicemail', id: '' },
    ...(own === undefined ? [] : [{ kind: 'callback', id: '' } as const]),
    ...(/\.keys\[\d+\]/.test(path) ? [{ kind: 'emergency', id: '' } as const] : []),
    { kind: 'goodbye', id: '' },
  ]
}

export const wayText = ({ kind, id }: Way) => (id === '' ? kind : `${kind}:${id}`)

/** When says what sends a caller on a way. */
export type When = { kind: 'key'; key: string } | { kind: 'full'; count: number } | { kind: 'waited' | 'nobody'; span: string } | { kind: 'otherwise' }

export interface Branch {
  when: When
  ways: Way[]
}

/** Room is a queue of a picture with all that may happen to who waits there. */
export interface Room {
  queue: Group
  agents: number
  branches: Branch[]
}

export interface Flow {
  line: Group
  schedule: Group | undefined
  /** closed is what callers hear and may do outside the opening hours; null: it never closes, as an emergency line does not. */
  closed: { prompt: string; holiday: string; branches: Branch[] } | null
  /** lane is who is rung for an emergency line, which no queue holds up; null for other hotlines. */
  lane: { queues: Group[]; agents: number; duty: Group | undefined; escalate: string } | null
  /** rooms begins with the hotline's own queue; the others are reached from there, in that order. */
  rooms: Room[]
}

const isSpan = (value: Value | undefined): value is string => typeof value === 'string' && value !== '' && value !== '0s'
const keyBranches = (value: Value | undefined): Branch[] => listOf(value).map((one) => ({ when: { kind: 'key', key: text(one['key']) }, ways: waysOf(one['then']) }))

function roomOf(queue: Group, agents: Group[]): Room {
  const overflow = isGroup(queue['overflow']) ? queue['overflow'] : {}
  const ways = waysOf(overflow['then'])
  const branches = keyBranches(queue['keys'])
  const { max_waiting: most, max_wait: longest, nobody } = overflow
  if (typeof most === 'number' && most > 0) branches.push({ when: { kind: 'full', count: most }, ways })
  if (isSpan(longest)) branches.push({ when: { kind: 'waited', span: longest }, ways })
  if (isSpan(nobody)) branches.push({ when: { kind: 'nobody', span: nobody }, ways })
  return { queue, branches, agents: agents.filter((one) => Array.isArray(one['queues']) && one['queues'].includes(queue['id'] as string)).length }
}

/** flowOf is the picture of a hotline. */
export function flowOf(line: Group, document: Group): Flow {
  const [queues, agents] = [listOf(document['queues']), listOf(document['agents'])]
  const after = isGroup(line['after_hours']) ? line['after_hours'] : {}
  const schedule = text(line['schedule']) === '' ? undefined : listOf(document['schedules']).find((one) => one['id'] === line['schedule'])
  const otherwise: Branch = { when: { kind: 'otherwise' }, ways: waysOf(after['otherwise']) }
  const closed = schedule === undefined || line['emergency'] === true ? null : { prompt: text(after['prompt']) || 'after_hours', holiday: text(after['holiday_prompt']), branches: [...keyBranches(after['keys']), otherwise] }

  if (line['emergency'] === true) return { line, schedule, closed, lane: laneOf(document), rooms: [] }

  const rooms: Room[] = []
  const ahead = [text(line['queue']), ...queuesIn(closed?.branches ?? [])]
  for (let id = ahead.shift(); id !== undefined; id = ahead.shift()) {
    const queue = queues.find((one) => one['id'] === id)
    if (queue === undefined || rooms.some((room) => room.queue === queue)) continue
    const room = roomOf(queue, agents)
    rooms.push(room)
    ahead.push(...queuesIn(room.branches))
  }
  return { line, schedule, closed, lane: null, rooms }
}

function laneOf(document: Group): Flow['lane'] {
  const lane = isGroup(document['emergency']) ? document['emergency'] : {}
  const ids = Array.isArray(lane['queues']) ? lane['queues'].map(String) : []
  const serves = (agent: Group) => ids.length === 0 || (Array.isArray(agent['queues']) && agent['queues'].some((id) => ids.includes(String(id))))
  return {
    queues: listOf(document['queues']).filter((one) => ids.includes(text(one['id']))),
    agents: listOf(document['agents']).filter(serves).length,
    duty: listOf(document['duty_lists']).find((one) => one['id'] === lane['duty']),
    escalate: text(lane['escalate']) || '15s',
  }
}

const queuesIn = (branches: Branch[]) => branches.flatMap(({ ways }) => ways.filter(({ kind }) => kind === 'queue').map(({ id }) => id))
