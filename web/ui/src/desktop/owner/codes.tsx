/** A choice of one of the codes of an owner's file, by the browser's own list: quick by keyboard, and light. */
import { coded, useWords } from '../../i18n'
import { Field } from '../field'

const codes = {
  relation: ['owner', 'occupant', 'family', 'tenant', 'prospect'],
  segment: ['ordinary', 'loyal', 'valued', 'prospect', 'vip'],
  phone: ['mobile', 'home', 'work', 'fax'],
  level: ['info', 'warn', 'danger'],
}

const words: Record<keyof typeof codes, (code: string) => string> = {
  relation: (code) => `relation.${code}`,
  segment: (code) => `segment.${code}`,
  phone: (code) => `tel.${code}`,
  level: (code) => `level.${code}`,
}

interface Props {
  id: string
  name: string
  kind: keyof typeof codes
  value: string
  fault?: string | undefined
  bare?: boolean
  onChange: (code: string) => void
}

export function Codes({ id, name, kind, value, fault, bare, onChange }: Props) {
  const { lang } = useWords()
  const known = codes[kind]
  const list = known.includes(value) || value === '' ? known : [...known, value]
  const select = (
    <select id={id} className="codes" value={value} onChange={(event) => onChange(event.target.value)} {...(bare ? { 'aria-label': name } : {})}>
      {list.map((code) => (
        <option key={code} value={code}>
          {coded(lang, words[kind](code)) ?? code}
        </option>
      ))}
    </select>
  )
  if (bare) return select
  return (
    <Field id={id} name={name} fault={fault}>
      {select}
    </Field>
  )
}
