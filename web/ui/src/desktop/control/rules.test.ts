import { expect, test } from 'vitest'
import { pop } from '../../../dev/world.ts'
import type { Pop } from '../../protocol.gen'
import { barActions, controls, thirdNow, type Action, type Facts, type Why } from './rules'

const third = { to: { kind: 'agent', id: '1002' }, name: 'x', kind: 'consult' } as const

function facts(part: Partial<Pop> = {}, rest: Partial<Facts> = {}): Facts {
  return { pop: pop({ phase: 'talking', ...part }), online: true, page: false, pageRings: false, pageCall: false, ...rest }
}
const why = (action: Action, part?: Partial<Pop>, rest?: Partial<Facts>) => controls(facts(part, rest))[action].why
const free = (part?: Partial<Pop>, rest?: Partial<Facts>) => barActions.filter((action) => why(action, part, rest) === undefined)

test('in a plain conversation all can be done that needs no third party', () => {
  expect(free()).toEqual(['hold', 'mute', 'keypad', 'pause', 'consult', 'transfer', 'help'])
  expect(why('hangup')).toBeUndefined()
  expect(why('swap')).toBe('noThird')
})

test('the survey ends a conversation with the customer alone, where that is wanted', () => {
  expect(why('survey', { survey: true })).toBeUndefined()
  expect(why('survey')).toBe('noSurvey')
  expect(why('survey', { survey: true, third })).toBe('third')
  expect(why('survey', { survey: true, consulted: true })).toBe('consulted')
  expect(why('survey', { survey: true }, { online: false })).toBe('offline')
  expect(why('survey', { survey: true, phase: 'ended' })).toBe('ended')
})

test('what is on is shown as on', () => {
  const now = controls(facts({ held_since: 'x', muted: true, paused: true, help: 'please' }))
  expect([now.hold.on, now.mute.on, now.pause.on, now.help.on]).toEqual([true, true, true, true])
})

test.each<[Pop['phase'], Why]>([
  ['offering', 'ringing'],
  ['dialling', 'dialling'],
  ['transferring', 'transferring'],
  ['ended', 'ended'],
])('while the call is %s the bar says why not', (phase, reason) => {
  expect(free({ phase })).toEqual([])
  expect(why('mute', { phase })).toBe(reason)
})

test('the page’s telephone is answered and refused here, another one at the phone', () => {
  const ringing = { phase: 'offering' } as const
  expect(why('answer', ringing)).toBe('atPhone')
  expect(why('answer', ringing, { page: true })).toBe('notHere')
  expect(why('answer', { ...ringing, auto_answer: true })).toBe('autoAnswer')
  expect(why('answer', ringing, { page: true, pageRings: true })).toBeUndefined()
  expect(why('reject', ringing, { page: true, pageRings: true })).toBeUndefined()
  expect(why('answer', {}, { pageRings: true })).toBe('answered')
})

test('an outbound call can be given up before an answer', () => {
  expect(why('hangup', { phase: 'dialling' })).toBeUndefined()
  expect(why('reject', { phase: 'offering', for: 'dialler' })).toBeUndefined()
  expect(why('hangup', { phase: 'ended' })).toBe('ended')
})

test('a customer whom the queue calls back is not the agent’s to cut off before the conversation', () => {
  expect(why('hangup', { phase: 'dialling', for: 'callback' })).toBe('dialling')
})

test('without the server only this page’s own call can be ended', () => {
  expect(free({}, { online: false })).toEqual([])
  expect(why('hangup', {}, { online: false })).toBe('offline')
  expect(why('hangup', {}, { online: false, page: true, pageCall: true })).toBeUndefined()
})

test('a third party who rings can be given the call or dropped', () => {
  const part = { held_since: 'x', third: { ...third, ringing: true } }
  expect(free(part)).toEqual(['mute', 'pause', 'complete', 'drop', 'help'])
  expect(why('hold', part)).toBe('thirdRings')
  expect(why('keypad', part)).toBe('held')
})

test('with a third party the customer is taken back by swap or conference, unless both wait', () => {
  const consulting = { held_since: 'x', third }
  expect(free(consulting)).toEqual(['mute', 'keypad', 'pause', 'swap', 'conference', 'complete', 'drop', 'help'])
  expect(why('hold', consulting)).toBe('useSwap')
  expect(why('hold', { held_since: 'x', third: { ...third, held: true } })).toBeUndefined()
})

test('in a conference nobody can be joined again', () => {
  const now = controls(facts({ third: { ...third, conference: true } }))
  expect(now.conference).toEqual({ on: true, why: 'conference' })
  expect(now.swap.why).toBeUndefined()
})

test('a third party that has gone is none', () => {
  const gone = { held_since: 'x', third: { ...third, result: 'returned' as const } }
  expect(thirdNow(pop(gone))).toBeUndefined()
  expect(why('consult', gone)).toBeUndefined()
})

test('a transfer that rings can be taken back', () => {
  expect(why('drop', { phase: 'transferring', third: { ...third, kind: 'blind', ringing: true } })).toBeUndefined()
})

test('the one who is consulted may only mute and leave', () => {
  expect(free({ consulted: true })).toEqual(['mute'])
  expect(controls(facts({ consulted: true }, { online: false })).mute.why).toBe('offline')
  expect(why('hangup', { consulted: true })).toBeUndefined()
})

test('a customer held at the phone is taken back there', () => {
  const part = { held_since: 'x', phone_hold: true }
  expect(why('hold', part)).toBe('phoneHold')
  expect(why('consult', part)).toBe('phoneHold')
  expect(why('transfer', part)).toBeUndefined()
})

test('while the page’s telephone is away only help can be asked for', () => {
  expect(free({ lost_since: 'x', held_since: 'x' })).toEqual(['help'])
})

test('a call that is not recorded has no recording to pause', () => {
  expect(why('pause', { recorded: false })).toBe('notRecorded')
})
