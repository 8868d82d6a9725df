import { expect, test } from 'vitest'
import type { Music } from './music-api'
import { changed, piecesOf, swapped, uploaded, wishes } from './music-draft'
import type { Preview } from './prompts-api'

const figures = { ms: 4000, rate: 16_000, level: -22, peak: -19, wave: [] }
const preview: Preview = { token: 'abc', prompt: '', source: 'uploaded', text: 'spring', before: figures, after: figures, warnings: [] }
const spring: Music = {
  id: 'spring', name: 'Spring', version: 3, ms: 3000,
  tracks: [{ id: 'a', name: 'A', ms: 1000, source: 'uploaded' }, { id: 'b', name: 'B', ms: 2000, source: 'generated', installed: true }],
}

test('what is not touched is not changed', () => {
  const pieces = piecesOf(spring)
  expect(changed(spring, 'Spring ', pieces)).toBe(false)
  expect(changed(spring, 'Summer', pieces)).toBe(true)
  expect(changed(spring, 'Spring', pieces.slice(1))).toBe(true)
  expect(changed(spring, 'Spring', pieces.map((one) => ({ ...one, name: 'C' })))).toBe(true)
})

test('pieces are ordered, and keep their place at the ends', () => {
  const pieces = piecesOf(spring)
  expect(swapped(pieces, 0, 1).map(({ key }) => key)).toEqual(['b', 'a'])
  expect(changed(spring, 'Spring', swapped(pieces, 1, -1))).toBe(true)
  expect(swapped(pieces, 0, -1)).toBe(pieces)
  expect(swapped(pieces, 1, 1)).toBe(pieces)
})

test('the server is told of old pieces by id and of uploads by token', () => {
  expect(wishes([uploaded(preview), ...piecesOf(spring)])).toEqual([{ preview: 'abc', name: 'spring' }, { id: 'a', name: 'A' }, { id: 'b', name: 'B' }])
})
