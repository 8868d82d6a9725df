/** The telephone's status for the top bar; a click says more and offers what can be done. */
import PhoneOutlined from '@ant-design/icons/es/icons/PhoneOutlined'
import Button from 'antd/es/button'
import Popover from 'antd/es/popover'
import { useState } from 'react'
import { useWords, type PlainKey } from '../i18n'
import { PhoneAction, problemWords } from './notice'
import './phone.css'
import { usePhone } from './provider'
import type { Phone, Status } from './types'

interface Props {
  /** onSettings opens PhoneSettings, wherever the page shows them. */
  onSettings?: () => void
}

const hints: Partial<Record<Status, PlainKey>> = {
  ready: 'phone.readyHint',
  connecting: 'phone.connectingHint',
  elsewhere: 'phone.elsewhere',
}

export function PhoneBadge({ onSettings }: Props) {
  const { t } = useWords()
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      content={
        <More
          phone={phone}
          {...(onSettings && {
            onSettings: () => {
              setOpen(false)
              onSettings()
            },
          })}
        />
      }
    >
      <button type="button" className="sign phone-badge" data-phone-status={phone.status} aria-expanded={open}>
        <PhoneOutlined aria-hidden="true" />
        <span role="status">{t(`phone.status.${phone.status}`)}</span>
      </button>
    </Popover>
  )
}

function More({ phone, onSettings }: { phone: Phone; onSettings?: () => void }) {
  const { t } = useWords()
  const hint = hints[phone.status]
  return (
    <div className="phone-more">
      {phone.problem ? <p>{problemWords(t, phone.problem)}</p> : hint && <p>{t(hint)}</p>}
      <p className="phone-actions">
        <PhoneAction phone={phone} />
        {onSettings && (
          <Button size="small" onClick={onSettings}>
            {t('phone.openSettings')}
          </Button>
        )}
      </p>
    </div>
  )
}
