/**
 * The page's telephone of the make-believe server, in place of src/phone/provider: it
 * rings when the pop says so, and answering and hanging up are told to the
 * server, which stands in for the network.
 */
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { Phone, PhoneProviderProps } from '../src/phone'
import { useSession } from '../src/session'

const tell = (what: string) => void fetch(`/dev/${what}`)
const Context = createContext<Phone | null>(null)

export function PhoneProvider({ enabled, hasCall, onBack, children }: PhoneProviderProps) {
  const { desk } = useSession()
  const pop = desk?.snapshot.pop
  const [muted, setMuted] = useState(false)
  const [autoAnswer, setAutoAnswer] = useState(false)
  const ready = enabled && desk?.snapshot.me.agent?.phone === true
  const ringing = ready && pop?.phase === 'offering'
  const auto = ringing && (autoAnswer || pop.auto_answer === true)
  useEffect(() => {
    if (auto && pop?.for !== 'dialler') tell('answer')
  }, [auto, pop?.for])
  const told = useRef(false)
  useEffect(() => {
    if (told.current || !enabled || hasCall === undefined) return
    told.current = true
    if (hasCall && new URLSearchParams(location.search).has('back')) onBack(false)
  }, [enabled, hasCall, onBack])
  const since = pop?.connected_at
  const phone = useMemo<Phone>(
    () => ({
      status: !enabled ? 'off' : ready ? 'ready' : 'failed',
      problem: enabled && !ready ? { code: 'denied' } : undefined,
      studio: false,
      ringing: ringing && !auto,
      active: ready && hasCall && since !== undefined ? { since: Date.parse(since), broken: false } : undefined,
      muted,
      autoAnswer,
      quality: undefined,
      answer: () => tell('answer'),
      hangup: () => tell(ringing ? 'reject' : 'hangup'),
      setMuted,
      takeOver: () => undefined,
      setAutoAnswer,
      retry: () => undefined,
    }),
    [enabled, ready, ringing, auto, hasCall, since, muted, autoAnswer],
  )
  return <Context value={phone}>{children}</Context>
}

export function usePhone(): Phone {
  const phone = useContext(Context)
  if (phone === null) throw new Error('usePhone outside PhoneProvider')
  return phone
}
