/**
 * The agent's desktop: the call in the middle, wrap-up on the right, queues on
 * the left; read in that order. Those who take no calls see the live board.
 */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Preferences } from '../app'
import { phone } from '../format'
import { useWords } from '../i18n'
import type { Snapshot } from '../protocol.gen'
import { useSession } from '../session'
import { Banners } from './banners'
import { Board } from './board'
import { Calls } from './calls'
import './control/control.css'
import { DialProvider } from './control/dial'
import { Help } from './help'
import { Idle } from './idle'
import { LeftDrafts } from './left'
import { Phase } from './phase'
import { PopCard } from './pop'
import { QueuePanel } from './queues'
import { useShortcuts } from './shortcuts'
import { TopBar } from './topbar'
import { WrapUpForm } from './wrapup'

export function Desktop({ prefs }: { prefs: Preferences }) {
  const { t } = useWords()
  const { user, desk, ask } = useSession()
  const [help, setHelp] = useState(false)
  const [breaks, setBreaks] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  useTitle()

  const setState = useCallback(
    (state: 'ready' | 'break' | 'signed_out', reason?: string) => {
      setProblem(null)
      ask('state.set', reason === undefined ? { state } : { state, reason }).catch(setProblem)
    },
    [ask],
  )
  const isAgent = desk?.snapshot.me.agent !== undefined
  const shortcuts = useMemo(
    () => ({
      Digit1: () => isAgent && setState('ready'),
      Digit2: () => isAgent && setBreaks(true),
      Digit0: () => isAgent && setState('signed_out'),
      KeyC: () => document.getElementById('call')?.focus(),
      KeyW: () => document.getElementById('wrap-category')?.focus(),
      Slash: () => setHelp((open) => !open),
    }),
    [isAgent, setState],
  )
  useShortcuts(shortcuts)

  if (desk === null) {
    return (
      <div className="desk">
        <Banners problem={problem} onState={setState} onClear={() => setProblem(null)} />
        <p className="splash" role="status">
          {t('app.loading')}
        </p>
      </div>
    )
  }
  const { snapshot } = desk
  return (
    <DialProvider>
    <div className="desk">
      <a className="skip" href="#call">
        {t('app.skip')}
      </a>
      <TopBar prefs={prefs} breaks={breaks} onBreaks={setBreaks} onState={setState} onHelp={() => setHelp(true)} />
      <Banners problem={problem} onState={setState} onClear={() => setProblem(null)} />
      {isAgent || user.role === 'agent' ? (
        <Work snapshot={snapshot} onReady={() => setState('ready')} />
      ) : (
        <Board snapshot={snapshot} />
      )}
      <Help open={help} onClose={() => setHelp(false)} />
    </div>
    </DialProvider>
  )
}

/** Work is what an agent works with. */
function Work({ snapshot, onReady }: { snapshot: Snapshot; onReady: () => void }) {
  const { t } = useWords()
  const { pop, center, me } = snapshot
  return (
    <div className="desk-body">
      <main className="desk-call" id="call" tabIndex={-1} aria-label={t('pop.label')}>
        {pop ? (
          <>
            <Phase pop={pop} center={center} />
            <PopCard key={pop.call} pop={pop} center={center} />
          </>
        ) : (
          <Idle agent={me.agent} onReady={onReady} />
        )}
        <Calls />
      </main>
      <aside className="desk-wrap" aria-label={t('wrap.label')}>
        {pop ? <WrapUpForm key={pop.call} pop={pop} center={center} /> : <NoWrap />}
        <LeftDrafts pop={pop} center={center} />
      </aside>
      <QueuePanel snapshot={snapshot} />
    </div>
  )
}

function NoWrap() {
  const { t } = useWords()
  return (
    <>
      <h2 className="panel-title">{t('wrap.label')}</h2>
      <p className="quiet pad">{t('wrap.none')}</p>
    </>
  )
}

/** useTitle lets another tab's title tell that the phone rings. */
function useTitle() {
  const { t } = useWords()
  const { desk } = useSession()
  const pop = desk?.snapshot.pop
  const center = desk?.snapshot.center.name ?? ''
  const call =
    pop === undefined || pop.phase === 'ended'
      ? null
      : t('phase.title', { phase: t(`phase.${pop.phase}`), number: phone(pop.caller.number) })
  useEffect(() => {
    document.title = call ?? (center === '' ? t('app.name') : `${center} · ${t('app.name')}`)
  }, [call, center, t])
}
