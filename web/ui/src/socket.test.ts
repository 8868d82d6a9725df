import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { delay, mayReconnect, RequestError, Socket, type Connection, type Frame, type Status } from './socket'

/** Line is the server's end of a connection, held by the test. */
class Line implements Connection {
  readyState = 1
  sent: { type: string; id: string; data?: unknown }[] = []
  closed: number | undefined
  onopen = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string; id: string })
  }
  close(code?: number): void {
    this.readyState = 3
    this.closed = code
  }
  say(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) } as MessageEvent)
  }
  hangUp(code: number): void {
    this.readyState = 3
    this.onclose?.({ code } as CloseEvent)
  }
}

function desk() {
  const lines: Line[] = []
  const frames: Frame[] = []
  const statuses: [Status, number?][] = []
  const socket = new Socket({
    url: 'ws://test',
    connect: () => {
      const line = new Line()
      lines.push(line)
      return line
    },
    random: () => 1,
    onFrame: (frame) => frames.push(frame),
    onStatus: (status, code) => statuses.push(code === undefined ? [status] : [status, code]),
  })
  socket.start()
  const line = () => lines.at(-1) as Line
  const open = () => line().say({ type: 'snapshot', seq: 1, data: {} })
  return { socket, lines, line, open, frames, statuses, last: () => statuses.at(-1) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('it is open once the snapshot is there, and hands frames on in order', () => {
  const d = desk()
  expect(d.statuses).toEqual([['connecting']])
  d.open()
  d.line().say({ type: 'agent', seq: 2 })
  d.line().say({ type: 'queue', seq: 3 })
  expect(d.last()).toEqual(['open'])
  expect(d.frames.map((f) => f.seq)).toEqual([1, 2, 3])
})

test.each([
  ['a gap', { type: 'agent', seq: 4 }],
  ['a repeat', { type: 'agent', seq: 1 }],
])('%s in the sequence reconnects for a new snapshot, and the frame is not used', (_, frame) => {
  const d = desk()
  d.open()
  d.line().say(frame)
  expect(d.frames).toHaveLength(1)
  expect(d.last()).toEqual(['waiting', 1006])
  vi.advanceTimersByTime(500)
  expect(d.lines).toHaveLength(2)
  d.open()
  d.line().say({ type: 'agent', seq: 2 })
  expect(d.last()).toEqual(['open'])
  expect(d.frames.map((f) => f.seq)).toEqual([1, 1, 2])
})

test('an old connection has no say any more', () => {
  const d = desk()
  d.open()
  const old = d.line()
  const late = old.onmessage
  old.hangUp(4000)
  vi.advanceTimersByTime(500)
  d.open()
  late?.({ data: JSON.stringify({ type: 'agent', seq: 2 }) } as MessageEvent)
  old.hangUp(4500)
  expect(d.last()).toEqual(['open'])
  expect(d.frames).toHaveLength(2)
})

test('the wait doubles to 10 s, half of it chance, and starts over once open', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((n) => delay(n, () => 1))).toEqual([500, 1000, 2000, 4000, 8000, 10000, 10000])
  expect(delay(3, () => 0)).toBe(2000)
  const d = desk()
  d.line().hangUp(1006)
  vi.advanceTimersByTime(499)
  expect(d.lines).toHaveLength(1)
  vi.advanceTimersByTime(1)
  d.line().hangUp(1006)
  vi.advanceTimersByTime(999)
  expect(d.lines).toHaveLength(2)
  vi.advanceTimersByTime(1)
  d.open()
  d.line().hangUp(4001)
  vi.advanceTimersByTime(500)
  expect(d.lines).toHaveLength(4)
})

test.each([1001, 1006, 1011, 1012, 1013, 4000, 4001, 4002, 4499])('code %i reconnects', (code) => {
  expect(mayReconnect(code)).toBe(true)
})

test.each([1009, 4500, 4501, 4502, 4999])('code %i ends it', (code) => {
  expect(mayReconnect(code)).toBe(false)
  const d = desk()
  d.open()
  d.line().hangUp(code)
  vi.advanceTimersByTime(60_000)
  expect(d.last()).toEqual(['closed', code])
  expect(d.lines).toHaveLength(1)
})

test('answers reach the request with their id, refusals as errors', async () => {
  const d = desk()
  d.open()
  const first = d.socket.request('state.set', { state: 'ready' })
  const second = d.socket.request('state.set', { state: 'break' })
  const [a, b] = d.line().sent
  expect(a?.data).toEqual({ state: 'ready' })
  d.line().say({ type: 'error', id: b?.id, data: { code: 203, message: 'no reason', temporary: false } })
  d.line().say({ type: 'ok', id: a?.id, data: { server_time: 'now' } })
  await expect(first).resolves.toEqual({ server_time: 'now' })
  await expect(second).rejects.toMatchObject({ code: 203, message: 'no reason', why: 'refused' })
})

test('a request without an answer fails in time, one on a lost connection at once', async () => {
  const d = desk()
  await expect(d.socket.request('ping')).rejects.toMatchObject({ why: 'offline' })
  d.open()
  const slow = expect(d.socket.request('state.set')).rejects.toMatchObject({ why: 'timeout', temporary: true })
  vi.advanceTimersByTime(8_000)
  await slow
  const cut = d.socket.request('state.set')
  d.line().hangUp(1006)
  await expect(cut).rejects.toBeInstanceOf(RequestError)
})

test('a server that went silent is left', async () => {
  const d = desk()
  d.open()
  vi.advanceTimersByTime(20_000)
  expect(d.line().sent.map((f) => f.type)).toEqual(['ping'])
  await vi.advanceTimersByTimeAsync(8_000)
  expect(d.last()).toEqual(['waiting', 1006])
})

test('a socket that sends no snapshot is left', () => {
  const d = desk()
  vi.advanceTimersByTime(10_000)
  expect(d.last()).toEqual(['waiting', 1006])
})

test('noise is ignored', () => {
  const d = desk()
  d.open()
  for (const noise of ['{', '5', 'null', '{"type":"later"}', '{"type":"ok","id":"unasked"}']) d.line().say(noise)
  expect(d.last()).toEqual(['open'])
  expect(d.frames).toHaveLength(1)
})

test('stop ends it for good, retryNow ends a wait', () => {
  const d = desk()
  d.open()
  d.line().hangUp(1012)
  d.socket.retryNow()
  expect(d.lines).toHaveLength(2)
  d.socket.stop()
  vi.advanceTimersByTime(60_000)
  expect(d.line().closed).toBe(1000)
  expect(d.lines).toHaveLength(2)
  expect(d.last()).toEqual(['closed'])
})
