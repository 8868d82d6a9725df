/** The live board: what is urgent, the queues' figures, who waits, and everybody's state. */
import Button from 'antd/es/button'
import { lazy, Suspense, useState } from 'react'
import { countStates, ofQueue } from '../board'
import { useWords } from '../i18n'
import { supervises } from '../may'
import type { AgentState, Snapshot } from '../protocol.gen'
import { useSession } from '../session'
import { readStored, writeStored } from '../settings'
import { IncidentBar } from './board/incidents'
import { People } from './board/people'
import { Said } from './board/said'
import { SupervisingContext, useSupervising } from './board/supervise'
import { Asks } from './control/asks'
import { Choice } from './field'
import { QueueFigures } from './queues'
import { Dot } from './state'
import { TeamTasks } from './tasks/team'
import './board/board.css'

const LineOf = lazy(() => import('./board/line'))
const Lately = lazy(() => import('./board/lately'))
const Why = lazy(() => import('./board/why'))

export function Board({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useWords()
  const { user } = useSession()
  const [only, setOnly] = useState('')
  const [shown, setShown] = useState(() => readStored('board.queue'))
  const [lately, setLately] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const supervising = useSupervising()
  const { queues, center } = snapshot
  const agents = ofQueue(snapshot.agents, only)
  const manages = supervises(user)
  const open = queues.find((one) => manages && one.id === shown)
  const toggle = (id: string) => {
    const next = id === shown ? null : id
    writeStored('board.queue', next)
    setShown(next)
  }
  return (
    <SupervisingContext value={supervising}>
      <main className="board" id="call" tabIndex={-1} aria-label={t('board.label')}>
        <Asks snapshot={snapshot} />
        {manages && <IncidentBar snapshot={snapshot} />}
        <div className="board-queues">
          {queues.map((one) => (
            <QueueFigures
              key={one.id}
              queue={one}
              wide
              targets={center.queues.find((info) => info.id === one.id)?.targets}
              inLine={(snapshot.lines ?? []).find((line) => line.queue === one.id)?.total ?? 0}
              {...(manages ? { open: one.id === shown, onOpen: () => toggle(one.id) } : {})}
            />
          ))}
          {queues.length === 0 && <p className="quiet pad">{t('board.noQueues')}</p>}
        </div>
        {open && (
          <Suspense fallback={<section className="line-of" />}>
            <LineOf queue={open} snapshot={snapshot} onWhy={setWhy} />
          </Suspense>
        )}
        <TeamTasks center={snapshot.center} agents={snapshot.agents} />
        <section className="board-people" aria-label={t('board.agents')}>
          <header>
            <h2>{t('board.agents')}</h2>
            <Counts agents={agents} />
            {queues.length > 1 && (
              <Choice
                id="board-queue"
                name={t('queue.label')}
                value={only}
                options={['', ...queues.map((one) => one.id)]}
                words={(id) => queues.find((one) => one.id === id)?.name ?? t('board.all')}
                onChange={setOnly}
              />
            )}
            {user.role === 'supervisor' && (
              <Button size="small" aria-expanded={lately} onClick={() => setLately(!lately)}>
                {t('lately.open')}
              </Button>
            )}
          </header>
          <People agents={agents} breaks={center.breaks} help={snapshot.help} queues={queues} supervises={manages} onWhy={setWhy} />
        </section>
        {lately && (
          <Suspense fallback={<section className="line-of" />}>
            <Lately snapshot={snapshot} onWhy={setWhy} />
          </Suspense>
        )}
        <Said />
      </main>
      {why !== null && (
        <Suspense>
          <Why call={why} snapshot={snapshot} onClose={() => setWhy(null)} />
        </Suspense>
      )}
    </SupervisingContext>
  )
}

function Counts({ agents }: { agents: AgentState[] }) {
  const { t } = useWords()
  return (
    <ul className="board-counts">
      {countStates(agents).map(([state, count]) => (
        <li key={state} data-none={count === 0}>
          <Dot state={state} />
          {t(`state.${state}`)}
          <strong className="num">{count}</strong>
        </li>
      ))}
    </ul>
  )
}
