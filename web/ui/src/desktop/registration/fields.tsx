/** The fields of the registration. */
import Checkbox from 'antd/es/checkbox'
import Input from 'antd/es/input'
import Tooltip from 'antd/es/tooltip'
import { memo } from 'react'
import type { Draft, Fault } from '../../draft'
import { useWords } from '../../i18n'
import type { Center } from '../../protocol.gen'
import { Choice, Field } from '../field'
import { Promised } from '../promised'
import { CategorySelect } from './category'
import { FollowUp } from './followup'

/** Categories whose recordings must be kept: complaints and repair progress. */
const kept = ['CMP', 'PRG']

interface Props {
  draft: Draft
  change: (part: Partial<Draft>) => void
  shown: Fault[]
  center: Center
}

export const Fields = memo(function Fields({ draft, change, shown, center }: Props) {
  const { t } = useWords()
  const category = center.categories.find((one) => one.code === draft.category)
  const fault = (name: Fault) => (shown.includes(name) ? t(`wrap.fault.${name}`) : undefined)
  const silent = category?.silent === true
  return (
    <div className="wrap-fields">
      <Field id="wrap-category" name={t('wrap.category')} fault={fault('category')} keys="Alt W" required>
        <CategorySelect
          categories={center.categories}
          value={draft.category}
          invalid={shown.includes('category')}
          onChange={(code, sub) => change({ category: code, sub, ...(kept.includes(code) ? { mustKeep: true } : {}) })}
        />
      </Field>
      <Field id="wrap-sub" name={t('wrap.sub')} fault={fault('sub')} group required={(category?.subs.length ?? 0) > 0}>
        <Choice id="wrap-sub" name={t('wrap.sub')} value={draft.sub} options={category?.subs ?? []} onChange={(sub) => change({ sub })} />
      </Field>
      <Field id="wrap-summary" name={t(silent ? 'wrap.summaryOptional' : 'wrap.summary')} fault={fault('summary')} required={!silent}>
        <Input.TextArea
          id="wrap-summary"
          value={draft.summary}
          placeholder={t('wrap.summaryHint')}
          rows={4}
          maxLength={2000}
          onChange={(event) => change({ summary: event.target.value })}
          {...invalid(shown.includes('summary'))}
        />
      </Field>
      {silent ? <p className="quiet">{t('wrap.silent')}</p> : <Result draft={draft} change={change} fault={fault} />}
      {!silent && (
        <Field id="wrap-followUp" name={t('wrap.followUp')} fault={fault('followUp')}>
          <FollowUp value={draft.followUp} invalid={shown.includes('followUp')} onChange={(followUp) => change({ followUp })} />
        </Field>
      )}
      <Checkbox checked={draft.mustKeep} onChange={(event) => change({ mustKeep: event.target.checked })}>
        <Tooltip title={t('wrap.mustKeepHint')}>{t('wrap.mustKeep')}</Tooltip>
      </Checkbox>
    </div>
  )
})

const invalid = (is: boolean) => (is ? { status: 'error' as const, 'aria-invalid': true } : {})

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
      <Field id="wrap-resolved" name={t('wrap.result')} fault={fault('resolved')} group required>
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
          <Field id="wrap-reason" name={t('wrap.reason')} fault={why} required>
            <Input.TextArea
              id="wrap-reason"
              value={draft.reason}
              placeholder={t('wrap.reasonHint')}
              rows={2}
              maxLength={500}
              onChange={(event) => change({ reason: event.target.value })}
              {...invalid(why !== undefined)}
            />
          </Field>
          <Field id="wrap-promised" name={t('wrap.promised')} fault={when} required>
            <Promised value={draft.promised} invalid={when !== undefined} onChange={(promised) => change({ promised })} />
          </Field>
        </>
      )}
    </>
  )
}
