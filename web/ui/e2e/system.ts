/**
 * The system under test: the one that THIRDRING_DEMO_JSON describes, else a
 * demo of its own with its own ports and folder, which never meets a running one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Program, repo } from './process.ts'

/** Demo is the part of demo.json that the test uses. */
export interface Demo {
  url: string
  sip: string
  hotline: string
  config: string
  dirs: Record<string, string>
  agents: { id: string; name: string; password: string; sip_user: string; sip_secret: string }[]
  supervisor: { user: string; password: string }
  admin: { user: string; password: string }
}

/** agentFirst is the tests' second hotline, whose calls ring an agent before they are greeted. */
export const agentFirst = '4008005678'

export function demo(): Demo {
  const path = process.env['THIRDRING_DEMO_JSON']
  if (path === undefined) throw new Error('no THIRDRING_DEMO_JSON: run the test through playwright')
  return JSON.parse(readFileSync(path, 'utf8')) as Demo
}

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['THIRDRING_DEMO_JSON'] !== undefined) return undefined
  const parts = process.env['THIRDRING_VAR'] ?? join(repo, 'var')
  const own = join(parts, 'e2e-ui')
  // What an interrupted run left behind would be found again: its processes, its calls, its agents' states.
  await new Program(['demo', '--stop'], { THIRDRING_VAR: own }).end()
  rmSync(own, { recursive: true, force: true })
  share(parts, own)
  const [web, sip, ari, redis] = await freePorts(4)
  const system = new Program(['demo'], {
    THIRDRING_VAR: own,
    THIRDRING_LISTEN: `127.0.0.1:${web}`,
    THIRDRING_SIP_ADDR: `127.0.0.1:${sip}`,
    THIRDRING_ARI_ADDR: `127.0.0.1:${ari}`,
    THIRDRING_REDIS_ADDR: `127.0.0.1:${redis}`,
    THIRDRING_RTP_START: '26000',
    THIRDRING_RTP_END: '26999',
  })
  process.env['THIRDRING_DEMO_JSON'] = join(own, 'run', 'demo.json')
  try {
    await system.prints(new RegExp(`http://127.0.0.1:${web}`), 90_000)
  } catch (error) {
    await system.stop()
    throw error
  }
  await addHotline(demo().config, own).catch(async (error: unknown) => {
    await system.stop()
    throw error
  })
  return () => system.stop()
}

/**
 * addHotline adds one that rings an agent at once, without the greeting's twelve seconds before each call of a test.
 * Its queue asks for opinions, but after calls of tests only if the agent wants that.
 */
async function addHotline(config: string, folder: string): Promise<void> {
  const file = join(folder, 'run', 'centre.json')
  await run('--config', config, 'center', 'export', '--json', file)
  const { version: _, ...centre } = JSON.parse(readFileSync(file, 'utf8')) as { version: number; hotlines: object[]; queues: object[] }
  centre.hotlines.push({ ...centre.hotlines[0], number: agentFirst, mode: 'agent-first', answer_after: '10s' })
  centre.queues[0] = { ...centre.queues[0], survey: { ask: true, min_talk: '10m' } }
  writeFileSync(file, JSON.stringify(centre))
  await run('--config', config, 'center', 'import', file)
}

async function run(...args: string[]): Promise<void> {
  const program = new Program(args)
  await program.end()
  if (program.failed) throw new Error(`thirdring ${args.join(' ')}: ${program.output}`)
}

/** share lends the downloaded parts and the prompts, which nobody changes, to the test's own folder. */
function share(parts: string, own: string): void {
  mkdirSync(own, { recursive: true })
  for (const name of ['bin', 'asterisk-root', 'sounds']) {
    const [from, to] = [join(parts, name), join(own, name)]
    if (existsSync(from) && !existsSync(to)) symlinkSync(from, to)
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
