/** What is wrong with the telephone, in words, with what can be done about it; nothing while all is well. */
import Button from 'antd/es/button'
import { useWords, type Translate } from '../i18n'
import './phone.css'
import { usePhone } from './provider'
import type { Phone, Problem } from './types'

/** problemWords says what is wrong. */
export function problemWords(t: Translate, problem: Problem): string {
  if (problem.code === 'unplugged') {
    return t('phone.problem.unplugged', { device: problem.detail ?? t('phone.unknownDevice') })
  }
  return t(`phone.problem.${problem.code}`)
}

/** PhoneNotice is for the place under the top bar. */
export function PhoneNotice() {
  const { t } = useWords()
  const phone = usePhone()
  const words = phone.status === 'elsewhere' ? t('phone.elsewhere') : phone.problem && problemWords(t, phone.problem)
  if (phone.status === 'off' || !words) return null
  return (
    <div className="phone-notice" role="alert" data-level={phone.status === 'failed' ? 'danger' : 'warn'}>
      <span>{words}</span>
      <PhoneAction phone={phone} />
    </div>
  )
}

/** PhoneAction is the one thing to do now, if there is one. */
export function PhoneAction({ phone }: { phone: Phone }) {
  const { t } = useWords()
  if (phone.status === 'elsewhere') {
    return (
      <Button size="small" type="primary" onClick={phone.takeOver}>
        {t('phone.useHere')}
      </Button>
    )
  }
  if (phone.status === 'failed') {
    return (
      <Button size="small" onClick={phone.retry}>
        {t('phone.retry')}
      </Button>
    )
  }
  return null
}
