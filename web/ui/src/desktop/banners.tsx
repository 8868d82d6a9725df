/** What stands in the way of taking calls, in words, with what to do about it. */
import Button from 'antd/es/button'
import { useEffect, type ReactNode } from 'react'
import { useServerNow } from '../clock'
import { useWords } from '../i18n'
import { PhoneNotice, usePhone } from '../phone'
import { useExplain, useSession } from '../session'
import { Emergencies } from './board/emergency'
import type { SetState } from './state'

interface Props {
  problem: unknown
  onState: SetState
  onClear: () => void
}

export function Banners({ problem, onState, onClear }: Props) {
  const { t } = useWords()
  const explain = useExplain()
  const { status, closeCode, desk, reconnect } = useSession()
  const agent = desk?.snapshot.me.agent
  const pop = desk?.snapshot.pop
  useEffect(() => {
    if (problem === null) return
    const timer = setTimeout(onClear, 8000)
    return () => clearTimeout(timer)
  }, [problem, onClear])

  return (
    <div className="banners" aria-live="polite">
      <Emergencies />
      {(status === 'waiting' || (status === 'connecting' && desk !== null)) && (
        <Banner tone="warn">{t('banner.lost')}</Banner>
      )}
      {status === 'closed' && closeCode !== undefined && (
        <Banner tone="bad" action={t('banner.reload')} onAction={reconnect}>
          {t('banner.closed', { code: closeCode })}
        </Banner>
      )}
      {pop?.lost_since !== undefined && <Lost by={pop.lost_by} />}
      <PhoneNotice />
      {problem !== null && <Banner tone="bad">{t('state.failed', { message: explain(problem) })}</Banner>}
      {agent?.state === 'not_responding' && (
        <Banner tone="bad" big action={t('banner.back')} onAction={() => onState('ready')}>
          {t('banner.missed', { why: missedWhy(t, agent.reason) })}
        </Banner>
      )}
      {agent?.state === 'ready' && !agent.phone && <NoPhone page={agent.device.kind === 'page'} />}
    </div>
  )
}

/** Lost counts down to when the customer goes back to the queue. */
function Lost({ by }: { by: string | undefined }) {
  const { t } = useWords()
  const now = useServerNow()
  const left = by === undefined ? null : Math.max(0, Math.ceil((Date.parse(by) - now) / 1000))
  return (
    <Banner tone="bad" big>
      {t('banner.pageLost')} {left !== null && <span aria-hidden="true">{t('banner.pageLostLeft', { seconds: left })}</span>}
    </Banner>
  )
}

/** NoPhone says that no calls come. Where the page's telephone knows what is wrong, it says so itself. */
function NoPhone({ page }: { page: boolean }) {
  const { t } = useWords()
  const phone = usePhone()
  if (!page) return <Banner tone="warn">{t('banner.noPhone')}</Banner>
  if (phone.problem !== undefined || phone.status === 'elsewhere') return null
  return <Banner tone="warn">{t(phone.status === 'connecting' ? 'banner.pageConnecting' : 'banner.noPage')}</Banner>
}

function missedWhy(t: ReturnType<typeof useWords>['t'], reason: string | undefined): string {
  if (reason === 'rejected' || reason === 'offline') return t(`state.reason.${reason}`)
  return t('state.reason.no_answer')
}

interface BannerProps {
  tone: 'warn' | 'bad'
  big?: boolean
  action?: string
  onAction?: () => void
  children: ReactNode
}

function Banner({ tone, big = false, action, onAction, children }: BannerProps) {
  return (
    <div className="banner" data-tone={tone} data-big={big}>
      <span>{children}</span>
      {action !== undefined && (
        <Button size={big ? 'large' : 'small'} type={big ? 'primary' : 'default'} onClick={onAction}>
          {action}
        </Button>
      )}
    </div>
  )
}
