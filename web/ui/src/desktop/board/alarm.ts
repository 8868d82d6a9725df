/**
 * The sound of an emergency: two tones, every two seconds, until it is
 * answered. A browser lets no page sound in which nobody has clicked since it
 * was loaded; the alarm finds that out before there is an emergency.
 */
import { useSyncExternalStore } from 'react'

const tones = [880, 660]
const toneFor = 0.28 // seconds
const every = 2
const loudness = 0.5
/** A context that may run does so within this; one that may not never says so. */
const wakesWithin = 500

class Alarm {
  private context: AudioContext | undefined
  private sounding: AudioBufferSourceNode | undefined
  private silent = false
  private doubt: ReturnType<typeof setTimeout> | undefined
  private readonly told = new Set<() => void>()

  /** isSilent reports that the browser lets nothing out; a click or a key anywhere in the page changes that. */
  readonly isSilent = (): boolean => this.silent

  readonly subscribe = (tell: () => void): (() => void) => {
    this.open()
    this.told.add(tell)
    return () => this.told.delete(tell)
  }

  /** sound goes on until it is stopped, or sounds once. */
  sound(once = false): void {
    const context = this.open()
    if (context === undefined || this.sounding !== undefined) return
    const source = context.createBufferSource()
    source.buffer = melody(context.sampleRate)
    source.loop = !once
    source.onended = () => source === this.sounding && this.stop()
    source.connect(context.destination)
    source.start()
    this.sounding = source
    this.wake()
  }

  stop(): void {
    this.sounding?.stop()
    this.sounding?.disconnect()
    this.sounding = undefined
    this.rest()
  }

  private open(): AudioContext | undefined {
    if (this.context !== undefined || typeof AudioContext === 'undefined') return this.context
    this.context = new AudioContext()
    for (const kind of ['click', 'keydown']) window.addEventListener(kind, () => this.silent && this.wake(), true)
    this.wake()
    return this.context
  }

  private wake(): void {
    clearTimeout(this.doubt)
    this.doubt = setTimeout(() => this.tell(true), wakesWithin)
    const awake = () => {
      clearTimeout(this.doubt)
      this.tell(false)
      this.rest()
    }
    this.context?.resume().then(awake, () => undefined)
  }

  private tell(silent: boolean): void {
    if (silent === this.silent) return
    this.silent = silent
    for (const tell of this.told) tell()
  }

  /** rest spares the machine a context that has nothing to sound. */
  private rest(): void {
    if (this.sounding === undefined) void this.context?.suspend()
  }
}

export const alarm = new Alarm()

/** useSilent tells whether the browser keeps the page silent. */
export function useSilent(): boolean {
  return useSyncExternalStore(alarm.subscribe, alarm.isSilent)
}

/** melody is one round of the alarm. */
function melody(rate: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: every * rate, sampleRate: rate })
  const samples = buffer.getChannelData(0)
  tones.forEach((hertz, n) => {
    const [begin, length] = [Math.round(n * toneFor * rate), Math.round(toneFor * rate)]
    for (let i = 0; i < length; i++) {
      const edge = Math.min(1, i / (0.02 * rate), (length - i) / (0.03 * rate)) // no clicks
      samples[begin + i] = loudness * edge * Math.sin((2 * Math.PI * hertz * i) / rate)
    }
  })
  return buffer
}
