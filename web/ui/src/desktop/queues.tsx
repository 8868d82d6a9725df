/** The left panel: my queues' figures and my colleagues by state. */
import DownOutlined from '@ant-design/icons/es/icons/DownOutlined'
import UpOutlined from '@ant-design/icons/es/icons/UpOutlined'
import Button from 'antd/es/button'
import Tooltip from 'antd/es/tooltip'
import { stateOrder } from '../board'
import { useServerNow } from '../clock'
import { duration, percent } from '../format'
import { useWords, type Translate } from '../i18n'
import type { QueueState, Snapshot, Targets, TeamMate } from '../protocol.gen'
import { judge, type Judged } from '../targets'
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
        <QueueFigures key={queue.id} queue={queue} targets={snapshot.center.queues.find((info) => info.id === queue.id)?.targets} />
      ))}
      <Team mates={mates} snapshot={snapshot} />
    </aside>
  )
}

interface FiguresProps {
  queue: QueueState
  wide?: boolean
  targets?: Targets | undefined
  /** onOpen shows or hides the queue’s callers. */
  open?: boolean
  onOpen?: () => void
  /** inLine is who stand in the queue’s line, emergencies and promised calls included. */
  inLine?: number | undefined
}

/** QueueFigures are a queue’s live figures; wide adds the day’s counts as figures. */
export function QueueFigures({ queue, wide, targets, open, onOpen, inLine }: FiguresProps) {
  const { t } = useWords()
  const now = useServerNow()
  const wait = queue.oldest === undefined ? null : now - Date.parse(queue.oldest)
  const late = wait !== null && wait > queue.threshold_s * 1000
  const level = queue.service_level
  const aims = { level: judge('service_level', queue, targets), answered: judge('answered', queue, targets), abandoned: judge('abandoned', queue, targets), satisfaction: judge('satisfaction', queue, targets) }
  const Name = wide ? 'h2' : 'h3' // on the board nothing stands above them
  return (
    <section className="queue" aria-label={queue.name} data-wide={wide} data-open={open}>
      <div className="queue-head">
        <Name>{queue.name}</Name>
        {onOpen && (
          <Button
            className="queue-open"
            size="small"
            aria-expanded={open}
            aria-label={t(open ? 'line.close' : 'line.open', { queue: queue.name })}
            icon={open ? <UpOutlined /> : <DownOutlined />}
            iconPlacement="end"
            onClick={onOpen}
          >
            {t('line.total', { count: inLine ?? queue.waiting })}
          </Button>
        )}
      </div>
      <div className="queue-figures">
        <Figure name={t('queue.waiting')} value={queue.waiting} tone={late ? 'bad' : queue.waiting > 0 ? 'warn' : undefined} />
        <Figure name={t('queue.longest')} value={wait === null ? '–' : duration(wait)} tone={late ? 'bad' : undefined} />
        <Tooltip title={formula(t, queue)}>
          <div className="figure" tabIndex={0} data-tone={tone(aims.level)}>
            <span className="figure-value">{level === undefined ? '–' : percent(level)}</span>
            <span className="figure-name dotted">{t('queue.level')}</span>
          </div>
        </Tooltip>
        {wide && (
          <>
            <Figure name={t('board.offered')} value={queue.offered} />
            <Figure name={t('board.answered')} value={queue.answered} tone={tone(aims.answered)} />
            <Figure name={t('board.abandoned')} value={queue.abandoned} tone={tone(aims.abandoned)} />
          </>
        )}
      </div>
      <div className="level" aria-hidden="true" data-tone={tone(aims.level)}>
        <span style={{ width: percent(level ?? 0) }} />
      </div>
      <p className="queue-counts">
        {!wide && (
          <>
            <span>{t('queue.answered', { count: queue.answered })}</span>
            <span>{t('queue.abandoned', { count: queue.abandoned })}</span>
          </>
        )}
        <Reached aim={aims.level} />
        {wide && <Reached aim={aims.answered} />}
        {wide && <Reached aim={aims.abandoned} />}
        {queue.late_now > 0 && <span className="bad">{t('queue.late', { count: queue.late_now })}</span>}
        <Opinions queue={queue} aim={aims.satisfaction} />
        {queue.promised > 0 && <span>{t('board.promised', { count: queue.promised })}</span>}
        {queue.overflowed > 0 && <span>{t('board.overflowed', { count: queue.overflowed })}</span>}
        {queue.estimate_s > 0 && <span>{t('queue.estimate', { minutes: Math.ceil(queue.estimate_s / 60) })}</span>}
      </p>
    </section>
  )
}

type Tone = 'bad' | 'warn' | 'good' | undefined

function tone(aim: Judged | undefined): Tone {
  return aim === undefined ? undefined : aim.met ? 'good' : 'bad'
}

/** Reached says of a figure whether its target is met; the colour alone would not reach everybody. */
function Reached({ aim }: { aim: Judged | undefined }) {
  const { t } = useWords()
  if (aim === undefined) return null
  const words = t(aim.met ? 'aim.met' : 'aim.below', { what: t(`aim.${aim.aim}`, { value: percent(aim.value) }) })
  return (
    <span className="figure-aim" data-tone={tone(aim)}>
      {words} {t(aim.aim === 'abandoned' ? 'aim.atMost' : 'aim.atLeast', { target: percent(aim.target) })}
    </span>
  )
}

/** Opinions is what the day's customers said, once one has. */
function Opinions({ queue, aim }: { queue: QueueState; aim: Judged | undefined }) {
  const { t } = useWords()
  if (!queue.rated) return null
  if (aim !== undefined) return <Reached aim={aim} />
  return <span>{t('aim.satisfaction', { value: percent(queue.satisfied / queue.rated) })}</span>
}

interface FigureProps {
  name: string
  value: string | number
  tone?: Tone
}

function Figure({ name, value, tone: colour }: FigureProps) {
  return (
    <div className="figure" data-tone={colour}>
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
