/** The telephone's own sounds: ringing, the beep before it answers by itself, a tone to test with; and the other side's voice. */
import { chosen } from './devices'

const ringOn = 1 // seconds, as in China's network
const ringEvery = 5
const ringTones = [450, 480]
const loudness = 0.25

/** Sounds plays; it tells when the browser lets nothing out until the page is clicked, and again when it does. */
export class Sounds {
  private context: AudioContext | undefined
  private ringing: ReturnType<typeof setInterval> | undefined
  private sounding: OscillatorNode[] = []
  private readonly voice: HTMLAudioElement
  private blocked = false

  constructor(
    private readonly onBlocked: (blocked: boolean) => void,
    private readonly onSpeakerGone: () => void,
  ) {
    this.voice = document.createElement('audio')
    this.voice.autoplay = true
    this.voice.dataset['phone'] = 'voice'
    document.body.append(this.voice)
  }

  ring(on: boolean): void {
    clearInterval(this.ringing)
    this.ringing = undefined
    for (const tone of this.sounding.splice(0)) stop(tone)
    if (!on) return
    const once = () => void this.tone(ringTones, ringOn, chosen('ring'))
    once()
    this.ringing = setInterval(once, ringEvery * 1000)
  }

  beep(): void {
    void this.tone([880], 0.18, chosen('speaker'))
  }

  /** test plays a tone where the voice or the ringing would be heard. */
  test(use: 'speaker' | 'ring'): Promise<void> {
    return this.tone(use === 'ring' ? ringTones : [440], 1.2, chosen(use))
  }

  /** say lets the other side be heard; undefined is silence. */
  say(stream: MediaStream | undefined): void {
    this.voice.srcObject = stream ?? null
    if (stream === undefined) return
    void this.useSpeaker()
    this.voice.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.block()
    })
  }

  /** useSpeaker lets the voice out of the chosen speaker; the system's, when that is gone. */
  async useSpeaker(): Promise<void> {
    const id = chosen('speaker')
    const player = this.voice as { setSinkId?: (id: string) => Promise<void> }
    try {
      await player.setSinkId?.(id)
    } catch {
      await player.setSinkId?.('').catch(() => undefined)
      if (id !== '') this.onSpeakerGone()
    }
  }

  close(): void {
    this.ring(false)
    this.say(undefined)
    this.voice.remove()
    void this.context?.close()
    this.context = undefined
  }

  private async tone(frequencies: number[], seconds: number, device: string): Promise<void> {
    const context = await this.awake(device)
    if (context === undefined) return
    const loud = context.createGain()
    const [begin, end] = [context.currentTime, context.currentTime + seconds]
    loud.gain.setValueAtTime(0, begin)
    loud.gain.linearRampToValueAtTime(loudness / frequencies.length, begin + 0.02)
    loud.gain.setValueAtTime(loudness / frequencies.length, end - 0.03)
    loud.gain.linearRampToValueAtTime(0, end)
    loud.connect(context.destination)
    for (const hertz of frequencies) {
      const tone = context.createOscillator()
      tone.frequency.value = hertz
      tone.connect(loud)
      tone.onended = () => (this.sounding = this.sounding.filter((t) => t !== tone))
      tone.start(begin)
      tone.stop(end)
      this.sounding.push(tone)
    }
  }

  /** awake gives the audio context once the browser lets it sound, on the device. */
  private async awake(device: string): Promise<AudioContext | undefined> {
    const context = (this.context ??= new AudioContext())
    const sink = context as AudioContext & { setSinkId?: (id: string) => Promise<void>; sinkId?: string }
    if (sink.setSinkId !== undefined && sink.sinkId !== device) await sink.setSinkId(device).catch(() => sink.setSinkId?.(''))
    if (context.state === 'running') return context
    // A page nobody has clicked waits here without an answer.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))])
    if (this.context !== context) return undefined
    if ((context.state as string) === 'running') return context
    this.block()
    return undefined
  }

  private block(): void {
    if (this.blocked) return
    this.blocked = true
    this.onBlocked(true)
    const clicked = () => {
      for (const kind of ['pointerdown', 'keydown']) window.removeEventListener(kind, clicked, true)
      this.blocked = false
      this.onBlocked(false)
      void this.context?.resume()
      if (this.voice.srcObject !== null) void this.voice.play().catch(() => undefined)
    }
    for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, clicked, true)
  }
}

function stop(tone: OscillatorNode): void {
  tone.onended = null
  tone.stop()
}
