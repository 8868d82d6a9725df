/**
 * The agent's desktop: the call in the middle, wrap-up on the right, queues on
 * the left; read in that order. Those who take no calls see the live board.
 */
import { useCallback, useMemo, useState } from 'react'
import type { Preferences } from '../app'
import { useWords } from '../i18n'
import type { Snapshot } from '../protocol.gen'
import { useSession } from '../session'
import { Banners } from './banners'
import { Board } from './board'
import { Announce } from './control/announce'
import { Asks } from './control/asks'
import { useAttention } from './control/attention'
import './control/control.css'
import { DialProvider, useDial } from './control/dial'
import { CallHead } from './control/head'
import { PageTelephone } from './control/telephone'
import { Help } from './help'
import { Idle } from './idle'
import { LeftDrafts } from './left'
import { Lists } from './lists'
import { PopCard } from './pop'
import { QueuePanel } from './queues'
import { useShortcuts } from './shortcuts'
import { StudioCall } from './studio'
import { TeamTasks } from './tasks/team'
import { TopBar } from './topbar'
import { WrapUpForm } from './wrapup'

export function Desktop({ prefs }: { prefs: Preferences }) {
  return (
    <PageTelephone>
      <DialProvider>
        <Desk prefs={prefs} />
      </DialProvider>
    </PageTelephone>
  )
}

function Desk({ prefs }: { prefs: Preferences }) {
  const { t } = useWords()
  const { user, desk, ask } = useSession()
  const { dial, why } = useDial()
  const [open, setOpen] = useState({ help: false, breaks: false, telephone: false })
  const [problem, setProblem] = useState<unknown>(null)
  const [board, setBoard] = useState(false)
  useAttention()

  const show = useCallback((part: Partial<typeof open>) => setOpen((had) => ({ ...had, ...part })), [])
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
      Digit2: () => isAgent && show({ breaks: true }),
      Digit0: () => isAgent && setState('signed_out'),
      KeyP: () => isAgent && show({ telephone: true }),
      KeyN: () => why === undefined && dial(),
      KeyC: () => document.getElementById('call')?.focus(),
      KeyW: () => document.getElementById('wrap-category')?.focus(),
      Slash: () => setOpen((had) => ({ ...had, help: !had.help })),
    }),
    [isAgent, setState, show, dial, why],
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
  const works = isAgent || user.role === 'agent'
  const boardShown = !works || (board && snapshot.pop === undefined) // a call comes first
  return (
    <div className="desk">
      <a className="skip" href="#call">
        {t('app.skip')}
      </a>
      <Announce />
      <TopBar
        prefs={prefs}
        breaks={open.breaks}
        onBreaks={(breaks) => show({ breaks })}
        telephone={open.telephone}
        onTelephone={(telephone) => show({ telephone })}
        onState={setState}
        onHelp={() => show({ help: true })}
        board={boardShown}
        {...(works && user.role === 'supervisor' && snapshot.pop === undefined ? { onBoard: setBoard } : {})}
      />
      <Banners problem={problem} onState={setState} onClear={() => setProblem(null)} />
      {boardShown ? (
        <Board snapshot={snapshot} />
      ) : (
        <Work snapshot={snapshot} supervises={user.role === 'supervisor'} onReady={() => setState('ready')} />
      )}
      <Help open={open.help} onClose={() => show({ help: false })} />
    </div>
  )
}

interface WorkProps {
  snapshot: Snapshot
  supervises: boolean
  onReady: () => void
}

/** Work is what an agent works with; a supervisor who takes calls sees there what others ask for. */
function Work({ snapshot, supervises, onReady }: WorkProps) {
  const { t } = useWords()
  const { pop, center, me } = snapshot
  return (
    <div className="desk-body">
      <main className="desk-call" id="call" tabIndex={-1} aria-label={t('pop.label')}>
        <StudioCall />
        {pop ? (
          <>
            <CallHead key={pop.call} pop={pop} center={center} />
            {supervises && <Asks snapshot={snapshot} />}
            <PopCard key={`pop ${pop.call}`} pop={pop} center={center} />
          </>
        ) : (
          <>
            {supervises && <Asks snapshot={snapshot} />}
            <Idle agent={me.agent} onReady={onReady} />
          </>
        )}
        <Lists />
        {supervises && <TeamTasks center={center} agents={snapshot.agents} />}
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
