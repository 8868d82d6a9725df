import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isShortcut } from '../shortcuts'
import { keyGroups, keyWords } from './keys'

const rows = keyGroups.flatMap((group) => group.rows)
const desktop = join(import.meta.dirname, '..')

test('no key does two things', () => {
  const words = rows.map(keyWords)
  expect(new Set(words).size).toBe(words.length)
  const codes = rows.flatMap((row) => row.code ?? [])
  expect(new Set(codes).size).toBe(codes.length)
})

test('the browser’s own keys are left alone', () => {
  expect(rows.map((row) => row.code).filter((code) => ['KeyD', 'KeyE', 'KeyF', 'Home', 'ArrowLeft'].includes(code ?? ''))).toEqual([])
})

test('every shortcut in the sources is in the list', () => {
  const sources = readdirSync(desktop, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.tsx?$/.test(file))
  const used = sources.flatMap((file) => {
    const text = readFileSync(join(desktop, file), 'utf8')
    return text.includes('useShortcuts(') ? [...text.matchAll(/\b(Key[A-Z]|Digit\d|Slash): /g)].map((match) => match[1]) : []
  })
  const listed = rows.map((row) => row.code)
  expect(used.length).toBeGreaterThan(8)
  expect(used.filter((code) => !listed.includes(code))).toEqual([])
})

test('the guide documents every key', () => {
  const guide = readFileSync(join(desktop, '../../../../docs/desktop.md'), 'utf8')
  expect(rows.map(keyWords).filter((key) => !guide.includes(`| ${key} |`))).toEqual([])
})

const press = (part: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing', boolean>>, altGr = false) =>
  isShortcut({
    altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, isComposing: false, ...part,
    getModifierState: (key) => altGr && key === 'AltGraph',
  })

test('typing is never taken for a shortcut', () => {
  expect(press({ altKey: true })).toBe(true)
  expect(press({})).toBe(false)
  expect(press({ altKey: true, ctrlKey: true })).toBe(false)
  expect(press({ altKey: true, repeat: true })).toBe(false)
  expect(press({ altKey: true, isComposing: true })).toBe(false)
  expect(press({ altKey: true }, true)).toBe(false)
})
