import { expect, test } from 'vitest'
import { pop } from '../../../dev/world.ts'
import { emptyDraft, type Draft } from '../../draft'
import type { Pop, Script } from '../../protocol.gen'
import { pieces, situation, type About } from './situation'

const now = Date.parse('2026-11-22T14:00:00Z')
const ids = ['agent.greet', 'hold.ask', 'hold.resume', 'transfer.notice', 'promise', 'anything_else', 'close.main', 'followup']
const script: Script[] = ids.map((id) => ({ id, text: id }))
const third = { to: { kind: 'department', id: 'd1' }, name: 'x', kind: 'consult' } as const

function say(part: Partial<Pop>, draft: Partial<Draft> = {}, about: About = null, resumed: number | null = null) {
  return situation({ pop: pop({ script, ...part }), draft: { ...emptyDraft, ...draft }, about, resumed, now })
}

test.each<[string, Partial<Pop>, Partial<Draft>, About, string | undefined]>([
  ['rings', { phase: 'offering' }, {}, null, 'agent.greet'],
  ['answered', { phase: 'talking' }, {}, null, 'agent.greet'],
  ['the customer is called', { phase: 'dialling', direction: 'out' }, {}, null, 'followup'],
  ['about to hold', { phase: 'talking' }, {}, 'hold', 'hold.ask'],
  ['held', { phase: 'talking', held_since: 'x' }, {}, 'hold', 'hold.resume'],
  ['page lost', { phase: 'talking', lost_since: 'x' }, {}, null, 'hold.resume'],
  ['about to transfer', { phase: 'talking' }, {}, 'transfer', 'transfer.notice'],
  ['back from the third party', { phase: 'talking', third }, {}, null, 'transfer.notice'],
  ['the third party has gone', { phase: 'talking', third: { ...third, result: 'ended' } }, {}, null, 'agent.greet'],
  ['unsolved', { phase: 'talking' }, { resolved: false }, null, 'promise'],
  ['solved', { phase: 'talking' }, { resolved: true }, null, 'anything_else'],
  ['over', { phase: 'ended' }, { resolved: true }, null, undefined],
  ['given away', { phase: 'transferring' }, {}, null, undefined],
  ['consulted', { phase: 'talking', consulted: true }, {}, null, undefined],
])('%s', (_, part, draft, about, want) => {
  const { main, others } = say(part, draft, about)
  expect(main?.id).toBe(want)
  expect(others).toHaveLength(script.length - (want === undefined ? 0 : 1))
})

test('the apology is shown for a while after a hold', () => {
  expect(say({ phase: 'talking' }, {}, null, now - 9_000).main?.id).toBe('hold.resume')
  expect(say({ phase: 'talking' }, {}, null, now - 11_000).main?.id).toBe('agent.greet')
})

test('a phrase the server does not have is not shown', () => {
  expect(situation({ pop: pop({ script: [], phase: 'talking' }), draft: emptyDraft, about: null, resumed: null, now }).main).toBeUndefined()
})

test('an outbound call begins with its own words, not with what comes at its end', () => {
  const own = [{ id: 'agent.parts', text: '' }, { id: 'care.optout_ok', text: '' }]
  expect(say({ script: own, direction: 'out', phase: 'dialling' }).main?.id).toBe('agent.parts')
})

test('gaps are filled in by what is known, and left open by what is not', () => {
  const line = { id: 'promise', text: 'because {a} until {b}.' }
  expect(pieces(line, { reason: 'no key' })).toEqual([
    { text: 'because ', is: 'words' },
    { text: 'no key', is: 'value' },
    { text: ' until ', is: 'words' },
    { blank: 'time', is: 'gap' },
    { text: '.', is: 'words' },
  ])
  expect(pieces({ id: 'new', text: '{c}' }, { reason: 'x' })).toEqual([{ blank: 'other', is: 'gap' }])
})
