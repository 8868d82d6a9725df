/**
 * What an agent may do with the call now, and if not, why not. Pure. The
 * server decides in the end; this keeps people from asking in vain.
 */
import type { Pop } from '../../protocol.gen'

/** Actions in the order of the bar; the first ones stand apart from it. */
export const barActions = [
  'hold', 'mute', 'keypad', 'pause', 'consult', 'transfer', 'swap', 'conference', 'complete', 'drop', 'help',
] as const
export type BarAction = (typeof barActions)[number]
export type Action = BarAction | 'answer' | 'reject' | 'hangup' | 'survey'

export type Why =
  | 'offline' | 'ringing' | 'dialling' | 'transferring' | 'ended' | 'lost' | 'consulted' | 'phoneHold' | 'third' | 'noThird'
  | 'thirdRings' | 'conference' | 'useSwap' | 'held' | 'notRecorded' | 'atPhone' | 'notHere' | 'autoAnswer' | 'notRinging' | 'answered' | 'noSurvey'

export interface Control {
  /** on: what the button stands for is so now, such as held or muted. */
  on: boolean
  why: Why | undefined
}

export interface Facts {
  pop: Pop
  /** online: the server can be asked. */
  online: boolean
  /** page: the agent's telephone is the one in the page. */
  page: boolean
  /** pageRings: the telephone in this very page rings for the call. */
  pageRings: boolean
  /** pageCall: the telephone in this very page has the call. */
  pageCall: boolean
}

/** controls says of every action whether it is on, and why it cannot be used. */
export function controls(facts: Facts): Record<Action, Control> {
  const { pop, online } = facts
  const third = thirdNow(pop)
  const mine = whyNotMine(facts)
  const held = pop.held_since !== undefined
  const phoneHold = pop.phone_hold === true && 'phoneHold'
  const taken = third !== undefined && 'third'
  const alone = third === undefined && 'noThird'
  const rings = third?.ringing === true && 'thirdRings'
  const together = third?.conference === true
  return {
    answer: control(false, whyNoAnswer(facts)),
    reject: control(false, whyNoReject(facts)),
    hangup: control(false, whyNoHangup(facts)),
    survey: control(false, mine, taken, pop.survey !== true && 'noSurvey'),
    hold: control(held && !pop.consulted, mine, phoneHold, whyNoHold(pop)),
    mute: control(pop.muted === true, mine === 'consulted' ? !online && 'offline' : mine),
    keypad: control(false, mine, held && (third === undefined || third.ringing || third.held) && 'held'),
    pause: control(pop.paused === true, mine, !pop.recorded && 'notRecorded'),
    consult: control(false, mine, taken, phoneHold),
    transfer: control(false, mine, taken),
    swap: control(false, mine, alone, rings, phoneHold),
    conference: control(together, mine, alone, rings, phoneHold, together && 'conference'),
    complete: control(false, mine, alone),
    drop: control(false, whyNoDrop(facts)),
    help: control(pop.help !== undefined && pop.help !== '', mine === 'lost' ? undefined : mine),
  }
}

function control(on: boolean, ...whys: (Why | false | undefined)[]): Control {
  return { on, why: whys.find((why) => !!why) || undefined }
}

/** thirdNow is the third party there is now, not the one that has gone. */
export function thirdNow(pop: Pop): Pop['third'] {
  return pop.third !== undefined && !pop.third.result ? pop.third : undefined
}

/** whyNotMine is why the agent has no conversation to steer. */
function whyNotMine({ pop, online }: Facts): Why | undefined {
  if (pop.phase === 'offering') return 'ringing'
  if (pop.phase !== 'talking') return pop.phase
  if (pop.consulted) return 'consulted'
  if (pop.lost_since !== undefined) return 'lost'
  return online ? undefined : 'offline'
}

/** Taking the customer back while the third party is there would be a conference, unasked for. */
function whyNoHold(pop: Pop): Why | undefined {
  const third = thirdNow(pop)
  if (third === undefined || pop.held_since === undefined) return undefined
  if (third.ringing) return 'thirdRings'
  return third.held ? undefined : 'useSwap'
}

function whyNoDrop(facts: Facts): Why | undefined {
  const { pop, online } = facts
  if (pop.phase === 'transferring' && thirdNow(pop)?.ringing) return online ? undefined : 'offline'
  return whyNotMine(facts) ?? (thirdNow(pop) === undefined ? 'noThird' : undefined)
}

function whyNoAnswer(facts: Facts): Why | undefined {
  const { pop } = facts
  if (pop.phase !== 'offering') return pop.phase === 'dialling' ? 'dialling' : 'answered'
  const here = whyNotHere(facts)
  return here !== undefined && pop.auto_answer ? 'autoAnswer' : here
}

/** An agent who calls a customer can give up while the own telephone rings, wherever that is. */
function whyNoReject(facts: Facts): Why | undefined {
  if (facts.pop.phase !== 'offering') return 'notRinging'
  if (facts.pop.for !== 'dialler') return whyNotHere(facts)
  return facts.online ? undefined : 'offline'
}

function whyNotHere({ page, pageRings }: Facts): Why | undefined {
  if (pageRings) return undefined
  return page ? 'notHere' : 'atPhone'
}

/** A call that is on this page's telephone can be ended without the server. */
function whyNoHangup({ pop, online, pageCall }: Facts): Why | undefined {
  if (pop.phase === 'dialling' && pop.for === 'callback') return 'dialling' // the queue's call: the agent is not on it yet
  if (pop.phase === 'talking' || pop.phase === 'dialling') return online || pageCall ? undefined : 'offline'
  return pop.phase === 'offering' ? 'ringing' : pop.phase
}
