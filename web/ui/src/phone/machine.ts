/**
 * What the telephone does when, without a browser: events go in, one pure
 * function decides, orders come out. engine.ts carries them out.
 *
 *   closed -> microphone -> account -> connecting -> registered <-> lost
 *                 \-------------\--------> waiting, then again
 *
 *   (no call) -> ringing -> answering -> active -> (no call)
 */
import type { Problem, ProblemCode, Status } from './types'

/** LineState is how far the way to Asterisk is. */
export type LineState = 'closed' | 'microphone' | 'account' | 'connecting' | 'registered' | 'lost' | 'waiting'

export interface CallState {
  id: string
  phase: 'ringing' | 'answering' | 'active'
  since: number
  broken: boolean
  /** studio: a prompt is recorded here. */
  studio?: true
}

/** Next is a call that came. */
export interface Next {
  id: string
  auto: boolean
  studio?: true
}

export interface State {
  enabled: boolean
  /** tab: this tab has asked for the telephone, waits behind another one, or has it. */
  tab: 'none' | 'asked' | 'behind' | 'held'
  /** elsewhere: the server says that another page is the telephone. */
  elsewhere: boolean
  line: LineState
  /** open: a SIP connection exists, which reconnects by itself. */
  open: boolean
  tries: number
  problem: Problem | undefined
  call: CallState | undefined
  /** next is a call that came while the one before may be dead. */
  next: Next | undefined
  autoAnswer: boolean
}

export type Event =
  | { is: 'enable' }
  | { is: 'disable' }
  | { is: 'tab'; held: boolean }
  | { is: 'microphone'; problem?: Problem }
  | { is: 'changed' } // devices or permissions
  | { is: 'account' }
  | { is: 'no account'; why: 'offline' | 'refused' | 'elsewhere' }
  | { is: 'renewal due' }
  | { is: 'registered' }
  | { is: 'registration failed'; password: boolean }
  | { is: 'line lost'; why: 'network' | 'elsewhere' | 'refused' }
  | { is: 'waited' }
  | { is: 'invite'; id: string; auto: boolean; studio?: boolean }
  | { is: 'probed'; id: string; alive: boolean }
  | { is: 'answered'; id: string; at: number }
  | { is: 'not answered'; id: string; problem?: Problem }
  | { is: 'ended'; id: string }
  | { is: 'broken'; id: string; broken: boolean; failed: boolean }
  | { is: 'repaired'; id: string; ok: boolean }
  | { is: 'answer' }
  | { is: 'hangup' }
  | { is: 'take over' }
  | { is: 'retry' }
  | { is: 'auto answer'; on: boolean }

export type Order =
  | { do: 'ask tab' } // and stay in line for it
  | { do: 'steal tab' }
  | { do: 'leave tab' }
  | { do: 'look at microphone' }
  | { do: 'fetch account'; renew: boolean }
  | { do: 'open line' } // or give the open one the new password
  | { do: 'register' }
  | { do: 'close line'; quiet: boolean } // quiet: without a word to the other side, which keeps the call
  | { do: 'wait'; ms: number } // one wait at a time
  | { do: 'ring'; on: boolean }
  | { do: 'beep' }
  | { do: 'answer'; id: string }
  | { do: 'hang up'; id: string }
  | { do: 'refuse'; id: string; why: Refusal }
  | { do: 'drop'; id: string } // without a word
  | { do: 'probe'; id: string }
  | { do: 'repair'; id: string }
  | { do: 'tell back'; alive: boolean }

/** Refusal is what the server is told of a call that was not taken. */
export type Refusal = 'declined' | 'busy' | 'unavailable'

export const start: State = {
  enabled: false,
  tab: 'none',
  elsewhere: false,
  line: 'closed',
  open: false,
  tries: 0,
  problem: undefined,
  call: undefined,
  next: undefined,
  autoAnswer: false,
}

const firstDelay = 1000
const longestDelay = 30_000

/** delay is the wait before try n, from 1. */
export function delay(n: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** Math.min(n - 1, 10))
}

/** ofMicrophone are the problems that end when the microphone is there. */
const ofMicrophone: readonly ProblemCode[] = ['denied', 'missing', 'busy', 'insecure', 'unsupported']

/** statusOf is the state in the one word that people see. */
export function statusOf(s: State): Status {
  if (!s.enabled && s.call === undefined) return 'off'
  if (s.elsewhere || s.tab === 'behind') return 'elsewhere'
  if (s.line === 'registered') return 'ready'
  if (s.problem !== undefined && s.problem.code !== 'offline') return 'failed'
  return 'connecting'
}

type Step = [State, Order[]]

