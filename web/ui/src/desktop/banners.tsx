/** What stands in the way of taking calls, in words, with what to do about it. */
import Button from 'antd/es/button'
import { useEffect, type ReactNode } from 'react'
import { useWords } from '../i18n'
import { useExplain, useSession } from '../session'
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
  useEffect(() => {
    if (problem === null) return
    const timer = setTimeout(onClear, 8000)
    return () => clearTimeout(timer)
  }, [problem, onClear])

  return (
    <div className="banners" aria-live="polite">
      {(status === 'waiting' || (status === 'connecting' && desk !== null)) && (
        <Banner tone="warn">{t('banner.lost')}</Banner>
      )}
      {status === 'closed' && closeCode !== undefined && (
        <Banner tone="bad" action={t('banner.reload')} onAction={reconnect}>
          {t('banner.closed', { code: closeCode })}
        </Banner>
      )}
      {problem !== null && <Banner tone="bad">{t('state.failed', { message: explain(problem) })}</Banner>}
      {agent?.state === 'not_responding' && (
        <Banner tone="bad" action={t('banner.back')} onAction={() => onState('ready')}>
          {t('banner.missed', { why: missedWhy(t, agent.reason) })}
        </Banner>
      )}
      {agent?.state === 'ready' && !agent.phone && <Banner tone="warn">{t('banner.noPhone')}</Banner>}
    </div>
  )
}

function missedWhy(t: ReturnType<typeof useWords>['t'], reason: string | undefined): string {
  if (reason === 'rejected' || reason === 'offline') return t(`state.reason.${reason}`)
  return t('state.reason.no_answer')
}

interface BannerProps {
  tone: 'warn' | 'bad'
  action?: string
  onAction?: () => void
  children: ReactNode
}

function Banner({ tone, action, onAction, children }: BannerProps) {
  return (
    <div className="banner" data-tone={tone}>
      <span>{children}</span>
      {action !== undefined && (
        <Button size="small" onClick={onAction}>
          {action}
        </Button>
      )}
    </div>
  )
}
