/** The keys of what may be done with a caller in line. */
import type { Deed } from '../../lines'

export interface DeedKey {
  deed: Deed
  code: string
  key: string
}

export const deedKeys: DeedKey[] = [
  { deed: 'up', code: 'KeyU', key: 'U' },
  { deed: 'head', code: 'KeyH', key: 'H' },
  { deed: 'queue', code: 'KeyQ', key: 'Q' },
  { deed: 'give', code: 'KeyG', key: 'G' },
  { deed: 'anyone', code: 'KeyN', key: 'N' },
  { deed: 'now', code: 'KeyB', key: 'B' },
  { deed: 'cancel', code: 'KeyC', key: 'C' },
  { deed: 'why', code: 'KeyY', key: 'Y' },
]

/** Asking is a deed that a key asked for, to be carried out by the row. */
export interface Asking {
  call: string
  deed: Deed
  /** at tells one press from the next. */
  at: number
}
