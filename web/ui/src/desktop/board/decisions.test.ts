import { expect, test } from 'vitest'
import { byReason, rounds, type Decision } from './decisions'

const at = (seconds: number, agent: string, part: Partial<Decision> = {}): Decision => ({
  at: new Date(Date.UTC(2026, 0, 1, 9, 0, seconds)).toISOString(), agent, agent_name: agent, rule: 'longest_idle', ready: 1, idle_s: 0, waited_s: 0, behind: 0, others: [], ...part,
})

test('telephones that rang at once are one choice, those one after the other are not', () => {
  const all = [at(0, 'a', { rung: 2 }), at(0, 'b', { rung: 2 }), at(20, 'c', { rung: 1 }), at(40, 'a'), at(41, 'b')]
  expect(rounds(all).map((one) => one.rung.map((rung) => rung.agent).join(' '))).toEqual(['a b', 'c', 'a', 'b'])
})

test('the others are gathered by what kept them from it', () => {
  const others = [['a', 'busy'], ['b', 'break'], ['c', 'busy']].map(([agent = '', why = '']) => ({ agent, agent_name: agent, why }))
  expect(byReason(others)).toEqual([['busy', ['a', 'c']], ['break', ['b']]])
})
