/** The configuration's pages: admins change, supervisors look. */
import Button from 'antd/es/button'
import Modal from 'antd/es/modal'
import { Fragment, useEffect, useMemo, useState, type ComponentType } from 'react'
import type { Preferences } from '../app'
import { PreferenceButtons } from '../preferences'
import { Rings } from '../rings'
import { useExplain, useSession, useTimes } from '../session'
import './admin.css'
import './pages.css'
import type { Group, Schema, Value } from './config'
import { DutyForm } from './duty'
import { Field } from './fields'
import { FormContext } from './form'
import { Overview } from './history'
import { HotlineForm } from './hotline'
import { EntryList, type EntryProps } from './list'
import { Music } from './music'
import { Notices } from './notices'
import { chapters, pages, tables } from './pages'
import { Prompts } from './prompts'
import { usePromptWords } from './prompts-words'
import { Rows } from './rows'
import { QueueForm } from './queue'
import { SaveDialog } from './save'
import { ScheduleForm } from './schedule'
import { Transfer } from './transfer'
import { useDraft, type Draft } from './use-draft'
import { Users } from './users'
import { isFlat, orderOf, pageOf, same } from './value'
import { useAdminWords } from './words'

const isList = (schema: Schema | undefined): schema is Schema => schema?.type === 'array' && schema.items?.type === 'object'
const listOf = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : [])

/** show brings the field of a path, or what it is a part of, into sight. */
function show(path: string): void {
  for (let at = path; at !== ''; at = at.replace(/(\[\d+\]|(^|\.)[^.[\]]+)$/, '')) {
    const field = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(at)}"]`)
    if (field === null) continue
    field.scrollIntoView({ block: 'center' })
    field.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
    return
  }
}

const none: Schema = { type: 'object' }

/** addressed is the page that the address names. */
const addressed = () => location.pathname.split('/')[2] || 'overview'

export default function Admin({ prefs }: { prefs: Preferences }) {
  const words = useAdminWords()
  const { say } = words
  const { say: prompt } = usePromptWords()
  const { user } = useSession()
  const { draft, error, retry } = useDraft()
  const explain = useExplain()
  const admin = user.role === 'admin'
  const [page, setPage] = useState(addressed)
  const [saving, setSaving] = useState(false)
  const [told, setTold] = useState('')
  const [sought, setSought] = useState<{ path: string } | null>(null)

  useEffect(() => {
    const back = () => setPage(addressed())
    window.addEventListener('popstate', back)
    return () => window.removeEventListener('popstate', back)
  }, [])
  const go = (to: string) => {
    history.pushState(null, '', `/admin/${to}`)
    setPage(to)
    setTold('')
    setSought(null)
  }
  const correct = (path: string) => {
    const to = pageOf(path)
    setSaving(false)
    go(singles(draft?.schema ?? none).includes(to) ? 'center' : to)
    setSought({ path })
  }
  useEffect(() => {
    if (sought === null) return
    const frame = requestAnimationFrame(() => show(sought.path)) // the page and its entry are there by then
    return () => cancelAnimationFrame(frame)
  }, [sought])
  const form = useMemo(() => ({ document: draft?.document ?? {}, schema: draft?.schema ?? none, problems: draft?.problems ?? {}, advice: draft?.advice ?? {}, readOnly: !admin, sought, change: draft?.change ?? (() => undefined) }), [draft?.document, draft?.schema, draft?.problems, draft?.advice, draft?.change, admin, sought])
  const onSaved = (version: number) => {
    setSaving(false)
    setTold(say('save.done', { version }))
  }

  if (draft === null) {
    return (
      <div className="splash" role="status">
        {error === null ? say('loading') : explain(error)} {error !== null && <Button onClick={retry}>{say('retry')}</Button>}
      </div>
    )
  }
  return (
    <div className="admin">
      <Top draft={draft} admin={admin} prefs={prefs} onReview={() => setSaving(true)} />
      <Nav draft={draft} admin={admin} page={page} onGo={go} />
      <main tabIndex={-1}>
        <Notices draft={draft} told={told} />
        <h2>{page === 'overview' || page === 'center' || page === 'users' || page === 'transfer' ? say(page) : page === 'prompts' ? prompt('title') : page === 'music' ? prompt('music.title') : words.label(page)}</h2>
        <FormContext value={form}>
          <Page draft={draft} page={page} admin={admin} onSaved={onSaved} />
        </FormContext>
      </main>
      {saving && <SaveDialog draft={draft} onClose={() => setSaving(false)} onSaved={onSaved} onGo={correct} />}
    </div>
  )
}

