/** The band of a telephone that is rung to record a prompt: nobody's call, so that the server shows no pop of it. */
import AudioOutlined from '@ant-design/icons/es/icons/AudioOutlined'
import PhoneFilled from '@ant-design/icons/es/icons/PhoneFilled'
import Button from 'antd/es/button'
import { useMemo } from 'react'
import { useWords } from '../i18n'
import { usePhone } from '../phone'
import { callKeys, keyWords } from './control/keys'
import { useShortcuts } from './shortcuts'

export function StudioCall() {
  const { studio } = usePhone()
  return studio ? <Band /> : null
}

function Band() {
  const { t } = useWords()
  const { ringing, answer, hangup } = usePhone()
  useShortcuts(useMemo(() => ({ KeyA: answer, KeyX: hangup }), [answer, hangup]))
  return (
    <section className="phase" data-phase={ringing ? 'offering' : 'talking'} role="status" aria-label={t('phone.studio')}>
      <AudioOutlined aria-hidden="true" />
      <span className="phase-words">
        <strong>{t(ringing ? 'phone.studio.rings' : 'phone.studio')}</strong>
        <span className="phase-note">{t(ringing ? 'phone.studio.ringsHint' : 'phone.studio.hint')}</span>
      </span>
      <span className="phase-space" />
      <span className="phase-buttons">
        {ringing && <Button className="phase-answer" type="primary" icon={<PhoneFilled />} aria-keyshortcuts={keyWords(callKeys.answer).replace(' ', '+')} onClick={answer}>{t('control.answer')}</Button>}
        <Button className="phase-end" type="primary" danger icon={<PhoneFilled className="phase-down" />} aria-keyshortcuts={keyWords(callKeys.hangup).replace(' ', '+')} onClick={hangup}>{t(ringing ? 'control.reject' : 'phase.hangup')}</Button>
      </span>
    </section>
  )
}
