/** The caller's last calls, open promises first in sight. */
import { useServerNow } from '../clock'
import { useWords } from '../i18n'
import type { Center, Pop, RecentCall } from '../protocol.gen'
import { useTimes } from '../session'

export function Recent({ pop, center }: { pop: Pop; center: Center }) {
  const { t } = useWords()
  if (pop.caller.match === 'withheld') return null
  return (
    <section className="recent" aria-label={t('pop.recent')}>
      <h3>{t('pop.recent')}</h3>
      {!pop.recent_loaded && <p className="quiet">{t('pop.recentLoading')}</p>}
      {pop.recent_loaded && pop.recent.length === 0 && <p className="quiet">{t('pop.recentNone')}</p>}
      <ol>
        {pop.recent.slice(0, 5).map((call) => (
          <Row key={call.call} call={call} center={center} />
        ))}
      </ol>
    </section>
  )
}

function Row({ call, center }: { call: RecentCall; center: Center }) {
  const { t } = useWords()
  const times = useTimes()
  const now = new Date(useServerNow())
  const at = new Date(call.at)
  const promised = call.promised_reply_at === undefined ? null : new Date(call.promised_reply_at)
  const late = promised !== null && promised < now
  return (
    <li>
      <time className="num" dateTime={call.at} title={times.full(at)}>
        {times.clock(at, now)}
      </time>
      <span className="recent-category">
        {[categoryName(center, call.category), call.sub_category].filter(Boolean).join(' · ') || t(`outcome.${call.outcome}`)}
      </span>
      <span className="recent-summary">
        {call.summary}
        {call.agent_name && <span className="quiet"> {call.agent_name}</span>}
      </span>
      {promised !== null && !call.resolved ? (
        <span className="chip" data-tone={late ? 'bad' : 'warn'}>
          {t(late ? 'pop.promiseLate' : 'pop.promised', { time: times.clock(promised, now) })}
        </span>
      ) : (
        call.category && <span className={call.resolved ? 'good' : 'quiet'}>{t(call.resolved ? 'calls.resolved' : 'calls.open')}</span>
      )}
    </li>
  )
}

/** categoryName gives a category's name for its code, the code where the centre has dropped it. */
export function categoryName(center: Center, code: string | undefined): string {
  if (code === undefined || code === '') return ''
  return center.categories.find((one) => one.code === code)?.name ?? code
}
