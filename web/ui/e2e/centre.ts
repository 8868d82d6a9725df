/** Changes of the centre's configuration for the time of some tests. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Program } from './process.ts'
import { demo } from './system.ts'

/** Centre is the part of the document that tests change. */
export interface Centre {
  version?: number
  hotlines: Record<string, unknown>[]
  queues: Record<string, unknown>[]
  agents: { id: string; queues: string[] }[]
  [key: string]: unknown
}

/** changeCentre puts a changed configuration in force; what it gives puts the old one back. */
export async function changeCentre(change: (centre: Centre) => void): Promise<() => Promise<void>> {
  const file = join(mkdtempSync(join(tmpdir(), 'thirdring-centre-')), 'centre.json')
  await thirdring('center', 'export', '--json', file)
  const { version: _, ...before } = JSON.parse(readFileSync(file, 'utf8')) as Centre
  const put = async (centre: object) => {
    writeFileSync(file, JSON.stringify(centre))
    await thirdring('center', 'import', file)
  }
  const after = structuredClone(before) as Centre
  change(after)
  await put(after)
  return () => put(before)
}

/** thirdring runs a command of the shell against the system under test, and gives what it printed. */
export async function thirdring(...args: string[]): Promise<string> {
  const program = new Program(['--config', demo().config, ...args])
  await program.end()
  if (program.failed) throw new Error(`thirdring ${args.join(' ')}: ${program.output}`)
  return program.output
}
