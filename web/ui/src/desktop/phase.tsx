/** The band over the pop: where the call stands, and its clock. */
import PhoneFilled from '@ant-design/icons/es/icons/PhoneFilled'
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import { useState } from 'react'
import { useServerNow } from '../clock'
import { duration, rings, wholeRings } from '../format'
import { useWords } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { Rings } from '../rings'
import { useExplain, useSession } from '../session'

export function Phase({ pop, center }: { pop: Pop; center: Center }) {
  const { t } = useWords()
  return (
    <section className="phase" data-phase={pop.held_since ? 'held' : pop.phase} aria-label={t('phase.label')} role="status">
      {pop.phase === 'offering' && <Ringing pop={pop} center={center} />}
      {pop.phase === 'talking' && <Talking pop={pop} />}
      {pop.phase === 'ended' && <Ended pop={pop} />}
    </section>
  )
}

function Ringing({ pop, center }: { pop: Pop; center: Center }) {
  const { t } = useWords()
  const now = useServerNow()
  const limit = (center.queues.find((queue) => queue.id === pop.queue)?.ring_limit_s ?? 15) * 1000
  const cadence = (center.ring_on_s + center.ring_off_s) * 1000
  const whole = wholeRings(limit, cadence)
  const by = pop.ring_by === undefined ? null : Date.parse(pop.ring_by)
  const ring = by === null ? 1 : Math.min(whole, rings(now - (by - limit), cadence))
  return (
    <>
      <Rings className="phase-rings" lit={ring} />
      <strong>{t('phase.offering')}</strong>
      <span>{t('phase.offeringHint')}</span>
      <span className="phase-space" />
      <span className="num" aria-hidden="true">
        {t('phase.ring', { ring, limit: whole })}
      </span>
      {by !== null && (
        <span className="phase-clock num" aria-hidden="true">
          {t('phase.ringLeft', { seconds: Math.max(0, Math.ceil((by - now) / 1000)) })}
        </span>
      )}
    </>
  )
}

function Talking({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const now = useServerNow()
  const { ask } = useSession()
  const explain = useExplain()
  const [problem, setProblem] = useState<unknown>(null)
  const from = Date.parse(pop.held_since ?? pop.answered_at ?? pop.connected_at ?? '')
  const hangUp = () => {
    setProblem(null)
    ask('call.hangup', { call: pop.call }).catch(setProblem)
  }
  return (
    <>
      <PhoneFilled aria-hidden="true" />
      <strong>{t(pop.held_since ? 'phase.held' : 'phase.talking')}</strong>
      {pop.recorded && (
        <span className="rec" title={t('phase.recordedHint')}>
          {t('phase.recorded')}
        </span>
      )}
      {problem !== null && <span>{t('phase.hangupFailed', { message: explain(problem) })}</span>}
      <span className="phase-space" />
      <span className="phase-clock num" aria-hidden="true">
        {Number.isNaN(from) ? '' : duration(now - from)}
      </span>
      <Tooltip title={t('phase.hangupHint')}>
        <Button size="small" danger type="primary" onClick={hangUp}>
          {t('phase.hangup')}
        </Button>
      </Tooltip>
    </>
  )
}

function Ended({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const talked =
    pop.answered_at && pop.ended_at ? duration(Date.parse(pop.ended_at) - Date.parse(pop.answered_at)) : null
  return (
    <>
      <PhoneFilled className="phase-down" aria-hidden="true" />
      <strong>{pop.ended_by ? t(`phase.ended.${pop.ended_by}`) : t('phase.ended')}</strong>
      <span className="phase-space" />
      {talked !== null && <span className="num">{t('phase.talked', { time: talked })}</span>}
    </>
  )
}
