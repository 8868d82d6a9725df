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
export type Action = BarAction | 'answer' | 'reject' | 'hangup'

export type Why =
  | 'offline' | 'ringing' | 'dialling' | 'transferring' | 'ended' | 'lost' | 'consulted' | 'phoneHold' | 'third' | 'noThird'
  | 'thirdRings' | 'conference' | 'useSwap' | 'held' | 'notRecorded' | 'atPhone' | 'autoAnswer' | 'notRinging' | 'answered'

export interface Control {
  /** on: what the button stands for is so now, such as held or muted. */
  on: boolean
  why: Why | undefined
}

export interface Facts {
  pop: Pop
  /** online: the server can be asked. */
  online: boolean
  /** pageRings: the telephone in this page rings for the call. */
  pageRings: boolean
  /** pageCall: the telephone in this page has the call. */
  pageCall: boolean
}

/** controls says of every action whether it is on, and why it cannot be used. */
export function controls(facts: Facts): Record<Action, Control> {
  const { pop } = facts
  const third = thirdNow(pop)
  const at = (on: boolean, ...whys: (Why | false | undefined)[]): Control => ({ on, why: whys.find((why) => !!why) || undefined })
  const talk = whyNoTalk(facts)
  const mine = talk ?? (pop.consulted ? 'consulted' : undefined)
  const held = pop.held_since !== undefined
  const needsThird = third === undefined ? 'noThird' : undefined
  const needsAnswer = needsThird ?? (third?.ringing ? 'thirdRings' : undefined)
  const together = third?.conference === true
  return {
    answer: at(false, whyNoAnswer(facts)),
    reject: at(false, pop.phase !== 'offering' ? 'notRinging' : !facts.pageRings && 'atPhone'),
    hangup: at(false, whyNoHangup(facts)),
    hold: at(held, mine, pop.phone_hold && 'phoneHold', third !== undefined && !together && 'useSwap'),
    mute: at(pop.muted === true, talk),
    keypad: at(false, mine, held && third === undefined && 'held'),
    pause: at(pop.paused === true, mine, !pop.recorded && 'notRecorded'),
    consult: at(false, mine, third !== undefined && 'third', pop.phone_hold && 'phoneHold'),
    transfer: at(false, mine, third !== undefined && 'third', pop.phone_hold && 'phoneHold'),
    swap: at(false, mine, needsAnswer, together && 'conference'),
    conference: at(together, mine, needsAnswer, together && 'conference'),
    complete: at(false, mine, needsAnswer),
    drop: at(false, pop.phase === 'transferring' && facts.online && third !== undefined ? undefined : (mine ?? needsThird)),
    help: at(pop.help !== undefined && pop.help !== '', mine),
  }
}

/** thirdNow is the third party there is now, not the one that has gone. */
export function thirdNow(pop: Pop): Pop['third'] {
  return pop.third !== undefined && !pop.third.result ? pop.third : undefined
}

function whyNoTalk({ pop, online }: Facts): Why | undefined {
  if (pop.phase === 'offering') return 'ringing'
  if (pop.phase !== 'talking') return pop.phase
  if (pop.lost_since !== undefined) return 'lost'
  return online ? undefined : 'offline'
}

function whyNoAnswer({ pop, pageRings }: Facts): Why | undefined {
  if (pop.phase !== 'offering') return pop.phase === 'dialling' ? 'dialling' : 'answered'
  if (pageRings) return undefined
  return pop.auto_answer ? 'autoAnswer' : 'atPhone'
}

/** A call that is on this page's telephone can be ended without the server. */
function whyNoHangup({ pop, online, pageCall }: Facts): Why | undefined {
  if (pop.phase === 'talking' || pop.phase === 'dialling') return online || pageCall ? undefined : 'offline'
  return pop.phase === 'offering' ? 'ringing' : pop.phase
}
