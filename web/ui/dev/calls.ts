/**
 * What the make-believe server does with a call: it keeps the rules of
 * docs/core.md and refuses what the server refuses, so that the page can be
 * tried honestly. Colleagues and the property office answer after three
 * seconds, the finance department and numbers that end in 0 never do.
 */
import type { CallDial, CallTransfer, Pop, Third } from '../src/protocol.gen'
import type { Stage } from './stage.ts'
import { at, center, pop, team } from './world.ts'

const answersIn = 3000
const ringsFor = 8000

/** offer rings the agent with a caller of the queue. */
export function offer(stage: Stage, part: Partial<Pop> = {}): void {
  const shown = pop({ call: `c${Date.now()}`, queued_at: at(-2000), offered_at: at(0), ring_by: at(15_000), ...part })
  stage.pop(shown)
  stage.agent({ state: 'reserved', call: shown.call })
  stage.later(15_000, () => {
    if (stage.scene.pop?.call !== shown.call || stage.scene.pop.phase !== 'offering') return
    stage.popEnd('no_answer')
    stage.agent({ state: 'not_responding', reason: 'no_answer', call: undefined as never })
  })
}

/** refuse is the agent's phone refusing the call. */
export function refuse(stage: Stage): void {
  if (stage.scene.pop?.phase !== 'offering') return
  stage.popEnd('rejected')
  stage.agent({ state: 'not_responding', reason: 'rejected', call: undefined as never })
}

export function answer(stage: Stage): void {
  if (stage.scene.pop?.phase !== 'offering') return
  stage.change({ phase: 'talking', answered_at: at(0), connected_at: at(0), ring_by: undefined })
  stage.agent({ state: 'talking' })
}

/** end ends the conversation; the agent wraps up, unless the call was only consulted. */
export function end(stage: Stage, by: 'caller' | 'agent' = 'caller'): void {
  const { pop: shown, me } = stage.scene
  if (shown === undefined || (shown.phase !== 'talking' && shown.phase !== 'dialling')) return
  if (shown.consulted) return free(stage)
  const wrapUpBy = at(60_000)
  stage.change({
    phase: 'ended', ended_at: at(0), ended_by: by, wrap_up_by: wrapUpBy, wrap_up_until: at(600_000),
    held_since: undefined, muted: undefined, paused: undefined, third: undefined, help: undefined, lost_since: undefined, lost_by: undefined,
  })
  if (me) stage.agent({ state: 'wrap_up', wrap_up_by: wrapUpBy })
}

/** free takes the pop away and lets the agent's wish come true. */
export function free(stage: Stage): void {
  const { me } = stage.scene
  stage.popEnd('answered')
  const none = undefined as never
  const reason = me?.next === 'break' ? me.next_reason : undefined
  stage.agent({ state: me?.next ?? 'ready', reason: reason as never, next: none, next_reason: none, wrap_up_by: none, call: none })
}

function nameOf(to: CallTransfer['to']): string {
  if (to.kind === 'agent') return team().find((mate) => mate.id === to.id)?.name ?? to.id
  if (to.kind === 'queue') return center.queues.find((one) => one.id === to.id)?.name ?? to.id
  if (to.kind === 'department') return center.departments.find((one) => one.code === to.id)?.name ?? to.id
  return `${to.id.slice(0, 3)}****${to.id.slice(-4)}`
}

const answers = ({ kind, id }: CallTransfer['to']) => (kind === 'department' ? id !== 'fin' : !id.endsWith('0'))

