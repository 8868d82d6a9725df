/**
 * A server for `npm run dev` that speaks docs/api.md and ws/protocol.go well
 * enough to look at and to try every state of the page without Asterisk: any
 * name signs in, "Try a call" plays a whole call, /dev/scene?name=talking shows
 * one moment (dev/scenes.ts lists them), /dev/end lets the caller hang up. Not
 * part of the build.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Plugin, PreviewServer, ViteDevServer } from 'vite'
import { WebSocketServer } from 'ws'
import type { ClientFrame } from '../src/protocol.gen'
import { answer, complete, end, offer, refuse } from './calls.ts'
import { configuration } from './config.ts'
import { files } from './files.ts'
import { request as act } from './requests.ts'
import { scenes } from './scenes.ts'
import { Stage } from './stage.ts'
import { rows } from './world.ts'

export function devServer(): Plugin {
  return { name: 'thirdring-dev-server', configureServer: serve, configurePreviewServer: serve, resolveId: standIn, enforce: 'pre', apply: 'serve' }
}

/** standIn puts dev/phone.tsx in the place of the page's telephone, which has no Asterisk to talk to here. */
function standIn(source: string, importer: string | undefined): string | undefined {
  const wanted = source === './provider' && importer?.includes('/src/phone/')
  return wanted ? fileURLToPath(new URL('phone.tsx', import.meta.url)) : undefined
}

function serve(vite: Pick<ViteDevServer | PreviewServer, 'httpServer' | 'middlewares'>): void {
  const stage = new Stage()
  const sockets = new WebSocketServer({ noServer: true })
  vite.httpServer?.on('upgrade', (request, socket, head) => {
    if (request.url !== '/ws') return
    sockets.handleUpgrade(request, socket, head, (ws) =>
      stage.join(ws, (from, text) => {
        const frame = JSON.parse(text) as ClientFrame
        stage.answer(from, frame.id, act(stage, frame))
      }),
    )
  })
  vite.middlewares.use((request, response, next) => {
    const url = new URL(request.url ?? '/', 'http://dev')
    const route = routes[`${request.method} ${url.pathname}`]
    if (route !== undefined) return void route({ stage, url, request, response })
    const call = { stage, method: request.method ?? '', url, body: () => body(request), response, me: me(stage) }
    void configuration(call).then((done) => done || files(call)).then((done) => done || next())
  })
}

interface Call {
  stage: Stage
  url: URL
  request: IncomingMessage
  response: ServerResponse
}

function me({ scene: { role = 'agent', me } }: Stage) {
  const common = { site: 'dev', time_zone: 'Asia/Shanghai', demo: true }
  return me ? { user: me.id, name: me.name, role, agent: me.id, ...common } : { user: '2001', name: '陈主管', role, ...common }
}

const routes: Record<string, (call: Call) => void | Promise<void>> = {
  'GET /api/me': ({ stage, response }) =>
    stage.signedIn ? json(response, 200, me(stage)) : json(response, 401, { code: 'not_signed_in', message: '请先登录' }),
  'POST /api/login': async ({ stage, request, response }) => {
    const { password } = JSON.parse(await body(request)) as { password: string }
    if (password === 'wrong') return json(response, 401, { code: 'wrong_password', message: '工号或密码不正确' })
    stage.signedIn = true
    json(response, 200, me(stage))
  },
  'POST /api/logout': ({ stage, response }) => {
    stage.signedIn = false
    stage.hangUp(4500)
    response.writeHead(204).end()
  },
  'GET /api/calls': ({ response }) => json(response, 200, { rows }),
  'POST /api/phone': ({ response }) => json(response, 503, { code: 'unavailable', message: '开发服务器没有网页话机' }),
  'POST /api/demo/call': ({ stage, response }) => demo(stage, response),
  'GET /dev/scene': ({ stage, url, response }) => {
    const scene = scenes[url.searchParams.get('name') ?? '']
    if (scene === undefined) return json(response, 404, Object.keys(scenes))
    stage.signedIn = true
    stage.show(scene())
    json(response, 200, {})
  },
  'GET /dev/answer': ({ stage, response }) => {
    answer(stage)
    json(response, 200, {})
  },
  'GET /dev/reject': ({ stage, response }) => {
    refuse(stage)
    json(response, 200, {})
  },
  'GET /dev/hangup': ({ stage, response }) => {
    if (stage.scene.pop?.third && !stage.scene.pop.third.result) complete(stage)
    else end(stage, 'agent')
    json(response, 200, {})
  },
  'GET /dev/end': ({ stage, response }) => {
    end(stage)
    json(response, 200, {})
  },
  'GET /dev/cut': ({ stage, url, response }) => {
    stage.away = url.searchParams.has('stay')
    stage.hangUp(4000)
    json(response, 200, {})
  },
}

async function demo(stage: Stage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  const say = (line: string) => response.write(`event: line\ndata: ${JSON.stringify(line)}\n\n`)
  const steps: [number, string, () => void][] = [
    [200, '00:00 呼叫 4008001234', () => undefined],
    [800, '00:01 第 1 声内应答', () => undefined],
    [1500, '00:02 听到问候语', () => offer(stage)],
    [4000, '00:06 接通,工号 1001', () => answer(stage)],
    [60_000, '01:06 通话结束', () => end(stage)],
  ]
  for (const [wait, line, step] of steps) {
    await new Promise((resolve) => setTimeout(resolve, wait))
    step()
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
