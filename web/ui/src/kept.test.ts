import { beforeEach, expect, test, vi } from 'vitest'
import { pop } from '../dev/world.ts'
import { emptyDraft, toWrap, type Draft } from './draft'
import { dropDraft, forgetDrafts, isSaved, keepDraft, leftDrafts, loadDraft, markDraft, tidyDrafts } from './kept'
import { readStored, writeStored } from './settings'

const now = Date.parse('2026-11-22T14:00:00Z')
const whole: Draft = { ...emptyDraft, category: 'CMP', sub: '邻里', summary: 'noise', resolved: true }

beforeEach(() => {
  const kept: Record<string, string> = {}
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => void (kept[key] = value) },
    removeItem: { value: (key: string) => void delete kept[key] },
  })
  vi.stubGlobal('localStorage', kept)
})

test('what was typed wins over what the server has, which wins over nothing', () => {
  const saved = pop({ wrap: toWrap(whole) })
  expect(loadDraft(pop())).toEqual(emptyDraft)
  expect(loadDraft(saved)).toMatchObject({ summary: 'noise', resolved: true })
  expect(isSaved(saved)).toBe(true)
  keepDraft(saved, { ...whole, summary: 'typed' })
  expect(loadDraft(saved).summary).toBe('typed')
  expect(isSaved(saved)).toBe(false)
  dropDraft('c1')
  expect(loadDraft(saved).summary).toBe('noise')
})

test('a damaged draft is no draft', () => {
  writeStored('draft.c1', '{"summary":')
  expect(loadDraft(pop())).toEqual(emptyDraft)
  expect(leftDrafts(undefined)).toEqual([])
})

test('what could not be registered is left when the call is over, with whose call it was', () => {
  keepDraft(pop(), whole, now)
  expect(leftDrafts('c1', now)).toEqual([])
  expect(leftDrafts('c2', now)).toMatchObject([{ call: 'c1', draft: whole, about: { name: '王建国', number: '138****1234' } }])
  expect(leftDrafts('c2', now + 86_400_001)).toEqual([])
})

test('what the server has is not left; what it may have is, when no answer comes', () => {
  keepDraft(pop(), whole, now)
  expect(markDraft('c1', whole, 'sent', now)).toBe(true)
  expect(leftDrafts(undefined, now + 1000)).toEqual([])
  expect(leftDrafts(undefined, now + 11_000)).toHaveLength(1)
  markDraft('c1', whole, 'saved', now)
  expect(leftDrafts(undefined, now + 11_000)).toEqual([])
  tidyDrafts('c1', now)
  expect(readStored('draft.c1')).not.toBeNull()
  tidyDrafts(undefined, now)
  expect(readStored('draft.c1')).toBeNull()
})

test('what is typed while a save is on its way is not taken for saved', () => {
  keepDraft(pop(), { ...whole, summary: 'more' }, now)
  expect(markDraft('c1', whole, 'saved', now)).toBe(false)
  expect(leftDrafts(undefined, now)).toHaveLength(1)
})

test('forgetDrafts leaves other settings', () => {
  keepDraft(pop(), whole)
  writeStored('lang', 'en')
  forgetDrafts()
  expect(readStored('draft.c1')).toBeNull()
  expect(readStored('lang')).toBe('en')
})
