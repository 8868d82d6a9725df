/** Everybody's state, those who can help first; a supervisor changes their queues from here. */
import Button from 'antd/es/button'
import { lazy, Suspense, useState } from 'react'
import { onDuty } from '../../board'
import { useServerNow } from '../../clock'
import { duration } from '../../format'
import { useWords } from '../../i18n'
import type { AgentState, QueueState, Snapshot } from '../../protocol.gen'
import { useStateWords } from '../state'

const AgentQueues = lazy(() => import('./agent-queues'))

interface Props {
  agents: AgentState[]
  queues: QueueState[]
  breaks: Snapshot['center']['breaks']
  help: Snapshot['help']
  /** supervises: the person may change the agents' queues. */
  supervises: boolean
  onWhy: (call: string) => void
}

export function People({ agents, breaks, help, queues, supervises, onWhy }: Props) {
  const { t } = useWords()
  const now = useServerNow()
  const here = onDuty(agents)
  const out = agents.filter((agent) => agent.state === 'signed_out')
  return (
    <>
      {here.length === 0 && <p className="quiet">{t('board.nobody')}</p>}
      <ul className="tiles">
        {here.map((agent) => (
          <Tile key={agent.id} agent={agent} breaks={breaks} help={help} queues={queues} supervises={supervises} now={now} onWhy={onWhy} />
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

interface TileProps extends Omit<Props, 'agents'> {
  agent: AgentState
  now: number
}

function Tile({ agent, breaks, help, queues, supervises, now, onWhy }: TileProps) {
  const { t } = useWords()
  const words = useStateWords(breaks)
  const state = agent.doing ? t(`board.doing.${agent.doing}`) : words(agent.state, agent.reason)
  const talks = agent.call && (agent.state === 'reserved' || agent.state === 'talking')
  return (
    <li className="tile" data-state={agent.state} data-agent={agent.id}>
      <p className="tile-name">
        <strong>{agent.name}</strong>
        <span className="quiet num">{agent.work_no}</span>
      </p>
      <p className="tile-state">
        <span>{state}</span>
        <span className="num">{agent.since === undefined ? '' : duration(now - Date.parse(agent.since))}</span>
      </p>
      <p className="tile-note">
        {agent.next && <span>{t('state.next', { state: words(agent.next, agent.next_reason) })}</span>}
        {agent.asked && <span className="warn">{t('state.asked', { state: words('break', agent.asked) })}</span>}
        {(help.asked ?? []).some((one) => one.agent === agent.id) && <span className="bad">{t('board.help')}</span>}
        {!agent.phone && <span className="bad">{t('top.phoneOff')}</span>}
        {!agent.desktop && <span className="warn">{t('board.noDesktop')}</span>}
        {agent.usual && <span className="warn">{t('board.queuesChanged')}</span>}
      </p>
      {supervises && (
        <p className="tile-tools">
          <Queues agent={agent} queues={queues} />
          {talks && agent.doing !== 'outbound' && (
            <Button type="text" size="small" aria-label={`${t('board.whyCall')} ${agent.name}`} onClick={() => onWhy(agent.call ?? '')}>
              {t('deed.why')}
            </Button>
          )}
        </p>
      )}
    </li>
  )
}

/** Queues is a plain button until it is used: a centre may have thousands of agents. */
function Queues({ agent, queues }: { agent: AgentState; queues: QueueState[] }) {
  const { t } = useWords()
  const [used, setUsed] = useState(false)
  const plain = (
    <Button type="text" size="small" className="tile-queues" aria-label={t('board.queuesOf', { name: agent.name })} onClick={() => setUsed(true)}>
      {t('board.queues')} <span className="num">{agent.queues.length}</span>
    </Button>
  )
  if (!used) return plain
  return (
    <Suspense fallback={plain}>
      <AgentQueues agent={agent} queues={queues} />
    </Suspense>
  )
}
