/** The page's telephone, told by the server's state what to do. */
import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import { PhoneProvider, usePhone } from '../../phone'
import type { Pop } from '../../protocol.gen'
import { useSession, type Ask } from '../../session'
import { RequestError } from '../../socket'

/** How long to wait before the server is told again that the telephone is back. */
const again = 1000

export function PageTelephone({ children }: { children: ReactNode }) {
  const { desk } = useSession()
  const onBack = useTellBack()
  const agent = desk?.snapshot.me.agent
  return (
    <PhoneProvider
      enabled={agent?.device.kind === 'page'}
      hasCall={desk === null ? undefined : inConversation(desk.snapshot.pop)}
      onBack={onBack}
    >
      <FollowMute muted={desk?.snapshot.pop?.muted === true} />
      {children}
    </PhoneProvider>
  )
}

/** inConversation tells whether the server has the agent's telephone in a call. */
export function inConversation(pop: Pop | undefined): boolean {
  return pop?.phase === 'talking' || (pop?.phase === 'dialling' && pop.for !== 'callback')
}

/** FollowMute stops the microphone here as well while the server mutes the agent. */
function FollowMute({ muted }: { muted: boolean }) {
  const phone = usePhone()
  useEffect(() => {
    if (phone.muted !== muted) phone.setMuted(muted)
  }, [muted, phone])
  return null
}

/** useTellBack sends phone.back; what could not be said while the connection was away is said when it is back. */
function useTellBack(): (alive: boolean) => void {
  const { ask, status } = useSession()
  const untold = useRef<boolean | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const tell = useCallback(() => void tellBack(ask, untold, timer), [ask])
  useEffect(() => {
    if (status === 'open') tell()
  }, [status, tell])
  useEffect(() => () => clearTimeout(timer.current), [])
  return useCallback(
    (alive: boolean) => {
      untold.current = alive
      tell()
    },
    [tell],
  )
}

interface Box<T> {
  current: T
}

async function tellBack(ask: Ask, untold: Box<boolean | null>, timer: Box<ReturnType<typeof setTimeout> | undefined>): Promise<void> {
  const alive = untold.current
  clearTimeout(timer.current)
  if (alive === null) return
  try {
    await ask('phone.back', { alive })
    if (untold.current === alive) untold.current = null
  } catch (error) {
    // Offline: the next connection says it. Refused: the call is over, or was never lost.
    const temporary = error instanceof RequestError && error.temporary
    if (!temporary) untold.current = null
    else if (error.why !== 'offline') timer.current = setTimeout(() => void tellBack(ask, untold, timer), again)
  }
}
