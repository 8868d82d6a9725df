/** A customer: a SIP telephone that calls, sounds a tone, and tells what it hears. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callerHertz, toneFile } from './phone-page.ts'
import { Program } from './process.ts'
import { demo } from './system.ts'

export interface Calling {
  from?: string
  to?: string
  hertz?: number
  /** record keeps what is heard, for stretches(). */
  record?: boolean
  /** presses are keys with the seconds after the answer: 5@20,5@30. */
  presses?: string
}

interface Line {
  event: string
  t: number
  hz?: number
  prompt?: string
  keys?: string
}

/** Sound is what can be heard: a tone of so many hertz, or one of these. */
export type Sound = number | 'music' | 'silence'

const longest = 110
const folder = mkdtempSync(join(tmpdir(), 'thirdring-heard-'))
let count = 0

export class Customer {
  private readonly program: Program
  private readonly file: string | undefined

  constructor({ from = '13800001234', to = demo().hotline, hertz = callerHertz, record = false, presses }: Calling) {
    this.file = record ? join(folder, `${++count}.wav`) : undefined
    this.program = new Program([
      'call', '--from', from, '--to', to, '--sip', demo().sip, '--voice', toneFile(hertz, longest), '--seconds', String(longest), '--json', '--sounds', demo().dirs['sounds'] ?? '',
      ...(this.file === undefined ? [] : ['--record', this.file]),
      ...(presses === undefined ? [] : ['--dtmf', presses]),
    ])
  }

  get output(): string {
    return this.program.output
  }

  /** hears waits until this, and nothing else, is what the customer hears now. */
  hears(sound: Sound, withinMs = 15_000): Promise<void> {
    return this.program.until(() => is(this.lines().findLast(audible), sound), `customer hears ${sound}`, withinMs)
  }

  /** isTold waits until a prompt has begun that was not heard before. */
  isTold(prompt: string, withinMs = 15_000): Promise<void> {
    const told = () => this.lines().filter((line) => line.prompt === prompt).length
    const before = told()
    return this.program.until(() => told() > before, `customer is told ${prompt}`, withinMs)
  }

  /** hearsKeys waits until these keys, and no others, were heard in the call. */
  hearsKeys(keys: string, withinMs = 10_000): Promise<void> {
    const heard = () => this.lines().map((line) => (line.event === 'keys' ? line.keys : '')).join('')
    return this.program.until(() => heard() === keys, `customer hears the keys ${keys}`, withinMs)
  }

  /** isOver waits until the call has ended. */
  isOver(withinMs = 10_000): Promise<void> {
    return this.program.until(() => this.lines().some((line) => line.event === 'ended'), 'the call ends', withinMs)
  }

  hangUp(): Promise<void> {
    return this.program.stop()
  }

  /** stretches names, in their order, what was heard of the tones for 0.4 s or longer; for after the call. */
  stretches(...hertz: number[]): string[] {
    if (this.file === undefined) throw new Error('the call was not recorded')
    const wav = readFileSync(this.file)
    const pcm = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)))
    const found: string[] = []
    let [now, since] = ['', 0]
    for (let at = 0; at + slice <= pcm.length; at += slice) {
      const part = pcm.subarray(at, at + slice)
      const tones = hertz.filter((one) => loudness(part, one) > 300).join('+')
      if (tones !== now) [now, since] = [tones, 0]
      since += slice
      if (since === 4 * slice && found.at(-1) !== tones) found.push(tones)
    }
    return found
  }

  private lines(): Line[] {
    return this.output.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as Line]
      } catch {
        return [] // not whole yet, or words for people
      }
    })
  }
}

const rate = 8000
const slice = rate / 10

/** loudness is the amplitude of one frequency. */
function loudness(pcm: Int16Array, hertz: number): number {
  let [re, im] = [0, 0]
  pcm.forEach((value, i) => {
    const turn = (2 * Math.PI * hertz * i) / rate
    re += value * Math.cos(turn)
    im += value * Math.sin(turn)
  })
  return (2 * Math.hypot(re, im)) / pcm.length
}

const audible = (line: Line) => ['tone', 'music', 'silence', 'voice', 'prompt'].includes(line.event)

function is(line: Line | undefined, sound: Sound): boolean {
  if (typeof sound === 'string') return line?.event === sound
  return line?.event === 'tone' && Math.abs((line.hz ?? 0) - sound) < 15
}
