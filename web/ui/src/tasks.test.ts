import { expect, test } from 'vitest'
import { cameDue, nextDue, soon, sorted, whenOf, type Task } from './tasks'

const now = Date.parse('2026-11-22T14:00:00Z')
const task = (id: string, due: number): Task => ({ id, kind: 'promise', due: new Date(due).toISOString(), text: '', created_at: '', state: 'open' })
const late = task('late', now - 1)
const near = task('near', now + soon)
const far = task('far', now + soon + 1)

test('how urgent a task is', () => {
  expect([late, near, far].map((one) => whenOf(one, now))).toEqual(['overdue', 'soon', 'later'])
})

test('the longest overdue is first', () => {
  expect(sorted([far, late, near, task('later', now - 9)]).map((one) => one.id)).toEqual(['later', 'late', 'near', 'far'])
})

test('what came due is told once', () => {
  expect(cameDue([late, near, far], now - 1, now + soon).map((one) => one.id)).toEqual(['near'])
  expect(cameDue([late, near, far], now + soon, now + soon)).toEqual([])
})

test('when the next one comes due', () => {
  expect(nextDue([late, near, far], now)).toBe(now + soon)
  expect(nextDue([late], now)).toBeNull()
})
