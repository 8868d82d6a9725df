/** The fields of an owner's file, by what they are about. */
import Checkbox from 'antd/es/checkbox'
import { createContext, memo, useContext, type ReactNode } from 'react'
import type { FieldProblem } from '../../api'
import { useWords, type PlainKey } from '../../i18n'
import type { OwnerFile, PrivateFile } from '../../owners'
import { Field } from '../field'
import { Codes } from './codes'
import { Alerts, Phones } from './lists'
import { Units } from './units'

const Faults = createContext<FieldProblem[]>([])

/** useFault gives what the server says about a field, by its path in the file. */
export function useFault(): (path: string) => string | undefined {
  const { t } = useWords()
  const fields = useContext(Faults)
  return (path) => {
    const found = fields.find((one) => one.field === `body.${path}`)
    return found && (found.message || t('owner.wrong'))
  }
}

export interface SectionProps {
  file: OwnerFile
  change: (part: Partial<OwnerFile>) => void
}

export const Sections = memo(function Sections({ file, fields, change }: SectionProps & { fields: FieldProblem[] }) {
  return (
    <Faults value={fields}>
      <Person file={file} change={change} />
      <Phones file={file} change={change} />
      <Units file={file} change={change} />
      <Contact file={file} change={change} />
      <OptOut file={file} change={change} />
      <Alerts file={file} change={change} />
      {file.private && <Private of={file.private} change={(part) => change({ private: { ...file.private, ...part } })} />}
    </Faults>
  )
})

export function Section({ name, children }: { name: PlainKey; children: ReactNode }) {
  const { t } = useWords()
  return (
    <fieldset className="file-section">
      <legend>{t(name)}</legend>
      {children}
    </fieldset>
  )
}

interface TextProps {
  path: string
  name: string
  value: string | number | undefined
  type?: 'text' | 'date' | 'number' | 'email' | 'tel'
  required?: boolean
  max?: number
  list?: string
  onChange: (text: string) => void
}

/** Text is one line of the file, with what the server says about it. */
export function Text({ path, name, value, type = 'text', required = false, max = 64, list, onChange }: TextProps) {
  const fault = useFault()(path)
  const id = `file-${path}`
  return (
    <Field id={id} name={name} fault={fault} required={required}>
      <input
        id={id}
        className="line"
        type={type}
        value={value ?? ''}
        maxLength={max}
        autoComplete="off"
        {...(list === undefined ? {} : { list })}
        {...(type === 'number' ? { min: 0, step: 'any' } : {})}
        {...(fault === undefined ? {} : { 'aria-invalid': true })}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  )
}

function Person({ file, change }: SectionProps) {
  const { t } = useWords()
  const fault = useFault()
  return (
    <Section name="owner.person">
      <div className="grid3">
        <Text path="name" name={t('owner.name')} value={file.name} required onChange={(name) => change({ name })} />
        <Text path="salutation" name={t('owner.salutation')} value={file.salutation} list="file-salutations" onChange={(salutation) => change({ salutation })} />
        <datalist id="file-salutations">
          <option value={t('owner.mr')} />
          <option value={t('owner.ms')} />
        </datalist>
        <Text path="language_note" name={t('owner.language_note')} value={file.language_note} max={500} onChange={(language_note) => change({ language_note })} />
        <Codes id="file-relation" name={t('owner.relation')} kind="relation" value={file.relation} fault={fault('relation')} onChange={(relation) => change({ relation })} />
        <Codes id="file-segment" name={t('owner.segment')} kind="segment" value={file.segment} fault={fault('segment')} onChange={(segment) => change({ segment })} />
      </div>
    </Section>
  )
}

function Contact({ file, change }: SectionProps) {
  const { t } = useWords()
  return (
    <Section name="owner.contact">
      <div className="grid3">
        <Text path="email" name={t('owner.email')} value={file.email} max={500} onChange={(email) => change({ email })} />
        <Text path="wechat" name={t('owner.wechat')} value={file.wechat} onChange={(wechat) => change({ wechat })} />
        <Text path="home_address" name={t('owner.home_address')} value={file.home_address} max={500} onChange={(home_address) => change({ home_address })} />
        <Text path="decor_style" name={t('owner.decor_style')} value={file.decor_style} max={500} onChange={(decor_style) => change({ decor_style })} />
        <Text path="amenities" name={t('owner.amenities')} value={file.amenities} max={500} onChange={(amenities) => change({ amenities })} />
      </div>
    </Section>
  )
}

const optOuts = ['care_call', 'sms', 'marketing', 'survey'] as const

function OptOut({ file, change }: SectionProps) {
  const { t } = useWords()
  const of = file.opt_out
  return (
    <Section name="owner.opt_out">
      <div className="file-checks">
        {optOuts.map((one) => (
          <Checkbox key={one} checked={of[one]} onChange={(event) => change({ opt_out: { ...of, [one]: event.target.checked } })}>
            {t(`pop.optOut.${one}`)}
          </Checkbox>
        ))}
      </div>
      <Text path="opt_out.source" name={t('owner.source')} value={of.source} max={500} onChange={(source) => change({ opt_out: { ...of, source } })} />
    </Section>
  )
}

function Private({ of, change }: { of: PrivateFile; change: (part: PrivateFile) => void }) {
  const { t } = useWords()
  return (
    <Section name="owner.private">
      <div className="grid3">
        <Text path="private.birthday" name={t('owner.birthday')} value={of.birthday} max={10} onChange={(birthday) => change({ birthday })} />
        <Text path="private.needs_house_type" name={t('owner.needs_house_type')} value={of.needs_house_type} onChange={(text) => change({ needs_house_type: text })} />
        <Text path="private.needs_area" name={t('owner.needs_area')} value={of.needs_area} onChange={(text) => change({ needs_area: text })} />
        <Text path="private.needs_budget" name={t('owner.needs_budget')} value={of.needs_budget} onChange={(text) => change({ needs_budget: text })} />
      </div>
    </Section>
  )
}
