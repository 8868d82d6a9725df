/** The wrap-up form. What is typed is kept in the browser at every stroke and never replaced from outside. */
import Button from 'antd/es/button'
import Checkbox from 'antd/es/checkbox'
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import Tooltip from 'antd/es/tooltip'
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { serverNow, useServerNow } from '../clock'
import { emptyDraft, faults, keepDraft, loadDraft, toWrap, type Draft, type Fault } from '../draft'
import { countdown } from '../format'
import { useWords } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { useExplain, useSession } from '../session'
import { Choice, Field } from './field'
import { Promised } from './promised'
import { useShortcuts } from './shortcuts'

/** Categories whose recordings must be kept: complaints and repair progress. */
const kept = ['CMP', 'PRG']

/** Wrap-up ends by itself: what is complete is saved this long before. */
const lastMoment = 3000

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
      <Footer form={form} over={pop.phase === 'ended'} />
    </form>
  )
}

type Saving = 'idle' | 'saving' | 'saved' | { problem: unknown }

function useForm(pop: Pop, center: Center) {
  const { ask } = useSession()
  const [draft, setDraft] = useState<Draft>(() => loadDraft(pop))
  const [saving, setSaving] = useState<Saving>(pop.wrap ? 'saved' : 'idle')
  const [tried, setTried] = useState(false)
  const call = pop.call
  const subs = center.categories.find((one) => one.code === draft.category)?.subs ?? []
  const wrong = faults(draft, subs, serverNow())

  const change = useMemo(
    () => (part: Partial<Draft>) => {
      setSaving('idle')
      setDraft((had) => {
        const next = { ...had, ...part }
        keepDraft(call, next)
        return next
      })
    },
    [call],
  )
  const send = (done: boolean) => {
    setSaving('saving')
    ask('wrapup.save', { call, ...toWrap(draft), done }).then(
      () => {
        setSaving('saved')
        if (done) keepDraft(call, null)
      },
      (problem: unknown) => setSaving({ problem }),
    )
  }
  const save = (done: boolean) => {
    setTried(true)
    if (done && pop.phase !== 'ended') return
    const first = wrong[0]
    if (first === undefined) send(done)
    else document.getElementById(`wrap-${first === 'category' ? 'category' : first}`)?.focus()
  }
  const saveIfComplete = () => {
    if (wrong.length === 0 && saving !== 'saved') send(false)
  }
  const saveKey = useRef(save)
  useEffect(() => {
    saveKey.current = save
  })
  useShortcuts(useMemo(() => ({ KeyS: () => saveKey.current(false) }), []))
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
      <Field id="wrap-summary" name={t('wrap.summary')} fault={fault('summary')}>
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
          <Field id="wrap-reason" name={t('wrap.reason')} fault={fault('reason')}>
            <Input.TextArea
              id="wrap-reason"
              value={draft.reason}
              placeholder={t('wrap.reasonHint')}
              rows={2}
              maxLength={500}
              onChange={(event) => change({ reason: event.target.value })}
              {...mark('reason')}
            />
          </Field>
          <Field id="wrap-promised" name={t('wrap.promised')} fault={fault('promised')}>
            <Promised value={draft.promised} invalid={shown.includes('promised')} onChange={(promised) => change({ promised })} />
          </Field>
        </>
      )}
      <Checkbox checked={draft.mustKeep} onChange={(event) => change({ mustKeep: event.target.checked })}>
        <Tooltip title={t('wrap.mustKeepHint')}>{t('wrap.mustKeep')}</Tooltip>
      </Checkbox>
    </div>
  )
})

function Footer({ form, over }: { form: ReturnType<typeof useForm>; over: boolean }) {
  const { t } = useWords()
  const explain = useExplain()
  const { saving } = form
  return (
    <footer className="wrap-footer">
      <p role="status" className={typeof saving === 'object' ? 'bad' : 'quiet'}>
        {saving === 'saved' && t('wrap.saved')}
        {(saving === 'idle' || saving === 'saving') && form.draft !== emptyDraft && t('wrap.draft')}
        {typeof saving === 'object' && t('wrap.failed', { message: explain(saving.problem) })}
      </p>
      <Tooltip title="Alt S">
        <Button htmlType="submit" loading={saving === 'saving'}>
          {t('wrap.save')}
        </Button>
      </Tooltip>
      <Tooltip title={over ? 'Ctrl Enter' : t('wrap.finishHint')}>
        <Button type="primary" disabled={!over} onClick={() => form.save(true)}>
          {t('wrap.finish')}
        </Button>
      </Tooltip>
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
  if (pop.phase !== 'ended') return null
  if (left === null) return <span className="quiet">{t('wrap.openEnd')}</span>
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
