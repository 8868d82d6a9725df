/** The head of a call: where it stands, what can be done with it, and the third party. It stays in view. */
import { lazy, useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../i18n'
import type { Center, Pop } from '../../protocol.gen'
import { useExplain } from '../../session'
import { Phase } from '../phase'
import { useShortcuts } from '../shortcuts'
import { Bar } from './bar'
import './call.css'
import { callKeys, thirdKeys } from './keys'
import { Later } from './later'
import type { Action } from './rules'
import { ThirdCard } from './third'
import { useControl, type CallControl } from './use-control'

const panels = {
  transfer: () => import('./transfer-panel'),
  keypad: () => import('./keypad'),
  help: () => import('./help-panel'),
}
const TransferPanel = lazy(panels.transfer)
const KeypadPanel = lazy(panels.keypad)
const HelpPanel = lazy(panels.help)

/** How long a refusal is shown. */
const shownFor = 8000

export function CallHead({ pop, center }: { pop: Pop; center: Center }) {
  const control = useControl(pop)
  useControlKeys(control)
  useEffect(() => {
    // By the time a key is pressed they are there; a failure shows when one is opened.
    for (const load of Object.values(panels)) load().catch(() => undefined)
  }, [])
  return (
    <div className="call-head">
      <Phase pop={pop} center={center} control={control} />
      <Bar control={control} />
      <ThirdCard control={control} />
      <div className="bar-under">
        <Said control={control} />
        <Later key={control.panel === 'consult' ? 'transfer' : (control.panel ?? '')}>
          {(control.panel === 'transfer' || control.panel === 'consult') && <TransferPanel control={control} mode={control.panel} />}
          {control.panel === 'keypad' && <KeypadPanel control={control} />}
          {control.panel === 'help' && <HelpPanel control={control} />}
        </Later>
      </div>
    </div>
  )
}

/** Said is what the server refused, or why a key did nothing. It covers a line of the pop for a moment and moves nothing. */
function Said({ control }: { control: CallControl }) {
  const { t } = useWords()
  const explain = useExplain()
  const { said, clear } = control
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(clear, shownFor)
    return () => clearTimeout(timer)
  }, [said, clear])
  return (
    <div role="alert">
      {said !== null && <p className="bar-said">{'why' in said ? t(`control.why.${said.why}`) : explain(said.problem)}</p>}
    </div>
  )
}

/** useControlKeys listens once; what a key does is looked up when it is pressed. */
function useControlKeys(control: CallControl) {
  const latest = useRef(control)
  useEffect(() => {
    latest.current = control
  })
  useShortcuts(
    useMemo(() => {
      const act = (action: Action) => () => latest.current.act(action)
      const named = Object.entries({ ...callKeys, ...thirdKeys })
        .filter(([name]) => name !== 'dial' && name !== 'hangup')
        .map(([name, row]) => [row.code, act(name as Action)] as const)
      const end = () => latest.current.act(latest.current.pop.phase === 'offering' ? 'reject' : 'hangup')
      return { ...Object.fromEntries(named), [callKeys.hangup.code ?? '']: end }
    }, []),
  )
}
