/** What notices there are to choose from, and for which places: asked for once, when first needed. */
import { useEffect, useState } from 'react'
import { useSession } from '../../session'

export interface Notice {
  id: string
  text: string
}

export interface Place {
  project: string
  buildings: string[]
}

/** useNotices gives the prompts that may be switched on; null while they are not known. */
export function useNotices(wanted: boolean): Notice[] | null {
  const answer = useAnswer<{ notices: Notice[] }>(wanted ? '/api/incidents' : null)
  return answer?.notices ?? null
}

/** usePlaces gives the projects and buildings of the owners' directory. */
export function usePlaces(): Place[] | null {
  return useAnswer<{ places: Place[] }>('/api/places')?.places ?? null
}

function useAnswer<T>(path: string | null): T | null {
  const { api, status } = useSession()
  const [answer, setAnswer] = useState<T | null>(null)
  useEffect(() => {
    if (path === null || status !== 'open') return
    const abort = new AbortController()
    api.json<T>('GET', path, undefined, abort.signal).then(setAnswer, () => undefined)
    return () => abort.abort()
  }, [api, path, status])
  return answer
}

/** endless stands for a notice that somebody has to switch off. */
export const endless = 0

/** lengths are the minutes that a notice may be on for. */
export const lengths = [30, 60, 120, 240, endless]

/** untilOf is when a notice of so many minutes ends. */
export function untilOf(minutes: number, now: number): { until?: string } {
  return minutes === endless ? {} : { until: new Date(now + minutes * 60_000).toISOString() }
}
