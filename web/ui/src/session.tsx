/** The signed-in desktop's connection: who it is, what the server said last, and how to ask. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Api, ApiError, type User } from './api'
import { setServerTime } from './clock'
import { applyFrame, type Desk } from './desk'
import { coded, useWords } from './i18n'
import { clockTime, fullTime, knownZone } from './times'
import { CLOSE_SESSION_ENDED, type ClientRequests, type OK, type Snapshot } from './protocol.gen'
import { RequestError, Socket, type Status } from './socket'

/** Ask sends one request; it fails with a RequestError. */
export type Ask = <T extends keyof ClientRequests>(type: T, data: ClientRequests[T]) => Promise<void>

interface Session {
  user: User
  api: Api
  desk: Desk | null
  status: Status
  closeCode: number | undefined
  ask: Ask
  reconnect: () => void
  signOut: () => void
}

const Context = createContext<Session | null>(null)

interface Props {
  user: User
  onGone: (ended: boolean) => void
  children: ReactNode
}

/** SessionProvider keeps one socket for as long as somebody is signed in. */
export function SessionProvider({ user, onGone, children }: Props) {
  const { lang } = useWords()
  const api = useMemo(() => new Api(lang), [lang])
  const [desk, setDesk] = useState<Desk | null>(null)
  const [{ status, closeCode }, setLine] = useState<{ status: Status; closeCode: number | undefined }>({
    status: 'connecting',
    closeCode: undefined,
  })
  const socket = useRef<Socket | null>(null)

  useEffect(() => {
    const line = new Socket({
      url: `${location.origin.replace(/^http/, 'ws')}/ws`,
      onFrame: (frame) => {
        if (frame.type === 'snapshot') setServerTime((frame.data as Snapshot).server_time)
        setDesk((had) => applyFrame(had, frame))
      },
      onStatus: (next, code) => {
        setLine({ status: next, closeCode: code })
        if (code === CLOSE_SESSION_ENDED) onGone(true)
        // A refused handshake and a dead network look the same to a browser: ask.
        if (next === 'waiting') goneIfSignedOut(new Api('zh-CN'), onGone)
      },
    })
    socket.current = line
    line.start()
    const online = () => line.retryNow()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      line.stop()
    }
  }, [onGone])

  const ask = useCallback<Ask>(async (type, data) => {
    if (socket.current === null) throw new RequestError(0, 'not connected', true, 'offline')
    const ok = (await socket.current.request(type, data)) as OK | undefined
    if (ok?.server_time) setServerTime(ok.server_time)
  }, [])
  const reconnect = useCallback(() => {
    socket.current?.start()
    socket.current?.retryNow()
  }, [])
  const signOut = useCallback(() => {
    void api.logout().catch(() => undefined).then(() => onGone(false))
  }, [api, onGone])

  const session = useMemo(
    () => ({ user, api, desk, status, closeCode, ask, reconnect, signOut }),
    [user, api, desk, status, closeCode, ask, reconnect, signOut],
  )
  return <Context value={session}>{children}</Context>
}

/** useSession gives the session; only inside SessionProvider. */
export function useSession(): Session {
  const session = useContext(Context)
  if (session === null) throw new Error('useSession outside SessionProvider')
  return session
}

/** useTimes writes moments in the page's language and the centre's time zone. */
export function useTimes() {
  const { lang } = useWords()
  const { user } = useSession()
  return useMemo(() => {
    const zone = knownZone(user.time_zone)
    return {
      zone,
      clock: (at: Date, now: Date) => clockTime(at, now, lang, zone),
      full: (at: Date) => fullTime(at, lang, zone),
    }
  }, [lang, user.time_zone])
}

/** useExplain gives a sentence for a person about an error. */
export function useExplain(): (error: unknown) => string {
  const { t, lang } = useWords()
  return useCallback(
    (error: unknown) => {
      if (error instanceof RequestError) {
        if (error.why !== 'refused') return t(`error.${error.why}`)
        return coded(lang, `error.${error.code}`) ?? error.message
      }
      if (error instanceof ApiError) return error.status === 0 && error.code === 'offline' ? t('error.offline') : error.message
      return t('error.301')
    },
    [t, lang],
  )
}

function goneIfSignedOut(api: Api, onGone: (ended: boolean) => void): void {
  api.me().catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onGone(true)
  })
}
