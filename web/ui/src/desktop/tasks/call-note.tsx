/** The call that a task comes from, as the register has it. */
import { useEffect, useState } from 'react'
import type { CallRow } from '../../api'
import { useWords } from '../../i18n'
import type { Center } from '../../protocol.gen'
import { useExplain, useSession, useTimes } from '../../session'
import { categoryName } from '../recent'

interface Row extends CallRow {
  agent_name?: string
  unresolved_reason?: string
  promised_reply_at?: string
}

export function CallNote({ call, center }: { call: string; center: Center }) {
  const { t } = useWords()
  const { api } = useSession()
  const explain = useExplain()
  const times = useTimes()
  const [row, setRow] = useState<Row | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    api.json<Row>('GET', `/api/calls/${encodeURIComponent(call)}`, undefined, abort.signal).then(setRow, (error: unknown) => !abort.signal.aborted && setProblem(error))
    return () => abort.abort()
  }, [api, call])
  const lines = row && [
    [times.full(new Date(row.t_ring)), row.caller_number_masked, row.owner_name, row.agent_name].filter(Boolean).join(' · '),
    [categoryName(center, row.category), row.sub_category].filter(Boolean).join(' · '),
    row.summary,
    row.unresolved_reason && `${t('wrap.reason')}: ${row.unresolved_reason}`,
    row.promised_reply_at && `${t('wrap.promised')}: ${times.full(new Date(row.promised_reply_at))}`,
  ]
  return (
    <div className="task-note" aria-live="polite">
      {problem !== null && <p className="bad">{explain(problem)}</p>}
      {problem === null && row === null && <p className="quiet">{t('pop.recentLoading')}</p>}
      {lines?.filter(Boolean).map((line) => <p key={line}>{line}</p>)}
    </div>
  )
}