/** step is what follows from an event. */
export function step(s: State, e: Event): Step {
  switch (e.is) {
    case 'enable':
      if (s.tab !== 'none') return [{ ...s, enabled: true }, []]
      return [{ ...s, enabled: true, tab: 'asked' }, [{ do: 'ask tab' }]]
    case 'disable':
      return off({ ...s, enabled: false })
    case 'tab':
      return tab(s, e.held)
    case 'microphone':
      return microphone(s, e.problem)
    case 'changed':
      return s.line === 'closed' && isOfMicrophone(s.problem) ? look(s) : [s, []]
    case 'take over':
      return takeOver(s)
    case 'retry':
      return s.tab === 'held' && !s.elsewhere && s.line !== 'registered' && !s.open ? look({ ...s, tries: 0 }) : [s, []]
    case 'auto answer':
      return [{ ...s, autoAnswer: e.on }, []]
    case 'answer':
      return s.call?.phase === 'ringing' ? pickUp(s, s.call.id) : [s, []]
    case 'hangup':
      return hangUp(s)
    default:
      return ofCall(s, e) ?? ofLine(s, e) ?? [s, []]
  }
}

function off(s: State): Step {
  if (s.enabled || (s.call !== undefined && s.call.phase !== 'ringing')) return [s, []]
  const orders: Order[] = [{ do: 'ring', on: false }, { do: 'close line', quiet: false }, { do: 'leave tab' }]
  return [{ ...start, autoAnswer: s.autoAnswer }, orders]
}

function tab(s: State, held: boolean): Step {
  if (s.tab === 'none') return [s, []]
  if (held) return s.tab === 'held' ? [s, []] : look({ ...s, tab: 'held', tries: 0 })
  if (s.tab !== 'held') return [{ ...s, tab: 'behind' }, []]
  // Another tab has taken the telephone: the call moves there, so nobody is told that it ends here.
  return [{ ...gone(s), tab: 'behind' }, [...leave(), { do: 'ask tab' }]]
}

function takeOver(s: State): Step {
  if (s.elsewhere) return look({ ...s, elsewhere: false, tries: 0 })
  return s.tab === 'behind' || s.tab === 'asked' ? [s, [{ do: 'steal tab' }]] : [s, []]
}

/** look begins at the beginning: is there a microphone? */
function look(s: State): Step {
  return [{ ...s, line: 'microphone', problem: undefined }, [{ do: 'look at microphone' }]]
}

function microphone(s: State, problem: Problem | undefined): Step {
  if (s.line !== 'microphone') return [s, []]
  if (problem !== undefined) return [{ ...s, line: 'closed', problem }, []]
  return [{ ...s, line: 'account' }, [{ do: 'fetch account', renew: false }]]
}

const isOfMicrophone = (p: Problem | undefined) => p !== undefined && ofMicrophone.includes(p.code)

/** gone is the state without a line and a call. */
function gone(s: State): State {
  return { ...s, line: 'closed', open: false, call: undefined, next: undefined, tries: 0, problem: undefined }
}

const leave = (): Order[] => [{ do: 'ring', on: false }, { do: 'close line', quiet: true }]

function ofLine(s: State, e: Event): Step | undefined {
  switch (e.is) {
    case 'account':
      if (s.line !== 'account' && s.line !== 'registered' && s.line !== 'lost') return [s, []]
      return [{ ...s, line: s.line === 'account' ? 'connecting' : s.line, open: true }, [{ do: 'open line' }]]
    case 'no account':
      return noAccount(s, e.why)
    case 'renewal due':
      return s.open ? [s, [{ do: 'fetch account', renew: true }]] : [s, []]
    case 'registered':
      return registered(s)
    case 'registration failed': {
      if (!s.open) return [s, []]
      if (!e.password) return wait(s)
      if (s.tries > 0) return wait(s, { code: 'refused' })
      return [{ ...s, line: 'account', tries: 1 }, [{ do: 'fetch account', renew: true }]]
    }
    case 'line lost':
      return lineLost(s, e.why)
    case 'waited':
      return waited(s)
    default:
      return undefined
  }
}

function noAccount(s: State, why: 'offline' | 'refused' | 'elsewhere'): Step {
  if (why === 'elsewhere') return [{ ...gone(s), elsewhere: true }, leave()]
  if (s.line === 'registered') return [s, []] // a renewal; the old password works on for a while
  return wait(s, { code: why })
}

function wait(s: State, problem?: Problem): Step {
  const tries = s.tries + 1
  return [{ ...s, line: 'waiting', tries, problem }, [{ do: 'wait', ms: delay(tries) }]]
}

function waited(s: State): Step {
  if (s.line !== 'waiting') return [s, []]
  if (s.open && s.problem === undefined) return [{ ...s, line: 'connecting' }, [{ do: 'register' }]]
  return [{ ...s, line: 'account' }, [{ do: 'fetch account', renew: s.open }]]
}

function registered(s: State): Step {
  if (!s.open || s.line === 'registered') return [s, []]
  const now: State = { ...s, line: 'registered', tries: 0, problem: undefined }
  if (s.call?.phase === 'active') return [now, [{ do: 'repair', id: s.call.id }]]
  return [now, [{ do: 'tell back', alive: false }]]
}

