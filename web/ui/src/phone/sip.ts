/**
 * SIP for the page, on JsSIP. It is loaded when a telephone is wanted, so that
 * the sign-in page stays small.
 *
 * JsSIP ends a session when its voice or its connection is lost. Here both come
 * back, and the server decides what a call is worth; so those ends are kept from it (see outlive).
 */
import { UA } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import type { Account, Line, LineEvents } from './line'
import type { Refusal } from './machine'
import { SipSocket } from './sip-socket'

const reconnectAtLeast = 1 // seconds
const reconnectAtMost = 8
const registerFor = 120
const repairWithin = 8_000
const aliveWithin = 1_500
const gatherFor = 400

/** Close codes of /sip after which a page must not come back by itself. */
const replaced = 4500
const finalFrom = 4500

const statusCodes: Record<Refusal, number> = { declined: 603, busy: 486, unavailable: 480 }

/** spared are the causes for which JsSIP would end a call that can be mended. */
const spared = ['RTP Timeout', 'Connection Error', 'Request Timeout', 'WebRTC Error']

interface Held {
  session: RTCSession
  pc: RTCPeerConnection | undefined
  confirmed: boolean
  /** mended is told how a repair under way ends. */
  mended: ((ok: boolean) => void) | undefined
  end: RTCSession['terminate']
}

/** openSip registers the account and returns the line at once; events tell how it goes. */
export function openSip(account: Account, events: LineEvents): Line {
  return new SipLine(account, events)
}

class SipLine implements Line {
  private readonly ua: UA
  private readonly socket: SipSocket
  private readonly calls = new Map<string, Held>()
  private closed = false

  constructor(
    private account: Account,
    private readonly events: LineEvents,
  ) {
    const origin = location.origin.replace(/^http/, 'ws')
    this.socket = new SipSocket(`${origin}/sip?page=${encodeURIComponent(account.page)}`, (code) => this.lost(code))
    this.ua = new UA({
      sockets: [this.socket as never],
      uri: `sip:${account.user}@${account.realm}`,
      authorization_user: account.user,
      password: account.password,
      realm: account.realm,
      register_expires: registerFor,
      connection_recovery_min_interval: reconnectAtLeast,
      connection_recovery_max_interval: reconnectAtMost,
      no_answer_timeout: 300,
      user_agent: 'thirdring page',
    })
    this.ua.on('registered', () => this.closed || events.registered())
    this.ua.on('registrationFailed', ({ response }) => {
      if (!this.closed) events.registrationFailed([401, 403, 404].includes(response?.status_code ?? 0))
    })
    this.ua.on('newRTCSession', ({ originator, session, request }: { originator: string; session: RTCSession; request: unknown }) => {
      if (originator === 'remote') this.invited(session, request as Headers)
    })
    this.ua.start()
  }

  renew(account: Account): void {
    this.account = account
    this.ua.set('password', account.password)
    this.register()
  }

  register(): void {
    if (this.socket.isConnected()) this.ua.register()
    else this.check()
  }

  check(): void {
    if (this.socket.isConnected()) this.socket.check()
    // JsSIP waits some seconds before its next try; the network is back now.
    else if (!this.closed) (this.ua as unknown as { transport: { connect: () => void } }).transport.connect()
  }

  async answer(id: string, microphone: MediaStream): Promise<void> {
    const call = this.held(id)
    call.session.answer({
      mediaStream: microphone,
      pcConfig: { iceServers: this.account.ice_servers },
    })
    await Promise.resolve()
  }

  hangUp(id: string): void {
    this.finish(id, {})
  }

  refuse(id: string, why: Refusal): void {
    this.finish(id, { status_code: statusCodes[why] })
  }

  drop(id: string): void {
    const call = this.calls.get(id)
    this.calls.delete(id)
    if (call === undefined) return
    call.pc?.close()
    attempt(() => call.end({ status_code: 480 }))
  }

