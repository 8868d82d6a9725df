/** What people ask a supervisor for: help in a call, and breaks that need approval. The longest waiting come first. */
import Button from 'antd/es/button'
import { useState } from 'react'
import { useServerNow } from '../../clock'
import { duration } from '../../format'
import { useWords } from '../../i18n'
import type { HelpAsked, Snapshot } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { breaksAsked, helpAsked, type BreakAsked } from './asked'

export function Asks({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useWords()
  const explain = useExplain()
  const [problem, setProblem] = useState<unknown>(null)
  const help = helpAsked(snapshot.help)
  const breaks = breaksAsked(snapshot)
  return (
    <section className="asks" aria-label={t('asks.label')} data-none={help.length + breaks.length === 0}>
      <p role="status" className="asks-count">
        {help.length + breaks.length > 0 && t('asks.count', { help: help.filter((one) => !one.by).length, breaks: breaks.length })}
      </p>
      <ul>
        {help.map((one) => (
          <HelpCall key={`${one.call}-${one.agent}`} asked={one} onProblem={setProblem} />
        ))}
        {breaks.map((one) => (
          <BreakAsk key={one.agent} asked={one} onProblem={setProblem} />
        ))}
      </ul>
      <p role="alert" className="bad">
        {problem !== null && t('asks.refused', { message: explain(problem) })}
      </p>
    </section>
  )
}

interface OnProblem {
  onProblem: (problem: unknown) => void
}

function HelpCall({ asked, onProblem }: { asked: HelpAsked } & OnProblem) {
  const { t } = useWords()
  const { ask } = useSession()
  const [busy, setBusy] = useState(false)
  const take = () => {
    onProblem(null)
    setBusy(true)
    ask('help.take', { call: asked.call }).catch(onProblem).finally(() => setBusy(false))
  }
  return (
    <li className="asks-row" data-tone={asked.by ? undefined : 'bad'}>
      <strong>{t('asks.help', { who: asked.agent_name })}</strong>
      <span className="asks-text">{asked.text}</span>
      <Waiting since={asked.since} />
      {asked.by ? (
        <span className="quiet">{t('asks.taken', { who: asked.by })}</span>
      ) : (
        <Button type="primary" size="small" loading={busy} onClick={take}>
          {t('asks.take')}
        </Button>
      )}
    </li>
  )
}

function BreakAsk({ asked, onProblem }: { asked: BreakAsked } & OnProblem) {
  const { t } = useWords()
  const { ask } = useSession()
  const [busy, setBusy] = useState(false)
  const decide = (grant: boolean) => {
    onProblem(null)
    setBusy(true)
    ask('break.decide', { agent: asked.agent, grant }).catch(onProblem).finally(() => setBusy(false))
  }
  return (
    <li className="asks-row" data-tone="warn">
      <strong>{t('asks.break', { who: asked.name })}</strong>
      <span className="asks-text">{asked.reason}</span>
      <Waiting since={asked.since} />
      <Button type="primary" size="small" loading={busy} aria-label={t('asks.grantOf', { who: asked.name })} onClick={() => decide(true)}>
        {t('asks.grant')}
      </Button>
      <Button size="small" danger disabled={busy} aria-label={t('asks.refuseOf', { who: asked.name })} onClick={() => decide(false)}>
        {t('asks.refuse')}
      </Button>
    </li>
  )
}

function Waiting({ since }: { since: string | undefined }) {
  const now = useServerNow()
  return <span className="num">{since === undefined ? '' : duration(now - Date.parse(since))}</span>
}
