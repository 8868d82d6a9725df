/** Which parts of the document have pages made by hand, and in which order people find them. */
import type { ComponentType } from 'react'
import { Agents } from './agents'
import { Calendar } from './calendar'
import type { Schema, Value } from './config'
import { Lane } from './lane'
import { Targets } from './targets'
import type { Key } from './words'

export interface PageProps {
  path: string
  /** entry is the schema of the list's entries, or of the part itself if it is no list. */
  entry: Schema
  value: Value | undefined
  saved: Value[]
  onChange: (value: Value | undefined) => void
  /** onOther changes another part of the document, which the page shows as well. */
  onOther: (key: string, value: Value) => void
}

/** pages are those that the generated forms would do badly. */
export const pages: Record<string, ComponentType<PageProps>> = { agents: Agents, calendar: Calendar, targets: Targets, emergency: Lane }

/** tables are lists that fit into a table, although a cell of it is a list. */
export const tables: readonly string[] = ['categories']

/** chapters order the pages. What the document gets later stands in the last one. */
export const chapters: { title: Key; keys: string[] }[] = [
  { title: 'nav.calls', keys: ['hotlines', 'queues', 'schedules', 'calendar', 'duty_lists', 'emergency'] },
  { title: 'nav.people', keys: ['agents'] },
  { title: 'nav.register', keys: ['categories', 'breaks', 'departments', 'transfer_reasons', 'purposes'] },
  { title: 'nav.goals', keys: ['targets', 'priorities'] },
]
