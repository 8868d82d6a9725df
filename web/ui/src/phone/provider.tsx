/** The telephone for React: one engine for as long as an agent works here. */
import { createContext, useContext, type ReactNode } from 'react'
import type { Phone } from './types'

export interface PhoneProviderProps {
  /** enabled: the agent is signed in and the page is the telephone. A call under way is finished first. */
  enabled: boolean
  /**
   * hasCall: the server has a conversation for this agent (talking, held, consulting ...); undefined until its snapshot
   * has come. It decides whether onBack is called.
   */
  hasCall: boolean | undefined
  /**
   * onBack is called after the telephone has registered (again) while the agent has a call: send `phone.back`
   * with it. alive means that the call is still on this telephone.
   */
  onBack: (alive: boolean) => void
  children: ReactNode
}

const none = () => undefined
const off: Phone = {
  status: 'off',
  problem: undefined,
  ringing: false,
  active: undefined,
  muted: false,
  autoAnswer: false,
  quality: undefined,
  answer: none,
  hangup: none,
  setMuted: none,
  takeOver: none,
  setAutoAnswer: none,
  retry: none,
}

const Context = createContext<Phone>(off)

/** PhoneProvider keeps the telephone. */
export function PhoneProvider({ children }: PhoneProviderProps) {
  return <Context value={off}>{children}</Context>
}

/** usePhone gives the telephone; outside of a PhoneProvider it is off. */
export function usePhone(): Phone {
  return useContext(Context)
}
