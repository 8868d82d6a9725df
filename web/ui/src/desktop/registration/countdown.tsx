/** How long wrap-up lasts, by the server's clock, and more of it. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useServerNow } from '../../clock'
import { countdown } from '../../format'
import { useWords } from '../../i18n'
import type { Center, Pop } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { useShortcuts } from '../shortcuts'

/** Wrap-up ends by itself: what is complete is registered this long before. */
const lastMoment = 1500

interface Props {
  pop: Pop
  center: Center
  onLastMoment: () => void
}

export function Countdown({ pop, center, onLastMoment }: Props) {
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
  if (pop.phase !== 'ended' || left === null || by === null) return null
  const whole = (center.queues.find((queue) => queue.id === pop.queue)?.wrap_up_s ?? 0) * 1000
  return (
    <span className="wrap-time">
      <span className="wrap-left" data-short={left < 15_000} role="timer">
        {t('wrap.left')} <span className="num">{countdown(left)}</span>
        <span className="wrap-bar" aria-hidden="true">
          <span style={{ width: `${whole > 0 ? Math.min(100, (left / whole) * 100) : 100}%` }} />
        </span>
      </span>
      <Extend pop={pop} by={by} whole={whole} />
    </span>
  )
}

/** Extend asks for another wrap-up's length, as long as the queue allows more. */
function Extend({ pop, by, whole }: { pop: Pop; by: number; whole: number }) {
  const { t } = useWords()
  const { ask } = useSession()
  const explain = useExplain()
  const [problem, setProblem] = useState<unknown>(null)
  const most = pop.wrap_up_until === undefined ? null : Date.parse(pop.wrap_up_until)
  const none = most !== null && by >= most
  const extend = () => {
    setProblem(null)
    ask('wrapup.extend', { call: pop.call }).catch(setProblem)
  }
  const now = useRef(extend)
  useEffect(() => {
    now.current = extend
  })
  useShortcuts(useMemo(() => ({ KeyI: () => now.current() }), []))
  const hint = none ? t('wrap.extendNone') : t('wrap.extendHint', { time: countdown(Math.min(whole, most === null ? whole : most - by)) })
  return (
    <>
      <Tooltip title={problem === null ? hint : explain(problem)}>
        <Button size="small" icon={<PlusOutlined />} disabled={none} aria-label={t('wrap.extend')} aria-keyshortcuts="Alt+I" onClick={extend} />
      </Tooltip>
      {problem !== null && (
        <span className="sr-only" role="alert">
          {explain(problem)}
        </span>
      )}
    </>
  )
}
