/** Why a call went to whom it went, in sentences; and why it did not go to the agent whom the supervisor asks about. */
import Modal from 'antd/es/modal'
import { useEffect, useState } from 'react'
import { duration } from '../../format'
import { coded, useWords } from '../../i18n'
import type { Snapshot } from '../../protocol.gen'
import { useExplain, useSession, useTimes } from '../../session'
import { byReason, reasonKeys, rounds, type Decision, type Decisions, type Round } from './decisions'
import { useCredit } from './who'

export default function Why({ call, snapshot, onClose }: { call: string; snapshot: Snapshot; onClose: () => void }) {
  const { t, lang } = useWords()
  const times = useTimes()
  const explain = useExplain()
  const [about, setAbout] = useState('')
  const { found, problem } = useDecisions(call, about)
  const queueName = (id: string) => snapshot.queues.find((one) => one.id === id)?.name ?? id
  const known = found !== null && !found.forgotten
  return (
    <Modal open title={t('why.title')} footer={null} width={680} onCancel={onClose}>
      <div className="why">
        {problem !== null && (
          <p className="bad" role="alert">
            {t('why.failed', { message: explain(problem) })}
          </p>
        )}
        {problem === null && found === null && <p className="quiet">{t('why.loading')}</p>}
        {found?.forgotten && <p className="quiet">{t('why.forgotten')}</p>}
        {known && found.callback && <p className="why-note">{t('why.callback')}</p>}
        {known &&
          (found.ways ?? []).map((way) => (
            <p key={way.at} className="why-note">
              <time className="num">{times.clock(new Date(way.at), new Date(way.at))}</time>{' '}
              {t('why.way', { queue: queueName(way.queue), why: coded(lang, `why.way.${way.why}`) ?? way.why })}
            </p>
          ))}
        {known && found.decisions.length === 0 && <p className="quiet">{t('why.none')}</p>}
        {known && found.decisions.length > 0 && (
          <label className="why-about">
            {t('why.about')}
            <select className="codes" value={about} onChange={(event) => setAbout(event.target.value)}>
              <option value="">{t('why.everybody')}</option>
              {snapshot.agents.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.work_no} {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <ol>
          {rounds(found?.decisions ?? []).map((one) => (
            <One key={`${one.first.at} ${one.first.agent}`} one={one} />
          ))}
        </ol>
      </div>
    </Modal>
  )
}

/** useDecisions asks the server; while it asks about another agent, what was known stays. */
function useDecisions(call: string, about: string) {
  const { api } = useSession()
  const [found, setFound] = useState<Decisions | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    const path = `/api/calls/${encodeURIComponent(call)}/decisions${about === '' ? '' : `?agent=${encodeURIComponent(about)}`}`
    api.json<Decisions>('GET', path, undefined, abort.signal).then(
      (answer) => {
        setFound(answer)
        setProblem(null)
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error)
      },
    )
    return () => abort.abort()
  }, [api, call, about])
  return { found, problem }
}

function One({ one: { first, rung } }: { one: Round }) {
  const { t } = useWords()
  const times = useTimes()
  const at = new Date(first.at)
  const result = useResult()
  return (
    <li data-decision={first.agent}>
      <p className="why-chosen">
        <time className="num" dateTime={first.at} title={times.full(at)}>
          {times.clock(at, at)}
        </time>
        {rung.map((one) => (
          <span key={one.agent}>
            <strong>{t('why.chosen', { name: one.agent_name, id: one.agent })}</strong>{' '}
            <span className="chip" data-tone={one.result === 'answered' || !one.result ? undefined : 'warn'}>
              {result(one)}
            </span>
          </span>
        ))}
      </p>
      <Reason one={first} />
      <Others one={first} rung={rung} />
    </li>
  )
}

function useResult(): (one: Decision) => string {
  const { t, lang } = useWords()
  return ({ result }) => (result ? (coded(lang, `why.result.${result}`) ?? result) : t('why.ringing'))
}

/** Reason is why just this one, and what else counted. */
function Reason({ one }: { one: Decision }) {
  const { t, lang } = useWords()
  const credit = useCredit()
  const words = { name: one.agent_name, count: one.rung ?? one.ready, idle: duration(one.idle_s * 1000), who: one.by ?? '' }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, key: keyof typeof words) => String(words[key] ?? whole))
  const chosen = !one.rung && one.ready === 1 && !['given', 'same_agent'].includes(one.rule) ? t('why.only', words) : fill(coded(lang, `why.rule.${one.rule}`) ?? one.rule)
  const facts = [
    ...(one.waited_s >= 1 ? [t('why.waited', { time: duration(one.waited_s * 1000) })] : []),
    ...(one.stage ? [t('why.widened', { count: one.stage })] : []),
    ...(one.ahead_s ? [t('line.priority', { time: duration(one.ahead_s * 1000), why: credit(one.for ?? '') })] : []),
    ...(one.behind > 0 ? [t('why.behind', { count: one.behind })] : []),
  ]
  return (
    <>
      <p className="why-reason">{chosen}</p>
      <ul className="why-facts">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  )
}

/** Others are all who did not get the call, by reason, or the one who is asked about. */
function Others({ one, rung }: { one: Decision; rung: Decision[] }) {
  const { t, lang } = useWords()
  const result = useResult()
  const words = (why: string) => reasonKeys(why, one.rule).map((key) => coded(lang, key)).find((text) => text !== undefined) ?? why
  const { asked } = one
  if (asked) {
    const rang = rung.find((other) => other.agent === asked.agent)
    const why = rang && rung.length > 1 ? t('why.rang', { result: result(rang) }) : words(asked.why).replaceAll('{name}', one.agent_name)
    return (
      <p className="why-asked" data-asked={asked.agent}>
        <strong>{asked.agent_name}</strong> {why}
      </p>
    )
  }
  if (one.others.length === 0) return null
  return (
    <dl className="why-others" aria-label={t('why.others')}>
      {byReason(one.others).map(([why, names]) => (
        <div key={why}>
          <dt>{words(why).replaceAll('{name}', one.agent_name)}</dt>
          <dd>{names.join(lang === 'en' ? ', ' : '、')}</dd>
        </div>
      ))}
    </dl>
  )
}
