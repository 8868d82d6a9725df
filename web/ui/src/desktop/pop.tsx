/** The screen-pop: who calls, about which home, what is open, and what to say. */
import { useState } from 'react'
import { useServerNow } from '../clock'
import { duration, phone } from '../format'
import { useWords } from '../i18n'
import type { Center, Pop } from '../protocol.gen'
import { useExplain, useSession } from '../session'
import { Copy } from './copy'
import { Choices, Owner } from './owner'
import { Recent } from './recent'
import './pop.css'

export function PopCard({ pop, center }: { pop: Pop; center: Center }) {
  const { t } = useWords()
  const { ask } = useSession()
  const explain = useExplain()
  const [problem, setProblem] = useState<unknown>(null)
  const { caller } = pop
  const choose = (owner: string, unit?: string) => {
    setProblem(null)
    ask('owner.choose', unit === undefined ? { call: pop.call, owner } : { call: pop.call, owner, unit }).catch(setProblem)
  }
  return (
    <article className="pop">
      <Number pop={pop} />
      <Greeting pop={pop} />
      {caller.match === '' && (
        <p className="pop-looking" role="status">
          {t('pop.looking')}
        </p>
      )}
      {caller.match === 'unknown' && <Stranger title={t('pop.unknown')} hint={t('pop.unknownHint')} />}
      {caller.match === 'withheld' && <Stranger title={t('pop.withheld')} hint={t('pop.withheldHint')} />}
      {caller.choices && caller.choices.length > 0 && (
        <Choices cards={caller.choices} chosen={caller.owner?.id} onChoose={choose} />
      )}
      {caller.owner && (
        <Owner card={caller.owner} unit={caller.unit ?? ''} onUnit={(ref) => choose(caller.owner?.id ?? '', ref)} />
      )}
      {problem !== null && (
        <p className="bad" role="alert">
          {t('pop.chooseFailed', { message: explain(problem) })}
        </p>
      )}
      <Recent pop={pop} center={center} />
      <Phrases pop={pop} />
    </article>
  )
}

function Number({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const number = pop.caller.number || pop.caller.raw
  return (
    <header className="pop-head">
      {number === '' ? (
        <span className="pop-number">{t('pop.withheld')}</span>
      ) : (
        <>
          <span className="pop-number num">{phone(number)}</span>
          <Copy text={number} name={t('pop.copy')} />
        </>
      )}
      <dl className="facts">
        <Fact name={t('pop.waited')}>
          <Waited pop={pop} />
        </Fact>
        <Fact name={t('pop.queue')}>{pop.queue_name}</Fact>
        <Fact name={t('pop.hotline')}>
          {pop.hotline_name || <span className="num">{phone(pop.hotline)}</span>}
        </Fact>
        {pop.project && <Fact name={t('pop.project')}>{pop.project}</Fact>}
      </dl>
    </header>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Waited counts from queue entry to a person's answer. */
function Waited({ pop }: { pop: Pop }) {
  const now = useServerNow()
  const from = pop.queued_at ?? pop.arrived_at
  if (from === undefined) return <>–</>
  const to = pop.answered_at ?? pop.ended_at
  return <span className="num">{duration((to === undefined ? now : Date.parse(to)) - Date.parse(from))}</span>
}

function Stranger({ title, hint }: { title: string; hint: string }) {
  return (
    <div className="stranger">
      <h2>{title}</h2>
      <p>{hint}</p>
    </div>
  )
}

/** Greeting is what to say first; it gives way once the call is over. */
function Greeting({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const first = pop.script[0]
  if (first === undefined || pop.phase === 'ended') return null
  return (
    <blockquote className="greeting" aria-label={t('pop.greeting')}>
      {first.text}
    </blockquote>
  )
}

/** Phrases are the other phrases for the call, folded away. */
function Phrases({ pop }: { pop: Pop }) {
  const { t } = useWords()
  const others = pop.script.slice(1)
  if (others.length === 0 || pop.phase === 'ended') return null
  return (
    <details className="phrases">
      <summary>{t('pop.phrases', { count: others.length })}</summary>
      <ul>
        {others.map((line) => (
          <li key={line.id}>{line.text}</li>
        ))}
      </ul>
    </details>
  )
}
