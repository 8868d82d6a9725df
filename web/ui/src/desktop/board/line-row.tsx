/** One caller in line. */
import type { KeyboardEvent } from 'react'
import { useServerNow } from '../../clock'
import { duration } from '../../format'
import { coded, useWords } from '../../i18n'
import type { Placed } from '../../lines'
import type { QueueState, Snapshot, Waiting } from '../../protocol.gen'
import { useTimes } from '../../session'
import type { Asking } from './deeds'
import { LineActions } from './line-actions'
import { homeName, useAgentName, useCredit } from './who'

export interface RowProps {
  one: Placed
  /** ahead is who stands just before. */
  ahead: Waiting | undefined
  queue: QueueState
  snapshot: Snapshot
  asking: Asking | null
  onKey: (event: KeyboardEvent) => void
  onAsked: () => void
  onWhy: (call: string) => void
}

export function LineRow(props: RowProps) {
  const { one, queue, snapshot } = props
  const { row, position } = one
  const now = useServerNow()
  const waited = now - Date.parse(row.queued_at ?? row.since)
  const late = position > 0 && row.phase !== 'promised' && waited > queue.threshold_s * 1000
  return (
    <tr tabIndex={0} data-call={row.call} data-urgent={row.urgent_at !== undefined} onKeyDown={props.onKey}>
      <td className="num right">{position > 0 ? position : '–'}</td>
      <td>
        <Customer row={row} />
      </td>
      <td>{row.home ? homeName(row.home) : <span className="quiet">–</span>}</td>
      <td>
        <State row={row} snapshot={snapshot} />
      </td>
      <td className={`num right ${late ? 'bad' : ''}`}>{duration(waited)}</td>
      <td className="line-notes">
        <Notes row={row} snapshot={snapshot} now={now} />
      </td>
      <td>
        <LineActions {...props} />
      </td>
    </tr>
  )
}

function Customer({ row }: { row: Waiting }) {
  const { t, lang } = useWords()
  return (
    <span className="line-who">
      {row.owner && <strong>{row.owner}</strong>}
      <span className={row.owner ? 'quiet num' : 'num'}>{row.masked || t('line.withheld')}</span>
      {row.match === 'unknown' && <span className="quiet">{t('line.unknown')}</span>}
      {row.segment && row.segment !== 'ordinary' && (
        <span className="chip segment" data-segment={row.segment}>
          {coded(lang, `segment.${row.segment}`) ?? row.segment}
        </span>
      )}
    </span>
  )
}

function State({ row, snapshot }: { row: Waiting; snapshot: Snapshot }) {
  const { t, lang } = useWords()
  const name = useAgentName(snapshot.agents)
  const rings = row.ringing ?? []
  return (
    <span className="line-state">
      {row.urgent_at && (
        <span className="chip" data-tone="bad">
          {t('line.urgent')}
        </span>
      )}
      <span>{coded(lang, `line.phase.${row.phase}`) ?? row.phase}</span>
      {rings.length > 0 && <span className="quiet">{t('line.rings', { names: rings.map(name).join(' ') })}</span>}
      {row.escalated_at && <span className="bad">{t('line.escalated')}</span>}
    </span>
  )
}

function Notes({ row, snapshot, now }: { row: Waiting; snapshot: Snapshot; now: number }) {
  const { t } = useWords()
  const times = useTimes()
  const name = useAgentName(snapshot.agents)
  const why = useCredit()
  const left = (at: string | undefined) => duration(at === undefined ? 0 : Date.parse(at) - now)
  const notes: [string, string?][] = []
  if (row.wants) {
    const words = { agent: name(row.wants), time: left(row.wants_until) }
    notes.push([row.wants_by ? t('line.wantsBy', { who: row.wants_by, ...words }) : t('line.wants', words), 'warn'])
  }
  if (row.priority_s) notes.push([t('line.priority', { time: duration(row.priority_s * 1000), why: why(row.why ?? '') })])
  if (row.stage) notes.push([t('line.widened', { count: row.stage })])
  if (row.moved_by && row.moved === 'queue') notes.push([t('line.movedQueue', { who: row.moved_by })])
  if (row.moved_by && (row.moved === 'up' || row.moved === 'head')) notes.push([t('line.moved', { who: row.moved_by })])
  if (row.tries) notes.push([t('line.tries', { count: row.tries })])
  if (row.next_try) notes.push([t('line.nextTry', { time: times.clock(new Date(row.next_try), new Date(now)) })])
  if (row.keep_until) notes.push([t('line.keep', { time: times.clock(new Date(row.keep_until), new Date(now)) })])
  return (
    <>
      {notes.map(([words, tone]) => (
        <span key={words} className={tone ?? 'quiet'}>
          {words}
        </span>
      ))}
    </>
  )
}
