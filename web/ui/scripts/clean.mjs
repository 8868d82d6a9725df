/** Empties dist but for .keep, which git holds so that the Go build always finds the folder. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '..', 'dist')
mkdirSync(dist, { recursive: true })
for (const name of readdirSync(dist)) if (name !== '.keep') rmSync(join(dist, name), { recursive: true })
