/** How good a call sounds, from what the browser counts. */
import type { Direction, Quality, Step } from './types'

/** limits are where each step below 4 begins: fair, poor, bad. */
const limits = {
  lossPercent: [1, 3, 8],
  jitterMs: [30, 50, 100],
  roundTripMs: [200, 350, 600],
} as const

/** stepOf is the worst of the figures; 0 where none is known. */
export function stepOf(incoming: Direction, outgoing: Direction, roundTripMs: number | undefined): Step {
  const steps = [
    rate(incoming.lossPercent, limits.lossPercent),
    rate(outgoing.lossPercent, limits.lossPercent),
    rate(incoming.jitterMs, limits.jitterMs),
    rate(outgoing.jitterMs, limits.jitterMs),
    rate(roundTripMs, limits.roundTripMs),
  ].filter((s) => s !== undefined)
  return steps.length === 0 ? 0 : (Math.min(...steps) as Step)
}

function rate(value: number | undefined, [fair, poor, bad]: readonly [number, number, number]): number | undefined {
  if (value === undefined) return undefined
  return value >= bad ? 1 : value >= poor ? 2 : value >= fair ? 3 : 4
}

/** Stat is the part of the browser's statistics that is read. */
export interface Stat {
  type: string
  kind?: string
  packetsReceived?: number
  packetsLost?: number
  fractionLost?: number
  jitter?: number
  roundTripTime?: number
  nominated?: boolean
  currentRoundTripTime?: number
}

/** Meter compares each look at a call with the one before. */
export class Meter {
  private received = 0
  private lost = 0
  private first = true

  measure(report: Iterable<Stat>, at: number): Quality {
    const stats = [...report]
    const audio = (type: string) => stats.find((s) => s.type === type && s.kind === 'audio')
    const heard = audio('inbound-rtp')
    const told = audio('remote-inbound-rtp')
    const way = stats.find((s) => s.type === 'candidate-pair' && s.nominated === true)
    const incoming = { lossPercent: this.loss(heard), jitterMs: ms(heard?.jitter) }
    const outgoing = { lossPercent: percent(told?.fractionLost), jitterMs: ms(told?.jitter) }
    const roundTripMs = ms(told?.roundTripTime ?? way?.currentRoundTripTime)
    return { step: stepOf(incoming, outgoing, roundTripMs), at, in: incoming, out: outgoing, roundTripMs }
  }

  /** loss is what got lost since the look before; nothing is known while nobody sends. */
  private loss(heard: Stat | undefined): number | undefined {
    const [received, lost] = [heard?.packetsReceived ?? 0, heard?.packetsLost ?? 0]
    const [more, missing] = [received - this.received, Math.max(0, lost - this.lost)]
    this.received = received
    this.lost = lost
    const first = this.first
    this.first = false
    if (first || more + missing <= 0) return undefined
    return round((100 * missing) / (more + missing))
  }
}

const percent = (fraction: number | undefined) => (fraction === undefined ? undefined : round(100 * fraction))
const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : Math.round(1000 * seconds))
const round = (x: number) => Math.round(10 * x) / 10
