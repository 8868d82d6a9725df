import { beforeEach, expect, test, vi } from 'vitest'
import { pop } from '../dev/world.ts'
import { emptyDraft, faults, forgetDrafts, keepDraft, loadDraft, toWrap, type Draft } from './draft'
import { readStored, writeStored } from './settings'

const now = Date.parse('2026-11-22T14:00:00Z')
const whole: Draft = { ...emptyDraft, category: 'CMP', sub: '邻里', summary: ' noise ', resolved: true }

beforeEach(() => {
  const kept: Record<string, string> = {}
  Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => void (kept[key] = value) },
    removeItem: { value: (key: string) => void delete kept[key] },
  })
  vi.stubGlobal('localStorage', kept)
})

test.each<[string, Partial<Draft>, string[]]>([
  ['complete', {}, []],
  ['empty', emptyDraft, ['category', 'summary', 'resolved']],
  ['no sub-category', { sub: '' }, ['sub']],
  ['blank summary', { summary: '  ' }, ['summary']],
  ['unsolved without reason and time', { resolved: false }, ['reason', 'promised']],
  ['promised for the past', { resolved: false, reason: 'x', promised: now - 1 }, ['promised']],
  ['unsolved, complete', { resolved: false, reason: 'x', promised: now + 1 }, []],
])('%s', (_, part, want) => expect(faults({ ...whole, ...part }, ['邻里'], now)).toEqual(want))

test('a category without sub-categories needs none', () => {
  expect(faults({ ...whole, sub: '' }, [], now)).toEqual([])
})

test('toWrap sends reason and promise only for what is not solved', () => {
  const both = { ...whole, reason: 'later', promised: now }
  expect(toWrap(both)).toEqual({ category: 'CMP', sub_category: '邻里', summary: 'noise', resolved: true, must_keep: false })
  expect(toWrap({ ...both, resolved: false })).toMatchObject({ unresolved_reason: 'later', promised_reply_at: '2026-11-22T14:00:00.000Z' })
})

test('what was typed wins over what the server has, which wins over nothing', () => {
  const saved = pop({ wrap: toWrap(whole) })
  expect(loadDraft(pop())).toEqual(emptyDraft)
  expect(loadDraft(saved)).toMatchObject({ summary: 'noise', resolved: true })
  keepDraft('c1', { ...whole, summary: 'typed' })
  expect(loadDraft(saved).summary).toBe('typed')
  keepDraft('c1', null)
  expect(loadDraft(saved).summary).toBe('noise')
})

test('a damaged draft is no draft', () => {
  writeStored('draft.c1', '{"summary":')
  expect(loadDraft(pop())).toEqual(emptyDraft)
})

test('forgetDrafts leaves other settings', () => {
  keepDraft('c1', whole)
  writeStored('lang', 'en')
  forgetDrafts()
  expect(readStored('draft.c1')).toBeNull()
  expect(readStored('lang')).toBe('en')
})
