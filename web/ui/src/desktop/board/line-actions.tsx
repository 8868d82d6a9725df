/** What may be done with one caller in line: by mouse here, by keys from the row. */
import ArrowUpOutlined from '@ant-design/icons/es/icons/ArrowUpOutlined'
import VerticalAlignTopOutlined from '@ant-design/icons/es/icons/VerticalAlignTopOutlined'
import Button from 'antd/es/button'
import Dropdown, { type DropdownProps } from 'antd/es/dropdown'
import Popconfirm from 'antd/es/popconfirm'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useWords } from '../../i18n'
import { candidates, mayDo, rests, type Deed } from '../../lines'
import { readStored, writeStored } from '../../settings'
import { Dot } from '../state'
import type { RowProps } from './line-row'
import { useSupervisor, type Wish } from './supervise'
import { callerName, useAgentName } from './who'

/** Minutes that a caller may be left to wait for one agent. */
const limits = [1, 2, 5, 10]

export function LineActions({ one, ahead, queue, snapshot, asking, onAsked, onWhy }: RowProps) {
  const { t } = useWords()
  const { wish } = useSupervisor()
  const name = useAgentName(snapshot.agents)
  const [open, setOpen] = useState<Deed | null>(null)
  const { row } = one
  const { call } = row
  const who = callerName(t, row)
  const may = mayDo(one)
  const close = () => setOpen(null)

  const up = () => {
    const undo: Wish | undefined = ahead === undefined ? undefined : ['call.move_up', { call: ahead.call }]
    wish(['call.move_up', { call }], t('deed.done.up', { who }), undo)
  }
  const head = () => wish(['call.move_up', { call, head: true }], t('deed.done.head', { who }))
  const toQueue = (to: string) => {
    const target = snapshot.queues.find((other) => other.id === to)?.name ?? to
    wish(['call.move_queue', { call, queue: to }], t('deed.done.queue', { who, queue: target }), ['call.move_queue', { call, queue: queue.id }])
  }
  const give = (agent: string, minutes: number) => {
    const words = t('deed.done.give', { who, agent: name(agent) })
    wish(['call.give', { call, agent, limit_s: minutes * 60 }], words, ['call.give', { call }])
  }
  const anyone = () => wish(['call.give', { call }], t('deed.done.anyone', { who }))
  const now = () => wish(['callback.now', { call }], t('deed.done.now', { who }))
  const cancel = () => wish(['callback.cancel', { call }], t('deed.done.cancel', { who }))
  const act: Record<Deed, () => void> = {
    up, anyone, now,
    head: one.position > 2 ? () => setOpen('head') : head,
    queue: () => setOpen('queue'),
    give: () => setOpen('give'),
    cancel: () => setOpen('cancel'),
    why: () => onWhy(call),
  }
  useAsked(asking, act, onAsked)

  const button = (deed: Deed, icon?: ReactNode) => (
    <Button
      size="small"
      type="text"
      {...(icon === undefined ? {} : { icon, title: t(`deed.${deed}`) })}
      aria-label={t('deed.of', { deed: t(`deed.${deed}`), who })}
      disabled={!may.includes(deed)}
      onClick={act[deed]}
    >
      {icon === undefined ? t(`deed.${deed}`) : undefined}
    </Button>
  )
  const confirmed = (deed: Deed, question: string, yes: () => void, child: ReactNode) => (
    <Popconfirm
      open={open === deed}
      title={question}
      okText={t('deed.sure')}
      cancelText={t('deed.not')}
      onConfirm={() => {
        close()
        yes()
      }}
      onCancel={close}
      onOpenChange={(shown) => !shown && close()}
    >
      {child}
    </Popconfirm>
  )
  return (
    <span className="line-actions">
      {button('up', <ArrowUpOutlined />)}
      {confirmed('head', t('deed.headSure', { who, count: one.position - 1 }), head, button('head', <VerticalAlignTopOutlined />))}
      <Menu open={open === 'queue'} onClose={close} items={queueItems(snapshot.queues, queue.id, t('deed.noQueues'))} onPick={toQueue}>
        {button('queue')}
      </Menu>
      {row.phase === 'promised' || row.phase === 'calling_back' ? (
        confirmed('cancel', t('deed.cancelSure', { who }), cancel, button('cancel'))
      ) : (
        <Give open={open === 'give'} onClose={close} snapshot={snapshot} queue={queue.id} onGive={give}>
          {button('give')}
        </Give>
      )}
      {row.wants && button('anyone')}
      {rests(one) && button('now')}
      {button('why')}
    </span>
  )
}

/** useAsked carries out what a key asked for, once. */
function useAsked(asking: RowProps['asking'], act: Record<Deed, () => void>, onAsked: () => void): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (asking === null) return
    latest.current[asking.deed]()
    onAsked()
  }, [asking, onAsked])
}

type Items = NonNullable<NonNullable<DropdownProps['menu']>['items']>

interface MenuProps {
  open: boolean
  onClose: () => void
  items: Items
  onPick: (key: string) => void
  children: ReactNode
}

function Menu({ open, onClose, items, onPick, children }: MenuProps) {
  return (
    <Dropdown
      open={open}
      trigger={['click']}
      autoFocus
      onOpenChange={(shown) => !shown && onClose()}
      menu={{
        items,
        onClick: ({ key }) => {
          onClose()
          onPick(key)
        },
      }}
    >
      <span>{children}</span>
    </Dropdown>
  )
}

function queueItems(queues: { id: string; name: string }[], own: string, none: string): Items {
  const others = queues.filter((one) => one.id !== own)
  if (others.length === 0) return [{ key: '', label: none, disabled: true }]
  return others.map((one) => ({ key: one.id, label: one.name }))
}

interface GiveProps {
  open: boolean
  onClose: () => void
  snapshot: RowProps['snapshot']
  queue: string
  onGive: (agent: string, minutes: number) => void
  children: ReactNode
}

/** Give is the choice of an agent; who is free comes first. How long to wait for the agent is kept for the next time. */
function Give({ open, onClose, snapshot, queue, onGive, children }: GiveProps) {
  const { t } = useWords()
  const [minutes, setMinutes] = useState(() => Number(readStored('board.limit') ?? 2))
  const agents = candidates(snapshot.agents, queue)
  const items: Items = [
    ...(agents.length === 0 ? [{ key: '', label: t('deed.noAgents'), disabled: true }] : []),
    ...agents.map((one) => ({ key: one.id, icon: <Dot state={one.state} />, label: `${one.name} ${one.work_no}`, extra: t(`state.${one.state}`) })),
    { type: 'divider' },
    {
      type: 'group',
      label: t('deed.limit'),
      children: limits.map((one) => ({ key: `limit:${one}`, label: t('deed.minutes', { count: one }), ...(one === minutes ? { icon: '✓' } : {}) })),
    },
  ]
  return (
    <Dropdown
      open={open}
      trigger={['click']}
      autoFocus
      onOpenChange={(shown, { source }) => !shown && source === 'trigger' && onClose()}
      menu={{
        items,
        className: 'line-give',
        onClick: ({ key }) => {
          if (key.startsWith('limit:')) {
            const chosen = Number(key.slice('limit:'.length))
            writeStored('board.limit', String(chosen))
            setMinutes(chosen)
            return
          }
          onClose()
          onGive(key, minutes)
        },
      }}
    >
      <span>{children}</span>
    </Dropdown>
  )
}
