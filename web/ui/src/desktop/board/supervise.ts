/** Asking for changes: what was done is said, with a way back where there is one. */
import { createContext, useCallback, useContext, useEffect, useState } from 'react'
import type { ClientRequests } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { useWords } from '../../i18n'

/** Wish is a request with its data. */
export type Wish = { [T in keyof ClientRequests]: [type: T, data: ClientRequests[T]] }[keyof ClientRequests]

export interface Done {
  words: string
  bad?: boolean
  undo?: Wish
}

export interface Supervising {
  done: Done | null
  busy: boolean
  /** wish asks, then says words, and offers to take it back by undo. */
  wish: (wish: Wish, words: string, undo?: Wish) => void
}

/** How long what was done is said, and may be undone. */
const saidFor = 12_000

export function useSupervising(): Supervising {
  const { t } = useWords()
  const { ask } = useSession()
  const explain = useExplain()
  const [done, setDone] = useState<Done | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (done === null) return
    const timer = setTimeout(() => setDone(null), saidFor)
    return () => clearTimeout(timer)
  }, [done])
  const wish = useCallback(
    ([type, data]: Wish, words: string, undo?: Wish) => {
      setBusy(true)
      ask(type, data)
        .then(
          () => setDone({ words, ...(undo === undefined ? {} : { undo }) }),
          (error: unknown) => setDone({ words: t('deed.failed', { message: explain(error) }), bad: true }),
        )
        .finally(() => setBusy(false))
    },
    [ask, explain, t],
  )
  return { done, busy, wish }
}

const Context = createContext<Supervising | null>(null)

/** SupervisingContext lets all of the board say in one place what was done. */
export const SupervisingContext = Context

export function useSupervisor(): Supervising {
  const one = useContext(Context)
  if (one === null) throw new Error('useSupervisor outside the board')
  return one
}
