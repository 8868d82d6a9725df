/** Devices, their tests and automatic answer: the content of a drawer. */
import Button from 'antd/es/button'
import Select from 'antd/es/select'
import Switch from 'antd/es/switch'
import { useCallback, useEffect, useId, useState } from 'react'
import { useWords, type PlainKey } from '../i18n'
import { canChooseSpeaker, choose, chosen, listDevices, type Device, type Use } from './devices'
import { closeMicrophone, onMicrophoneChange, openMicrophone } from './microphone'
import { PhoneNotice } from './notice'
import './phone.css'
import { usePhone } from './provider'
import { PhoneTests } from './tests'

export function PhoneSettings() {
  const { t } = useWords()
  const { autoAnswer, setAutoAnswer } = usePhone()
  const auto = useId()
  return (
    <div className="phone-settings">
      <PhoneNotice />
      <section aria-label={t('phone.settings.devices')}>
        <h3>{t('phone.settings.devices')}</h3>
        <Devices />
      </section>
      <section aria-label={t('phone.settings.tests')}>
        <h3>{t('phone.settings.tests')}</h3>
        <PhoneTests />
      </section>
      <section aria-label={t('phone.settings.answering')}>
        <h3>{t('phone.settings.answering')}</h3>
        <div className="phone-switch">
          <Switch id={auto} checked={autoAnswer} onChange={setAutoAnswer} />
          <label htmlFor={auto}>{t('phone.settings.auto')}</label>
        </div>
        <p className="quiet">{t('phone.settings.autoHint')}</p>
      </section>
    </div>
  )
}

function Devices() {
  const { t } = useWords()
  const { retry } = usePhone()
  const [microphones, speakers, again] = useDevices()
  const unnamed = microphones.length === 0 || microphones.some((d) => d.label === '')
  const allow = () => {
    void openMicrophone()
      .then(closeMicrophone, () => undefined) // why not is said by the telephone's own look
      .then(() => {
        again()
        retry()
      })
  }
  return (
    <>
      {unnamed && (
        <div className="phone-allow">
          <p className="quiet">{t('phone.settings.allow')}</p>
          <Button size="small" onClick={allow}>
            {t('phone.settings.allowNow')}
          </Button>
        </div>
      )}
      <DeviceChoice use="microphone" name="phone.settings.microphone" devices={microphones} />
      {canChooseSpeaker() ? (
        <>
          <DeviceChoice use="speaker" name="phone.settings.speaker" devices={speakers} />
          <DeviceChoice use="ring" name="phone.settings.ring" devices={speakers} />
        </>
      ) : (
        <p className="quiet">{t('phone.settings.noSpeakerChoice')}</p>
      )}
    </>
  )
}

function DeviceChoice({ use, name, devices }: { use: Use; name: PlainKey; devices: Device[] }) {
  const { t } = useWords()
  const id = useId()
  const [value, setValue] = useState(() => chosen(use))
  const options = [
    { value: '', label: t('phone.settings.system') },
    ...devices.map((d, i) => ({ value: d.id, label: d.label || t('phone.settings.unnamed', { n: i + 1 }) })),
  ]
  if (!options.some((o) => o.value === value)) options.push({ value, label: t('phone.settings.gone') })
  return (
    <div className="phone-device">
      <label htmlFor={id}>{t(name)}</label>
      <Select
        id={id}
        value={value}
        options={options}
        onChange={(next: string) => {
          setValue(next)
          choose(use, next)
        }}
      />
    </div>
  )
}

function useDevices(): [Device[], Device[], () => void] {
  const [[microphones, speakers], setDevices] = useState<[Device[], Device[]]>([[], []])
  const look = useCallback(() => {
    void Promise.all([listDevices('microphone'), listDevices('speaker')]).then(setDevices, () => undefined)
  }, [])
  useEffect(() => {
    look()
    return onMicrophoneChange(look)
  }, [look])
  return [microphones, speakers, look]
}
