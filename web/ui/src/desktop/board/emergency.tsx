/** Emergencies that nobody has answered: on top of everything, with a sound, until somebody does. */
import Button from 'antd/es/button'
import { useEffect, useState } from 'react'
import { useServerNow } from '../../clock'
import { duration } from '../../format'
import { useWords, type Translate } from '../../i18n'
import type { AgentState, Emergency } from '../../protocol.gen'
import { supervises } from '../../may'
import { useSession, useTimes } from '../../session'
import { notificationState, useNotification } from '../control/attention'
import { alarm, useSilent } from './alarm'
import { callerName, homeName, useAgentName } from './who'
import './board.css'

export function Emergencies() {
  const { t } = useWords()
  const { desk, user } = useSession()
  const [seen, setSeen] = useState<string[]>([])
  const [hushed, setHushed] = useState<string[]>([])
  const all = supervises(user) ? (desk?.snapshot.emergencies?.calls ?? []) : []
  const live = all.filter((one) => one.gone_at === undefined)
  const lost = all.filter((one) => one.gone_at !== undefined && !seen.includes(one.call))
  const sounds = live.some((one) => !hushed.includes(one.call))
  useEffect(() => {
    if (!sounds) return
    alarm.sound()
    return () => alarm.stop()
  }, [sounds])
  useFlash(live[0] === undefined ? null : t('emergency.flash', { count: live.length > 1 ? ` ${live.length}` : '', who: headline(t, live[0]) }))
  if (live.length + lost.length === 0) return null
  return (
    <section className="emergencies" aria-label={t('emergency.label')}>
      <div role="alert">
        {live.map((one) => (
          <Live key={one.call} one={one} agents={desk?.snapshot.agents ?? []} />
        ))}
        {lost.map((one) => (
          <Lost key={one.call} one={one} onSeen={() => setSeen([...seen, one.call])} />
        ))}
      </div>
      {live.length > 0 && <Tools sounds={sounds} onHush={() => setHushed(live.map((one) => one.call))} onSound={() => setHushed([])} />}
    </section>
  )
}

/** Tools are about the sound: a browser that lets none out, or the supervisor, who wants none of the calls of now. */
function Tools({ sounds, onHush, onSound }: { sounds: boolean; onHush: () => void; onSound: () => void }) {
  const { t } = useWords()
  const silent = useSilent()
  return (
    <div className="emergency-tools">
      {sounds && silent ? (
        <>
          <strong>{t('emergency.blocked')}</strong>
          <Button>{t('emergency.unmute')}</Button>
        </>
      ) : (
        <>
          {!sounds && <span>{t('emergency.hushed')}</span>}
          <Button onClick={sounds ? onHush : onSound}>{t(sounds ? 'emergency.mute' : 'emergency.unmute')}</Button>
        </>
      )}
      <Allow />
    </div>
  )
}

function headline(t: Translate, one: Emergency): string {
  return [callerName(t, one), placeOf(one)].filter(Boolean).join(' · ')
}

function placeOf(one: Emergency): string {
  return homeName(one.home || one.project || '')
}

function Live({ one, agents }: { one: Emergency; agents: AgentState[] }) {
  const { t } = useWords()
  const now = useServerNow()
  const name = useAgentName(agents)
  useNotification(one.call, t('emergency.title'), headline(t, one), () => document.hasFocus())
  const rings = one.ringing ?? []
  const names = rings.slice(0, 3).map(name).join(' ')
  return (
    <p className="emergency" data-emergency={one.call}>
      <strong className="emergency-title">{t('emergency.title')}</strong>
      <strong>{callerName(t, one)}</strong>
      {one.owner && <span className="num">{one.masked}</span>}
      {placeOf(one) && <strong>{placeOf(one)}</strong>}
      <span>
        {one.hotline} · {t(`emergency.via.${one.why}`)}
      </span>
      <span className="num emergency-time" aria-hidden="true">
        {t('emergency.waited', { time: duration(now - Date.parse(one.since)) })}
      </span>
      <span>
        {rings.length === 0
          ? t('emergency.noRing')
          : rings.length > 3
            ? t('emergency.ringsMany', { names, count: rings.length })
            : t('emergency.rings', { names })}
      </span>
      <span>{one.escalated_at ? t('emergency.duty') : t('emergency.noDuty')}</span>
    </p>
  )
}

/** Lost is an emergency whose caller gave up: somebody has to call back. */
function Lost({ one, onSeen }: { one: Emergency; onSeen: () => void }) {
  const { t } = useWords()
  const times = useTimes()
  const at = new Date(one.gone_at ?? '')
  return (
    <p className="emergency" data-lost="true">
      <strong className="emergency-title">{t('emergency.gone')}</strong>
      <strong>{callerName(t, one)}</strong>
      {one.owner && <span className="num">{one.masked}</span>}
      {placeOf(one) && <strong>{placeOf(one)}</strong>}
      <span>{t('emergency.goneAt', { time: times.clock(at, at) })}</span>
      <Button onClick={onSeen}>{t('emergency.seen')}</Button>
    </p>
  )
}

/** Allow asks for the permission to notify, which a browser gives only after a click. */
export function Allow() {
  const { t } = useWords()
  const [state, setState] = useState(notificationState)
  if (state !== 'default') return null
  return <Button onClick={() => void Notification.requestPermission().then(setState)}>{t('emergency.notify')}</Button>
}

/** useFlash lets the tab's title change to and fro; null leaves it as it is. */
function useFlash(words: string | null): void {
  useEffect(() => {
    if (words === null) return
    let usual = ''
    const flash = () => {
      if (document.title === words) {
        document.title = usual
        return
      }
      usual = document.title
      document.title = words
    }
    flash()
    const again = setInterval(flash, 700)
    return () => {
      clearInterval(again)
      if (document.title === words) document.title = usual
    }
  }, [words])
}
