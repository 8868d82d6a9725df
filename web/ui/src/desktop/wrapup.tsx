/** The registration of the call. What is typed is kept at every stroke and never replaced from outside. */
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { afterPaint } from '../paint'
import { emptyDraft, fromWrap } from '../draft'
import { useWords } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { useExplain, useTimes } from '../session'
import { Countdown } from './registration/countdown'
import { Fields } from './registration/fields'
import { hasWrapUp, useRegistration, type Registration } from './registration/form'
import { useShortcuts } from './shortcuts'
import { draftLines } from './left'
import './wrapup.css'

interface Props {
  pop: Pop
  center: Center
}

/** WrapUpForm is the form, or what stands in it while somebody else registers the call. */
export function WrapUpForm({ pop, center }: Props) {
  if (pop.consulted) return <Elsewhere pop={pop} center={center} why="consulted" />
  if (pop.phase === 'transferring') return <Elsewhere pop={pop} center={center} why="transferring" />
  return <Soon pop={pop} center={center} />
}

/** Soon draws the form once the pop is on the screen: who calls cannot wait, what to write about it can. */
function Soon({ pop, center }: Props) {
  const { t } = useWords()
  const [painted, setPainted] = useState(false)
  useEffect(() => afterPaint(() => setPainted(true)), [])
  if (painted) return <Form pop={pop} center={center} />
  return <h2 className="panel-title">{t('wrap.label')}</h2>
}

function Form({ pop, center }: Props) {
  const { t } = useWords()
  const form = useRegistration(pop, center)
  const { register, registerIfComplete } = form
  useShortcuts(useMemo(() => ({ KeyS: register }), [register]))
  useFinishKey(register)
  return (
    <form
      className="wrap"
      aria-label={t('wrap.label')}
      onSubmit={(event) => {
        event.preventDefault()
        register()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.ctrlKey) {
          event.preventDefault()
          register()
        }
      }}
    >
      <header className="panel-title">
        <h2>{t('wrap.label')}</h2>
        <Countdown pop={pop} center={center} onLastMoment={registerIfComplete} />
      </header>
      <Fields draft={form.draft} change={form.change} shown={form.shown} center={center} />
      <Footer form={form} over={pop.phase === 'ended'} wrapUp={hasWrapUp(pop, center)} />
    </form>
  )
}

/** useFinishKey takes Ctrl Enter wherever no other form has the focus: after a call it is nowhere. */
function useFinishKey(register: () => void): void {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest('form, [role=dialog]') !== null) return
      event.preventDefault()
      register()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [register])
}

function Footer({ form, over, wrapUp }: { form: Registration; over: boolean; wrapUp: boolean }) {
  const { t } = useWords()
  const explain = useExplain()
  const { saving, registered, draft } = form
  const failed = typeof saving === 'object'
  return (
    <footer className="wrap-footer">
      <p role="status" className={failed ? 'bad' : 'quiet'}>
        {failed && t('wrap.failed', { message: explain(saving.problem) })}
        {saving === 'saved' && t(registered ? 'wrap.saved' : 'wrap.draft')}
        {(saving === 'waiting' || saving === 'saving') && t('wrap.saving')}
        {saving === 'idle' && draft !== emptyDraft && t('wrap.here')}
        {saving === 'idle' && draft === emptyDraft && t(wrapUp ? 'wrap.required' : 'wrap.rushed')}
      </p>
      <Tooltip title={over ? 'Ctrl Enter' : 'Alt S'}>
        <Button type="primary" htmlType="submit" aria-keyshortcuts="Alt+S Control+Enter">
          {t(over && wrapUp ? 'wrap.finish' : 'wrap.save')}
        </Button>
      </Tooltip>
    </footer>
  )
}

/** Elsewhere shows what is registered so far, to one who does not register the call. */
function Elsewhere({ pop, center, why }: Props & { why: 'consulted' | 'transferring' }) {
  const { t } = useWords()
  const times = useTimes()
  const lines = pop.wrap ? draftLines(t, fromWrap(pop.wrap), center, (at) => times.full(new Date(at))) : []
  return (
    <section className="wrap" aria-label={t('wrap.label')}>
      <h2 className="panel-title">{t('wrap.label')}</h2>
      <div className="wrap-elsewhere">
        <p>{t(why === 'consulted' ? 'control.noWrap' : 'wrap.transferring')}</p>
        {lines.map((line) => (
          <p key={line} className="wrap-line">
            {line}
          </p>
        ))}
      </div>
    </section>
  )
}
