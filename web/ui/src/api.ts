/** The HTTP side of the server, as docs/api.md describes it. */
import type { Lang } from './format'
import type { Task } from './tasks'
import type { Direction, Outcome, TransferKind, TransferResult } from './protocol.gen'

export type Role = 'agent' | 'supervisor' | 'qa' | 'manager' | 'admin'

export interface User {
  user: string
  name: string
  role: Role
  agent?: string
  site: string
  /** time_zone is the centre's, such as Asia/Shanghai. */
  time_zone: string
  demo?: boolean
}

/** CallRow is the part of a register row that the page shows. */
export interface CallRow {
  call_id: string
  direction?: Direction
  /** purpose of an outbound call, a code of the centre's list. */
  purpose?: string
  caller_number_masked?: string
  match?: string
  owner_id?: string
  owner_name?: string
  unit_ref?: string
  agent_id?: string
  transfers?: CallTransferred[]
  t_ring: string
  talk_ms?: number
  outcome?: Outcome
  category?: string
  sub_category?: string
  summary?: string
  resolved_on_call?: boolean
  /** registered_at is missing until the agent saved the wrap-up. */
  registered_at?: string
  /** complete is false for a draft that was not finished. */
  complete?: boolean
}

/** CallTransferred is a transfer, consultation or conference of a row. */
export interface CallTransferred {
  t: string
  from: string
  to: string
  to_name?: string
  type: TransferKind
  reason: string
  result?: TransferResult
}

/** FieldProblem is what the server finds wrong with one part of the input, such as body.name. */
export interface FieldProblem {
  field: string
  message?: string
  /** line of the text that was sent, if it was one. */
  line?: number
}

/** ApiError is an answer other than success. status 0 means that none came. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfter: number,
    readonly fields: FieldProblem[] = [],
    /** body is the whole answer. */
    readonly body: unknown = undefined,
  ) {
    super(message)
  }
}

interface Beginning {
  tasks?: Task[]
  calls?: CallRow[]
}

/** first holds what came with the first answer, until it is used, so that nothing is asked for twice. */
export const first = {
  held: {} as Beginning,
  put(beginning: Beginning): void {
    this.held = beginning
  },
  tasks(): Task[] | null {
    const { tasks, ...rest } = this.held
    this.held = rest
    return tasks ?? null
  },
  calls(): CallRow[] | null {
    const { calls, ...rest } = this.held
    this.held = rest
    return calls ?? null
  },
}

/** Api asks in one language, so that the server's sentences come in it. */
export class Api {
  constructor(private readonly lang: Lang) {}

  async me(signal?: AbortSignal): Promise<User> {
    return (await (await this.send('GET', '/api/me', undefined, signal)).json()) as User
  }

  /** desk is me with what a desktop begins with, in one answer; the rest of it waits in first. */
  async desk(signal?: AbortSignal): Promise<User> {
    const { me, ...rest } = await this.json<{ me: User } & Beginning>('GET', '/api/desk', undefined, signal)
    first.put(rest)
    return me
  }

  async login(user: string, password: string): Promise<User> {
    return (await (await this.send('POST', '/api/login', { user, password })).json()) as User
  }

  async logout(): Promise<void> {
    await this.send('POST', '/api/logout')
  }

  /** calls lists an agent's calls of a day such as 2026-11-22, newest first. */
  async calls(agent: string, from: string, signal?: AbortSignal): Promise<CallRow[]> {
    const query = new URLSearchParams({ agent, from, limit: '200' })
    const answer = await this.send('GET', `/api/calls?${query}`, undefined, signal)
    return ((await answer.json()) as { rows?: CallRow[] | null }).rows ?? []
  }

  /** demoCall places a call and gives each line as it comes; it ends when the call has. */
  async demoCall(from: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void> {
    const answer = await this.send('POST', '/api/demo/call', { from }, signal)
    if (answer.body === null) return
    let failed = ''
    for await (const event of events(answer.body)) {
      if (event.name === 'line') onLine(JSON.parse(event.data) as string)
      else if (event.name === 'end') failed = JSON.parse(event.data) as string
    }
    if (failed !== '') throw new ApiError(0, 'demo', failed, 0)
  }

  /** json sends a request and gives the JSON that answers it. */
  async json<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    return (await (await this.send(method, path, body, signal)).json()) as T
  }

  /** yaml posts a text as it is and gives the JSON that answers it. */
  async yaml<T>(path: string, text: string): Promise<T> {
    return (await (await this.send('POST', path, text, undefined, 'application/yaml')).json()) as T
  }

  /** upload posts a file as it is and gives the JSON that answers it. */
  async upload<T>(path: string, file: Blob, signal?: AbortSignal): Promise<T> {
    return (await (await this.send('POST', path, file, signal, 'application/octet-stream')).json()) as T
  }

  /** remove deletes what the address names. */
  async remove(path: string): Promise<void> {
    await this.send('DELETE', path)
  }

  private async send(method: string, path: string, body?: unknown, signal?: AbortSignal, type = 'application/json'): Promise<Response> {
    const request: RequestInit = {
      method,
      headers: {
        'Accept-Language': this.lang,
        ...(body === undefined ? {} : { 'Content-Type': type }),
      },
      ...(body === undefined ? {} : { body: type === 'application/json' ? JSON.stringify(body) : body instanceof Blob ? body : String(body) }),
      ...(signal === undefined ? {} : { signal }),
    }
    let answer: Response
    try {
      answer = await fetch(path, request)
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError(0, 'offline', '', 0)
    }
    if (!answer.ok) throw await problem(answer)
    return answer
  }
}

async function problem(answer: Response): Promise<ApiError> {
  const body = (await answer.json().catch(() => ({}))) as { code?: string; message?: string; fields?: FieldProblem[] }
  const wait = Number(answer.headers.get('Retry-After') ?? 0)
  return new ApiError(answer.status, body.code ?? '', body.message ?? answer.statusText, Number.isFinite(wait) ? wait : 0, body.fields, body)
}

interface ServerEvent {
  name: string
  data: string
}

/** events splits a stream of server-sent events. */
export async function* events(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    text += done ? decoder.decode() : decoder.decode(value, { stream: true })
    const blocks = text.split(/\r?\n\r?\n/)
    text = blocks.pop() ?? ''
    for (const block of blocks) yield event(block)
    if (done) return
  }
}

function event(block: string): ServerEvent {
  let name = 'message'
  const data: string[] = []
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith('event:')) name = line.slice(6).trim()
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
  }
  return { name, data: data.join('\n') }
}
