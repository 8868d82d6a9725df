/** The third party: who, since when, ringing, on hold or talking; and what became of the last one. */
import CloseOutlined from '@ant-design/icons/es/icons/CloseOutlined'
import Button from 'antd/es/button'
import { useState } from 'react'
import { useServerNow } from '../../clock'
import { duration, phone } from '../../format'
import { useWords, type PlainKey } from '../../i18n'
import type { Third, TransferResult } from '../../protocol.gen'
import type { CallControl } from './use-control'

export function ThirdCard({ control }: { control: CallControl }) {
  const { third, call, consulted } = control.pop
  const { t } = useWords()
  if (third === undefined || consulted) return null
  if (third.result) return <Result key={`${third.to.id}-${third.since ?? ''}`} third={third} />
  const state = third.ringing ? 'ringing' : third.conference ? 'conference' : third.held ? 'held' : 'talking'
  const busy = control.asking.has('call.hold')
  const holdable = !third.ringing && control.pop.phase === 'talking'
  return (
    <section className="third" data-third={state} aria-label={t('third.label')}>
      <strong className="third-name">{nameOf(third)}</strong>
      <span role="status">{t(`third.${state}`)}</span>
      <Clock since={third.since} />
      <span className="third-space" />
      {holdable && (
        <Button size="small" loading={busy} onClick={() => void control.send('call.hold', { call, side: 'third', on: !third.held })}>
          {t(third.held ? 'third.resume' : 'third.hold')}
        </Button>
      )}
    </section>
  )
}

/** Result stays until it is put away, or until somebody else is rung. */
function Result({ third }: { third: Third }) {
  const { t } = useWords()
  const [seen, setSeen] = useState(false)
  if (seen || !third.result) return null
  return (
    <section className="third" data-third={third.result} aria-label={t('third.label')}>
      <strong className="third-name">{nameOf(third)}</strong>
      <span role="status">{t(resultWords(third, third.result))}</span>
      <span className="third-space" />
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('control.close')} onClick={() => setSeen(true)} />
    </section>
  )
}

/** After a consultation nobody took, the customer is still on hold; after a transfer, back. */
function resultWords(third: Third, result: TransferResult): PlainKey {
  const consulted = third.kind === 'consult' || third.kind === 'conference'
  return consulted && result === 'returned' ? 'third.result.noAnswer' : `third.result.${result}`
}

function Clock({ since }: { since: string | undefined }) {
  const now = useServerNow()
  return (
    <span className="num" aria-hidden="true">
      {since === undefined ? '' : duration(now - Date.parse(since))}
    </span>
  )
}

function nameOf(third: Third): string {
  return third.name !== '' ? third.name : phone(third.to.id)
}
