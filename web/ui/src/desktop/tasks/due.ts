/** The time, as far as tasks need it. */
import { useEffect, useState } from 'react'
import { serverNow } from '../../clock'
import { nextDue, type Task } from '../../tasks'

const minute = 60_000

/** useDueClock is the server's time, looked at once a minute and whenever one of the tasks comes due. */
export function useDueClock(tasks: Task[] | null): number {
  const [now, setNow] = useState(serverNow)
  const next = nextDue(tasks ?? [], now)
  useEffect(() => {
    const wait = next === null ? minute : Math.min(minute, Math.max(0, next - serverNow()) + 200)
    const timer = setTimeout(() => setNow(serverNow()), wait)
    return () => clearTimeout(timer)
  }, [next, now])
  return now
}
