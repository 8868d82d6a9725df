import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { emptyDraft, type Draft } from './draft'
import { flushDraft, openSaver, Saver, type Saving } from './saver'
import { RequestError } from './socket'

const draft = (summary: string): Draft => ({ ...emptyDraft, summary })
let sent: string[]
let saved: string[]
let states: Saving[]
let answer: () => Promise<void>

function saver(): Saver {
  return new Saver({
    send: (one) => {
      sent.push(one.summary)
      return answer()
    },
    onState: (state) => states.push(state),
    onSent: () => undefined,
    onSaved: (one) => saved.push(one.summary),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  saved = []
  states = []
  answer = () => Promise.resolve()
})
afterEach(() => vi.useRealTimers())

test('what is typed is sent after a pause, once', async () => {
  const one = saver()
  one.change(draft('a'))
  await vi.advanceTimersByTimeAsync(600)
  one.change(draft('ab'))
  await vi.advanceTimersByTimeAsync(600)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual(['ab'])
  expect(saved).toEqual(['ab'])
  expect(states.at(-1)).toBe('saved')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toEqual(['ab'])
})

test('who types without a pause is saved too, and not more than once a second', async () => {
  const one = saver()
  const at: number[] = []
  answer = () => {
    at.push(Date.now())
    return Promise.resolve()
  }
  for (let i = 0; i < 100; i++) {
    one.change(draft(String(i)))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(at.length).toBeGreaterThanOrEqual(4)
  for (let i = 1; i < at.length; i++) expect((at[i] as number) - (at[i - 1] as number)).toBeGreaterThanOrEqual(1000)
})

test('what was lost with the connection is sent again', async () => {
  const one = saver()
  answer = () => Promise.reject(new RequestError(0, '', true, 'offline'))
  one.change(draft('a'))
  await vi.advanceTimersByTimeAsync(700)
  expect(states.at(-1)).toHaveProperty('problem')
  answer = () => Promise.resolve()
  await vi.advanceTimersByTimeAsync(2000)
  expect(sent).toEqual(['a', 'a'])
  expect(saved).toEqual(['a'])
})

test('newer text is not replaced by the one that failed', async () => {
  const one = saver()
  let fail: (error: unknown) => void = () => undefined
  answer = () => new Promise((_, reject) => (fail = reject))
  one.change(draft('old'))
  await vi.advanceTimersByTimeAsync(700)
  one.change(draft('new'))
  answer = () => Promise.resolve()
  fail(new RequestError(0, '', true, 'timeout'))
  await vi.advanceTimersByTimeAsync(3000)
  expect(sent).toEqual(['old', 'new'])
})

test('a refusal is shown and not repeated', async () => {
  const one = saver()
  answer = () => Promise.reject(new RequestError(204, 'not yours', false, 'refused'))
  one.change(draft('a'))
  await vi.advanceTimersByTimeAsync(20_000)
  expect(sent).toEqual(['a'])
  expect(states.at(-1)).toHaveProperty('problem')
})

test('flushDraft sends what waits, and waits for the answer', async () => {
  const one = saver()
  const close = openSaver('c1', one)
  one.change(draft('a'))
  await flushDraft('c1')
  expect(saved).toEqual(['a'])
  await flushDraft('c2')
  one.change(draft('b'))
  await close()
  expect(saved).toEqual(['a', 'b'])
})
