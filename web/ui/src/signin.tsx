/** The sign-in page. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useState, type FormEvent } from 'react'
import { Api, ApiError, type User } from './api'
import type { Preferences } from './app'
import { Rings } from './rings'
import { PreferenceButtons } from './preferences'
import { useWords, type Translate } from './i18n'
import { forgetDrafts } from './kept'
import { readStored, writeStored } from './settings'

interface Props {
  prefs: Preferences
  ended: boolean
  onUser: (user: User) => void
}

export function SignIn({ prefs, ended, onUser }: Props) {
  const { t, lang } = useWords()
  const [user, setUser] = useState(() => readStored('user') ?? '')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState(ended ? t('signin.ended') : '')
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (user.trim() === '') return setProblem(t('signin.needUser'))
    if (password === '') return setProblem(t('signin.needPassword'))
    setBusy(true)
    try {
      const me = await new Api(lang).login(user.trim(), password)
      // Another person's words about customers are not for this one's eyes.
      if (readStored('user') !== user.trim()) forgetDrafts()
      writeStored('user', user.trim())
      onUser(me)
    } catch (error) {
      setProblem(explain(t, error))
      setBusy(false)
    }
  }

  return (
    <div className="signin">
      <section className="signin-brand" aria-hidden="true">
        <Rings className="signin-rings" />
        <h2>{t('signin.promise')}</h2>
        <p>{t('signin.promiseMore')}</p>
      </section>
      <main className="signin-main">
        <div className="signin-prefs">
          <PreferenceButtons prefs={prefs} />
        </div>
        <form className="signin-form" onSubmit={(event) => void submit(event)} aria-labelledby="signin-title" noValidate>
          <p className="signin-product">{t('app.name')}</p>
          <h1 id="signin-title">{t('signin.title')}</h1>
          <label htmlFor="user">{t('signin.user')}</label>
          <Input
            id="user"
            size="large"
            autoComplete="username"
            autoFocus={user === ''}
            value={user}
            maxLength={64}
            aria-describedby="signin-problem"
            onChange={(event) => setUser(event.target.value)}
          />
          <label htmlFor="password">{t('signin.password')}</label>
          <Input.Password
            id="password"
            size="large"
            autoComplete="current-password"
            autoFocus={user !== ''}
            value={password}
            maxLength={256}
            aria-describedby="signin-problem"
            onChange={(event) => setPassword(event.target.value)}
          />
          <p id="signin-problem" className="signin-problem" role="alert">
            {problem}
          </p>
          <Button type="primary" size="large" htmlType="submit" loading={busy} block>
            {t('signin.submit')}
          </Button>
        </form>
      </main>
    </div>
  )
}

function explain(t: Translate, error: unknown): string {
  if (!(error instanceof ApiError)) return t('signin.offline')
  if (error.status === 401) return t('signin.wrong')
  if (error.status === 429) return t('signin.tooMany', { seconds: Math.max(1, error.retryAfter) })
  if (error.status === 0) return t('signin.offline')
  return t('signin.failed', { message: error.message })
}
