/** The lists of an owner's file: numbers and alerts. */
import Button from 'antd/es/button'
import { useWords } from '../../i18n'
import { useTimes } from '../../session'
import { Codes } from './codes'
import { Section, Text, type SectionProps } from './sections'

/** replaced is a list with one entry changed. */
export function replaced<T>(list: T[], at: number, part: Partial<T>): T[] {
  return list.map((one, i) => (i === at ? { ...one, ...part } : one))
}

/** removed is a list without one entry. */
export function removed<T>(list: T[], at: number): T[] {
  return list.filter((_, i) => i !== at)
}

/** Phones: the first is the primary one. A number is known here by its ends only, and is replaced as a whole. */
export function Phones({ file, change }: SectionProps) {
  const { t } = useWords()
  const times = useTimes()
  const { phones } = file
  return (
    <Section name="owner.phones">
      <ul className="file-list">
        {phones.map((phone, i) => (
          <li key={phone.index ?? `new${i}`} className="file-row">
            {phone.index === undefined ? (
              <Text
                path={`phones[${i}].number`}
                name={t('owner.number')}
                type="tel"
                value={phone.number}
                onChange={(number) => change({ phones: replaced(phones, i, { number }) })}
              />
            ) : (
              <span className="num file-number">
                {phone.masked}
                {phone.verified_at && <span className="quiet"> {t('owner.verified', { time: times.full(new Date(phone.verified_at)) })}</span>}
              </span>
            )}
            <Codes
              id={`file-phones[${i}].kind`}
              bare
              name={t('owner.kind')}
              kind="phone"
              value={phone.kind ?? 'mobile'}
              onChange={(kind) => change({ phones: replaced(phones, i, { kind }) })}
            />
            {i === 0 ? (
              <span className="chip">{t('owner.primary')}</span>
            ) : (
              <Button size="small" onClick={() => change({ phones: [phone, ...removed(phones, i)] })}>
                {t('owner.makePrimary')}
              </Button>
            )}
            <Button size="small" disabled={phones.length === 1} aria-label={`${t('owner.remove')} ${phone.masked ?? phone.number ?? ''}`} onClick={() => change({ phones: removed(phones, i) })}>
              {t('owner.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => change({ phones: [...phones, { number: '', kind: 'mobile' }] })}>
        {t('owner.addPhone')}
      </Button>
    </Section>
  )
}

export function Alerts({ file, change }: SectionProps) {
  const { t } = useWords()
  const { alerts } = file
  return (
    <Section name="owner.alerts">
      <ul className="file-list">
        {alerts.map((alert, i) => (
          <li key={i} className="file-row">
            <Text
              path={`alerts[${i}].text`}
              name={t('owner.text')}
              value={alert.text}
              max={500}
              onChange={(text) => change({ alerts: replaced(alerts, i, { text }) })}
            />
            <Codes id={`file-alerts[${i}].level`} name={t('owner.level')} kind="level" value={alert.level} onChange={(level) => change({ alerts: replaced(alerts, i, { level }) })} />
            <Text path={`alerts[${i}].until`} name={t('owner.until')} type="date" value={alert.until} onChange={(until) => change({ alerts: replaced(alerts, i, { until }) })} />
            <Button size="small" aria-label={`${t('owner.remove')} ${alert.text}`} onClick={() => change({ alerts: removed(alerts, i) })}>
              {t('owner.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => change({ alerts: [...alerts, { text: '', level: 'info' }] })}>
        {t('owner.addAlert')}
      </Button>
    </Section>
  )
}
