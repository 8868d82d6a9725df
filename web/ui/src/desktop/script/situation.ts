/**
 * Which phrase the agent needs now, and with what filled in. Pure: the call,
 * what is typed about it, and what the agent is about to do decide.
 */
import type { Draft } from '../../draft'
import type { Pop, Script } from '../../protocol.gen'

/** Moment is where the conversation stands, as far as words are concerned. */
export type Moment = 'greet' | 'call' | 'hold' | 'held' | 'resumed' | 'transfer' | 'promise' | 'close' | 'none'

/** About is what the agent's hand is on: the button to hold, or to transfer. */
export type About = 'hold' | 'transfer' | null

/** Blank says what a gap of a phrase stands for. */
export type Blank = 'department' | 'why' | 'reason' | 'time' | 'day' | 'other'

/** Piece is part of a phrase: words, a value filled in, or a gap still open. */
export type Piece = { text: string; is: 'words' | 'value' } | { blank: Blank; is: 'gap' }

export interface Situation {
  moment: Moment
  main: Script | undefined
  others: Script[]
}

/** resumedFor is how long after a hold the apology is worth showing. */
export const resumedFor = 10_000

interface Given {
  pop: Pop
  draft: Draft
  about: About
  /** resumed is when the customer was last taken back, in ms of the server's clock. */
  resumed: number | null
  now: number
}

/** situation picks the phrase to show and puts the others behind it. */
export function situation(given: Given): Situation {
  const moment = momentOf(given)
  const ids = wanted[moment]
  const { script } = given.pop
  const first = ids.map((id) => script.find((line) => line.id === id || line.id.startsWith(`${id}.`))).find((line) => line !== undefined)
  return { moment, main: first, others: script.filter((line) => line !== first) }
}

const wanted: Record<Moment, string[]> = {
  greet: ['agent.greet', 'agent.parts'],
  call: ['agent.callback', 'followup', 'care.birthday', 'agent.parts', 'agent.greet'],
  hold: ['hold.ask'],
  held: ['hold.resume'],
  resumed: ['hold.resume'],
  transfer: ['transfer.notice'],
  promise: ['promise'],
  close: ['anything_else', 'close'],
  none: [],
}

function momentOf({ pop, draft, about, resumed, now }: Given): Moment {
  if (pop.consulted || pop.phase === 'ended' || pop.phase === 'transferring') return 'none'
  const opening = pop.direction === 'out' ? 'call' : 'greet'
  if (pop.phase !== 'talking') return opening
  if (pop.held_since !== undefined || pop.lost_since !== undefined) return 'held'
  if (about !== null) return about
  if (resumed !== null && now - resumed < resumedFor) return 'resumed'
  if (pop.third !== undefined && pop.third.result === undefined) return 'transfer'
  if (draft.resolved === false) return 'promise'
  if (draft.resolved === true) return 'close'
  return opening
}

/** gaps names what the gaps of a phrase stand for, in their order. */
const gaps: Record<string, Blank[]> = {
  'transfer.notice': ['department', 'why'],
  promise: ['reason', 'time'],
  followup: ['day'],
}

/** pieces splits a phrase at its gaps and fills in what is known. */
export function pieces(line: Script, known: Partial<Record<Blank, string>>): Piece[] {
  const names = gaps[line.id] ?? []
  let gap = 0
  return line.text.split(/(\{[^{}]*\})/).flatMap((part): Piece[] => {
    if (part === '') return []
    if (!part.startsWith('{')) return [{ text: part, is: 'words' }]
    const blank = names[gap++] ?? 'other'
    const value = known[blank]
    return [value ? { text: value, is: 'value' } : { blank, is: 'gap' }]
  })
}
