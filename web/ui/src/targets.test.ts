import { expect, test } from 'vitest'
import { queue } from '../dev/world.ts'
import { judge } from './targets'

const targets = { service_level: 0.9, answered: 0.95, abandoned: 0.03 }

test('a figure is met or not, in the direction of its target', () => {
  const now = queue({ service_level: 0.934, offered: 100, answered: 90, abandoned: 5, short: 1 })
  expect(judge('service_level', now, targets)).toEqual({ aim: 'service_level', value: 0.934, target: 0.9, met: true })
  expect(judge('answered', now, targets)?.met).toBe(false)
  expect(judge('abandoned', now, targets)).toMatchObject({ met: false, value: 4 / 94 })
})

test('without a target or anything counted there is nothing to say', () => {
  expect(judge('service_level', queue(), {})).toBeUndefined()
  expect(judge('service_level', queue(), undefined)).toBeUndefined()
  expect(judge('answered', queue({ offered: 0 }), targets)).toBeUndefined()
  expect(judge('abandoned', queue({ answered: 0, abandoned: 1, short: 1 }), targets)).toBeUndefined()
})
