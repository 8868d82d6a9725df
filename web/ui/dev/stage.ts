/**
 * The one desktop that everybody who opens the page sees: what it shows, the
 * sockets it is shown on, and the clockwork that moves it.
 */
import type { WebSocket } from 'ws'
import type { AgentState, Help, Pop, PopEnd, QueueState, Refusal, Snapshot, Tasks } from '../src/protocol.gen'
import { agent, at, queue, snapshot } from './world.ts'

/** Scene is a moment of the desktop. Without me it is a supervisor's. */
export interface Scene {
  me?: AgentState
  pop?: Pop
  queues?: QueueState[]
  agents?: AgentState[]
  help?: Help
  tasks?: Tasks
  role?: 'agent' | 'supervisor' | 'admin'
}

export class Stage {
  signedIn = false
  away = false
  scene: Scene = { me: agent() }
  private sockets = new Map<WebSocket, number>()
  private timers = new Set<ReturnType<typeof setTimeout>>()

  join(ws: WebSocket, onRequest: (ws: WebSocket, text: string) => void): void {
    if (this.away) return ws.terminate()
    this.sockets.set(ws, 0)
    ws.on('close', () => this.sockets.delete(ws))
    ws.on('message', (text) => onRequest(ws, String(text)))
    this.send(ws, 'snapshot', this.snapshot())
  }

  /** show jumps to a scene; what was still to happen in the last one does not. */
  show(scene: Scene): void {
    this.away = false
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.scene = scene
    for (const ws of this.sockets.keys()) {
      this.sockets.set(ws, 0)
      this.send(ws, 'snapshot', this.snapshot())
    }
  }

  /** agent changes the agent's state, with a new beginning unless since is given. */
  agent(part: Partial<AgentState>): void {
    if (this.scene.me === undefined) return
    this.scene.me = clean({ ...this.scene.me, ...(part.state === undefined ? {} : { since: at(0) }), ...part })
    this.tell('agent', this.scene.me)
  }

  /** others changes an agent of a supervisor's board. */
  others(id: string, part: Partial<AgentState>): void {
    const had = this.scene.agents?.find((one) => one.id === id)
    if (had === undefined) return
    const next = clean({ ...had, ...part })
    this.scene.agents = this.scene.agents?.map((one) => (one.id === id ? next : one)) ?? []
    this.tell('agent', next)
  }

  help(asked: Help['asked']): void {
    this.scene.help = { asked }
    this.tell('help', this.scene.help)
  }

  pop(pop: Pop): void {
    const fresh = this.scene.pop?.call !== pop.call
    this.scene.pop = clean(pop)
    this.tell(fresh ? 'pop' : 'pop.update', this.scene.pop)
  }

  /** change changes the pop; undefined takes a field away. */
  change(part: { [K in keyof Pop]?: Pop[K] | undefined }): void {
    if (this.scene.pop) this.pop({ ...this.scene.pop, ...part } as Pop)
  }

  popEnd(result: PopEnd['result']): void {
    const call = this.scene.pop?.call
    delete this.scene.pop
    if (call !== undefined) this.tell('pop.end', { call, result })
  }

  /** later does something unless the scene is another by then. */
  later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      act()
    }, ms)
    this.timers.add(timer)
  }

  tasks(tasks: Tasks): void {
    this.scene.tasks = tasks
    this.tell('tasks', tasks)
  }

  hangUp(code: number): void {
    for (const ws of this.sockets.keys()) ws.close(code)
  }

  answer(ws: WebSocket, id: string, refusal: Refusal | undefined): void {
    ws.send(JSON.stringify(refusal ? { type: 'error', id, data: refusal } : { type: 'ok', id, data: { server_time: at(0) } }))
  }

  private tell(type: string, data: unknown): void {
    for (const ws of this.sockets.keys()) this.send(ws, type, data)
  }

  private snapshot(): Snapshot {
    const { me, pop, queues = [queue()], agents = [], help, tasks, role = 'agent' } = this.scene
    const whole = snapshot(me ?? agent(), queues, pop)
    return {
      ...whole,
      me: { user: me?.id ?? '2001', role, ...(me ? { agent: me } : {}) },
      agents,
      ...(me ? {} : { team: [] }),
      ...(help ? { help } : {}),
      ...(tasks ? { tasks } : {}),
    }
  }

  private send(ws: WebSocket, type: string, data: unknown): void {
    const seq = (this.sockets.get(ws) ?? 0) + 1
    this.sockets.set(ws, seq)
    ws.send(JSON.stringify({ type, seq, data }))
  }
}

function clean<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}
