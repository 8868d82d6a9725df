import { expect, test } from 'vitest'
import { entriesOf, find } from './find'

const entries = entriesOf([
  { code: 'REP-U', name: '报修-急修/紧急', subs: ['水', '电梯'] },
  { code: 'CMP', name: '投诉', subs: ['邻里', '工程质量'] },
  { code: 'SUG', name: '建议', subs: [] },
])
const found = (typed: string) => find(entries, typed).map((one) => one.value)

test.each([
  ['', ['REP-U', 'CMP', 'SUG']],
  ['cmp', ['CMP']],
  ['投', ['CMP']],
  ['ts', ['CMP']],
  ['dt', ['REP-U/电梯']],
  ['质量', ['CMP/工程质量']],
  ['j', ['SUG', 'REP-U']],
  ['zzz', []],
])('%s', (typed, want) => {
  expect(found(typed)).toEqual(want)
})