  isAlive(id: string): Promise<boolean> {
    const call = this.calls.get(id)
    if (call === undefined || !call.confirmed || !this.socket.isConnected()) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), aliveWithin)
      const is = (alive: boolean) => () => {
        clearTimeout(timer)
        resolve(alive)
      }
      // Whatever the answer is, who gives it has the dialog; without one it is 481, a dialog error.
      ask(call.session, { onSuccessResponse: is(true), onErrorResponse: is(true), onDialogError: is(false), onTransportError: is(false) })
    })
  }

  repair(id: string): Promise<boolean> {
    const call = this.calls.get(id)
    if (call?.pc === undefined || !call.confirmed) return Promise.resolve(false)
    call.mended?.(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => call.mended?.(false), repairWithin)
      call.mended = (ok) => {
        clearTimeout(timer)
        call.mended = undefined
        resolve(ok)
      }
      // What was gathered before a restart does not count: JsSIP would send an offer without addresses.
      ;(call.session as unknown as { _iceReady: boolean })._iceReady = false
      // After a gap the browser may send from another of its addresses and think itself connected; Asterisk hears nothing then.
      const sent = call.session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, () => call.mended?.(true))
      if (!sent) call.mended(false)
    })
  }

  async speak(id: string, microphone: MediaStream): Promise<void> {
    const track = microphone.getAudioTracks()[0] ?? null
    for (const sender of this.calls.get(id)?.pc?.getSenders() ?? []) await sender.replaceTrack(track)
  }

  async statistics(id: string): Promise<RTCStatsReport | undefined> {
    return this.calls.get(id)?.pc?.getStats()
  }

  close(quiet: boolean): void {
    if (this.closed) return
    this.closed = true
    if (quiet) this.socket.disconnect()
    for (const id of [...this.calls.keys()]) this.drop(id)
    this.ua.stop()
  }

  private lost(code: number): void {
    if (this.closed) return
    this.events.lost(code === replaced ? 'elsewhere' : code >= finalFrom && code < 5000 ? 'refused' : 'network')
  }

  private invited(session: RTCSession, request: Headers): void {
    const { id } = session as unknown as { id: string }
    const call: Held = { session, pc: undefined, confirmed: false, mended: undefined, end: session.terminate.bind(session) }
    this.calls.set(id, call)
    outlive(call)
    session.on('peerconnection', ({ peerconnection }) => this.watch(id, call, peerconnection))
    session.on('icecandidate', ({ ready }) => setTimeout(ready, gatherFor))
    session.on('accepted', () => {
      call.confirmed = true
      this.events.answered(id)
    })
    const over = () => {
      call.mended?.(false)
      if (this.calls.delete(id)) this.events.ended(id)
    }
    session.on('ended', over)
    session.on('failed', over)
    this.events.invite(id, wantsAnswer(request), isStudio(request))
  }

  private watch(id: string, call: Held, pc: RTCPeerConnection): void {
    call.pc = pc
    pc.addEventListener('track', ({ track, streams }) => this.events.voice(id, streams[0] ?? new MediaStream([track])))
    pc.addEventListener('connectionstatechange', () => {
      const state = pc.connectionState
      if (!this.calls.has(id) || (state !== 'connected' && state !== 'disconnected' && state !== 'failed')) return
      this.events.broken(id, state !== 'connected', state === 'failed')
    })
  }

  private finish(id: string, options: { status_code?: number }): void {
    const call = this.calls.get(id)
    if (call !== undefined) attempt(() => call.end(options))
  }

  private held(id: string): Held {
    const call = this.calls.get(id)
    if (call === undefined) throw new Error('the call is over')
    return call
  }
}

/** outlive keeps a session that was answered from ending when only the way to it is lost. */
function outlive(call: Held): void {
  call.session.terminate = (options) => {
    const cause = options?.cause ?? ''
    if (call.confirmed && spared.includes(cause)) call.mended?.(false)
    else attempt(() => call.end(options))
  }
}

interface Headers {
  getHeaders?: (name: string) => string[]
  getHeader: (name: string) => string | undefined
}

/** wantsAnswer looks for `Call-Info: <...>;answer-after=0`. */
function wantsAnswer(request: Headers): boolean {
  return /;\s*answer-after\s*=\s*0\b/.test(request.getHeader('Call-Info') ?? '')
}

/** isStudio looks for `Call-Info: <...>;purpose=studio`: a prompt is to be recorded, of which the server shows no pop. */
function isStudio(request: Headers): boolean {
  return /;\s*purpose\s*=\s*studio\b/.test(request.getHeader('Call-Info') ?? '')
}

function ask(session: RTCSession, eventHandlers: Record<string, () => void>): void {
  const dialog = session as unknown as { sendRequest: (method: string, options: unknown) => void }
  dialog.sendRequest('OPTIONS', { eventHandlers: { onRequestTimeout: () => {}, ...eventHandlers } })
}

/** attempt ends a session that may have ended by itself meanwhile, which JsSIP answers with an exception. */
function attempt(what: () => void): void {
  try {
    what()
  } catch {
    // It is over already.
  }
}
