/** The wrap-up form. What is typed is kept in the browser at every stroke and never replaced from outside. */
import Button from 'antd/es/button'
import Checkbox from 'antd/es/checkbox'
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import Tooltip from 'antd/es/tooltip'
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { serverNow, useServerNow } from '../clock'
import { emptyDraft, faults, toWrap, type Draft, type Fault } from '../draft'
import { countdown } from '../format'
import { useWords } from '../i18n'
import { dropDraft, isSaved, keepDraft, loadDraft, markDraft } from '../kept'
import type { Category, Center, Pop } from '../protocol.gen'
import { useExplain, useSession } from '../session'
import { Choice, Field } from './field'
import { Promised } from './promised'
import { useShortcuts } from './shortcuts'
import './wrapup.css'

/** Categories whose recordings must be kept: complaints and repair progress. */
const kept = ['CMP', 'PRG']

/** Wrap-up ends by itself: what is complete is saved this long before. */
const lastMoment = 3000

/** Where there is no wrap-up, what is complete is saved this long after the last stroke. */
const pause = 1500

interface Props {
  pop: Pop
  center: Center
}

export function WrapUpForm({ pop, center }: Props) {
  const { t } = useWords()
  const form = useForm(pop, center)
  return (
    <form
      className="wrap"
      aria-label={t('wrap.label')}
      onSubmit={(event) => {
        event.preventDefault()
        form.save(false)
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.ctrlKey) {
          event.preventDefault()
          form.save(true)
        }
      }}
    >
      <header className="panel-title">
        <h2>{t('wrap.label')}</h2>
        <Countdown pop={pop} center={center} onLastMoment={form.saveIfComplete} />
      </header>
      <Fields draft={form.draft} change={form.change} shown={form.shown} center={center} />
      <Footer form={form} over={pop.phase === 'ended'} wrapUp={hasWrapUp(pop, center)} />
    </form>
  )
}

/** hasWrapUp tells whether the agent has time for the form when the call is over. */
function hasWrapUp(pop: Pop, center: Center): boolean {
  return center.queues.find((queue) => queue.id === pop.queue)?.wrap_up_s !== 0
}

type Saving = 'idle' | 'saving' | 'saved' | { problem: unknown }

/** useDraft keeps what is typed, here and in the browser, and knows how far the server has it. */
function useDraft(pop: Pop) {
  const { ask } = useSession()
  const { call } = pop
  const [draft, setDraft] = useState<Draft>(() => loadDraft(pop))
  const [saving, setSaving] = useState<Saving>(() => (isSaved(pop) ? 'saved' : 'idle'))
  const shown = useRef(pop)
  useEffect(() => {
    shown.current = pop
  })
  const latest = useRef(draft)
  const change = useCallback((part: Partial<Draft>) => {
    latest.current = { ...latest.current, ...part }
    keepDraft(shown.current, latest.current)
    setDraft(latest.current)
    setSaving('idle')
  }, [])
  const send = (category: Category | undefined, done: boolean) => {
    setSaving('saving')
    markDraft(call, draft, 'sent')
    ask('wrapup.save', { call, ...toWrap(draft, category), done }).then(
      () => {
        const whole = markDraft(call, draft, 'saved')
        setSaving(whole ? 'saved' : 'idle')
        if (done && whole) dropDraft(call)
      },
      (problem: unknown) => {
        markDraft(call, draft, 'typed')
        setSaving({ problem })
      },
    )
  }
  return { draft, saving, change, send }
}

function useForm(pop: Pop, center: Center) {
  const { draft, saving, change, send } = useDraft(pop)
  const [tried, setTried] = useState(false)
  const category = center.categories.find((one) => one.code === draft.category)
  const wrong = faults(draft, category, serverNow())
  const save = (done: boolean) => {
    setTried(true)
    if (done && pop.phase !== 'ended') return
    const first = wrong[0]
    if (first === undefined) send(category, done)
    else document.getElementById(`wrap-${first}`)?.focus()
  }
  const saveIfComplete = () => {
    if (wrong.length === 0 && saving !== 'saved' && saving !== 'saving') send(category, false)
  }
  const now = useRef({ save, saveIfComplete })
  useEffect(() => {
    now.current = { save, saveIfComplete }
  })
  const rushed = !hasWrapUp(pop, center) && pop.phase === 'talking'
  useEffect(() => {
    if (!rushed) return
    const timer = setTimeout(() => now.current.saveIfComplete(), pause)
    return () => clearTimeout(timer)
  }, [rushed, draft])
  useShortcuts(useMemo(() => ({ KeyS: () => now.current.save(false) }), []))
  return { draft, change, saving, save, saveIfComplete, shown: tried ? wrong : [] }
}

interface FieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  shown: Fault[]
  center: Center
}

