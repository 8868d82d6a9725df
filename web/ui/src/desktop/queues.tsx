/** The left panel: my queues' figures and my colleagues by state. */
import Tooltip from 'antd/es/tooltip'
import { stateOrder } from '../board'
import { useServerNow } from '../clock'
import { duration, percent } from '../format'
import { useWords, type Translate } from '../i18n'
import type { QueueState, Snapshot, TeamMate } from '../protocol.gen'
import { Dot, Since, useStateWords } from './state'

export function QueuePanel({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useWords()
  const me = snapshot.me.agent?.id
  const everybody: TeamMate[] = snapshot.agents.length > 0 ? snapshot.agents : snapshot.team
  const mates = everybody.filter((mate) => mate.id !== me)
  return (
    <aside className="desk-queues" aria-label={t('queue.label')}>
      <h2 className="panel-title">{t('queue.label')}</h2>
      {snapshot.queues.length === 0 && <p className="quiet pad">{t('queue.empty')}</p>}
      {snapshot.queues.map((queue) => (
        <QueueFigures key={queue.id} queue={queue} />
      ))}
      <Team mates={mates} snapshot={snapshot} />
    </aside>
  )
}

/** QueueFigures are a queue’s live figures; wide adds the day’s counts as figures. */
export function QueueFigures({ queue, wide }: { queue: QueueState; wide?: boolean }) {
  const { t } = useWords()
  const now = useServerNow()
  const wait = queue.oldest === undefined ? null : now - Date.parse(queue.oldest)
  const late = wait !== null && wait > queue.threshold_s * 1000
  const level = queue.service_level
  const Name = wide ? 'h2' : 'h3' // on the board nothing stands above them
  return (
    <section className="queue" aria-label={queue.name} data-wide={wide}>
      <Name>{queue.name}</Name>
      <div className="queue-figures">
        <Figure name={t('queue.waiting')} value={queue.waiting} tone={late ? 'bad' : queue.waiting > 0 ? 'warn' : undefined} />
        <Figure name={t('queue.longest')} value={wait === null ? '–' : duration(wait)} tone={late ? 'bad' : undefined} />
        <Tooltip title={formula(t, queue)}>
          <div className="figure" tabIndex={0}>
            <span className="figure-value">{level === undefined ? '–' : percent(level)}</span>
            <span className="figure-name dotted">{t('queue.level')}</span>
          </div>
        </Tooltip>
        {wide && (
          <>
            <Figure name={t('board.offered')} value={queue.offered} />
            <Figure name={t('board.answered')} value={queue.answered} />
            <Figure name={t('board.abandoned')} value={queue.abandoned} />
          </>
        )}
      </div>
      <div className="level" aria-hidden="true">
        <span style={{ width: percent(level ?? 0) }} />
      </div>
      <p className="queue-counts">
        {!wide && (
          <>
            <span>{t('queue.answered', { count: queue.answered })}</span>
            <span>{t('queue.abandoned', { count: queue.abandoned })}</span>
          </>
        )}
        {queue.late_now > 0 && <span className="bad">{t('queue.late', { count: queue.late_now })}</span>}
        {queue.estimate_s > 0 && <span>{t('queue.estimate', { minutes: Math.ceil(queue.estimate_s / 60) })}</span>}
      </p>
    </section>
  )
}

function Figure({ name, value, tone }: { name: string; value: string | number; tone?: 'bad' | 'warn' | undefined }) {
  return (
    <div className="figure" data-tone={tone}>
      <span className="figure-value">{value}</span>
      <span className="figure-name">{name}</span>
    </div>
  )
}

function formula(t: Translate, queue: QueueState): string {
  if (queue.service_level === undefined) return t('queue.noCalls')
  return t('queue.formula', {
    seconds: queue.threshold_s,
    in: queue.answered_in,
    answered: queue.answered,
    abandoned: queue.abandoned,
    short: queue.short,
    late: queue.late_now > 0 ? t('queue.formulaLate', { late: queue.late_now }) : '',
  })
}

function Team({ mates, snapshot }: { mates: TeamMate[]; snapshot: Snapshot }) {
  const { t } = useWords()
  const words = useStateWords(snapshot.center.breaks)
  const signedOut = mates.filter((mate) => mate.state === 'signed_out')
  return (
    <section className="team" aria-label={t('team.label')}>
      <h2 className="panel-title">
        {t('team.label')}
        <span className="quiet num">{t('team.count', { count: mates.length - signedOut.length })}</span>
      </h2>
      {mates.length === 0 && <p className="quiet pad">{t('team.empty')}</p>}
      {stateOrder.map((state) => {
        const group = mates.filter((mate) => mate.state === state)
        if (group.length === 0) return null
        return (
          <div key={state} className="team-group">
            <h3>
              <Dot state={state} />
              {t(`state.${state}`)}
              <span className="num">{group.length}</span>
            </h3>
            {state === 'signed_out' ? (
              <p className="team-out">{group.map((mate) => mate.name).join(' · ')}</p>
            ) : (
              <ul>
                {group.map((mate) => (
                  <li key={mate.id} title={words(mate.state, mate.reason)}>
                    <span className="team-name">{mate.name}</span>
                    <span className="quiet num">{mate.work_no}</span>
                    <Since at={mate.since} />
                  </li>
                ))}
              </ul>
            )}
          </div>
        )
      })}
    </section>
  )
}
