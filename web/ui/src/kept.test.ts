import { beforeEach, expect, test, vi } from 'vitest'
import { pop } from '../dev/world.ts'
import { emptyDraft, toWrap, type Draft } from './draft'
import { dropDraft, forgetDrafts, isSaved, keepDraft, leftDrafts, loadDraft, markDraft, reconcile, tidyDrafts, type Kept } from './kept'
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

test('what is registered is not left; what may be is, when no answer comes; a draft is', () => {
  keepDraft(pop(), whole, now)
  expect(markDraft('c1', whole, 'sent', now)).toBe(true)
  expect(leftDrafts(undefined, now + 1000)).toEqual([])
  expect(leftDrafts(undefined, now + 11_000)).toHaveLength(1)
  markDraft('c1', whole, 'saved', now)
  expect(leftDrafts(undefined, now)).toMatchObject([{ is: 'saved' }])
  markDraft('c1', whole, 'done', now)
  expect(leftDrafts(undefined, now + 11_000)).toEqual([])
  tidyDrafts('c1', now)
  expect(readStored('draft.c1')).not.toBeNull()
  tidyDrafts(undefined, now)
  expect(readStored('draft.c1')).toBeNull()
})

const kept = (is: Kept['is'], draft: Draft, base: Draft = emptyDraft): Kept => ({ draft, base, is, at: now, about: { name: '', number: '', arrived: now } })
const text = (summary: string): Draft => ({ ...emptyDraft, summary })

test.each<[string, Kept | null, Draft | null, string]>([
  ['nothing anywhere', null, null, ''],
  ['only the server has it, as after a transfer', null, text('there'), 'there'],
  ['only typed here', kept('typed', text('here')), null, 'here'],
  ['typed on after the server took it', kept('typed', text('here more'), text('here')), text('here'), 'here more'],
  ['the server took it, the answer was lost', kept('sent', text('here')), text('here'), 'here'],
  ['somebody wrote on after the server took it', kept('saved', text('here'), text('here')), text('here and there'), 'here and there'],
  ['both wrote', kept('typed', text('mine'), text('old')), text('other'), 'other\nmine'],
  ['both wrote, this one more', kept('typed', text('there, and here')), text('there'), 'there, and here'],
])('%s', (_, here, there, want) => {
  expect(reconcile(here, there === null ? undefined : toWrap(there)).summary).toBe(want)
})

test('what is typed while a save is on its way is not taken for saved', () => {
  keepDraft(pop(), { ...whole, summary: 'more' }, now)
  expect(markDraft('c1', whole, 'saved', now)).toBe(false)
  expect(leftDrafts(undefined, now)).toHaveLength(1)
})

test('changed files are forgotten after a day, and with the drafts', () => {
  writeStored('file.o1', JSON.stringify({ at: now - 86_400_001 }))
  writeStored('file.o2', JSON.stringify({ at: now }))
  tidyDrafts(undefined, now)
  expect([readStored('file.o1'), readStored('file.o2')]).toEqual([null, JSON.stringify({ at: now })])
  forgetDrafts()
  expect(readStored('file.o2')).toBeNull()
})

test('forgetDrafts leaves other settings', () => {
  keepDraft(pop(), whole)
  writeStored('lang', 'en')
  forgetDrafts()
  expect(readStored('draft.c1')).toBeNull()
  expect(readStored('lang')).toBe('en')
})
