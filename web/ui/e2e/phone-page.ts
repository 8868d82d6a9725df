/** A page that is a telephone: a browser with a microphone that sounds a tone, and ears for what the page plays. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { demo } from './system.ts'

/** micHertz is what the page's microphone sounds, callerHertz the caller; neither is a multiple of the other. */
export const micHertz = 620
export const callerHertz = 910

/** secondHertz is a second agent's microphone, outsideHertz the demo's network outside. */
export const secondHertz = 770
export const outsideHertz = 440

const folder = mkdtempSync(join(tmpdir(), 'thirdring-tones-'))

/** toneFile writes a tone as a WAV file. */
export function toneFile(hertz: number, seconds: number): string {
  const rate = 16_000
  const samples = Int16Array.from({ length: rate * seconds }, (_, i) => 9000 * Math.sin((2 * Math.PI * hertz * i) / rate))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(2 * rate, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  const path = join(folder, `${hertz}-${seconds}.wav`)
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return path
}

/** media are the flags of a browser whose microphone sounds a tone. */
export function media(hertz: number): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${toneFile(hertz, 10)}`,
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
  ]
}

/** test runs in a browser whose microphone is micHertz. */
export const test = base.extend<object, object>({
  launchOptions: [
    async ({ launchOptions }, use) => use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...media(micHertz)] }),
    { scope: 'worker' },
  ],
})

/** phoneStatus waits until a page's telephone says that it is so. */
export async function phoneStatus(page: Page, status: 'off' | 'connecting' | 'ready' | 'elsewhere' | 'failed'): Promise<void> {
  await expect(page.locator('[data-phone-status]')).toHaveAttribute('data-phone-status', status)
}

/** usePagePhone chooses the page as the agent's telephone, as the desktop's menu does. */
export async function usePagePhone(page: Page): Promise<void> {
  await ask(page, 'device.set', { kind: 'page' })
  await phoneStatus(page, 'ready')
}

/** ask sends one request on a websocket of its own. */
export function ask(page: Page, type: string, data: unknown): Promise<void> {
  return page.evaluate(
    ([what, body]) =>
      new Promise<void>((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`)
        socket.onmessage = ({ data: text }) => {
          const frame = JSON.parse(String(text)) as { type: string; id?: string; data?: { message?: string } }
          if (frame.type === 'snapshot') socket.send(JSON.stringify({ type: what, id: 'test', data: body }))
          if (frame.id !== 'test') return
          socket.close()
          if (frame.type === 'ok') resolve()
          else reject(new Error(frame.data?.message))
        }
        socket.onclose = () => reject(new Error('closed'))
      }),
    [type, data] as const,
  )
}

/** hears waits until the page plays a tone of the frequency. */
export async function hears(page: Page, hertz: number): Promise<void> {
  await expect.poll(async () => Math.abs((await loudest(page)) - hertz), { timeout: 15_000 }).toBeLessThan(25)
}

/** hearsNothing waits until the page plays no tone. */
export async function hearsNothing(page: Page): Promise<void> {
  await expect.poll(() => loudest(page), { timeout: 15_000 }).toBe(0)
}

/** hearsOnly waits until the page plays these of the tests' tones, and none of the others. */
export async function hearsOnly(page: Page, ...hertz: number[]): Promise<void> {
  await expect.poll(async () => (await played(page)).join(), { timeout: 15_000 }).toBe(hertz.sort((a, b) => a - b).join())
}

/** tones are all that sound in the tests; no one is a multiple of another. */
const tones = [outsideHertz, micHertz, secondHertz, callerHertz]

/** played are those of the tests' tones that the page plays now. */
function played(page: Page): Promise<number[]> {
  return page.evaluate(async (all) => {
    const voice = document.querySelector<HTMLAudioElement>('audio[data-phone=voice]')?.srcObject
    if (!(voice instanceof MediaStream) || voice.getAudioTracks().length === 0) return []
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    analyser.smoothingTimeConstant = 0
    context.createMediaStreamSource(voice).connect(analyser)
    await new Promise((resolve) => setTimeout(resolve, 400))
    const levels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(levels)
    const bin = context.sampleRate / analyser.fftSize
    await context.close()
    return all.filter((hertz) => Math.max(...levels.slice(Math.floor(hertz / bin) - 1, Math.ceil(hertz / bin) + 2)) > -50)
  }, tones)
}

/** loudest is the loudest frequency that the page plays of the call, 0 while it is silent. */
function loudest(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const voice = document.querySelector<HTMLAudioElement>('audio[data-phone=voice]')?.srcObject
    if (!(voice instanceof MediaStream) || voice.getAudioTracks().length === 0) return 0
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 8192
    analyser.smoothingTimeConstant = 0
    context.createMediaStreamSource(voice).connect(analyser)
    await new Promise((resolve) => setTimeout(resolve, 400))
    const levels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(levels)
    const best = levels.reduce((top, level, i) => (level > (levels[top] ?? -Infinity) ? i : top), 0)
    const hertz = (best * context.sampleRate) / analyser.fftSize
    await context.close()
    return (levels[best] ?? -Infinity) > -60 ? hertz : 0
  })
}

/** Relay is a network between a page and the server, which can be cut. */
export class Relay {
  url = ''
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private down = false

  constructor() {
    const target = new URL(demo().url)
    this.server = createServer((near) => {
      if (this.down) return void near.destroy()
      const far = connect(Number(target.port), target.hostname)
      for (const [one, other] of [[near, far], [far, near]] as const) {
        this.sockets.add(one)
        one.on('error', () => undefined)
        one.on('close', () => {
          this.sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`
  }

  /** cut breaks every connection and takes no new ones until mend. */
  cut(): void {
    this.down = true
    for (const socket of this.sockets) socket.destroy()
  }

  mend(): void {
    this.down = false
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