const Fields = memo(function Fields({ draft, change, shown, center }: FieldsProps) {
  const { t } = useWords()
  const category = center.categories.find((one) => one.code === draft.category)
  const fault = (name: Fault) => (shown.includes(name) ? t(`wrap.fault.${name}`) : undefined)
  const mark = (name: Fault) => (shown.includes(name) ? { status: 'error' as const, 'aria-invalid': true } : {})
  return (
    <div className="wrap-fields">
      <Field id="wrap-category" name={t('wrap.category')} fault={fault('category')} keys="Alt W">
        <Select
          id="wrap-category"
          value={draft.category || null}
          placeholder={t('wrap.categoryHint')}
          showSearch={{ optionFilterProp: 'search' }}
          options={center.categories.map((one) => ({
            value: one.code,
            label: one.name,
            search: `${one.name} ${one.code} ${one.subs.join(' ')}`,
          }))}
          onChange={(code: string) => change({ category: code, sub: '', ...(kept.includes(code) ? { mustKeep: true } : {}) })}
          {...mark('category')}
        />
      </Field>
      <Field id="wrap-sub" name={t('wrap.sub')} fault={fault('sub')} group>
        <Choice id="wrap-sub" name={t('wrap.sub')} value={draft.sub} options={category?.subs ?? []} onChange={(sub) => change({ sub })} />
      </Field>
      <Field id="wrap-summary" name={t(category?.silent ? 'wrap.summaryOptional' : 'wrap.summary')} fault={fault('summary')}>
        <Input.TextArea
          id="wrap-summary"
          value={draft.summary}
          placeholder={t('wrap.summaryHint')}
          rows={4}
          maxLength={2000}
          onChange={(event) => change({ summary: event.target.value })}
          {...mark('summary')}
        />
      </Field>
      {category?.silent ? <p className="quiet">{t('wrap.silent')}</p> : <Result draft={draft} change={change} fault={fault} />}
      <Checkbox checked={draft.mustKeep} onChange={(event) => change({ mustKeep: event.target.checked })}>
        <Tooltip title={t('wrap.mustKeepHint')}>{t('wrap.mustKeep')}</Tooltip>
      </Checkbox>
    </div>
  )
})

interface ResultProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  fault: (name: Fault) => string | undefined
}

/** Result is whether it was solved, and if not, why and until when. */
function Result({ draft, change, fault }: ResultProps) {
  const { t } = useWords()
  const [why, when] = [fault('reason'), fault('promised')]
  return (
    <>
      <Field id="wrap-resolved" name={t('wrap.result')} fault={fault('resolved')} group>
        <Choice
          id="wrap-resolved"
          name={t('wrap.result')}
          wide
          value={draft.resolved === null ? '' : String(draft.resolved)}
          options={['true', 'false']}
          words={(one) => t(one === 'true' ? 'wrap.solved' : 'wrap.unsolved')}
          onChange={(one) => change({ resolved: one === 'true' })}
        />
      </Field>
      {draft.resolved === false && (
        <>
          <Field id="wrap-reason" name={t('wrap.reason')} fault={why}>
            <Input.TextArea
              id="wrap-reason"
              value={draft.reason}
              placeholder={t('wrap.reasonHint')}
              rows={2}
              maxLength={500}
              onChange={(event) => change({ reason: event.target.value })}
              {...(why === undefined ? {} : { status: 'error' as const, 'aria-invalid': true })}
            />
          </Field>
          <Field id="wrap-promised" name={t('wrap.promised')} fault={when}>
            <Promised value={draft.promised} invalid={when !== undefined} onChange={(promised) => change({ promised })} />
          </Field>
        </>
      )}
    </>
  )
}

interface FooterProps {
  form: ReturnType<typeof useForm>
  over: boolean
  wrapUp: boolean
}

function Footer({ form, over, wrapUp }: FooterProps) {
  const { t } = useWords()
  const explain = useExplain()
  const { saving } = form
  return (
    <footer className="wrap-footer">
      <p role="status" className={typeof saving === 'object' ? 'bad' : 'quiet'}>
        {saving === 'saved' && t('wrap.saved')}
        {(saving === 'idle' || saving === 'saving') && form.draft !== emptyDraft && t('wrap.draft')}
        {saving === 'idle' && form.draft === emptyDraft && !wrapUp && t('wrap.rushed')}
        {typeof saving === 'object' && t('wrap.failed', { message: explain(saving.problem) })}
      </p>
      <Tooltip title="Alt S">
        <Button htmlType="submit" loading={saving === 'saving'}>
          {t('wrap.save')}
        </Button>
      </Tooltip>
      {wrapUp && (
        <Tooltip title={over ? 'Ctrl Enter' : t('wrap.finishHint')}>
          <Button type="primary" disabled={!over} onClick={() => form.save(true)}>
            {t('wrap.finish')}
          </Button>
        </Tooltip>
      )}
    </footer>
  )
}

/** Countdown shows the server's end of wrap-up. */
function Countdown({ pop, center, onLastMoment }: Props & { onLastMoment: () => void }) {
  const { t } = useWords()
  const now = useServerNow()
  const by = pop.wrap_up_by === undefined ? null : Date.parse(pop.wrap_up_by)
  const left = by === null ? null : Math.max(0, by - now)
  const last = pop.phase === 'ended' && left !== null && left <= lastMoment
  const act = useRef(onLastMoment)
  useEffect(() => {
    act.current = onLastMoment
  })
  useEffect(() => {
    if (last) act.current()
  }, [last])
  if (pop.phase !== 'ended' || left === null) return null
  const whole = (center.queues.find((queue) => queue.id === pop.queue)?.wrap_up_s ?? 0) * 1000
  return (
    <span className="wrap-left" data-short={left < 15_000} role="timer">
      {t('wrap.left')} <span className="num">{countdown(left)}</span>
      <span className="wrap-bar" aria-hidden="true">
        <span style={{ width: `${whole > 0 ? Math.min(100, (left / whole) * 100) : 100}%` }} />
      </span>
    </span>
  )
}
