/** Which queues an agent serves, as switches; for the time until the agent signs out. */
import Button from 'antd/es/button'
import Popover from 'antd/es/popover'
import Switch from 'antd/es/switch'
import { useState } from 'react'
import { useWords } from '../../i18n'
import type { AgentState, QueueState } from '../../protocol.gen'
import { useSupervisor } from './supervise'

export default function AgentQueues({ agent, queues }: { agent: AgentState; queues: QueueState[] }) {
  const { t } = useWords()
  const { wish, busy } = useSupervisor()
  const [open, setOpen] = useState(true)
  const sign = (queue: QueueState, on: boolean) =>
    wish(
      ['agent.queues', { agent: agent.id, queue: queue.id, in: on }],
      t(on ? 'board.signedIn' : 'board.signedOutOf', { name: agent.name, queue: queue.name }),
      ['agent.queues', { agent: agent.id, queue: queue.id, in: !on }],
    )
  const name = (id: string) => queues.find((one) => one.id === id)?.name ?? id
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      title={t('board.queuesOf', { name: agent.name })}
      content={
        <div className="agent-queues">
          {queues.map((one) => (
            <label key={one.id}>
              <Switch
                size="small"
                checked={agent.queues.includes(one.id)}
                disabled={busy}
                onChange={(on) => sign(one, on)}
              />
              {one.name}
            </label>
          ))}
          {agent.queues.length === 0 && <p className="bad">{t('board.queuesNone')}</p>}
          {agent.usual && <p className="quiet">{t('board.usual', { queues: agent.usual.map(name).join(' · ') || '–' })}</p>}
          <p className="quiet">{t('board.queuesHint')}</p>
        </div>
      }
    >
      <Button type="text" size="small" className="tile-queues" aria-label={t('board.queuesOf', { name: agent.name })} aria-expanded={open}>
        {t('board.queues')} <span className="num">{agent.queues.length}</span>
      </Button>
    </Popover>
  )
}
