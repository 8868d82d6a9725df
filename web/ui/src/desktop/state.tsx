/** Agents' states: their words and colours, and the button that asks for another. */
import DownOutlined from '@ant-design/icons/es/icons/DownOutlined'
import Button from 'antd/es/button'
import Dropdown from 'antd/es/dropdown'
import { useServerNow } from '../clock'
import { duration } from '../format'
import { coded, useWords, type Translate } from '../i18n'
import type { AgentState, BreakReason, State } from '../protocol.gen'
import { withdrawal } from './control/asked'
import { keyWords, stateKeys } from './control/keys'

export type SetState = (state: 'ready' | 'break' | 'signed_out', reason?: string) => void

/** useStateWords writes a state with its reason. */
export function useStateWords(breaks: BreakReason[]): (state: State, reason?: string) => string {
  const { t, lang } = useWords()
  return (state, reason) => {
    if (reason === undefined || reason === '') return t(`state.${state}`)
    const name = breaks.find((one) => one.code === reason)?.name
    if (state === 'break' && name !== undefined) return breakWords(t, name)
    return `${t(`state.${state}`)} · ${name ?? coded(lang, `state.reason.${reason}`) ?? reason}`
  }
}

/** breakWords names a break by its reason, once where the reason is called a break itself. */
function breakWords(t: Translate, reason: string): string {
  return reason === t('state.break') ? reason : t('state.breakOf', { reason })
}

/** Dot is a state's colour; the word beside it says the same. */
export function Dot({ state }: { state: State }) {
  return <span className="dot" data-state={state} aria-hidden="true" />
}

/** Since is the time in a state, counting. */
export function Since({ at }: { at: string | undefined }) {
  const now = useServerNow()
  return <span className="num">{at === undefined ? '' : duration(now - Date.parse(at))}</span>
}

interface Props {
  agent: AgentState
  breaks: BreakReason[]
  open: boolean
  onOpen: (open: boolean) => void
  onState: SetState
}

export function StateButton({ agent, breaks, open, onOpen, onState }: Props) {
  const { t } = useWords()
  const words = useStateWords(breaks)
  const bound = agent.state === 'reserved' || agent.state === 'talking'
  const items = [
    { key: 'ready', icon: <Dot state="ready" />, label: t('state.ready'), extra: <kbd>{keyWords(stateKeys.ready)}</kbd> },
    ...breaks.map((one) => ({
      key: `break:${one.code}`,
      icon: <Dot state="break" />,
      label: breakWords(t, one.name),
      ...(one.approval ? { extra: t('state.needsApproval') } : {}),
    })),
    { key: 'signed_out', icon: <Dot state="signed_out" />, label: t('state.signed_out'), extra: <kbd>{keyWords(stateKeys.signedOut)}</kbd> },
  ]
  const choose = ({ key }: { key: string }) => {
    onOpen(false)
    if (key.startsWith('break:')) onState('break', key.slice('break:'.length))
    else onState(key as 'ready' | 'signed_out')
  }
  return (
    <div className="state">
      <Dropdown
        open={open}
        onOpenChange={onOpen}
        trigger={['click']}
        autoFocus
        menu={{
          style: { minWidth: 200 },
          items: bound ? [{ type: 'group', label: t('state.after'), children: items }] : items,
          onClick: choose,
          selectable: true,
          selectedKeys: [agent.state === 'break' ? `break:${agent.reason ?? ''}` : agent.state],
        }}
      >
        <Button className="state-button" data-state={agent.state} aria-haspopup="menu" aria-expanded={open} title={t('state.menu')}>
          <Dot state={agent.state} />
          <span className="state-word">{words(agent.state, agent.reason)}</span>
          <Since at={agent.since} />
          <DownOutlined aria-hidden="true" />
        </Button>
      </Dropdown>
      {agent.next && (
        <span className="chip" role="status">
          {t('state.next', { state: words(agent.next, agent.next_reason) })}
        </span>
      )}
      {agent.asked && <Asked agent={agent} name={words('break', agent.asked)} onState={onState} />}
    </div>
  )
}

/** Asked is a break that waits for a supervisor. */
function Asked({ agent, name, onState }: { agent: AgentState; name: string; onState: SetState }) {
  const { t } = useWords()
  const back = withdrawal(agent)
  return (
    <span className="chip asked" data-tone="warn">
      <span role="status">{t('state.asked', { state: name })}</span>
      <Since at={agent.asked_at} />
      {back !== null && (
        <button type="button" onClick={() => onState(...back)}>
          {t('state.withdraw')}
        </button>
      )}
    </span>
  )
}
