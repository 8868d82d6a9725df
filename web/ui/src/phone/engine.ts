/** The telephone itself: it carries out what machine.ts decides and tells it what happens. */
import { fetchAccount, NoAccount } from './account'
import { autoAnswer, chosen, follow, listDevices } from './devices'
import { ProblemError, type Account, type Line, type LineEvents } from './line'
import { start, statusOf, step, type Event, type Order, type State } from './machine'
import { closeMicrophone, lookAtMicrophone, onMicrophoneChange, openMicrophone } from './microphone'
import { Meter, type Stat } from './quality'
import { Sounds } from './sounds'
import { lockedTab, type Tab } from './tab'
import type { Phone, Problem, Quality } from './types'

const measureEvery = 2000
const renewBefore = 10 * 60_000

/** View is what components see, without what they can do. */
export type View = Pick<Phone, 'status' | 'problem' | 'ringing' | 'active' | 'studio' | 'muted' | 'autoAnswer' | 'quality'>

/** Parts is what an engine works with; the browser's by default. */
export interface Parts {
  tab: Tab
  openLine: (account: Account, events: LineEvents) => Promise<Line>
  fetchAccount: (page: string | undefined) => Promise<Account>
  lookAtMicrophone: () => Promise<Problem | undefined>
  onMicrophoneChange: (tell: () => void) => () => void
  openMicrophone: () => Promise<MediaStream>
  sounds: Pick<Sounds, 'ring' | 'beep' | 'say' | 'useSpeaker' | 'close'>
}

/** Engine is one telephone for one user. close must follow. */
export class Engine {
  private state: State = { ...start, autoAnswer: autoAnswer.get() }
  private view: View
  private readonly parts: Parts
  private line: Line | undefined
  private lines = 0 // counts them, so that a closed one's last words are not heard
  private account: Account | undefined
  private microphone: MediaStream | undefined
  private muted = false
  private warning: Problem | undefined
  private quality: Quality | undefined
  private waiting: ReturnType<typeof setTimeout> | undefined
  private renewing: ReturnType<typeof setTimeout> | undefined
  private measuring: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<() => void>()
  private readonly cleanups: (() => void)[] = []

