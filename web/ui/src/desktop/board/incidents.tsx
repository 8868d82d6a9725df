/** Notices: what is on, and what so many calls from one building propose. One click switches on or off. */
import NotificationOutlined from '@ant-design/icons/es/icons/NotificationOutlined'
import Button from 'antd/es/button'
import { lazy, Suspense, useState } from 'react'
import { serverNow, useServerNow } from '../../clock'
import { duration } from '../../format'
import { useWords, type Translate } from '../../i18n'
import type { Incident, Proposal, Snapshot } from '../../protocol.gen'
import { readStored, writeStored } from '../../settings'
import { lengths, untilOf, useNotices, type Notice } from './notices'
import { useSupervisor, type Wish } from './supervise'
import { useNoticeName } from './who'

const IncidentDialog = lazy(() => import('./incident-dialog'))

/** placeName is a project with its building as people say it. */
export function placeName(t: Translate, { project, building }: { project: string; building?: string }): string {
  return building ? `${project} ${building}` : t('incident.allOf', { project })
}

export function IncidentBar({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const active = snapshot.incidents?.active ?? []
  const proposed = snapshot.incidents?.proposed ?? []
  const notices = useNotices(proposed.length + active.length > 0)
  return (
    <section className="incidents" aria-label={t('incident.label')} data-quiet={active.length + proposed.length === 0}>
      <ul>
        {proposed.map((one) => (
          <Proposed key={`${one.project}/${one.building}`} one={one} notices={notices} />
        ))}
        {active.map((one) => (
          <Active key={`${one.project}/${one.building ?? ''}`} one={one} notices={notices} />
        ))}
      </ul>
      <Button size="small" icon={<NotificationOutlined />} onClick={() => setOpen(true)}>
        {t('incident.new')}
      </Button>
      {open && (
        <Suspense>
          <IncidentDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </section>
  )
}

function Proposed({ one, notices }: { one: Proposal; notices: Notice[] | null }) {
  const { t } = useWords()
  const { wish, busy } = useSupervisor()
  const name = useNoticeName(notices)
  const usual = readStored('notice')
  const [chosen, setChosen] = useState<string | null>(null)
  const [minutes, setMinutes] = useState(120)
  const prompt = chosen ?? notices?.find((notice) => notice.id === usual)?.id ?? notices?.[0]?.id
  const place = placeName(t, one)
  const on = () => {
    if (prompt === undefined) return
    writeStored('notice', prompt)
    const at = { project: one.project, building: one.building }
    wish(['incident.set', { ...at, prompt, ...untilOf(minutes, serverNow()) }], t('incident.active', { place, prompt: name(prompt) }), ['incident.clear', at])
  }
  return (
    <li className="incident" data-tone="warn">
      <strong>{t('incident.proposed', { place, count: one.callers })}</strong>
      <span>{t('incident.proposedAsk')}</span>
      {notices?.length === 0 ? (
        <span className="quiet">{t('incident.noNotices')}</span>
      ) : (
        <>
          <select className="codes" aria-label={t('incident.prompt')} value={prompt ?? ''} onChange={(event) => setChosen(event.target.value)}>
            {(notices ?? []).map((notice) => (
              <option key={notice.id} value={notice.id} title={notice.text}>
                {name(notice.id)}
              </option>
            ))}
          </select>
          <Length value={minutes} onChange={setMinutes} />
          <Button type="primary" size="small" loading={busy} disabled={prompt === undefined} onClick={on}>
            {t('incident.on')}
          </Button>
        </>
      )}
      <Button size="small" loading={busy} onClick={() => wish(['incident.clear', { project: one.project, building: one.building }], t('incident.ignored', { place }))}>
        {t('incident.ignore')}
      </Button>
    </li>
  )
}

/** Length is the choice of how long a notice is on. */
export function Length({ value, onChange }: { value: number; onChange: (minutes: number) => void }) {
  const { t } = useWords()
  const words = (minutes: number) =>
    minutes === 0 ? t('incident.endless') : minutes < 60 ? t('incident.minutes', { count: minutes }) : t('incident.hours', { count: minutes / 60 })
  return (
    <select className="codes" aria-label={t('incident.for')} value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {lengths.map((minutes) => (
        <option key={minutes} value={minutes}>
          {words(minutes)}
        </option>
      ))}
    </select>
  )
}

function Active({ one, notices }: { one: Incident; notices: Notice[] | null }) {
  const { t } = useWords()
  const { wish, busy } = useSupervisor()
  const name = useNoticeName(notices)
  const now = useServerNow()
  const place = placeName(t, one)
  const at = { project: one.project, ...(one.building ? { building: one.building } : {}) }
  const again: Wish = ['incident.set', { ...at, prompt: one.prompt, ...(one.until ? { until: one.until } : {}) }]
  const over = one.until !== undefined && Date.parse(one.until) <= now
  if (over) return null // the server tells with its next event
  return (
    <li className="incident" data-tone="bad">
      <strong>{t('incident.active', { place, prompt: name(one.prompt) })}</strong>
      <span className="num">{one.until ? t('incident.left', { time: duration(Date.parse(one.until) - now) }) : t('incident.endless')}</span>
      <span className="quiet">{t('incident.by', { who: one.by })}</span>
      <Button size="small" loading={busy} onClick={() => wish(['incident.clear', at], t('incident.offDone', { place }), again)}>
        {t('incident.off')}
      </Button>
    </li>
  )
}
