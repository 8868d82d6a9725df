/** How good the voice connection is: four bars, and the figures in words on a click or hover. */
import Popover from 'antd/es/popover'
import { useWords, type Translate } from '../i18n'
import './phone.css'
import { usePhone } from './provider'
import type { Direction, Quality, Step } from './types'

const bars: Step[] = [1, 2, 3, 4]

/** PhoneQuality shows the call under way, and afterwards the one before. */
export function PhoneQuality() {
  const { t } = useWords()
  const { quality, active } = usePhone()
  if (active === undefined && quality === undefined) return null
  const step = active?.broken ? 1 : (quality?.step ?? 0)
  const words = t(`phone.quality.${step}`)
  return (
    <Popover content={<Figures quality={quality} over={active === undefined} />} placement="bottom" trigger={['hover', 'focus', 'click']}>
      <button type="button" className="phone-quality" data-step={step} data-over={active === undefined} aria-label={words}>
        {bars.map((bar) => (
          <span key={bar} data-on={bar <= step} />
        ))}
      </button>
    </Popover>
  )
}

/** PhoneQualityWarning is a sentence while the voice is poor, for beside the call's controls. */
export function PhoneQualityWarning() {
  const { t } = useWords()
  const { quality, active } = usePhone()
  if (active === undefined || quality === undefined || quality.step === 0 || quality.step > 2) return null
  return (
    <p className="phone-poor" role="status">
      {t('phone.quality.bad')}
    </p>
  )
}

function Figures({ quality, over }: { quality: Quality | undefined; over: boolean }) {
  const { t } = useWords()
  const step = quality?.step ?? 0
  return (
    <div className="phone-figures">
      <p>
        <strong>{t(`phone.quality.${step}`)}</strong>
        {over && <span className="quiet"> {t('phone.quality.last')}</span>}
      </p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('phone.quality.loss')}</th>
            <th scope="col">{t('phone.quality.jitter')}</th>
          </tr>
        </thead>
        <tbody>
          <Row name={t('phone.quality.in')} of={quality?.in} t={t} />
          <Row name={t('phone.quality.out')} of={quality?.out} t={t} />
        </tbody>
      </table>
      <p>
        {t('phone.quality.roundTrip')} <span className="num">{milliseconds(t, quality?.roundTripMs)}</span>
      </p>
      {step > 0 && step <= 2 && <p className="bad">{t('phone.quality.bad')}</p>}
    </div>
  )
}

function Row({ name, of, t }: { name: string; of: Direction | undefined; t: Translate }) {
  const loss = of?.lossPercent
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">{loss === undefined ? t('phone.quality.unknown') : t('phone.quality.percent', { n: loss })}</td>
      <td className="num">{milliseconds(t, of?.jitterMs)}</td>
    </tr>
  )
}

function milliseconds(t: Translate, n: number | undefined): string {
  return n === undefined ? t('phone.quality.unknown') : t('phone.quality.ms', { n })
}
