/** What was typed about calls whose time to be registered is over: to read and to copy, until it is thrown away. */
import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined'
import Button from 'antd/es/button'
import { useEffect, useMemo, useReducer } from 'react'
import { serverNow } from '../clock'
import type { Draft } from '../draft'
import { useWords, type Translate } from '../i18n'
import { dropDraft, leftDrafts, tidyDrafts, watchDrafts, type Left } from '../kept'
import type { Center, Pop } from '../protocol.gen'
import { useTimes } from '../session'
import { Copy } from './copy'
import { categoryName } from './recent'

/** LeftDrafts lists them; during a call they are folded away. */
export function LeftDrafts({ pop, center }: { pop: Pop | undefined; center: Center }) {
  const { t } = useWords()
  const left = useLeft(pop?.call)
  if (left.length === 0) return null
  return (
    <details key={String(pop === undefined)} className="left" open={pop === undefined}>
      <summary>{t('left.title', { count: left.length })}</summary>
      <p className="quiet">{t('left.hint')}</p>
      {left.map((one) => (
        <LeftDraft key={one.call} left={one} center={center} />
      ))}
    </details>
  )
}

/** useLeft looks again when a draft changes, and when an answer should have come. */
function useLeft(current: string | undefined): Left[] {
  const [round, again] = useReducer((n: number) => n + 1, 0)
  useEffect(() => watchDrafts(again), [])
  useEffect(() => {
    tidyDrafts(current)
    const timer = setTimeout(again, 11_000)
    return () => clearTimeout(timer)
  }, [current])
  return useMemo(() => leftDrafts(current), [current, round])
}

function LeftDraft({ left, center }: { left: Left; center: Center }) {
  const { t } = useWords()
  const times = useTimes()
  const about = [times.clock(new Date(left.about.arrived), new Date(serverNow())), left.about.name, left.about.number || t('pop.withheld')]
  const lines = draftLines(t, left.draft, center, (at) => times.full(new Date(at)))
  const title = about.filter(Boolean).join(' ')
  return (
    <section className="left-draft" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <Copy text={[times.full(new Date(left.about.arrived)), ...about.slice(1), ...lines].join('\n')} name={t('left.copy')} />
        <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('left.drop')} title={t('left.drop')} onClick={() => dropDraft(left.call)} />
      </header>
      <p className="quiet">{t(left.is === 'saved' ? 'left.draft' : 'left.here')}</p>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  )
}

/** draftLines writes a draft out, as far as it was filled in. */
export function draftLines(t: Translate, draft: Draft, center: Center, full: (at: number) => string): string[] {
  const line = (name: string, text: string) => (text === '' ? [] : [`${name}: ${text}`])
  const result = draft.resolved === null ? '' : t(draft.resolved ? 'wrap.solved' : 'wrap.unsolved')
  return [
    ...line(t('wrap.category'), [categoryName(center, draft.category), draft.sub].filter(Boolean).join(' · ')),
    ...line(t('wrap.summary'), draft.summary.trim()),
    ...line(t('wrap.result'), result),
    ...line(t('wrap.reason'), draft.reason.trim()),
    ...line(t('wrap.promised'), draft.promised === null ? '' : full(draft.promised)),
    ...line(t('wrap.followUp'), draft.followUp === null ? '' : full(draft.followUp)),
  ]
}
