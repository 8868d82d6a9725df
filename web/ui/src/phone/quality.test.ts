import { expect, test } from 'vitest'
import { Meter, stepOf, type Stat } from './quality'

const none = { lossPercent: undefined, jitterMs: undefined }

test('the worst figure decides', () => {
  expect(stepOf(none, none, undefined)).toBe(0)
  expect(stepOf({ lossPercent: 0, jitterMs: 5 }, none, 20)).toBe(4)
  expect(stepOf({ lossPercent: 1, jitterMs: 5 }, none, 20)).toBe(3)
  expect(stepOf({ lossPercent: 0, jitterMs: 5 }, { lossPercent: 3, jitterMs: 5 }, 20)).toBe(2)
  expect(stepOf({ lossPercent: 0, jitterMs: 5 }, none, 600)).toBe(1)
})

const heard = (packetsReceived: number, packetsLost: number): Stat => ({
  type: 'inbound-rtp', kind: 'audio', packetsReceived, packetsLost, jitter: 0.004,
})

test('loss is counted from look to look', () => {
  const meter = new Meter()
  expect(meter.measure([heard(100, 50)], 1).in).toEqual({ lossPercent: undefined, jitterMs: 4 })
  expect(meter.measure([heard(190, 60)], 2).in.lossPercent).toBe(10)
  const third = meter.measure([heard(290, 60)], 3)
  expect([third.in.lossPercent, third.step, third.at]).toEqual([0, 4, 3])
  expect(meter.measure([heard(290, 60)], 4).in.lossPercent).toBeUndefined()
})

test('the other side reports what it hears', () => {
  const told: Stat = { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.05, jitter: 0.02, roundTripTime: 0.12 }
  const q = new Meter().measure([told, { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.5 }], 1)
  expect(q.out).toEqual({ lossPercent: 5, jitterMs: 20 })
  expect([q.roundTripMs, q.step]).toEqual([120, 2])
})

test('the way to the other side tells the round trip while nobody reports', () => {
  const pairs: Stat[] = [{ type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }, { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 }]
  expect(new Meter().measure(pairs, 1).roundTripMs).toBe(30)
})
