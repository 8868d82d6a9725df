/** The middle of the desktop while there is no call. */
import Button from 'antd/es/button'
import { useWords } from '../i18n'
import type { AgentState } from '../protocol.gen'
import { Rings } from '../rings'

interface Props {
  agent: AgentState | undefined
  onReady: () => void
}

export function Idle({ agent, onReady }: Props) {
  const { t } = useWords()
  const kind = kindOf(agent)
  return (
    <section className="idle" data-state={agent?.state}>
      <Rings className="idle-rings" lit={kind === 'ready' ? 3 : 0} />
      <div>
        <h2>{t(`idle.${kind}`)}</h2>
        <p>{t(`idle.${kind}Hint`)}</p>
      </div>
      {(kind === 'signed_out' || kind === 'break') && (
        <Button type="primary" onClick={onReady}>
          {t(kind === 'signed_out' ? 'idle.goReady' : 'banner.back')}
        </Button>
      )}
    </section>
  )
}

function kindOf(agent: AgentState | undefined): 'ready' | 'break' | 'signed_out' | 'not_responding' | 'noAgent' {
  if (agent === undefined) return 'noAgent'
  if (agent.state === 'break' || agent.state === 'signed_out' || agent.state === 'not_responding') return agent.state
  return 'ready'
}
