/**
 * Whom a call may go to: colleagues, queues, departments and any number, found
 * by one search. Pure. Who can be chosen comes first, free colleagues before
 * all, the longest free at the top.
 */
import { initials } from '../../i18n/pinyin'
import type { QueueState, Snapshot, State, Target, TeamMate } from '../../protocol.gen'
import { typedNumber } from './dialling'

export type Mode = 'consult' | 'transfer'

/** WhyNot is why a target cannot be chosen: a colleague's state, or that nobody of a queue could be asked now. */
export type WhyNot = Exclude<State, 'ready'> | 'nobody'

export interface Choice {
  target: Target
  name: string
  /** note is a work number, a department's hours or a number. */
  note: string
  mate?: TeamMate
  queue?: QueueState | undefined
  /** why it cannot be chosen now. */
  why?: WhyNot
}

/** choicesOf lists whom the call may go to for what was typed, best first. */
export function choicesOf(snapshot: Snapshot, mode: Mode, typed: string): Choice[] {
  const query = typed.normalize('NFKC').trim().toLowerCase()
  const all = [...mates(snapshot), ...queues(snapshot, mode), ...departments(snapshot)]
  const ranked = all
    .map((choice, place) => ({ choice, place, fit: fitOf(choice, query) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => Number(!!a.choice.why) - Number(!!b.choice.why) || b.fit - a.fit || a.place - b.place)
    .map(({ choice }) => choice)
  const number = typedNumber(query)
  if (number === null) return ranked
  const outside: Choice = { target: { kind: 'number', id: number }, name: number, note: '' }
  // A work number typed in full is meant as one; any other digits are a telephone number.
  const exact = ranked.some((one) => one.why === undefined && one.note === number)
  return exact ? [...ranked, outside] : [outside, ...ranked]
}

function mates({ team, agents, me }: Snapshot): Choice[] {
  const people: TeamMate[] = agents.length > 0 ? agents : team
  return people
    .filter((mate) => mate.id !== me.agent?.id)
    .sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
    .map((mate) => ({
      target: { kind: 'agent', id: mate.id },
      name: mate.name,
      note: mate.work_no,
      mate,
      ...(mate.state === 'ready' ? {} : { why: mate.state }),
    }))
}

function queues({ center, queues: live }: Snapshot, mode: Mode): Choice[] {
  return center.queues.map(({ id, name }) => {
    const queue = live.find((one) => one.id === id)
    // A transfer waits in the queue; a consultation rings who would get its next call.
    const nobody = mode === 'consult' && queue?.ready === 0
    return { target: { kind: 'queue', id }, name, note: id, queue, ...(nobody ? { why: 'nobody' } : {}) }
  })
}

function departments({ center }: Snapshot): Choice[] {
  return center.departments.map(({ code, name, note }) => ({ target: { kind: 'department', id: code }, name, note: note ?? '' }))
}

/** fitOf is how well a choice fits: 0 not at all, 4 exactly. */
function fitOf({ name, note, target }: Choice, query: string): number {
  if (query === '') return 1
  const words = [name, target.id, initials(name), ...(target.kind === 'agent' ? [note] : [])].map((word) => word.toLowerCase())
  if (words.includes(query)) return 4
  if (words.some((word) => word.startsWith(query))) return 3
  if (words.some((word) => word.includes(query))) return 2
  return note.toLowerCase().includes(query) ? 1 : 0
}

/** stepTo gives the place after moving by step among those that can be chosen, around the ends; -1 if there is none. */
export function stepTo(choices: Choice[], from: number, step: 1 | -1): number {
  for (let n = 1; n <= choices.length; n += 1) {
    const at = (from + step * n + choices.length * 2) % choices.length
    if (choices[at]?.why === undefined) return at
  }
  return -1
}
