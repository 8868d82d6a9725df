/** The live board of those who take no calls: the queues' figures, and everybody's state. */
import { useState } from 'react'
import { countStates, ofQueue, onDuty } from '../board'
import { useServerNow } from '../clock'
import { duration } from '../format'
import { useWords } from '../i18n'
import type { AgentState, Snapshot } from '../protocol.gen'
import { Asks } from './control/asks'
import { Choice } from './field'
import { QueueFigures } from './queues'
import { Dot, useStateWords } from './state'
import { TeamTasks } from './tasks/team'

export function Board({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useWords()
  const [queue, setQueue] = useState('')
  const { queues, center } = snapshot
  const agents = ofQueue(snapshot.agents, queue)
  return (
    <main className="board" id="call" tabIndex={-1} aria-label={t('board.label')}>
      <Asks snapshot={snapshot} />
      <div className="board-queues">
        {queues.map((one) => (
          <QueueFigures key={one.id} queue={one} wide />
        ))}
        {queues.length === 0 && <p className="quiet pad">{t('board.noQueues')}</p>}
      </div>
      <TeamTasks center={snapshot.center} agents={snapshot.agents} />
      <section className="board-people" aria-label={t('board.agents')}>
        <header>
          <h2>{t('board.agents')}</h2>
          <Counts agents={agents} />
          {queues.length > 1 && (
            <Choice
              id="board-queue"
              name={t('queue.label')}
              value={queue}
              options={['', ...queues.map((one) => one.id)]}
              words={(id) => queues.find((one) => one.id === id)?.name ?? t('board.all')}
              onChange={setQueue}
            />
          )}
        </header>
        <People agents={agents} breaks={center.breaks} help={snapshot.help} />
      </section>
    </main>
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

interface PeopleProps {
  agents: AgentState[]
  breaks: Snapshot['center']['breaks']
  help: Snapshot['help']
}

function People({ agents, breaks, help }: PeopleProps) {
  const { t } = useWords()
  const words = useStateWords(breaks)
  const now = useServerNow()
  const here = onDuty(agents)
  const out = agents.filter((agent) => agent.state === 'signed_out')
  return (
    <>
      {here.length === 0 && <p className="quiet">{t('board.nobody')}</p>}
      <ul className="tiles">
        {here.map((agent) => (
          <li key={agent.id} className="tile" data-state={agent.state} data-agent={agent.id}>
            <p className="tile-name">
              <strong>{agent.name}</strong>
              <span className="quiet num">{agent.work_no}</span>
            </p>
            <p className="tile-state">
              <span>{words(agent.state, agent.reason)}</span>
              <span className="num">{agent.since === undefined ? '' : duration(now - Date.parse(agent.since))}</span>
            </p>
            <p className="tile-note">
              {agent.next && <span>{t('state.next', { state: words(agent.next, agent.next_reason) })}</span>}
              {agent.asked && <span className="warn">{t('state.asked', { state: words('break', agent.asked) })}</span>}
              {(help.asked ?? []).some((one) => one.agent === agent.id) && <span className="bad">{t('board.help')}</span>}
              {!agent.phone && <span className="bad">{t('top.phoneOff')}</span>}
              {!agent.desktop && <span className="warn">{t('board.noDesktop')}</span>}
            </p>
          </li>
        ))}
      </ul>
      {out.length > 0 && (
        <p className="board-out">
          <span>
            {t('state.signed_out')} {out.length}
          </span>
          {out.map((agent) => agent.name).join(' · ')}
        </p>
      )}
    </>
  )
}
