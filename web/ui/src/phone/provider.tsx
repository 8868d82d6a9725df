/** The telephone for React: one engine for as long as an agent works here. */
import { createContext, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useSession } from '../session'
import { autoAnswer } from './devices'
import { Engine, type View } from './engine'
import type { Phone } from './types'

export interface PhoneProviderProps {
  /** enabled: the agent is signed in and the page is the telephone. A call under way is finished first. */
  enabled: boolean
  /**
   * hasCall: the server has a conversation for this agent on the page's telephone (talking, held, consulting ...);
   * undefined until its snapshot has come. It decides whether onBack is called.
   */
  hasCall: boolean | undefined
  /**
   * onBack is called after the telephone has registered (again) while the agent has a call: send `phone.back`
   * with it. alive means that the call is still on this telephone.
   */
  onBack: (alive: boolean) => void
  children: ReactNode
}

const nothing: View = {
  status: 'off',
  problem: undefined,
  ringing: false,
  studio: false,
  active: undefined,
  muted: false,
  autoAnswer: false,
  quality: undefined,
}
const never = () => () => undefined

const Context = createContext<Phone>(phoneOf(nothing, undefined))

/** PhoneProvider keeps the telephone; only inside SessionProvider. */
export function PhoneProvider({ enabled, hasCall, onBack, children }: PhoneProviderProps) {
  const { user } = useSession()
  const [engine, setEngine] = useState<Engine>()
  const back = useBack(hasCall, onBack)
  useEffect(() => {
    const one = new Engine(user.user, back)
    setEngine(one)
    return () => {
      one.close()
      setEngine(undefined)
    }
  }, [user.user, back])
  useEffect(() => engine?.tell({ is: enabled ? 'enable' : 'disable' }), [engine, enabled])
  const view = useSyncExternalStore(engine?.subscribe ?? never, engine?.getView ?? (() => nothing))
  const phone = useMemo(() => phoneOf(view, engine), [view, engine])
  return <Context value={phone}>{children}</Context>
}

/** usePhone gives the telephone; outside of a PhoneProvider it is off. */
export function usePhone(): Phone {
  return useContext(Context)
}

/**
 * useBack keeps what the telephone says of itself until the server's snapshot tells whether there is a call: after a reload
 * either may come first.
 */
function useBack(hasCall: boolean | undefined, onBack: (alive: boolean) => void): (alive: boolean) => void {
  const now = useRef({ hasCall, onBack })
  const kept = useRef<boolean | undefined>(undefined)
  useEffect(() => {
    now.current = { hasCall, onBack }
    if (hasCall === undefined || kept.current === undefined) return
    const alive = kept.current
    kept.current = undefined
    if (hasCall) onBack(alive)
  }, [hasCall, onBack])
  return useMemo(
    () => (alive: boolean) => {
      if (now.current.hasCall === undefined) kept.current = alive
      else if (now.current.hasCall) now.current.onBack(alive)
    },
    [],
  )
}

function phoneOf(view: View, engine: Engine | undefined): Phone {
  const tell = (is: 'answer' | 'hangup' | 'take over' | 'retry') => () => engine?.tell({ is })
  return {
    ...view,
    answer: tell('answer'),
    hangup: tell('hangup'),
    takeOver: tell('take over'),
    retry: tell('retry'),
    setMuted: (muted) => engine?.setMuted(muted),
    setAutoAnswer: (on) => (engine === undefined ? autoAnswer.set(on) : engine.setAutoAnswer(on)),
  }
}
