/** Whether an emergency would be heard and seen here: the sound, to try it, and the system's notifications. */
import BellOutlined from '@ant-design/icons/es/icons/BellOutlined'
import Button from 'antd/es/button'
import Popover from 'antd/es/popover'
import { useState } from 'react'
import { useWords } from '../../i18n'
import { notificationState } from '../control/attention'
import { alarm, useSilent } from './alarm'
import { Allow } from './emergency'

export function AlarmButton() {
  const { t } = useWords()
  const silent = useSilent()
  const [open, setOpen] = useState(false)
  return (
    <Popover trigger="click" placement="bottomRight" title={t('alarm.title')} open={open} onOpenChange={setOpen} content={open && <More silent={silent} />}>
      <Button danger={silent} type={silent ? 'primary' : 'text'} icon={<BellOutlined />} aria-label={t(silent ? 'alarm.silent' : 'alarm.title')} aria-expanded={open}>
        {silent && t('alarm.silent')}
      </Button>
    </Popover>
  )
}

function More({ silent }: { silent: boolean }) {
  const { t } = useWords()
  return (
    <div className="alarm-more">
      <p className={silent ? 'bad' : undefined}>{t(silent ? 'alarm.sound.off' : 'alarm.sound.on')}</p>
      <Button size="small" onClick={() => alarm.sound(true)}>
        {t('alarm.try')}
      </Button>
      <p>{t(`alarm.notify.${notificationState()}`)}</p>
      <Allow />
    </div>
  )
}
