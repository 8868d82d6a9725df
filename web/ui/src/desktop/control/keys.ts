/**
 * The desktop's keys, once: the shortcuts, the tooltips, the list of keys and
 * docs/desktop.md go by this. All have Alt or Ctrl, so that typing is never
 * taken for one; the letters Alt D, E and F are the browsers' own.
 */
import type { PlainKey } from '../../i18n'

export interface KeyRow {
  /** code is the physical key that goes with Alt; missing where another part listens. */
  code?: string
  keys: string[]
  words: PlainKey
}

const alt = (key: string, words: PlainKey, code = `Key${key}`): KeyRow => ({ code, keys: ['Alt', key], words })

export const stateKeys = {
  ready: alt('1', 'help.ready', 'Digit1'),
  break: alt('2', 'help.break', 'Digit2'),
  signedOut: alt('0', 'help.signedOut', 'Digit0'),
  phone: alt('P', 'help.phone'),
}

export const callKeys = {
  answer: alt('A', 'help.answer'),
  hangup: alt('X', 'help.hangup'),
  survey: alt('Z', 'help.survey'),
  hold: alt('H', 'help.hold'),
  mute: alt('M', 'help.mute'),
  keypad: alt('K', 'help.keypad'),
  pause: alt('R', 'help.pause'),
  help: alt('J', 'help.ask'),
  dial: alt('N', 'help.dial'),
}

export const thirdKeys = {
  consult: alt('Q', 'help.consult'),
  transfer: alt('T', 'help.transfer'),
  swap: alt('B', 'help.swap'),
  conference: alt('G', 'help.conference'),
  complete: alt('V', 'help.complete'),
  drop: alt('Y', 'help.drop'),
}

export const pageKeys = {
  pop: alt('C', 'help.pop'),
  file: alt('O', 'help.file'),
  wrap: alt('W', 'help.wrap'),
  extend: alt('I', 'help.extend'),
  tasks: alt('L', 'help.tasks'),
  today: alt('U', 'help.today'),
  save: alt('S', 'help.save'),
  finish: { keys: ['Ctrl', 'Enter'], words: 'help.finish' },
  tab: { keys: ['Tab'], words: 'help.tab' },
  escape: { keys: ['Esc'], words: 'help.escape' },
  sheet: alt('/', 'help.help', 'Slash'),
} satisfies Record<string, KeyRow>

export const keyGroups: { name: PlainKey; rows: KeyRow[] }[] = [
  { name: 'help.group.call', rows: Object.values(callKeys) },
  { name: 'help.group.third', rows: Object.values(thirdKeys) },
  { name: 'help.group.state', rows: Object.values(stateKeys) },
  { name: 'help.group.page', rows: Object.values(pageKeys) },
]

/** keyWords writes a key as on the keyboard: Alt H. */
export function keyWords(row: KeyRow): string {
  return row.keys.join(' ')
}
