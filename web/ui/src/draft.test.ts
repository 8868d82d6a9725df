import { expect, test } from 'vitest'
import { emptyDraft, faultOf, faults, fromWrap, sameDraft, toWrap, type Draft } from './draft'
import type { Category } from './protocol.gen'

const now = Date.parse('2026-11-22T14:00:00Z')
const complaint: Category = { code: 'CMP', name: '投诉', subs: ['邻里'] }
const whole: Draft = { ...emptyDraft, category: 'CMP', sub: '邻里', summary: ' noise ', resolved: true }

test.each<[string, Partial<Draft>, string[]]>([
  ['complete', {}, []],
  ['empty', emptyDraft, ['category', 'summary', 'resolved']],
  ['no sub-category', { sub: '' }, ['sub']],
  ['blank summary', { summary: '  ' }, ['summary']],
  ['unsolved without reason and time', { resolved: false }, ['reason', 'promised']],
  ['promised for the past', { resolved: false, reason: 'x', promised: now - 1 }, ['promised']],
  ['a follow-up in the past', { followUp: now - 1 }, ['followUp']],
  ['unsolved, complete', { resolved: false, reason: 'x', promised: now + 1 }, []],
])('%s', (_, part, want) => {
  const draft = { ...whole, ...part }
  expect(faults(draft, draft.category === '' ? undefined : complaint, now)).toEqual(want)
})

test('a category without sub-categories needs none', () => {
  expect(faults({ ...whole, sub: '' }, { ...complaint, subs: [] }, now)).toEqual([])
})

test('a nuisance call needs neither summary nor result, and leaves nothing to solve', () => {
  const nuisance: Category = { code: 'NUL', name: '骚扰', subs: [], silent: true }
  const draft = { ...emptyDraft, category: 'NUL' }
  expect(faults(draft, nuisance, now)).toEqual([])
  expect(toWrap(draft, nuisance)).toMatchObject({ category: 'NUL', summary: '', resolved: true })
})

test('toWrap sends reason and promise only for what is not solved', () => {
  const both = { ...whole, reason: 'later', promised: now }
  expect(toWrap(both)).toEqual({ category: 'CMP', sub_category: '邻里', summary: 'noise', resolved: true, must_keep: false })
  expect(toWrap({ ...both, resolved: false })).toMatchObject({ unresolved_reason: 'later', promised_reply_at: '2026-11-22T14:00:00.000Z' })
})

test('a draft comes back from the server as it went there', () => {
  for (const draft of [whole, { ...whole, resolved: false, reason: 'x', promised: now, followUp: now + 1 }, { ...emptyDraft, summary: 'only this' }]) {
    expect(sameDraft(fromWrap(toWrap(draft)), draft)).toBe(true)
  }
  expect(fromWrap(toWrap(emptyDraft)).resolved).toBeNull()
})

test.each<[number, Partial<Draft>, string | undefined]>([
  [205, { category: '' }, 'category'],
  [205, { sub: '' }, 'sub'],
  [206, {}, 'summary'],
  [207, { resolved: null }, 'resolved'],
  [207, { resolved: false }, 'reason'],
  [207, { resolved: false, reason: 'x', promised: now - 1 }, 'promised'],
  [225, { followUp: now }, 'followUp'],
  [204, {}, undefined],
])('refusal %i is shown at its field', (code, part, want) => {
  expect(faultOf(code, { ...whole, ...part })).toBe(want)
})
