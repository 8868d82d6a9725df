import { expect, test } from 'vitest'
import { countdown, duration, masked, percent, phone, rings, wholeRings } from './format'

test.each([
  [0, '00:00'], [-5, '00:00'], [999, '00:00'], [65_000, '01:05'], [3_599_999, '59:59'], [3_665_000, '1:01:05'],
])('duration of %i ms is %s', (ms, want) => expect(duration(ms)).toBe(want))

test.each([[1, '00:01'], [1000, '00:01'], [1001, '00:02'], [0, '00:00'], [-1, '00:00']])(
  'countdown of %i ms is %s', (ms, want) => expect(countdown(ms)).toBe(want))

test.each([[1, '100%'], [0.8125, '81.3%'], [0, '0%'], [0.9996, '100%']])('%d is %s', (share, want) =>
  expect(percent(share)).toBe(want))

test.each([
  ['+8613800001234', '138 0000 1234'],
  ['13800001234', '138 0000 1234'],
  ['4008001234', '400 800 1234'],
  ['+864008001234', '400 800 1234'],
  ['+862112345678', '021 1234 5678'],
  ['+8657112345678', '0571 1234 5678'],
  ['+85223456789', '+85223456789'],
  ['95598', '95598'],
])('%s is read as %s', (number, want) => expect(phone(number)).toBe(want))

test.each([
  ['13800001234', '138****1234'], ['+8613800001234', '138****1234'], ['95598', '95598'], ['02112345678', '021****5678'],
])('%s is masked as %s', (number, want) => expect(masked(number)).toBe(want))

test.each([[0, 1], [4999, 1], [5000, 2], [10_000, 3], [-3, 1]])('at %i ms ring %i sounds', (ms, want) =>
  expect(rings(ms, 5000)).toBe(want))

test('with another country’s ringing, the count is another', () => expect(rings(10_000, 6000)).toBe(2))

test.each([[15_000, 5000, 3], [16_000, 5000, 4], [18_000, 6000, 3], [1000, 5000, 1], [15_000, 0, 1]])(
  'in %i ms begin, one each %i ms, %i rings', (limit, cadence, want) => expect(wholeRings(limit, cadence)).toBe(want))
