import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogues, translator, type Key } from '.'
import { en } from './en'
import { zh } from './zh'

const keys = Object.keys(zh) as Key[]
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
const han = /\p{Script=Han}/u

test('both catalogues have the same keys', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
})

test.each(keys)('%s is translated', (key) => {
  expect(zh[key].trim()).not.toBe('')
  expect(en[key].trim()).not.toBe('')
  expect(new Set(placeholders(en[key]))).toEqual(new Set(placeholders(zh[key])))
  if (key !== 'app.language') expect(en[key]).not.toMatch(han)
})

test('every key is used, and no words for people stand outside the catalogues', () => {
  const sources = files(join(import.meta.dirname, '..')).filter((f) => !f.includes('/i18n/') && !f.includes('.test.'))
  const all = sources.map((f) => readFileSync(f, 'utf8')).join('\n')
  const made = [...all.matchAll(/`([a-z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map((m) => m[1] as string)
  const unused = keys.filter((key) => !all.includes(`'${key}'`) && !all.includes(`"${key}"`) && !made.some((prefix) => key.startsWith(prefix)))
  expect(unused).toEqual([])
  for (const file of sources) {
    if (file.endsWith('protocol.gen.ts')) continue
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    expect(code.match(han)?.[0], `${file} holds Chinese`).toBeUndefined()
  }
})

test('values go into their places', () => {
  expect(translator('zh-CN')('phase.ring', { ring: 2, limit: 3 })).toBe('第 2 声\uff0c共 3 声')
  expect(translator('en')('phase.ring', { ring: 2, limit: 3 })).toBe('Ring 2 of 3')
  expect(Object.keys(catalogues)).toEqual(['zh-CN', 'en'])
})

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}
