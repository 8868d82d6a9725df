/**
 * The websocket client, without React: it connects, reconnects, keeps the
 * order of what the server says, and matches answers to requests. What the
 * messages mean is desk.ts's business. The protocol is ws/protocol.go.
 *
 *   start -> connecting -> open -> waiting -> connecting -> ...
 *                             \-> closed   by stop, or by a code that says so
 */
import { CLOSE_FINAL, CLOSE_SESSION_ENDED } from './protocol.gen'

export type Status = 'connecting' | 'open' | 'waiting' | 'closed'

/** Frame is the envelope of what the server sends. */
export interface Frame {
  type: string
  id?: string
  seq?: number
  data?: unknown
}

/** Connection is the part of a browser's WebSocket that is used. */
export interface Connection {
  readonly readyState: number
  onopen: ((event: Event) => void) | null
  onmessage: ((event: MessageEvent) => void) | null
  onclose: ((event: CloseEvent) => void) | null
  send(text: string): void
  close(code?: number): void
}

export interface Options {
  url: string
  /** onFrame is given the snapshot and the deltas, in order and without gaps. */
  onFrame: (frame: Frame) => void
  /** onStatus is told of every change; code is the close code behind waiting and closed. */
  onStatus: (status: Status, code?: number) => void
  connect?: (url: string) => Connection
  random?: () => number
}

/** RequestError is a request that was refused, or had no answer. code is the protocol's, or 0. */
export class RequestError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly temporary: boolean,
    readonly why: 'refused' | 'offline' | 'timeout',
  ) {
    super(message)
  }
}

const firstDelay = 500
const longestDelay = 10_000
const answerWithin = 8_000
const pingEvery = 20_000
const openWithin = 10_000

/** mayReconnect is the protocol's rule for close codes. */
export function mayReconnect(code: number): boolean {
  return code < CLOSE_SESSION_ENDED && !CLOSE_FINAL.includes(code)
}

/** delay is the wait before try n (from 0): it doubles to 10 s, and half of it is chance. */
export function delay(n: number, random: () => number): number {
  const whole = Math.min(longestDelay, firstDelay * 2 ** Math.min(n, 10))
  return whole / 2 + (whole / 2) * random()
}

interface Pending {
  resolve: (data: unknown) => void
  reject: (error: RequestError) => void
  timer: ReturnType<typeof setTimeout>
}

export class Socket {
  private connection: Connection | null = null
  private pending = new Map<string, Pending>()
  private seq = 0
  private requests = 0
  private tries = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private opening: ReturnType<typeof setTimeout> | undefined
  private pinging: ReturnType<typeof setInterval> | undefined
  private status: Status = 'closed'

  constructor(private readonly options: Options) {}

  start(): void {
    if (this.status === 'closed') this.connect()
  }

  /** retryNow ends the wait before the next try, as when the network is back. */
  retryNow(): void {
    if (this.status === 'waiting') this.connect()
  }

  stop(): void {
    this.drop(1000)
    this.become('closed')
  }

  /** request sends one request and gives its answer's data. */
  request(type: string, data?: unknown): Promise<unknown> {
    const connection = this.connection
    if (connection === null || this.status !== 'open') {
      return Promise.reject(new RequestError(0, 'not connected', true, 'offline'))
    }
    this.requests += 1
    const id = `${Date.now().toString(36)}-${this.requests}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id)
        reject(new RequestError(0, 'no answer in time', true, 'timeout'))
      }, answerWithin)
      this.pending.set(id, { resolve, reject, timer })
      connection.send(JSON.stringify(data === undefined ? { type, id } : { type, id, data }))
    })
  }

  private connect(): void {
    clearTimeout(this.retry)
    this.become('connecting')
    this.seq = 0
    const open = this.options.connect ?? ((url: string) => new WebSocket(url))
    const connection = open(this.options.url)
    this.connection = connection
    // A socket that opens but sends no snapshot is as good as none.
    this.opening = setTimeout(() => this.lose(connection, 1006), openWithin)
    connection.onmessage = (event) => {
      if (connection === this.connection) this.receive(connection, String(event.data))
    }
    connection.onclose = (event) => this.lose(connection, event.code)
  }

  private receive(connection: Connection, text: string): void {
    const frame = parse(text)
    if (frame === null) return
    if (frame.id !== undefined) return this.answer(frame)
    if (frame.seq === undefined) return
    if (frame.type === 'snapshot') {
      this.seq = frame.seq
      this.opened(connection)
    } else if (frame.seq !== this.seq + 1) {
      return this.lose(connection, 1006)
    } else {
      this.seq = frame.seq
    }
    this.options.onFrame(frame)
  }

  private opened(connection: Connection): void {
    clearTimeout(this.opening)
    clearInterval(this.pinging)
    this.tries = 0
    this.become('open')
    this.pinging = setInterval(() => {
      this.request('ping').catch((error: unknown) => {
        if (error instanceof RequestError && error.why === 'timeout') this.lose(connection, 1006)
      })
    }, pingEvery)
  }

  private answer(frame: Frame): void {
    const id = frame.id ?? ''
    const waiting = this.pending.get(id)
    if (waiting === undefined) return
    this.pending.delete(id)
    clearTimeout(waiting.timer)
    if (frame.type === 'error') waiting.reject(refusal(frame.data))
    else waiting.resolve(frame.data)
  }

  /** lose gives a connection up; a later one is not touched. */
  private lose(connection: Connection, code: number): void {
    if (connection !== this.connection) return
    this.drop(4000)
    if (!mayReconnect(code)) return this.become('closed', code)
    this.become('waiting', code)
    this.retry = setTimeout(() => this.connect(), delay(this.tries, this.options.random ?? Math.random))
    this.tries += 1
  }

  private drop(code: number): void {
    clearTimeout(this.retry)
    clearTimeout(this.opening)
    clearInterval(this.pinging)
    const connection = this.connection
    this.connection = null
    if (connection !== null) {
      connection.onmessage = null
      connection.onclose = null
      if (connection.readyState <= 1) connection.close(code)
    }
    for (const waiting of this.pending.values()) {
      clearTimeout(waiting.timer)
      waiting.reject(new RequestError(0, 'connection lost', true, 'offline'))
    }
    this.pending.clear()
  }

  private become(status: Status, code?: number): void {
    if (status === this.status && code === undefined) return
    this.status = status
    this.options.onStatus(status, code)
  }
}

function parse(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as Frame) : null
  } catch {
    return null
  }
}

function refusal(data: unknown): RequestError {
  const { code, message, temporary } = (data ?? {}) as { code?: number; message?: string; temporary?: boolean }
  return new RequestError(code ?? 0, message ?? 'refused', temporary ?? false, 'refused')
}
