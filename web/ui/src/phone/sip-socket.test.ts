import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SipSocket } from './sip-socket'

class Wire {
  readyState = 0
  sent: string[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  send(text: string) {
    this.sent.push(text)
  }
  close() {
    this.readyState = 3
  }
  opened() {
    this.readyState = 1
    this.onopen?.()
  }
}

let wires: Wire[]
let codes: number[]
let lost: number
let socket: SipSocket

beforeEach(() => {
  vi.useFakeTimers()
  ;[wires, codes, lost] = [[], [], 0]
  socket = new SipSocket('ws://desk.example:8080/sip', (code) => codes.push(code), () => {
    wires.push(new Wire())
    return wires.at(-1) as unknown as WebSocket
  })
  socket.ondisconnect = () => (lost += 1)
  socket.connect()
})
afterEach(() => vi.useRealTimers())

const wire = () => wires.at(-1) as Wire

test('it is a SIP socket of the host', () => {
  expect(socket.sip_uri).toBe('sip:desk.example:8080;transport=ws')
  expect(socket.send('early')).toBe(false)
  wire().opened()
  expect(socket.send('hello')).toBe(true)
  expect(wire().sent).toEqual(['hello'])
})

test('a quiet connection is asked, and one that does not answer is given up', () => {
  wire().opened()
  vi.advanceTimersByTime(8_000)
  expect(wire().sent).toEqual(['\r\n\r\n'])
  wire().onmessage?.({ data: '\r\n' })
  vi.advanceTimersByTime(7_999)
  expect(wire().sent).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(wire().sent).toHaveLength(2)
  vi.advanceTimersByTime(4_000)
  expect([codes, lost, wire().readyState]).toEqual([[1006], 1, 3])
})

test('one that does not open is given up, and the next try is a new one', () => {
  vi.advanceTimersByTime(10_000)
  expect([codes, lost]).toEqual([[1006], 1])
  socket.connect()
  expect(wires).toHaveLength(2)
})

test('the close code is told, and what was closed here is no loss', () => {
  wire().opened()
  wire().onclose?.({ code: 4500 })
  expect([codes, lost]).toEqual([[4500], 1])
  socket.connect()
  wire().opened()
  socket.disconnect()
  vi.advanceTimersByTime(60_000)
  expect(lost).toBe(1)
})

test('the check of a dead connection is short', () => {
  wire().opened()
  socket.check()
  socket.check()
  expect(wire().sent).toEqual(['\r\n\r\n'])
  vi.advanceTimersByTime(4_000)
  expect(codes).toEqual([1006])
})
