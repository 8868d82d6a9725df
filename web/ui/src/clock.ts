/**
 * The server's clock. Every timer on the page counts from it, because an
 * agent's computer may be minutes off.
 */
import { useEffect, useState } from 'react'

let offset = 0

/** setServerTime notes what time it is on the server, as it just said. */
export function setServerTime(at: string, local = Date.now()): void {
  const server = Date.parse(at)
  if (!Number.isNaN(server)) offset = server - local
}

/** serverNow is the server's time in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset
}

/** useServerNow re-renders the caller each second, on the server's second. */
export function useServerNow(): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(serverNow())
      timer = setTimeout(tick, 1000 - (serverNow() % 1000) + 5)
    }
    timer = setTimeout(tick, 1000 - (serverNow() % 1000) + 5)
    return () => clearTimeout(timer)
  }, [])
  return now
}

/** useMinute is the server's time, looked at once a minute: enough for what is due, and cheap in long lists. */
export function useMinute(): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