function lineLost(s: State, why: 'network' | 'elsewhere' | 'refused'): Step {
  if (!s.open) return [s, []]
  if (why === 'elsewhere') return [{ ...gone(s), elsewhere: true }, leave()]
  if (why === 'refused') return [{ ...gone(s), problem: { code: 'refused' } }, leave()]
  const lost: State = { ...s, line: s.line === 'account' ? 'account' : 'lost', tries: 0, next: undefined }
  // A call that only rings cannot be answered any more: it rings anew when the line is back.
  if (s.call === undefined || s.call.phase === 'active') return [lost, []]
  return [{ ...lost, call: undefined }, [{ do: 'ring', on: false }, { do: 'drop', id: s.call.id }]]
}

function ofCall(s: State, e: Event): Step | undefined {
  switch (e.is) {
    case 'invite':
      return invite(s, { id: e.id, auto: e.auto, ...(e.studio === true ? { studio: true as const } : {}) })
    case 'probed':
      return probed(s, e.id, e.alive)
    case 'answered':
      return s.call?.id === e.id ? [{ ...s, call: { ...s.call, phase: 'active', since: e.at } }, []] : [s, []]
    case 'not answered':
      return notAnswered(s, e.id, e.problem)
    case 'ended':
      return ended(s, e.id)
    case 'broken': {
      if (s.call?.id !== e.id) return [s, []]
      const repair: Order[] = e.failed && s.line === 'registered' ? [{ do: 'repair', id: e.id }] : []
      return [{ ...s, call: { ...s.call, broken: e.broken } }, repair]
    }
    case 'repaired':
      return repaired(s, e.id, e.ok)
    default:
      return undefined
  }
}

function invite(s: State, came: Next): Step {
  if (s.call === undefined) return take(s, came)
  if (s.call.phase === 'ringing') {
    // The server rings one telephone at a time: the call before is over, and its end was lost.
    const [next, orders] = take({ ...s, call: undefined }, came)
    return [next, [{ do: 'ring', on: false }, { do: 'drop', id: s.call.id }, ...orders]]
  }
  const refuse: Order[] = s.next === undefined ? [] : [{ do: 'refuse', id: s.next.id, why: 'busy' }]
  return [{ ...s, next: came }, [...refuse, { do: 'probe', id: s.call.id }]]
}

/** probed decides between a call and the one that came meanwhile: a dead one makes room. */
function probed(s: State, id: string, alive: boolean): Step {
  if (s.next === undefined || s.call?.id !== id) return [s, []]
  if (alive) return [{ ...s, next: undefined }, [{ do: 'refuse', id: s.next.id, why: 'busy' }]]
  const [next, orders] = take({ ...s, call: undefined, next: undefined }, s.next)
  return [next, [{ do: 'drop', id }, ...orders]]
}

function take(s: State, { id, auto, ...rest }: Next): Step {
  const call: CallState = { id, phase: 'ringing', since: 0, broken: false, ...rest }
  const now = { ...s, call }
  if (!auto && !s.autoAnswer) return [now, [{ do: 'ring', on: true }]]
  const [next, orders] = pickUp(now, id)
  return [next, [{ do: 'beep' }, ...orders]]
}

function pickUp(s: State, id: string): Step {
  if (s.call === undefined) return [s, []]
  return [{ ...s, call: { ...s.call, phase: 'answering' } }, [{ do: 'ring', on: false }, { do: 'answer', id }]]
}

function hangUp(s: State): Step {
  if (s.call === undefined) return [s, []]
  const { id, phase } = s.call
  const orders: Order[] = phase === 'active' ? [{ do: 'hang up', id }] : [{ do: 'ring', on: false }, { do: 'refuse', id, why: 'declined' }]
  return after(s, orders)
}

/** notAnswered: without a microphone the telephone is of no use and says so, also to the server. */
function notAnswered(s: State, id: string, problem: Problem | undefined): Step {
  if (s.call?.id !== id) return [s, []]
  if (problem === undefined) return after(s, [{ do: 'ring', on: false }])
  const orders: Order[] = [{ do: 'refuse', id, why: 'unavailable' }, { do: 'close line', quiet: false }]
  return [{ ...gone(s), problem }, orders]
}

function ended(s: State, id: string): Step {
  if (s.next?.id === id) return [{ ...s, next: undefined }, []]
  if (s.call?.id !== id) return [s, []]
  return after(s, [{ do: 'ring', on: false }])
}

/** after is the end of a call: the one that waited comes, or the telephone goes where it should have gone. */
function after(s: State, orders: Order[]): Step {
  const free: State = { ...s, call: undefined, next: undefined }
  const [next, more] = s.next === undefined ? off(free) : take(free, s.next)
  return [next, [...orders, ...more]]
}

function repaired(s: State, id: string, ok: boolean): Step {
  if (s.call?.id !== id) return [s, []]
  if (ok) return [s, [{ do: 'tell back', alive: true }]]
  if (s.line !== 'registered') return [s, []] // lost again; the next registration tries again
  return [{ ...s, call: undefined }, [{ do: 'drop', id }, { do: 'tell back', alive: false }]]
}
