/**
 * Prints what a browser loads before anything lazy, gzipped, and fails the
 * build when that is more than the budget.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const budget = 400
const dist = join(import.meta.dirname, '..', 'dist')
const page = readFileSync(join(dist, 'index.html'), 'utf8')
const files = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1])
const sizes = files.map((file) => ({ file, kb: gzipSync(readFileSync(join(dist, file))).length / 1024 }))
const total = sizes.reduce((sum, { kb }) => sum + kb, 0)

for (const { file, kb } of sizes) console.log(`${kb.toFixed(1).padStart(7)} KB gzip  ${file}`)
console.log(`${total.toFixed(1).padStart(7)} KB gzip  in all, of ${budget} KB`)
if (files.length === 0 || total > budget) {
  console.error('the desktop is over its budget: load something lazily or leave it out')
  process.exit(1)
}
