/** How categories and their sub-categories are found by what is typed. Pure. */
import { initials } from '../../i18n/pinyin'
import type { Category } from '../../protocol.gen'

/** Entry is a category, or one with a sub-category. */
export interface Entry {
  value: string
  code: string
  sub: string
  label: string
  words: string[]
}

/** entriesOf lists all entries: each category, and its sub-categories behind it. */
export function entriesOf(categories: Category[]): Entry[] {
  return categories.flatMap((one) => [
    entry(one, ''),
    ...one.subs.map((sub) => entry(one, sub)),
  ])
}

function entry({ code, name }: Category, sub: string): Entry {
  const said = sub === '' ? name : sub
  return {
    value: sub === '' ? code : `${code}/${sub}`,
    code,
    sub,
    label: sub === '' ? name : `${name} · ${sub}`,
    words: [said.toUpperCase(), initials(said).replace(/[^A-Z0-9]/g, ''), ...(sub === '' ? [code.toUpperCase()] : [])],
  }
}

/** find lists what is meant by the typed text; without one, the categories. Codes and beginnings come first. */
export function find(entries: Entry[], typed: string): Entry[] {
  const wanted = typed.trim().toUpperCase()
  if (wanted === '') return entries.filter((one) => one.sub === '')
  const rank = (one: Entry) => Math.min(...one.words.map((word) => (word === wanted ? 0 : word.startsWith(wanted) ? 1 : word.includes(wanted) ? 2 : 3)))
  return entries
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
