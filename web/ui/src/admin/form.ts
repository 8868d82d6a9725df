/** What every field of a form needs to know of the whole. */
import { createContext, useContext } from 'react'
import type { Group } from './config'

interface Form {
  document: Group
  problems: Record<string, string>
  readOnly: boolean
}

export const FormContext = createContext<Form>({ document: {}, problems: {}, readOnly: true })

export const useForm = () => useContext(FormContext)
