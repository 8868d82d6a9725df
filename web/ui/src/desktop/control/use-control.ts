/** What the agent does with the call: each action is asked of the server, and what it refuses is said. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { usePhone } from '../../phone'
import type { ClientRequests, Pop } from '../../protocol.gen'
import { flushDraft } from '../../saver'
import { useSession } from '../../session'
import { aboutTo } from '../script/about'
import { controls, type Action, type Control, type Why } from './rules'

/** Panel is what can be opened under the bar. */
export type Panel = 'transfer' | 'consult' | 'keypad' | 'help'

export interface CallControl {
  pop: Pop
  controls: Record<Action, Control>
  /** asking are the actions the server has not answered yet. */
  asking: ReadonlySet<string>
  /** said is what the bar has to say: a refusal, or why an action cannot be used. */
  said: { problem: unknown } | { action: Action; why: Why } | null
  panel: Panel | null
  open: (panel: Panel | null) => void
  /** act does an action, or says why it cannot be done. */
  act: (action: Action) => void
  /** send asks the server; it resolves to whether that was done. */
  send: <T extends keyof ClientRequests>(type: T, data: ClientRequests[T]) => Promise<boolean>
  clear: () => void
}

/** gives are the actions after which somebody else registers the call: what is typed goes before them. */
const gives = new Set<string>(['call.transfer', 'call.complete', 'call.consult'])

export function useControl(pop: Pop): CallControl {
  const { ask, status, desk } = useSession()
  const phone = usePhone()
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set())
  const [said, setSaid] = useState<CallControl['said']>(null)
  const [panel, setPanel] = useState<Panel | null>(null)
  const online = status === 'open'
  const page = desk?.snapshot.me.agent?.device.kind === 'page'
  const pageRings = page && phone.ringing
  const pageCall = page && phone.active !== undefined
  const now = useMemo(() => controls({ pop, online, page, pageRings, pageCall }), [pop, online, page, pageRings, pageCall])

  const send = useCallback<CallControl['send']>(
    async (type, data) => {
      setSaid(null)
      setAsking((had) => new Set(had).add(type))
      try {
        if (gives.has(type)) await flushDraft(pop.call)
        await ask(type, data)
        return true
      } catch (problem) {
        setSaid({ problem })
        return false
      } finally {
        setAsking((had) => new Set([...had].filter((one) => one !== type)))
      }
    },
    [ask, pop.call],
  )
  const { call } = pop
  const act = (action: Action) => {
    const { why, on } = now[action]
    if (why !== undefined) return setSaid({ action, why })
    setSaid(null)
    switch (action) {
      case 'answer':
        return phone.answer()
      case 'reject':
        return pop.for === 'dialler' ? void send('call.hangup', { call }) : phone.hangup()
      case 'hangup':
        return pageCall ? phone.hangup() : void send('call.hangup', { call })
      case 'hold':
        return void send('call.hold', { call, side: 'customer', on: !on })
      case 'mute':
        return void send('call.mute', { call, on: !on })
      case 'pause':
        return void send('call.pause', { call, on: !on })
      case 'survey':
      case 'swap':
      case 'conference':
      case 'complete':
      case 'drop':
        return void send(`call.${action}`, { call })
      case 'help':
      case 'keypad':
      case 'consult':
      case 'transfer':
        return setPanel((had) => (had === action ? null : action))
    }
  }
  useEffect(() => {
    aboutTo(panel === 'transfer' ? 'transfer' : panel === 'consult' ? 'hold' : null, 'panel')
    return () => aboutTo(null, 'panel')
  }, [panel])
  const clear = useCallback(() => setSaid(null), [])
  return { pop, controls: now, asking, said, panel, open: setPanel, act, send, clear }
}
