/** What was promised to the caller, and the last calls. */
import { memo, useState } from 'react'
import { useMinute } from '../clock'
import { useWords, type PlainKey } from '../i18n'
import type { Center, Pop, RecentCall } from '../protocol.gen'
import { useTimes } from '../session'

interface Props {
  pop: Pop
  center: Center
}

/** Promises is one line that is always there: the most urgent promise, and how many more there are. */
export function Promises({ pop, center }: Props) {
  const { t } = useWords()
  const now = useMinute()
  const [all, setAll] = useState(false)
  if (pop.caller.match === 'withheld') return null
  const open = promisesOf(pop.recent)
  const [first, ...others] = open
  return (
    <section className="promises" aria-label={t('pop.promises')} data-open={open.length > 0}>
      {first === undefined ? (
        <p className="quiet">{t(pop.recent_loaded ? 'pop.promisesNone' : 'pop.recentLoading')}</p>
      ) : (
        <ul>
          {[first, ...(all ? others : [])].map((call) => (
            <PromiseRow key={call.call} call={call} center={center} now={now} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('pop.promisesFewer') : t('pop.promisesMore', { count: others.length })}
        </button>
      )}
    </section>
  )
}

/** promisesOf lists the open promises, the one due first in front. */
export function promisesOf(recent: RecentCall[]): RecentCall[] {
  return recent
    .filter((call) => !call.resolved && call.promised_reply_at !== undefined)
    .sort((a, b) => Date.parse(a.promised_reply_at ?? '') - Date.parse(b.promised_reply_at ?? ''))
}

function PromiseRow({ call, center, now }: { call: RecentCall; center: Center; now: number }) {
  const { t } = useWords()
  const times = useTimes()
  const promised = new Date(call.promised_reply_at ?? '')
  const late = promised.getTime() < now
  return (
    <li>
      <span className="chip" data-tone={late ? 'bad' : 'warn'}>
        {t(late ? 'pop.promiseLate' : 'pop.promised', { time: times.clock(promised, new Date(now)) })}
      </span>
      <span className="recent-summary">
        {[categoryName(center, call.category), call.summary].filter(Boolean).join(' · ')}
        {call.agent_name && <span className="quiet"> {call.agent_name}</span>}
      </span>
    </li>
  )
}

/** So many calls are drawn at once; more on demand. */
const few = 5
const many = 50

export const Recent = memo(function Recent({ pop, center }: Props) {
  const { t } = useWords()
  const now = useMinute()
  const [shown, setShown] = useState(few)
  if (pop.caller.match === 'withheld') return null
  const { recent, recent_loaded: loaded } = pop
  return (
    <section className="recent" aria-label={t('pop.recent')}>
      <h3>{loaded && recent.length > few ? t('pop.recentOf', { count: recent.length }) : t('pop.recent')}</h3>
      {!loaded && <p className="quiet">{t('pop.recentLoading')}</p>}
      {loaded && recent.length === 0 && <p className="quiet">{t('pop.recentNone')}</p>}
      <ol>
        {recent.slice(0, shown).map((call) => (
          <Row key={call.call} call={call} center={center} now={now} />
        ))}
      </ol>
      {recent.length > shown && (
        <button type="button" className="more" onClick={() => setShown(shown + many)}>
          {t('pop.recentMore', { count: Math.min(many, recent.length - shown) })}
        </button>
      )}
    </section>
  )
})

const Row = memo(function Row({ call, center, now }: { call: RecentCall; center: Center; now: number }) {
  const { t } = useWords()
  const times = useTimes()
  const at = new Date(call.at)
  const promised = call.promised_reply_at === undefined ? null : new Date(call.promised_reply_at)
  const late = promised !== null && promised.getTime() < now
  return (
    <li>
      <time className="num" dateTime={call.at} title={times.full(at)}>
        {times.clock(at, new Date(now))}
      </time>
      <span className="recent-category">
        {call.urgent && <span className="bad">{t('recent.urgent')} </span>}
        {[categoryName(center, call.category), call.sub_category].filter(Boolean).join(' · ') || t(`outcome.${call.outcome}`)}
      </span>
      <span className="recent-summary" title={call.summary}>
        {call.summary}
        {call.agent_name && <span className="quiet"> {call.agent_name}</span>}
        <Opinion score={call.survey} />
      </span>
      {promised !== null && !call.resolved ? (
        <span className="chip" data-tone={late ? 'bad' : 'warn'}>
          {t(late ? 'pop.promiseLate' : 'pop.promised', { time: times.clock(promised, new Date(now)) })}
        </span>
      ) : (
        call.category && <span className={call.resolved ? 'good' : 'quiet'}>{t(call.resolved ? 'calls.resolved' : 'calls.open')}</span>
      )}
    </li>
  )
})

const opinions: Record<number, PlainKey> = { 1: 'recent.satisfied', 2: 'recent.fair', 3: 'recent.unhappy' }

/** Opinion is what the customer said of the service then, if anything. */
function Opinion({ score }: { score: number | undefined }) {
  const { t } = useWords()
  const words = opinions[score ?? 0]
  return words === undefined ? null : <span className={score === 3 ? 'bad' : 'quiet'}> {t(words)}</span>
}

/** categoryName gives a category's name for its code, the code where the centre has dropped it. */
export function categoryName(center: Center, code: string | undefined): string {
  if (code === undefined || code === '') return ''
  return center.categories.find((one) => one.code === code)?.name ?? code
}
