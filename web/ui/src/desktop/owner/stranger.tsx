/** Nobody is known to have this number: find the home, or write down who it is. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useMemo, useRef, useState, type FormEvent } from 'react'
import { ApiError, type FieldProblem } from '../../api'
import { useWords } from '../../i18n'
import { Owners, type FoundOwner, type NewOwner, type Place } from '../../owners'
import { useExplain, useSession } from '../../session'
import { Field } from '../field'
import { address, Relation } from '../owner'
import { Codes } from './codes'
import './owner.css'

interface Props {
  call: string
  match: 'unknown' | 'withheld'
}

export function Stranger({ call, match }: Props) {
  const { t } = useWords()
  const { api } = useSession()
  const owners = useMemo(() => new Owners(api, call), [api, call])
  return (
    <section className="stranger" aria-label={t(match === 'unknown' ? 'pop.unknown' : 'pop.withheld')}>
      <p className="quiet">{t(match === 'unknown' ? 'pop.unknownHint' : 'pop.withheldHint')}</p>
      <Search owners={owners} />
      <Create owners={owners} needsNumber={match === 'withheld'} />
    </section>
  )
}

/** queryOf reads one line as a number when it is digits, else as a home with perhaps a name behind it. */
export function queryOf(text: string): { unit?: string; name?: string; number?: string } {
  const half = text.normalize('NFKC').trim()
  if (/^\+?[\d\s-]{7,}$/.test(half)) return { number: half }
  const parts = half.split(/\s+/)
  const last = parts.at(-1) ?? ''
  if (parts.length > 1 && !/\d/.test(last)) return { unit: parts.slice(0, -1).join(' '), name: last }
  return /\d/.test(half) ? { unit: half } : { name: half }
}

function Search({ owners }: { owners: Owners }) {
  const { t } = useWords()
  const explain = useExplain()
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ owners: FoundOwner[]; more?: boolean } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const asked = useRef<AbortController | undefined>(undefined)
  const search = () => {
    if (text.trim() === '') return
    asked.current?.abort()
    const abort = new AbortController()
    asked.current = abort
    setBusy(true)
    setProblem(null)
    owners
      .search(queryOf(text), abort.signal)
      .then(setFound, (error: unknown) => !abort.signal.aborted && setProblem(error))
      .finally(() => asked.current === abort && setBusy(false))
  }
  const pick = (id: string) => {
    setProblem(null)
    owners.pick(id).catch(setProblem)
  }
  const said = problem instanceof ApiError ? problem.fields[0]?.message : undefined
  return (
    <form
      role="search"
      className="find"
      onSubmit={(event) => {
        event.preventDefault()
        search()
      }}
    >
      <label htmlFor="find-owner">{t('find.label')}</label>
      <div className="find-row">
        <Input id="find-owner" value={text} placeholder={t('find.hint')} autoComplete="off" onChange={(event) => setText(event.target.value)} />
        <Button htmlType="submit" loading={busy}>
          {t('find.search')}
        </Button>
      </div>
      <p className="find-say" role="status">
        {problem !== null && <span className="bad">{said ?? explain(problem)}</span>}
        {problem === null && found?.owners.length === 0 && t('find.none')}
        {problem === null && found?.more && t('find.more')}
      </p>
      {found !== null && found.owners.length > 0 && (
        <ul className="found">
          {found.owners.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => pick(one.id)}>
                <strong>{one.units.map(address).join(' / ') || '–'}</strong>
                <span>
                  {one.name} <span className="quiet">{one.salutation}</span>
                </span>
                <Relation relation={one.relation} />
                <span className="num quiet">{one.phones.join(' ')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}

const empty = { name: '', salutation: '', relation: 'owner', number: '', project: '', building: '', room: '' }

type Typed = typeof empty

function Create({ owners, needsNumber }: { owners: Owners; needsNumber: boolean }) {
  const { t } = useWords()
  const explain = useExplain()
  const [typed, setTyped] = useState<Typed>(empty)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const said = problem instanceof ApiError ? problem.fields : []
  const fault = (name: keyof Typed) => faultAt(said, name)
  const set = (part: Partial<Typed>) => setTyped((had) => ({ ...had, ...part }))
  const create = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    owners
      .create(newOwner(typed))
      .catch(setProblem)
      .finally(() => setBusy(false))
  }
  const text = (name: keyof Typed, required?: boolean) => (
    <Field id={`new-${name}`} name={t(`owner.${name}`)} fault={fault(name)} required={required ?? false}>
      <Input
        id={`new-${name}`}
        value={typed[name]}
        maxLength={64}
        autoComplete="off"
        status={fault(name) === undefined ? '' : 'error'}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </Field>
  )
  return (
    <form className="quick-owner" aria-label={t('owner.create')} onSubmit={create}>
      <h3>{t('owner.create')}</h3>
      <div className="grid3">
        {text('name', true)}
        <Field id="new-salutation" name={t('owner.salutation')} fault={fault('salutation')}>
          <Input
            id="new-salutation"
            list="salutations"
            value={typed.salutation}
            maxLength={64}
            autoComplete="off"
            onChange={(event) => set({ salutation: event.target.value })}
          />
          <datalist id="salutations">
            <option value={t('owner.mr')} />
            <option value={t('owner.ms')} />
          </datalist>
        </Field>
        <Codes id="new-relation" name={t('owner.relation')} kind="relation" value={typed.relation} onChange={(relation) => set({ relation })} />
      </div>
      <div className="grid3">
        {text('project')}
        {text('building')}
        {text('room')}
      </div>
      {needsNumber && text('number', true)}
      <footer>
        <p role="status" className="bad">
          {problem !== null && said.length === 0 && explain(problem)}
        </p>
        <Button htmlType="submit" loading={busy} disabled={typed.name.trim() === ''}>
          {t('owner.add')}
        </Button>
      </footer>
    </form>
  )
}

/** newOwner is what was typed, without what was left empty. */
export function newOwner({ name, salutation, relation, number, ...place }: Typed): NewOwner {
  const unit = Object.fromEntries(Object.entries(place).filter(([, text]) => text.trim() !== '')) as Place
  return {
    name: name.trim(),
    relation,
    ...(salutation.trim() === '' ? {} : { salutation: salutation.trim() }),
    ...(number.trim() === '' ? {} : { number: number.trim() }),
    ...(Object.keys(unit).length === 0 ? {} : { unit }),
  }
}

function faultAt(said: FieldProblem[], name: string): string | undefined {
  return said.find((one) => one.field.endsWith(`.${name}`))?.message
}
