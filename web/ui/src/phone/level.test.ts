import { expect, test } from 'vitest'
import { heard, loudnessOf } from './level'

const sine = (amplitude: number) => Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 5))

test('silence is nothing, speech is heard, and nothing leaves the bar', () => {
  expect(loudnessOf(new Float32Array(1024))).toBe(0)
  expect(loudnessOf(sine(0.002))).toBeLessThan(heard)
  expect(loudnessOf(sine(0.1))).toBeGreaterThan(heard)
  expect(loudnessOf(sine(1))).toBeLessThanOrEqual(1)
})
