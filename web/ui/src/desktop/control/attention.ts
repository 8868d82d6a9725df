/**
 * What tells an agent who looks elsewhere that the telephone rings: the tab's
 * title and sign, and where allowed a notification of the system. The sound is
 * the telephone's own.
 */
import { useEffect, useRef } from 'react'
import { phone } from '../../format'
import { useWords } from '../../i18n'
import type { Pop } from '../../protocol.gen'
import { useSession } from '../../session'

export function useAttention(): void {
  const { desk } = useSession()
  const pop = desk?.snapshot.pop
  useTitle(pop, desk?.snapshot.center.name ?? '')
  useFavicon(pop?.phase === 'offering')
  usePopNotification(pop)
}

function useTitle(pop: Pop | undefined, center: string): void {
  const { t } = useWords()
  const call =
    pop === undefined || pop.phase === 'ended'
      ? null
      : t('phase.title', { phase: t(`phase.${pop.phase}`), number: phone(pop.caller.number) })
  useEffect(() => {
    document.title = call ?? (center === '' ? t('app.name') : `${center} · ${t('app.name')}`)
  }, [call, center, t])
}

function useFavicon(ringing: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (link === null || !ringing) return
    const had = link.href
    link.href = '/favicon-ringing.svg'
    return () => {
      link.href = had
    }
  }, [ringing])
}

/** usePopNotification shows who calls; the number is masked, since others may see the screen. */
function usePopNotification(pop: Pop | undefined): void {
  const { t } = useWords()
  const ringing = pop?.phase === 'offering' && !pop.auto_answer
  const call = ringing ? pop.call : undefined
  const about = ringing ? [pop.caller.masked || t('pop.withheld'), pop.queue_name].filter(Boolean).join(' · ') : ''
  useNotification(call, t('phase.offering'), about)
}

/** useNotification tells the system once for each call, unless the page is seen when it comes. */
export function useNotification(call: string | undefined, title: string, about: string, seen = () => !document.hidden): void {
  const saw = useRef(seen)
  saw.current = seen
  useEffect(() => {
    if (call === undefined || saw.current() || notificationState() !== 'granted') return
    const shown = new Notification(title, { body: about, tag: call, requireInteraction: true })
    shown.onclick = () => {
      window.focus()
      shown.close()
    }
    return () => shown.close()
  }, [call, about, title])
}

/** notificationState is what the browser allows; unsupported where it knows no notifications or the page is not trusted. */
export function notificationState(): NotificationPermission | 'unsupported' {
  return typeof Notification === 'undefined' || !window.isSecureContext ? 'unsupported' : Notification.permission
}
