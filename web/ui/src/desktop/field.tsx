/** A labelled field of the wrap-up form, and a choice of one by chips. */
import type { ReactNode } from 'react'

interface FieldProps {
  id: string
  name: string
  fault: string | undefined
  keys?: string
  /** group says that the field is several inputs, which carry the name themselves. */
  group?: boolean
  required?: boolean
  children: ReactNode
}

export function Field({ id, name, fault, keys, group, required, children }: FieldProps) {
  return (
    <div className="field" data-fault={fault !== undefined}>
      <div className="field-name">
        {group ? <span>{name}</span> : <label htmlFor={id}>{name}</label>}
        {required && (
          <span className="field-required" aria-hidden="true">
            *
          </span>
        )}
        {keys && <kbd>{keys}</kbd>}
        <span className="field-fault" role="alert">
          {fault}
        </span>
      </div>
      {children}
    </div>
  )
}

interface ChoiceProps {
  id: string
  name: string
  value: string
  options: string[]
  words?: (option: string) => string
  wide?: boolean
  onChange: (option: string) => void
}

/** Choice is a radio group drawn as chips: one click, or Tab and the arrow keys. */
export function Choice({ id, name, value, options, words, wide, onChange }: ChoiceProps) {
  return (
    <div className="choice" role="radiogroup" aria-label={name} data-wide={wide}>
      {options.map((option, i) => (
        <label key={option} data-on={option === value}>
          <input
            type="radio"
            name={id}
            {...(i === 0 ? { id } : {})}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          {words ? words(option) : option}
        </label>
      ))}
      {options.length === 0 && <span className="quiet">–</span>}
    </div>
  )
}
