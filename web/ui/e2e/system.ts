/**
 * The systems under test: the one that THIRDRING_DEMO_JSON describes, else for each
 * worker a demo with its own ports and folder, which never meets a running one.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { FullConfig } from '@playwright/test'
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
  const path = process.env['THIRDRING_DEMO_JSON'] ?? demoFile(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0))
  return JSON.parse(readFileSync(path, 'utf8')) as Demo
}

const parts = process.env['THIRDRING_VAR'] ?? join(repo, 'var')
const folder = (worker: number) => join(parts, 'e2e-ui', String(worker))
const demoFile = (worker: number) => join(folder(worker), 'run', 'demo.json')

/** start starts a centre for every worker, so that two specs never meet. */
export default async function start(config: FullConfig): Promise<(() => Promise<void>) | undefined> {
  if (process.env['THIRDRING_DEMO_JSON'] !== undefined) return undefined
  const ports = await freePorts(4 * config.workers)
  const systems: Program[] = []
  const stop = async () => {
    await Promise.all(systems.map((one) => one.stop()))
  }
  try {
    for (let i = 0; i < config.workers; i++) systems.push(await startCentre(i, ports.slice(4 * i))) // the first makes the prompts
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

async function startCentre(worker: number, [web, sip, ari, redis]: number[]): Promise<Program> {
  const own = folder(worker)
  // What an interrupted run left behind would be found again: its processes, its calls, its agents' states.
  await new Program(['demo', '--stop'], { THIRDRING_VAR: own }).end()
  rmSync(own, { recursive: true, force: true })
  share(own)
  const system = new Program(['demo'], {
    THIRDRING_VAR: own,
    THIRDRING_LISTEN: `127.0.0.1:${web}`,
    THIRDRING_SIP_ADDR: `127.0.0.1:${sip}`,
    THIRDRING_ARI_ADDR: `127.0.0.1:${ari}`,
    THIRDRING_REDIS_ADDR: `127.0.0.1:${redis}`,
    THIRDRING_RTP_START: String(26000 + 500 * worker),
    THIRDRING_RTP_END: String(26499 + 500 * worker),
  })
  try {
    await system.prints(new RegExp(`http://127.0.0.1:${web}`), 90_000)
    await addHotline((JSON.parse(readFileSync(demoFile(worker), 'utf8')) as Demo).config, own)
  } catch (error) {
    await system.stop()
    throw error
  }
  return system
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

/** share lends the downloaded parts and the prompts, which are made once, to the test's own folder. */
function share(own: string): void {
  mkdirSync(own, { recursive: true })
  mkdirSync(join(parts, 'sounds'), { recursive: true })
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
