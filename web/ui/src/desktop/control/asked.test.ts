import { expect, test } from 'vitest'
import { agent, center } from '../../../dev/world.ts'
import { breaksAsked, helpAsked, withdrawal } from './asked'

const help = (call: string, since: string, by?: string) => ({ call, agent: call, agent_name: call, text: '', since, ...(by ? { by } : {}) })

test('help nobody has taken comes first, the longest waiting before all', () => {
  const asked = [help('taken', '2026-01-01T08:00:00Z', 'x'), help('new', '2026-01-01T09:05:00Z'), help('old', '2026-01-01T09:00:00Z')]
  expect(helpAsked({ asked }).map((one) => one.call)).toEqual(['old', 'new', 'taken'])
})

test('breaks that wait are named, the longest waiting first', () => {
  const agents = [agent({ id: '1' }), agent({ id: '2', asked: 'training', asked_at: '2026-01-01T09:05:00Z' }), agent({ id: '3', asked: 'gone', asked_at: '2026-01-01T09:00:00Z' })]
  const name = center.breaks.find((one) => one.code === 'training')?.name
  expect(breaksAsked({ agents, center }).map(({ agent: id, reason }) => [id, reason])).toEqual([['3', 'gone'], ['2', name]])
})

test('a wish for a break is taken back without changing anything else', () => {
  expect(withdrawal(agent({ state: 'ready' }))).toEqual(['ready'])
  expect(withdrawal(agent({ state: 'break', reason: 'rest' }))).toEqual(['break', 'rest'])
  expect(withdrawal(agent({ state: 'talking', next: 'break', next_reason: 'rest' }))).toEqual(['break', 'rest'])
  expect(withdrawal(agent({ state: 'talking' }))).toEqual(['ready'])
  expect(withdrawal(agent({ state: 'talking', next: 'signed_out' }))).toEqual(['signed_out'])
  expect(withdrawal(agent({ state: 'wrap_up' }))).toBeNull()
})
