/** The page: who is signed in decides between the sign-in form and the desktop. */
import ConfigProvider from 'antd/es/config-provider'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { Api, ApiError, type User } from './api'
import { Crash } from './crash'
import { Desktop } from './desktop'
import { Emergencies } from './desktop/board/emergency'
import { mayConfigure } from './may'
import type { Lang } from './format'
import { Language, useWords } from './i18n'
import { forgetDrafts } from './kept'
import { SessionProvider } from './session'
import { useLang, useScheme } from './settings'
import { SignIn } from './signin'
import { antTheme, applyPalette } from './theme'

const Admin = lazy(() => import('./admin'))

type Who = { at: 'asking' } | { at: 'unreachable' } | { at: 'door'; ended: boolean } | { at: 'desk'; user: User }

export function App() {
  const [lang, setLang] = useLang()
  const [mode, setMode] = useScheme()
  useLayoutEffect(() => applyPalette(mode, document.documentElement), [mode])
  useLayoutEffect(() => void dayjs.locale(lang === 'en' ? 'en' : 'zh-cn'), [lang])
  const look = useMemo(() => antTheme(mode), [mode])
  const prefs = useMemo(() => ({ lang, setLang, mode, setMode }), [lang, setLang, mode, setMode])
  return (
    <ConfigProvider theme={look} locale={lang === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <Language lang={lang}>
        <Crash>
          <Door prefs={prefs} />
        </Crash>
      </Language>
    </ConfigProvider>
  )
}

export interface Preferences {
  lang: Lang
  setLang: (lang: Lang) => void
  mode: 'light' | 'dark'
  setMode: (mode: 'light' | 'dark') => void
}

function Door({ prefs }: { prefs: Preferences }) {
  const { t, lang } = useWords()
  const [who, setWho] = useState<Who>({ at: 'asking' })
  const [round, setRound] = useState(0)
  const waiting = who.at === 'asking' || who.at === 'unreachable'

  useEffect(() => {
    if (!waiting) return
    const abort = new AbortController()
    let again: ReturnType<typeof setTimeout>
    new Api(lang).desk(abort.signal).then(
      (user) => setWho({ at: 'desk', user }),
      (error: unknown) => {
        if (abort.signal.aborted) return
        if (error instanceof ApiError && error.status === 401) return setWho({ at: 'door', ended: false })
        setWho({ at: 'unreachable' })
        again = setTimeout(() => setRound((n) => n + 1), 3000)
      },
    )
    return () => {
      abort.abort()
      clearTimeout(again)
    }
  }, [waiting, round, lang])

  const gone = useCallback((ended: boolean) => {
    if (!ended) forgetDrafts()
    setWho({ at: 'door', ended })
  }, [])

  if (who.at === 'desk') {
    return (
      <SessionProvider user={who.user} onGone={gone}>
        {mayConfigure(who.user) && location.pathname.startsWith('/admin') ? (
          <Suspense fallback={<p className="splash">{t('app.loading')}</p>}>
            <div className="over">
              <Emergencies />
            </div>
            <Admin prefs={prefs} />
          </Suspense>
        ) : (
          <Desktop prefs={prefs} />
        )}
      </SessionProvider>
    )
  }
  if (who.at === 'door') {
    return <SignIn prefs={prefs} ended={who.ended} onUser={(user) => setWho({ at: 'desk', user })} />
  }
  return (
    <p className="splash" role="status">
      {who.at === 'asking' ? t('app.loading') : t('app.failed')}
    </p>
  )
}