function Top({ draft, admin, prefs, onReview }: { draft: Draft; admin: boolean; prefs: Preferences; onReview: () => void }) {
  const { say } = useAdminWords()
  const times = useTimes()
  const { base, dirty, changes, problems } = draft
  const [modal, dialogs] = Modal.useModal() // in the page's colours
  const wrong = Object.keys(problems).length
  return (
    <header className="top admin-top">
      <div className="top-brand">
        <Rings className="top-rings" />
        <h1 className="top-center">{say('title')}</h1>
      </div>
      <p className="admin-version">
        <strong>{base.version === 0 ? say('default') : say('version', { version: base.version })}</strong>
        {base.at && <span className="quiet"> {base.by} {times.full(new Date(base.at))}</span>}
      </p>
      <div className="top-space" />
      {!admin && <span className="chip">{say('readonly')}</span>}
      {admin && (
        <p role="status" className={wrong > 0 ? 'af-problem' : 'quiet'}>
          {wrong > 0 ? say('problems', { count: wrong }) : dirty ? say('unsaved', { count: changes?.length ?? '' }) : say('clean')}
        </p>
      )}
      {admin && dirty && (
        <Button onClick={() => void modal.confirm({ title: say('discardAsk'), okText: say('discard'), okButtonProps: { danger: true }, cancelText: say('cancel'), onOk: draft.discard })}>
          {say('discard')}
        </Button>
      )}
      {admin && <Button type="primary" disabled={!dirty} onClick={onReview}>{say('review')}</Button>}
      <PreferenceButtons prefs={prefs} />
      {dialogs}
      <a href="/">{say('board')}</a>
    </header>
  )
}

function Nav({ draft, admin, page, onGo }: { draft: Draft; admin: boolean; page: string; onGo: (page: string) => void }) {
  const words = useAdminWords()
  const { say } = words
  const { say: prompt } = usePromptWords()
  const { schema, document, base, problems } = draft
  const listed = chapters.map(({ title, keys }) => ({ title, keys: keys.filter((key) => schema.properties?.[key] !== undefined) }))
  const known = listed.flatMap(({ keys }) => keys)
  const others = orderOf(schema).filter((key) => isList(schema.properties?.[key]) && !known.includes(key))
  const touched = (keys: string[]) => keys.some((key) => !same(document[key], base.document[key]))
  const wrong = (keys: string[]) => Object.keys(problems).filter((path) => keys.includes(pageOf(path))).length
  const item = (to: string, label: string, keys: string[]) => (
    <li key={to}>
      <a
        href={`/admin/${to}`}
        aria-current={page === to ? 'page' : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return
          event.preventDefault()
          onGo(to)
        }}
      >
        {label}
        {wrong(keys) > 0 ? <em className="mark-bad">{wrong(keys)}</em> : touched(keys) && <em className="mark" title={say('list.changed')} />}
      </a>
    </li>
  )
  return (
    <nav aria-label={say('nav')}>
      <ul>{item('overview', say('overview'), [])}</ul>
      {listed.map(({ title, keys }) => (
        <Fragment key={title}>
          <h3>{say(title)}</h3>
          <ul>
            {keys.map((key) => item(key, words.label(key), [key]))}
            {title === 'nav.calls' && item('prompts', prompt('title'), [])}
            {title === 'nav.calls' && item('music', prompt('music.title'), [])}
            {title === 'nav.people' && admin && item('users', say('users'), [])}
          </ul>
        </Fragment>
      ))}
      <h3>{say('nav.site')}</h3>
      <ul>
        {item('center', say('center'), singles(schema))}
        {others.map((key) => item(key, words.label(key), [key]))}
        {item('transfer', say('transfer'), [])}
      </ul>
    </nav>
  )
}

/** singles are the parts of the document that are no lists and have no page of their own. */
const singles = (schema: Schema) => orderOf(schema).filter((key) => key !== 'version' && pages[key] === undefined && !isList(schema.properties?.[key]))

function Page({ draft, page, admin, onSaved }: { draft: Draft; page: string; admin: boolean; onSaved: (version: number) => void }) {
  const { say } = useAdminWords()
  const { schema, document, base, edit } = draft
  if (page === 'overview') return <Overview draft={draft} admin={admin} onSaved={onSaved} />
  if (page === 'prompts') return <Prompts document={document} />
  if (page === 'music') return <Music />
  if (page === 'transfer') return <Transfer draft={draft} admin={admin} />
  if (page === 'users') return admin ? <Users document={base.document} /> : <p className="quiet">{say('users.only')}</p>
  if (page === 'center') return <Center schema={schema} document={document} edit={edit} />
  const part = schema.properties?.[page]
  const Own = pages[page]
  if (part === undefined || (Own === undefined && !isList(part))) return <p className="quiet">{say('list.empty')}</p>
  const saved = listOf(base.document[page])
  const entry = (part.type === 'array' ? part.items : part) as Schema
  if (Own !== undefined) return <Own key={page} path={page} entry={entry} value={document[page]} saved={saved} onChange={(value) => edit(page, value)} onOther={edit} />
  const common = { path: page, entry, value: listOf(document[page]), onChange: (value: Value[]) => edit(page, value) }
  const Form = forms[page]
  return isFlat(entry) || tables.includes(page) ? <Rows {...common} /> : <EntryList key={page} {...common} saved={saved} {...(Form === undefined ? {} : { Form })} />
}

/** forms are those of entries that the generated one would do badly. */
const forms: Record<string, ComponentType<EntryProps>> = { hotlines: HotlineForm, queues: QueueForm, schedules: ScheduleForm, duty_lists: DutyForm }

function Center({ schema, document, edit }: { schema: Schema; document: Group; edit: Draft['edit'] }) {
  return (
    <div className="admin-center">
      {singles(schema).map((key) => (
        <Field key={key} path={key} schema={schema.properties?.[key] as Schema} value={document[key]} required={schema.required?.includes(key) ?? false} onChange={(value) => edit(key, value)} />
      ))}
    </div>
  )
}
