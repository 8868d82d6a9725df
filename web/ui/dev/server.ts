/**
 * A server for `npm run dev` that speaks docs/api.md and ws/protocol.go well
 * enough to look at every state of the page without Asterisk: any name signs
 * in, "Try a call" plays a whole call, and /dev/scene?name=talking shows one
 * moment (dev/world.ts lists them). Not part of the build.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin, ViteDevServer } from 'vite'
import { WebSocketServer, type WebSocket } from 'ws'
import type { AgentState, ClientFrame, Pop } from '../src/protocol.gen'
import { agent, at, pop, queue, rows, scenes, snapshot } from './world.ts'

export function devServer(): Plugin {
  return { name: 'thirdring-dev-server', apply: 'serve', configureServer: install }
}

function install(vite: ViteDevServer): void {
  const stage = new Stage()
  const sockets = new WebSocketServer({ noServer: true })
  vite.httpServer?.on('upgrade', (request, socket, head) => {
    if (request.url !== '/ws') return
    sockets.handleUpgrade(request, socket, head, (ws) => stage.join(ws))
  })
  vite.middlewares.use((request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://dev')
    const route = routes[`${request.method} ${url.pathname}`]
    if (route === undefined) return next()
    void route({ stage, url, request, response })
  })
}

interface Call {
  stage: Stage
  url: URL
  request: IncomingMessage
  response: ServerResponse
}

const me = { user: '1001', name: '王芳', role: 'agent', agent: '1001', site: 'dev', time_zone: 'Asia/Shanghai', demo: true }

const routes: Record<string, (call: Call) => void | Promise<void>> = {
  'GET /api/me': ({ stage, response }) =>
    stage.signedIn ? json(response, 200, me) : json(response, 401, { code: 'not_signed_in', message: '请先登录' }),
  'POST /api/login': async ({ stage, request, response }) => {
    const { password } = JSON.parse(await body(request)) as { password: string }
    if (password === 'wrong') return json(response, 401, { code: 'wrong_password', message: '工号或密码不正确' })
    stage.signedIn = true
    json(response, 200, me)
  },
  'POST /api/logout': ({ stage, response }) => {
    stage.signedIn = false
    stage.hangUp(4500)
    response.writeHead(204).end()
  },
  'GET /api/calls': ({ response }) => json(response, 200, { rows }),
  'POST /api/demo/call': ({ stage, response }) => demo(stage, response),
  'GET /dev/scene': ({ stage, url, response }) => {
    const scene = scenes[url.searchParams.get('name') ?? '']
    if (scene === undefined) return json(response, 404, Object.keys(scenes))
    stage.signedIn = true
    stage.show(scene())
    json(response, 200, {})
  },
  'GET /dev/cut': ({ stage, url, response }) => {
    stage.away = url.searchParams.has('stay')
    stage.hangUp(4000)
    json(response, 200, {})
  },
}

/** Stage is the one desktop that everybody who opens the page sees. */
class Stage {
  signedIn = false
  away = false
  private scene: { me: AgentState; pop?: Pop; queue?: ReturnType<typeof queue> } = { me: agent() }
  private sockets = new Map<WebSocket, number>()

