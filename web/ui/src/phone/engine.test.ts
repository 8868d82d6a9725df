import { beforeEach, expect, test, vi } from 'vitest'
import { NoAccount } from './account'
import { Engine, type Parts } from './engine'
import { ProblemError, type Account, type Line, type LineEvents } from './line'

const settled = () => new Promise((resolve) => setTimeout(resolve))

/** World is everything around an engine, and what the engine did to it. */
class World {
  did: string[] = []
  events: LineEvents | undefined
  tab: (held: boolean) => void = () => {}
  problem: ProblemError | undefined
  noAccount: NoAccount | undefined
  track = { enabled: true, stop: () => this.did.push('microphone off'), onended: null as null | (() => void), label: 'USB headset' }

  readonly line: Line = {
    renew: () => this.did.push('renew'),
    register: () => this.did.push('register'),
    check: () => {},
    answer: async (id) => void this.did.push(`answer ${id}`),
    hangUp: (id) => this.did.push(`hang up ${id}`),
    refuse: (id, why) => this.did.push(`refuse ${id} ${why}`),
    drop: (id) => this.did.push(`drop ${id}`),
    isAlive: async () => false,
    repair: async (id) => {
      this.did.push(`repair ${id}`)
      return true
    },
    speak: async (id) => void this.did.push(`speak ${id}`),
    statistics: async () => undefined,
    close: (quiet) => this.did.push(quiet ? 'close quietly' : 'close'),
  }

  readonly parts: Parts = {
    tab: { ask: (on) => (this.tab = on), steal: () => this.did.push('steal'), leave: () => this.did.push('leave') },
    openLine: async (_account, events) => {
      this.events = events
      return this.line
    },
    fetchAccount: async (page) => {
      this.did.push(`account ${page ?? 'new'}`)
      if (this.noAccount) throw this.noAccount
      return { page: 'p1', expires_at: new Date(Date.now() + 8 * 3_600_000).toISOString() } as Account
    },
    lookAtMicrophone: async () => this.problem?.problem,
    onMicrophoneChange: () => () => {},
    openMicrophone: async () => {
      if (this.problem) throw this.problem
      return { getTracks: () => [this.track], getAudioTracks: () => [this.track] } as unknown as MediaStream
    },
    sounds: {
      ring: (on) => this.did.push(on ? 'ring' : 'quiet'),
      beep: () => this.did.push('beep'),
      say: (stream) => this.did.push(stream ? 'voice' : 'no voice'),
      useSpeaker: async () => {},
      close: () => {},
    },
  }
}

let world: World
let back: ReturnType<typeof vi.fn<(alive: boolean) => void>>
let engine: Engine

beforeEach(async () => {
  world = new World()
  back = vi.fn<(alive: boolean) => void>()
  engine = new Engine('1001', back, world.parts)
})

async function up(): Promise<void> {
  engine.tell({ is: 'enable' })
  world.tab(true)
  await settled()
  world.events?.registered()
}

test('a call is answered, muted, heard, and ends', async () => {
  await up()
  expect(engine.getView().status).toBe('ready')
  expect(back).toHaveBeenCalledWith(false)
  world.events?.invite('a', false)
  expect(engine.getView().ringing).toBe(true)
  engine.setMuted(true)
  engine.tell({ is: 'answer' })
  await settled()
  expect(world.track.enabled).toBe(false)
  world.events?.voice('a', {} as MediaStream)
  world.events?.answered('a')
  expect(engine.getView().active).toBeDefined()
  engine.setMuted(false)
  expect(world.track.enabled).toBe(true)
  world.events?.ended('a')
  expect(engine.getView().active).toBeUndefined()
  expect(world.did).toEqual(['account new', 'ring', 'quiet', 'answer a', 'voice', 'quiet', 'no voice', 'microphone off'])
})

test('a microphone that fails at the answer is told in words', async () => {
  await up()
  world.problem = new ProblemError({ code: 'denied' })
  world.events?.invite('a', true)
  await settled()
  expect(engine.getView()).toMatchObject({ status: 'failed', problem: { code: 'denied' } })
  expect(world.did).toContain('refuse a unavailable')
})

test('a microphone that is unplugged in the call is replaced, and the page says so', async () => {
  await up()
  world.events?.invite('a', true)
  await settled()
  world.events?.answered('a')
  world.track.onended?.()
  await settled()
  expect(world.did).toContain('speak a')
  expect(engine.getView().problem).toEqual({ code: 'unplugged', detail: 'USB headset' })
})

test('what a closed line still says is not heard', async () => {
  await up()
  const old = world.events
  world.tab(false)
  expect(engine.getView().status).toBe('elsewhere')
  expect(world.did).toContain('close quietly')
  old?.invite('a', true)
  old?.registered()
  expect(engine.getView()).toMatchObject({ status: 'elsewhere', ringing: false })
})

test('after a cut the call is repaired and the server told', async () => {
  await up()
  world.events?.invite('a', true)
  await settled()
  world.events?.answered('a')
  world.events?.lost('network')
  expect(engine.getView().status).toBe('connecting')
  world.events?.registered()
  await settled()
  expect(world.did).toContain('repair a')
  expect(back).toHaveBeenLastCalledWith(true)
})

test('the page is named when its password is renewed', async () => {
  await up()
  world.events?.registrationFailed(true)
  await settled()
  expect(world.did).toEqual(['account new', 'account p1', 'renew'])
  world.noAccount = new NoAccount('elsewhere')
  world.events?.registrationFailed(true)
  engine.tell({ is: 'waited' })
  await settled()
  expect(engine.getView().status).toBe('elsewhere')
})

test('closing says nothing to the other side, which keeps the call', async () => {
  await up()
  engine.close()
  expect(world.did.slice(-2)).toEqual(['close quietly', 'leave'])
})
