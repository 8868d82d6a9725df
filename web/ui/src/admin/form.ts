/** What every field of a form needs to know of the whole. */
import { createContext, useContext } from 'react'
import type { Group, Schema } from './config'

interface Form {
  document: Group
  schema: Schema
  problems: Record<string, string>
  advice: Record<string, string>
  readOnly: boolean
  /** sought is the place that is to be shown: somebody asked to correct it. */
  sought: { path: string } | null
  /** change takes another document, where more than the field's own value changes. */
  change: (to: (had: Group) => Group) => void
}

export const FormContext = createContext<Form>({ document: {}, schema: { type: 'object' }, problems: {}, advice: {}, readOnly: true, sought: null, change: () => undefined })

export const useForm = () => useContext(FormContext)
