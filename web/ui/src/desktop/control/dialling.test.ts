import { expect, test } from 'vitest'
import { agent } from '../../../dev/world.ts'
import { forbidden, toDial, typedNumber, whyNoDial } from './dialling'

test('one who is free, on a break or not responding may call, with a telephone and a connection', () => {
  expect(whyNoDial(agent({ state: 'ready' }), true)).toBeUndefined()
  expect(whyNoDial(agent({ state: 'break' }), true)).toBeUndefined()
  expect(whyNoDial(agent({ state: 'not_responding' }), true)).toBeUndefined()
  expect(whyNoDial(agent({ state: 'wrap_up' }), true)).toBe('busy')
  expect(whyNoDial(agent({ state: 'talking' }), true)).toBe('busy')
  expect(whyNoDial(agent(), true)).toBe('signed_out')
  expect(whyNoDial(agent({ state: 'ready', phone: false }), true)).toBe('phone')
  expect(whyNoDial(agent({ state: 'ready' }), false)).toBe('offline')
  expect(whyNoDial(undefined, true)).toBe('noAgent')
})

test('a number is taken as people write it', () => {
  expect(typedNumber(' 138-0000 1234 ')).toBe('13800001234')
  expect(typedNumber('(021) 5555 1234')).toBe('02155551234')
  expect(typedNumber('+86 138 0000 1234')).toBe('+8613800001234')
  expect(typedNumber('138****1234')).toBeNull()
  expect(typedNumber('12')).toBeNull()
  expect(typedNumber('')).toBeNull()
})

test('a purpose the customer opted out of is forbidden', () => {
  const purpose = { code: 'CAR', name: 'care', opt_out: 'care_call' }
  expect(forbidden(purpose, ['sms', 'care_call'])).toBe('care_call')
  expect(forbidden(purpose, ['sms'])).toBeUndefined()
  expect(forbidden({ code: 'CB', name: 'call back' }, ['care_call'])).toBeUndefined()
})

test('a row or a task says whom to call, so that no masked number is sent', () => {
  expect(toDial({ call: 'c1', shown: '138****1234' }, '', 'CB')).toEqual({ call: 'c1', purpose: 'CB' })
  expect(toDial({ task: 't1', owner: 'o1', unit: 'u' }, '999', 'PRG')).toEqual({ task: 't1', owner: 'o1', unit: 'u', purpose: 'PRG' })
  expect(toDial({ number: '13800001234' }, '', 'CB')).toEqual({ number: '13800001234', purpose: 'CB' })
  expect(toDial({}, '138 0000 1234', 'CB')).toEqual({ number: '13800001234', purpose: 'CB' })
})
