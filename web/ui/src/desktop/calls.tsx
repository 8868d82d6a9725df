/** My own calls of today, from the register: in and out, and where they went. */
import ArrowDownOutlined from '@ant-design/icons/es/icons/ArrowDownOutlined'
import ArrowUpOutlined from '@ant-design/icons/es/icons/ArrowUpOutlined'
import FieldTimeOutlined from '@ant-design/icons/es/icons/FieldTimeOutlined'
import ReloadOutlined from '@ant-design/icons/es/icons/ReloadOutlined'
import Button from 'antd/es/button'
import { memo, useCallback, useEffect, useState } from 'react'
import { first, type CallRow } from '../api'
import { serverNow } from '../clock'
import { duration } from '../format'
import { useWords, type Translate } from '../i18n'
import type { Center } from '../protocol.gen'
import { useExplain, useSession, useTimes } from '../session'
import { dayOf } from '../times'
import { Callable } from './control/dial'
import { categoryName } from './recent'
import { AddCallback } from './tasks/add'
import './calls.css'

/** How long the register may take to have a call that has just ended. */
const settle = 1500

export function Calls() {
  const { t } = useWords()
  const { rows, problem, load } = useCalls()
  const { desk } = useSession()
  const explain = useExplain()
  if (desk === null) return null
  return (
    <section className="calls" aria-label={t('calls.label')}>
      <Button className="calls-again" type="text" size="small" icon={<ReloadOutlined />} aria-label={t('calls.refresh')} title={t('calls.refresh')} onClick={load} />
      {problem !== null && (
        <p className="bad" role="alert">
          {t('calls.failed', { message: explain(problem) })}
        </p>
      )}
      {rows?.length === 0 && <p className="quiet">{t('calls.none')}</p>}
      {rows && rows.length > 0 && <Table rows={rows} center={desk.snapshot.center} />}
    </section>
  )
}

/** useCalls loads the list at first, after each call, and when the connection is back. */
function useCalls() {
  const { api, user, desk, status } = useSession()
  const { zone } = useTimes()
  const today = dayOf(new Date(serverNow()), zone)
  const [rows, setRows] = useState<CallRow[] | null>(() => first.calls()?.filter((row) => dayOf(new Date(row.t_ring), zone) === today) ?? null)
  const [problem, setProblem] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  const load = useCallback(() => setRound((n) => n + 1), [])
  const ended = desk?.ended ?? 0
  const over = desk?.snapshot.pop?.phase === 'ended'

  useEffect(() => {
    if (status !== 'open' || user.agent === undefined) return
    const agent = user.agent
    const abort = new AbortController()
    const ask = () =>
      api.calls(agent, today, abort.signal).then(
        (list) => {
          setRows(list)
          setProblem(null)
        },
        (error: unknown) => {
          if (!abort.signal.aborted) setProblem(error)
        },
      )
    // The call that just ended is on its way into the register.
    const again = setTimeout(() => void ask(), settle)
    void ask()
    return () => {
      abort.abort()
      clearTimeout(again)
    }
  }, [api, user.agent, status, ended, over, today, round])
  return { rows, problem, load }
}

const Table = memo(function Table({ rows, center }: { rows: CallRow[]; center: Center }) {
  const { t } = useWords()
  return (
    <div className="table-frame">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('calls.time')}</th>
            <th scope="col">{t('calls.customer')}</th>
            <th scope="col">{t('calls.category')}</th>
            <th scope="col">{t('calls.summary')}</th>
            <th scope="col" className="right">{t('calls.length')}</th>
            <th scope="col">{t('calls.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.call_id} row={row} center={center} />
          ))}
        </tbody>
      </table>
    </div>
  )
})

function Row({ row, center }: { row: CallRow; center: Center }) {
  const { t } = useWords()
  const times = useTimes()
  const at = new Date(row.t_ring)
  const result = resultOf(t, row)
  const masked = row.caller_number_masked
  const [later, setLater] = useState(false)
  const purpose = center.purposes.find((one) => one.code === row.purpose)?.name
  return (
    <>
      <tr data-call={row.call_id}>
        <td className="num" title={times.full(at)}>
          {times.clock(at, new Date(serverNow()))}
        </td>
        <td>
          <span className="calls-way" data-out={row.direction === 'out'} title={t(row.direction === 'out' ? 'calls.out' : 'calls.in')}>
            {row.direction === 'out' ? <ArrowUpOutlined aria-hidden="true" /> : <ArrowDownOutlined aria-hidden="true" />}
            <span className="sr-only">{t(row.direction === 'out' ? 'calls.out' : 'calls.in')}</span>
          </span>
          {masked ? (
            <Callable call={row.call_id} shown={[row.owner_name, masked].filter(Boolean).join(' ')}>
              <span className="num">{masked}</span>
            </Callable>
          ) : (
            <span className="quiet">{t('pop.withheld')}</span>
          )}
          {row.owner_name && <span className="calls-owner"> {row.owner_name}</span>}
          {!row.owner_name && row.match === 'unknown' && <span className="quiet"> {t('pop.unknown')}</span>}
          {row.unit_ref && <span className="quiet"> {row.unit_ref}</span>}
        </td>
        <td>{[purpose, categoryName(center, row.category), row.sub_category].filter(Boolean).join(' · ')}</td>
        <td className="calls-summary" title={row.summary}>
          {row.summary}
          {row.transfers?.map((one) => (
            <span key={one.t} className="chip" title={one.reason}>
              {t(one.type === 'consult' ? 'calls.consulted' : one.type === 'conference' ? 'calls.conferred' : 'calls.transferred', { to: one.to_name ?? one.to })}
              {one.result === 'returned' && ` · ${t('calls.returned')}`}
            </span>
          ))}
        </td>
        <td className="num right">{row.talk_ms ? duration(row.talk_ms) : '–'}</td>
        <td>
          <span className={result.tone}>{result.words}</span>
          {masked && (
            <Button
              type="text"
              size="small"
              className="calls-later"
              icon={<FieldTimeOutlined />}
              aria-label={t('tasks.add')}
              title={t('tasks.add')}
              aria-expanded={later}
              onClick={() => setLater(!later)}
            />
          )}
        </td>
      </tr>
      {later && (
        <tr>
          <td colSpan={6} className="calls-form">
            <AddCallback call={row.call_id} onDone={() => setLater(false)} />
          </td>
        </tr>
      )}
    </>
  )
}

function resultOf(t: Translate, row: CallRow): { words: string; tone: string } {
  if (row.outcome !== undefined && row.outcome !== 'answered') return { words: t(`outcome.${row.outcome}`), tone: 'quiet' }
  if (row.complete === false || row.registered_at === undefined) return { words: t('calls.unregistered'), tone: 'bad' }
  return row.resolved_on_call ? { words: t('calls.resolved'), tone: 'good' } : { words: t('calls.open'), tone: 'warn' }
}