/** target is the code that refuses a target, if one does. */
export function refusedTarget({ to, reason }: CallTransfer): number | undefined {
  if (reason.trim() === '') return 212
  if (to.kind === 'agent') {
    const mate = team().find((one) => one.id === to.id)
    return mate === undefined ? 210 : mate.state === 'ready' ? undefined : 211
  }
  if (to.kind === 'number') return /^\+?[\d*#]{3,32}$/.test(to.id) ? undefined : 214
  const known = to.kind === 'queue' ? center.queues.some((one) => one.id === to.id) : center.departments.some((one) => one.code === to.id)
  return known ? undefined : 210
}

export function consult(stage: Stage, wish: CallTransfer): void {
  const third: Third = { to: wish.to, name: nameOf(wish.to), kind: 'consult', ringing: true, since: at(0) }
  stage.change({ held_since: stage.scene.pop?.held_since ?? at(0), third })
  const still = () => stage.scene.pop?.third?.ringing === true && stage.scene.pop.third.to.id === wish.to.id
  if (answers(wish.to)) stage.later(answersIn, () => still() && stage.change({ third: { ...third, ringing: false, since: at(0) } }))
  else stage.later(ringsFor, () => still() && stage.change({ third: { ...third, ringing: false, since: at(0), result: 'returned' } }))
}

/** transfer gives the customer away; the agent waits in wrap-up to see what becomes of that. */
export function transfer(stage: Stage, wish: CallTransfer): void {
  const third: Third = { to: wish.to, name: nameOf(wish.to), kind: 'blind', ringing: true, since: at(0) }
  if (wish.to.kind === 'queue') return free(stage)
  stage.change({ phase: 'transferring', third, held_since: undefined })
  stage.agent({ state: 'wrap_up' })
  const still = () => stage.scene.pop?.phase === 'transferring'
  if (!answers(wish.to)) return stage.later(ringsFor, () => still() && comeBack(stage, 'returned'))
  stage.later(answersIn, () => {
    if (!still()) return
    if (wish.to.kind === 'agent') return free(stage)
    stage.change({ phase: 'ended', ended_at: at(0), wrap_up_by: at(60_000), third: { ...third, ringing: false, result: 'taken', since: at(0) } })
    stage.agent({ state: 'wrap_up', wrap_up_by: at(60_000) })
  })
}

/** comeBack rings the agent again with the customer nobody took. */
export function comeBack(stage: Stage, result: 'returned' | 'cancelled'): void {
  const { pop: shown } = stage.scene
  if (shown?.third === undefined) return
  stage.change({ phase: 'offering', for: 'return', ring_by: at(15_000), third: { ...shown.third, ringing: false, result, since: at(0) } })
  stage.agent({ state: 'reserved' })
  stage.later(answersIn, () => stage.scene.pop?.phase === 'offering' && answer(stage))
}

/** complete gives the customer to the third party. */
export function complete(stage: Stage): void {
  const third = stage.scene.pop?.third
  if (third === undefined) return
  if (third.ringing) return transfer(stage, { call: '', to: third.to, reason: 'attended' })
  if (third.to.kind === 'agent') return free(stage)
  end(stage, 'agent')
  stage.change({ third: { ...third, held: false, conference: false, result: 'taken' } })
}

export function drop(stage: Stage): void {
  const { pop: shown } = stage.scene
  if (shown?.third === undefined) return
  if (shown.phase === 'transferring') return comeBack(stage, 'cancelled')
  stage.change({ held_since: undefined, third: { ...shown.third, ringing: false, conference: false, result: shown.third.ringing ? 'cancelled' : 'ended' } })
}

/** dial rings the agent's phone, which answers by itself, then the customer, who answers unless the number ends in 0. */
export function dial(stage: Stage, wish: CallDial): void {
  const number = wish.number ?? '13800001234'
  const call = `o${Date.now()}`
  const caller = wish.number === undefined ? pop().caller : { number, raw: number, masked: `${number.slice(0, 3)}****${number.slice(-4)}`, match: 'unknown' as const }
  const none = { queued_at: undefined, answered_at: undefined } as never as Partial<Pop>
  stage.pop(pop({ ...none, call, direction: 'out', for: 'dialler', auto_answer: true, purpose: wish.purpose, caller, offered_at: at(0), ring_by: at(15_000) }))
  stage.agent({ state: 'reserved', call })
  const still = (phase: Pop['phase']) => stage.scene.pop?.call === call && stage.scene.pop.phase === phase
  stage.later(1200, () => {
    if (!still('offering')) return
    stage.change({ phase: 'dialling', auto_answer: undefined, offered_at: at(0), ring_by: undefined })
    stage.agent({ state: 'talking' })
    stage.later(4000, () => {
      if (!still('dialling')) return
      if (number.endsWith('0')) end(stage)
      else stage.change({ phase: 'talking', answered_at: at(0), connected_at: at(0) })
    })
  })
}