  join(ws: WebSocket): void {
    if (this.away) return ws.terminate()
    this.sockets.set(ws, 0)
    ws.on('close', () => this.sockets.delete(ws))
    ws.on('message', (text) => this.request(ws, JSON.parse(String(text)) as ClientFrame))
    this.send(ws, 'snapshot', this.snapshot())
  }
  show(scene: typeof this.scene): void {
    this.away = false
    this.scene = scene
    for (const ws of this.sockets.keys()) {
      this.sockets.set(ws, 0)
      this.send(ws, 'snapshot', this.snapshot())
    }
  }
  move(part: Partial<AgentState>, shown: Pop | undefined, type?: 'pop' | 'pop.update' | 'pop.end'): void {
    const had = this.scene.pop
    this.scene = { ...this.scene, me: { ...this.scene.me, since: at(0), ...part } }
    if (shown === undefined) delete this.scene.pop
    else this.scene.pop = shown
    for (const ws of this.sockets.keys()) {
      if (type) this.send(ws, type, type === 'pop.end' ? { call: had?.call, result: 'answered' } : shown)
      this.send(ws, 'agent', this.scene.me)
    }
  }
  hangUp(code: number): void {
    for (const ws of this.sockets.keys()) ws.close(code)
  }
  private snapshot() {
    return snapshot(this.scene.me, [this.scene.queue ?? queue()], this.scene.pop)
  }
  private send(ws: WebSocket, type: string, data: unknown): void {
    const seq = (this.sockets.get(ws) ?? 0) + 1
    this.sockets.set(ws, seq)
    ws.send(JSON.stringify({ type, seq, data }))
  }
  private request(ws: WebSocket, frame: ClientFrame): void {
    const answer = (type: string, data: unknown) => ws.send(JSON.stringify({ type, id: frame.id, data }))
    const data = frame.data as { state?: AgentState['state']; reason?: string; done?: boolean; owner?: string; unit?: string } | undefined
    const { me: had, pop: shown } = this.scene
    if (frame.type === 'state.set' && data?.state) {
      const bound = had.state === 'reserved' || had.state === 'talking'
      const reason = data.reason ? { reason: data.reason } : {}
      if (bound) this.move({ since: had.since ?? at(0), next: data.state, ...(data.reason ? { next_reason: data.reason } : {}) }, shown)
      else {
        this.scene = { ...this.scene, me: agent({ state: data.state, ...reason }) }
        this.move({}, undefined)
      }
    }
    if (frame.type === 'wrapup.save' && data?.done) this.move({ state: 'ready' }, undefined, 'pop.end')
    if (frame.type === 'call.hangup' && shown) this.end(shown, 'agent')
    if (frame.type === 'owner.choose' && shown) {
      const owner = shown.caller.choices?.find((one) => one.id === data?.owner) ?? shown.caller.owner
      const caller = { ...shown.caller, ...(owner ? { owner } : {}), ...(data?.unit ? { unit: data.unit } : {}) }
      this.move({ since: had.since ?? at(0) }, { ...shown, caller }, 'pop.update')
    }
    answer('ok', { server_time: at(0) })
  }
  offer(): void {
    this.move({ state: 'reserved' }, pop({ call: `c${Date.now()}`, queued_at: at(-2000), offered_at: at(0), ring_by: at(15_000) }), 'pop')
  }
  answer(): void {
    if (this.scene.pop) this.move({ state: 'talking' }, { ...this.scene.pop, phase: 'talking', answered_at: at(0) }, 'pop.update')
  }
  end(shown = this.scene.pop, by: 'caller' | 'agent' = 'caller'): void {
    if (shown?.phase !== 'talking') return
    const wrapUpBy = at(60_000)
    this.move({ state: 'wrap_up', wrap_up_by: wrapUpBy }, { ...shown, phase: 'ended', ended_at: at(0), ended_by: by, wrap_up_by: wrapUpBy }, 'pop.update')
  }
}

async function demo(stage: Stage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  const say = (line: string) => response.write(`event: line\ndata: ${JSON.stringify(line)}\n\n`)
  const steps: [number, string, () => void][] = [
    [200, '00:00 呼叫 4008001234', () => undefined],
    [800, '00:01 第 1 声内应答', () => undefined],
    [1500, '00:02 听到问候语', () => stage.offer()],
    [4000, '00:06 接通,工号 1001', () => stage.answer()],
    [12_000, '00:18 通话结束', () => stage.end()],
  ]
  for (const [wait, line, act] of steps) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    act()
    say(line)
  }
  response.end('event: end\ndata: ""\n\n')
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

async function body(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
