/** Why a call went to whom it went: each decision in plain words, and the others by what kept them from it. */
import Modal from 'antd/es/modal'
import { useEffect, useState } from 'react'
import { duration } from '../../format'
import { coded, useWords } from '../../i18n'
import { useExplain, useSession, useTimes } from '../../session'

interface Decision {
  at: string
  agent: string
  agent_name: string
  rule: string
  ready: number
  idle_s: number
  waited_s: number
  behind: number
  rung?: number
  result?: string
  others: { agent: string; agent_name: string; why: string }[]
}

interface Decisions {
  decisions: Decision[]
  forgotten?: boolean
}

export default function Why({ call, onClose }: { call: string; onClose: () => void }) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const [found, setFound] = useState<Decisions | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    api.json<Decisions>('GET', `/api/calls/${encodeURIComponent(call)}/decisions`, undefined, abort.signal).then(setFound, (error: unknown) => {
      if (!abort.signal.aborted) setProblem(error)
    })
    return () => abort.abort()
  }, [api, call])
  return (
    <Modal open title={t('why.title')} footer={null} width={640} onCancel={onClose}>
      <div className="why">
        {problem !== null && (
          <p className="bad" role="alert">
            {t('why.failed', { message: explain(problem) })}
          </p>
        )}
        {problem === null && found === null && <p className="quiet">{t('why.loading')}</p>}
        {found?.forgotten && <p className="quiet">{t('why.forgotten')}</p>}
        {found !== null && !found.forgotten && found.decisions.length === 0 && <p className="quiet">{t('why.none')}</p>}
        <ol>
          {(found?.decisions ?? []).map((one) => (
            <One key={`${one.at} ${one.agent}`} one={one} />
          ))}
        </ol>
      </div>
    </Modal>
  )
}

function One({ one }: { one: Decision }) {
  const { t, lang } = useWords()
  const times = useTimes()
  const at = new Date(one.at)
  const result = one.result ? (coded(lang, `why.result.${one.result}`) ?? one.result) : t('why.ringing')
  const facts = [
    t('why.rule', { rule: coded(lang, `why.rule.${one.rule}`) ?? one.rule, idle: duration(one.idle_s * 1000) }),
    t('why.ready', { count: one.ready }),
    t('why.waited', { time: duration(one.waited_s * 1000) }),
    ...(one.rung ? [t('why.rung', { count: one.rung })] : []),
    ...(one.behind > 0 ? [t('why.behind', { count: one.behind })] : []),
  ]
  return (
    <li data-decision={one.agent}>
      <p className="why-chosen">
        <time className="num" dateTime={one.at} title={times.full(at)}>
          {times.clock(at, at)}
        </time>
        <strong>{t('why.chosen', { name: one.agent_name, id: one.agent })}</strong>
        <span className="chip" data-tone={one.result === 'answered' || !one.result ? undefined : 'warn'}>
          {t('why.result', { result })}
        </span>
      </p>
      <ul className="why-facts">
        {facts.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      {one.others.length > 0 && (
        <dl className="why-others" aria-label={t('why.others')}>
          {byReason(one.others).map(([why, names]) => (
            <div key={why}>
              <dt>{coded(lang, `why.not.${why}`) ?? why}</dt>
              <dd>{names.join(' · ')}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

/** byReason gathers who did not get the call by what kept them from it, in the order of the server. */
function byReason(others: Decision['others']): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const one of others) groups.set(one.why, [...(groups.get(one.why) ?? []), one.agent_name])
  return [...groups]
}
