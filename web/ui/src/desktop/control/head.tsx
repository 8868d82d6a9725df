/** The head of a call: where it stands, what can be done with it, and the third party. It stays in view. */
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { useWords } from '../../i18n'
import type { Center, Pop } from '../../protocol.gen'
import { useExplain } from '../../session'
import { Phase } from '../phase'
import { useShortcuts } from '../shortcuts'
import { Bar } from './bar'
import './call.css'
import { callKeys, thirdKeys } from './keys'
import type { Action } from './rules'
import { ThirdCard } from './third'
import { useControl, type CallControl } from './use-control'

const TransferPanel = lazy(() => import('./transfer-panel'))
const KeypadPanel = lazy(() => import('./keypad'))
const HelpPanel = lazy(() => import('./help-panel'))

/** How long a refusal is shown. */
const shownFor = 8000

export function CallHead({ pop, center }: { pop: Pop; center: Center }) {
  const control = useControl(pop)
  useControlKeys(control)
  return (
    <div className="call-head">
      <Phase pop={pop} center={center} control={control} />
      <Bar control={control} />
      <ThirdCard control={control} />
      <div className="bar-under">
        <Said control={control} />
        <Suspense>
          {(control.panel === 'transfer' || control.panel === 'consult') && <TransferPanel control={control} mode={control.panel} />}
          {control.panel === 'keypad' && <KeypadPanel control={control} />}
          {control.panel === 'help' && <HelpPanel control={control} />}
        </Suspense>
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
