/** Who changed the file, when, and what: the old and the new. */
import { useEffect, useState } from 'react'
import { useWords } from '../../i18n'
import { Owners, type Change } from '../../owners'
import { useExplain, useSession, useTimes } from '../../session'
import { useFieldName, useWho } from './names'

export function History({ id, call, version }: { id: string; call: string | undefined; version: number }) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const times = useTimes()
  const nameOf = useFieldName()
  const who = useWho()
  const [changes, setChanges] = useState<Change[] | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    new Owners(api, call).history(id, abort.signal).then(setChanges, (error: unknown) => !abort.signal.aborted && setProblem(error))
    return () => abort.abort()
  }, [api, call, id, version])
  return (
    <section className="file-history" aria-label={t('owner.history')}>
      {problem !== null && <p className="bad">{explain(problem)}</p>}
      {problem === null && changes === null && <p className="quiet">{t('pop.looking')}</p>}
      {changes?.length === 0 && <p className="quiet">{t('owner.historyNone')}</p>}
      <ol>
        {changes?.map((change) => (
          <li key={change.version}>
            <p>
              <time className="num" dateTime={change.t}>
                {times.full(new Date(change.t))}
              </time>{' '}
              <strong>{who(change.by)}</strong>
            </p>
            <ul>
              {change.fields.map((one) => (
                <li key={one.field}>
                  <span className="quiet">{nameOf(one.field)}</span> <del>{one.old || '–'}</del> → <ins>{one.new || '–'}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}
