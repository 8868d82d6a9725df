import { expect, test } from 'vitest'
import { dialled, mayDial, turnsOf } from './duty'

test.each([
  ['138 0013 8000', '13800138000'],
  ['021-6888 0000', '02168880000'],
  ['(021) 68880000', '02168880000'],
  ['+86 138 0013 8000', '+8613800138000'],
  ['0086 13800138000', '008613800138000'],
  ['１３８００１３８０００', '13800138000'],
  ['8006', '8006'],
])('%s is dialled as %s', (written, number) => {
  expect(dialled(written)).toBe(number)
  expect(mayDial(number)).toBe(true)
})

test('what is no number is not made one', () => {
  for (const text of ['', '12', '分机8001', '8001转2', '+', '1234567890123456']) expect(mayDial(dialled(text))).toBe(false)
})

test('telephones ring one after the other', () => {
  expect(turnsOf([{ name: 'a', ring: '30s' }, { name: 'b', ring: '1m' }, { name: 'c', ring: 'x' }])).toEqual({
    turns: [{ name: 'a', from: 0, span: 30_000 }, { name: 'b', from: 30_000, span: 60_000 }, { name: 'c', from: 90_000, span: 0 }],
    total: 90_000,
  })
})