  constructor(
    user: string,
    private readonly onBack: (alive: boolean) => void,
    parts: Partial<Parts> = {},
  ) {
    const sounds = parts.sounds ?? new Sounds((on) => this.warn('silent', on), () => this.warn('speakerGone', true))
    this.parts = {
      openLine: async (account, events) => (await import('./sip')).openSip(account, events),
      fetchAccount: (page) => {
        void import('./sip').catch(() => undefined) // comes with the password, not after it; openLine says if it cannot
        return fetchAccount(page)
      },
      lookAtMicrophone,
      onMicrophoneChange,
      openMicrophone: () => openMicrophone(),
      ...parts,
      tab: parts.tab ?? lockedTab(user),
      sounds,
    }
    this.view = this.look()
    this.cleanups.push(
      this.parts.onMicrophoneChange(() => this.devicesChanged()),
      follow((use) => void (use === 'microphone' ? this.changeMicrophone() : use === 'speaker' ? sounds.useSpeaker() : undefined)),
    )
    if (typeof window !== 'undefined') {
      const online = () => this.line?.check()
      window.addEventListener('online', online)
      this.cleanups.push(() => window.removeEventListener('online', online))
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  readonly getView = (): View => this.view

  /** tell gives the machine an event and carries out what follows. */
  readonly tell = (event: Event): void => {
    const before = this.state
    const [state, orders] = step(before, event)
    this.state = state
    for (const order of orders) this.carryOut(order)
    if (before.call?.id !== state.call?.id || before.call?.phase !== state.call?.phase) this.callChanged()
    this.show()
  }

  setMuted(muted: boolean): void {
    this.muted = muted
    this.applyMute()
    this.show()
  }

  setAutoAnswer(on: boolean): void {
    autoAnswer.set(on)
    this.tell({ is: 'auto answer', on })
  }

  /** close ends the telephone without a word: a call goes on at the server, which waits for the next page. */
  close(): void {
    for (const clean of this.cleanups) clean()
    this.closeLine(true)
    this.parts.tab.leave()
    this.parts.sounds.close()
    clearTimeout(this.waiting)
    clearInterval(this.measuring)
    closeMicrophone(this.microphone)
  }

  private carryOut(order: Order): void {
    const { tab, sounds } = this.parts
    switch (order.do) {
      case 'ask tab':
        return tab.ask((held) => this.tell({ is: 'tab', held }))
      case 'steal tab':
        return tab.steal()
      case 'leave tab':
        return tab.leave()
      case 'look at microphone':
        return void this.parts.lookAtMicrophone().then((problem) => this.tell(problem ? { is: 'microphone', problem } : { is: 'microphone' }))
      case 'fetch account':
        return void this.fetchAccount(order.renew)
      case 'open line':
        return void this.openLine()
      case 'register':
        return this.line === undefined ? void this.openLine() : this.line.register()
      case 'close line':
        return this.closeLine(order.quiet)
      case 'wait':
        clearTimeout(this.waiting)
        this.waiting = setTimeout(() => this.tell({ is: 'waited' }), order.ms)
        return
      case 'ring':
        return sounds.ring(order.on)
      case 'beep':
        return sounds.beep()
      case 'tell back':
        return this.onBack(order.alive)
      default:
        return this.ofCall(order)
    }
  }

  private ofCall(order: Extract<Order, { id: string }>): void {
    const { line } = this
    const { id } = order
    switch (order.do) {
      case 'answer':
        return void this.answer(id)
      case 'hang up':
        return line?.hangUp(id)
      case 'refuse':
        return line?.refuse(id, order.why)
      case 'drop':
        return line?.drop(id)
      case 'probe':
        return void line?.isAlive(id).then((alive) => this.tell({ is: 'probed', id, alive }))
      case 'repair':
        return void line?.repair(id).then((ok) => this.tell({ is: 'repaired', id, ok }))
    }
  }

  private async fetchAccount(renew: boolean): Promise<void> {
    const lines = this.lines
    try {
      const account = await this.parts.fetchAccount(renew ? this.account?.page : undefined)
      if (lines !== this.lines) return // closed meanwhile
      this.account = account
      clearTimeout(this.renewing)
      const left = Date.parse(account.expires_at) - Date.now()
      this.renewing = setTimeout(() => this.tell({ is: 'renewal due' }), Math.max(left / 2, left - renewBefore))
      this.tell({ is: 'account' })
    } catch (error) {
      if (lines === this.lines) this.tell({ is: 'no account', why: error instanceof NoAccount ? error.why : 'offline' })
    }
  }

  private async openLine(): Promise<void> {
    const { account } = this
    if (account === undefined) return
    if (this.line !== undefined) return this.line.renew(account)
    const lines = ++this.lines
    const line = await this.parts.openLine(account, this.events(lines)).catch(() => undefined)
    if (lines !== this.lines) return line?.close(true)
    if (line === undefined) return this.tell({ is: 'registration failed', password: false }) // its code could not be loaded
    this.line = line
  }

  private closeLine(quiet: boolean): void {
    this.lines += 1
    clearTimeout(this.renewing)
    clearTimeout(this.waiting)
    this.line?.close(quiet)
    this.line = undefined
  }

  private events(lines: number): LineEvents {
    const tell = (event: Event) => {
      if (lines === this.lines) this.tell(event)
    }
    return {
      registered: () => tell({ is: 'registered' }),
      registrationFailed: (password) => tell({ is: 'registration failed', password }),
      lost: (why) => tell({ is: 'line lost', why }),
      invite: (id, auto, studio = false) => tell({ is: 'invite', id, auto, ...(studio ? { studio } : {}) }),
      answered: (id) => tell({ is: 'answered', id, at: Date.now() }),
      ended: (id) => tell({ is: 'ended', id }),
      broken: (id, broken, failed) => tell({ is: 'broken', id, broken, failed }),
      voice: (id, stream) => {
        if (lines === this.lines && this.state.call?.id === id) this.parts.sounds.say(stream)
      },
    }
  }

  private async answer(id: string): Promise<void> {
    try {
      const microphone = await this.parts.openMicrophone()
      if (this.state.call?.id !== id) return closeMicrophone(microphone)
      this.useMicrophone(microphone)
      await this.line?.answer(id, microphone)
    } catch (error) {
      if (error instanceof ProblemError) this.tell({ is: 'not answered', id, problem: error.problem })
      else this.tell({ is: 'not answered', id })
    }
  }

  private useMicrophone(microphone: MediaStream): void {
    closeMicrophone(this.microphone)
    this.microphone = microphone
    this.applyMute()
    for (const track of microphone.getAudioTracks()) track.onended = () => void this.changeMicrophone(true)
  }

  private applyMute(): void {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !this.muted
  }

  /** changeMicrophone takes the chosen one into the call; gone says that the one in use went away. */
  private async changeMicrophone(gone = false): Promise<void> {
    const { call } = this.state
    if (call === undefined || call.phase === 'ringing') return
    try {
      const microphone = await this.parts.openMicrophone()
      if (this.state.call?.id !== call.id) return closeMicrophone(microphone)
      this.useMicrophone(microphone)
      await this.line?.speak(call.id, microphone)
      if (gone) this.warn('unplugged', true, microphone.getAudioTracks()[0]?.label)
      else this.warn('unplugged', false)
    } catch (error) {
      this.warn(error instanceof ProblemError ? error.problem.code : 'busy', true)
    }
  }

  private devicesChanged(): void {
    this.tell({ is: 'changed' })
    if (this.state.call === undefined) return
    const speaker = chosen('speaker')
    void listDevices('speaker').then((all) => {
      if (speaker !== '' && !all.some((d) => d.id === speaker)) this.warn('speakerGone', true)
      else this.warn('speakerGone', false)
      void this.parts.sounds.useSpeaker()
    })
  }

  private callChanged(): void {
    const { call } = this.state
    if (call?.phase === 'active' && this.measuring === undefined) this.measure(call.id)
    if (call !== undefined) return
    clearInterval(this.measuring)
    this.measuring = undefined
    this.parts.sounds.say(undefined)
    closeMicrophone(this.microphone)
    this.microphone = undefined
    if (this.warning?.code !== 'silent') this.warning = undefined
  }

  private measure(id: string): void {
    const meter = new Meter()
    this.quality = undefined
    this.measuring = setInterval(() => {
      void this.line?.statistics(id).then((report) => {
        if (report === undefined || this.state.call?.id !== id) return
        const stats: Stat[] = []
        report.forEach((stat: Stat) => stats.push(stat))
        this.quality = meter.measure(stats, Date.now())
        this.show()
      })
    }, measureEvery)
  }

  private warn(code: Problem['code'], on: boolean, detail?: string): void {
    if (on) this.warning = detail === undefined ? { code } : { code, detail }
    else if (this.warning?.code === code) this.warning = undefined
    else return
    this.show()
  }

  private look(): View {
    const { state } = this
    const { call } = state
    return {
      status: statusOf(state),
      problem: state.problem ?? this.warning ?? (call?.broken ? { code: 'media' } : undefined),
      ringing: call?.phase === 'ringing',
      active: call?.phase === 'active' ? { since: call.since, broken: call.broken } : undefined,
      studio: call?.studio === true,
      muted: this.muted,
      autoAnswer: state.autoAnswer,
      quality: this.quality,
    }
  }

  private show(): void {
    this.view = this.look()
    for (const listener of [...this.listeners]) listener()
  }
}
