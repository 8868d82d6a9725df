/** The register's latest calls, so that a supervisor can ask why one went where it went. */
import Button from 'antd/es/button'
import { useEffect, useState } from 'react'
import type { CallRow } from '../../api'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import type { Snapshot } from '../../protocol.gen'
import { useExplain, useSession, useTimes } from '../../session'
import { homeName, useAgentName } from './who'

interface Row extends CallRow {
  queue?: string
}

export default function Lately({ snapshot, onWhy }: { snapshot: Snapshot; onWhy: (call: string) => void }) {
  const { t } = useWords()
  const { api } = useSession()
  const times = useTimes()
  const explain = useExplain()
  const name = useAgentName(snapshot.agents)
  const [rows, setRows] = useState<Row[] | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    api.json<{ rows: Row[] }>('GET', '/api/calls?limit=20', undefined, abort.signal).then(
      (page) => {
        setRows(page.rows)
        setProblem(null)
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error)
      },
    )
    return () => abort.abort()
  }, [api, round])
  const queueName = (id: string | undefined) => snapshot.queues.find((one) => one.id === id)?.name ?? id ?? ''
  return (
    <section className="line-of" aria-label={t('lately.label')}>
      <header>
        <h2>{t('lately.label')}</h2>
        <Button size="small" onClick={() => setRound((n) => n + 1)}>
          {t('lately.again')}
        </Button>
      </header>
      {problem !== null && (
        <p className="bad" role="alert">
          {t('lately.failed', { message: explain(problem) })}
        </p>
      )}
      {rows?.length === 0 && <p className="quiet">{t('lately.none')}</p>}
      {rows && rows.length > 0 && (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('lately.time')}</th>
                <th scope="col">{t('line.caller')}</th>
                <th scope="col">{t('line.home')}</th>
                <th scope="col">{t('queue.label')}</th>
                <th scope="col">{t('lately.agent')}</th>
                <th scope="col">{t('lately.outcome')}</th>
                <th scope="col">{t('line.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.call_id} data-call={row.call_id}>
                  <td className="num">{times.clock(new Date(row.t_ring), new Date(serverNow()))}</td>
                  <td>
                    {row.owner_name && <strong>{row.owner_name} </strong>}
                    <span className="num">{row.caller_number_masked ?? t('line.withheld')}</span>
                  </td>
                  <td>{row.unit_ref ? homeName(row.unit_ref) : '–'}</td>
                  <td>{queueName(row.queue)}</td>
                  <td>{row.agent_id ? name(row.agent_id) : '–'}</td>
                  <td>{row.outcome ? t(`outcome.${row.outcome}`) : '–'}</td>
                  <td>
                    <Button size="small" type="text" onClick={() => onWhy(row.call_id)}>
                      {t('deed.why')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
