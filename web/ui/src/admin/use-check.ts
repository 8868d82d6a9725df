/** Asks the server what is wrong with the draft, what it advises, and what would change, when nothing was typed for a moment. */
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../api'
import { useSession } from '../session'
import { config, problemsAt, type Change, type Config, type Group } from './config'

interface Checked {
  changes: Change[] | null
  problems: Record<string, string>
  advice: Record<string, string>
  /** refused is the version that is in force instead of the draft's, if so. */
  refused: number
}

const clean: Checked = { changes: [], problems: {}, advice: {}, refused: 0 }

export function useCheck(base: Config | undefined, document: Group, dirty: boolean): Checked {
  const { api, user } = useSession()
  const [checked, setChecked] = useState<Checked>(clean)
  const version = base?.version
  const told = base?.advice
  const latest = useRef(0)
  useEffect(() => {
    const mine = ++latest.current
    if (version === undefined || !dirty || user.role !== 'admin') return setChecked({ ...clean, advice: problemsAt(told ?? []) })
    const abort = new AbortController()
    const timer = setTimeout(() => {
      config.check(api, version, document, abort.signal).then(
        ({ changes, advice }) => mine === latest.current && setChecked({ changes, problems: {}, advice: problemsAt(advice ?? []), refused: 0 }),
        (error: unknown) => {
          if (mine !== latest.current || !(error instanceof ApiError)) return
          const newer = (error.body as { newer?: { version: number } } | undefined)?.newer?.version ?? 0
          // A document that meets a newer version has passed the check before.
          setChecked((had) => ({ ...had, changes: null, problems: error.status === 422 ? problemsAt(error.fields) : newer > 0 ? {} : had.problems, refused: newer }))
        },
      )
    }, 400)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [api, version, told, document, dirty, user.role])
  return checked
}
