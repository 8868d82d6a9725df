/**
 * The screen-pop: which home it is about, who calls, what is open, and what to
 * say. What comes late has its place kept free, so that nothing moves under a hand.
 */
import { lazy, memo, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { serverNow, useServerNow } from '../clock'
import { duration, phone } from '../format'
import { useWords } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { afterPaint } from '../paint'
import { useExplain, useSession } from '../session'
import { Identity } from './owner'
import { Choices } from './owner/choices'
import { Stranger } from './owner/stranger'
import { Recent } from './recent'
import { Say } from './script/say'
import './pop.css'

const OwnerFile = lazy(() => import('./owner/file'))

export const PopCard = memo(function PopCard({ pop, center }: { pop: Pop; center: Center }) {
  const { ask } = useSession()
  const { t } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const [file, setFile] = useState<string | null>(null)
  const { call, caller } = pop
  useShown(pop)
  const choose = useCallback(
    (owner: string, unit?: string) => {
      setProblem(null)
      ask('owner.choose', unit === undefined ? { call, owner } : { call, owner, unit }).catch(setProblem)
    },
    [ask, call],
  )
  const card = useRef<HTMLElement>(null)
  const close = useCallback(() => {
    setFile(null)
    requestAnimationFrame(() => card.current?.querySelector<HTMLElement>('.person-file')?.focus())
  }, [])
  return (
    <article ref={card} className="pop">
      {pop.urgent && (
        <p className="pop-from pop-urgent" role="alert">
          <strong>{t('pop.urgent')}</strong>
          <span>{t(pop.urgent === 'key' ? 'pop.urgentKey' : 'pop.urgentLine')}</span>
        </p>
      )}
      <Say pop={pop} />
      <From pop={pop} center={center} />
      {file === null ? (
        <>
          <Identity pop={pop} center={center} onChoose={choose} onFile={setFile} />
          <Problem problem={problem} />
          {caller.choices && caller.choices.length > 0 && (
            <Choices cards={caller.choices} chosen={caller.owner?.id} onChoose={choose} />
          )}
          {(caller.match === 'unknown' || caller.match === 'withheld') && !caller.owner && (
            <Stranger call={call} match={caller.match} />
          )}
          <Recent pop={pop} center={center} />
        </>
      ) : (
        <Suspense fallback={<div className="file" />}>
          <OwnerFile id={file} call={call} onClose={close} />
        </Suspense>
      )}
      <Facts pop={pop} />
    </article>
  )
})

/** useShown notes when a call's pop was painted, for measuring. */
function useShown(pop: Pop): void {
  const { call, offered_at: offered } = pop
  useEffect(() => {
    return afterPaint(() => performance.mark('pop-shown', { detail: { call, offered, server: serverNow() } }))
    // Once for each call: later updates are not the assignment.
  }, [call])
}

/** From says who gave the call, or why the customer is called. */
function From({ pop, center }: { pop: Pop; center: Center }) {
  const { t } = useWords()
  const purpose = center.purposes.find((one) => one.code === pop.purpose)?.name ?? pop.purpose
  if (pop.from) {
    const key = pop.for === 'consult' ? 'pop.fromConsult' : pop.for === 'return' ? 'pop.fromReturn' : 'pop.fromTransfer'
    return (
      <p className="pop-from">
        <strong>{t(key, { name: pop.from.name })}</strong>
        {pop.from_reason && <span>{pop.from_reason}</span>}
      </p>
    )
  }
  if (pop.direction !== 'out') return null
  return (
    <p className="pop-from">
      <strong>{t(pop.for === 'callback' ? 'pop.callback' : 'pop.outbound')}</strong>
      {pop.for === 'callback' ? <span>{t('pop.callbackWhy')}</span> : purpose && <span>{purpose}</span>}
    </p>
  )
}

function Problem({ problem }: { problem: unknown }) {
  const { t } = useWords()
  const explain = useExplain()
  if (problem === null) return null
  return (
    <p className="bad" role="alert">
      {t('pop.chooseFailed', { message: explain(problem) })}
    </p>
  )
}

/** Facts are about the line rather than the customer; last and small. */
function Facts({ pop }: { pop: Pop }) {
  const { t } = useWords()
  return (
    <dl className="facts">
      {pop.direction !== 'out' && (
        <Fact name={t('pop.waited')}>
          <Waited pop={pop} />
        </Fact>
      )}
      <Fact name={t('pop.queue')}>{pop.queue_name}</Fact>
      <Fact name={t('pop.hotline')}>{pop.hotline_name || <span className="num">{phone(pop.hotline)}</span>}</Fact>
      {pop.project && <Fact name={t('pop.project')}>{pop.project}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Waited counts from queue entry to a person's answer. */
function Waited({ pop }: { pop: Pop }) {
  const now = useServerNow()
  const from = pop.queued_at ?? pop.arrived_at
  if (from === undefined) return <>–</>
  const to = pop.answered_at ?? pop.ended_at
  return <span className="num">{duration((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</span>
}
