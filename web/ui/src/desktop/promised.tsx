/** When the customer was promised a reply: three usual times, or any other. */
import DatePicker from 'antd/es/date-picker'
import dayjs from 'dayjs'
import { serverNow } from '../clock'
import { useWords, type PlainKey } from '../i18n'
import { useTimes } from '../session'
import { fromLocal, toLocal } from '../times'

interface Props {
  id?: string
  value: number | null
  invalid: boolean
  onChange: (at: number) => void
}

const hour = 3_600_000

export function Promised({ id = 'wrap-promised', value, invalid, onChange }: Props) {
  const { t } = useWords()
  const { zone } = useTimes()
  return (
    <>
      <div className="choice quick">
        {usual(serverNow(), zone).map(([key, at]) => (
          <button key={key} type="button" onClick={() => onChange(at)}>
            {t(key)}
          </button>
        ))}
      </div>
      <DatePicker
        id={id}
        value={value === null ? null : dayjs(toLocal(value, zone))}
        placeholder={t('wrap.pickTime')}
        showTime={{ format: 'HH:mm', minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        minDate={dayjs(toLocal(serverNow(), zone))}
        needConfirm={false}
        status={invalid ? 'error' : ''}
        onChange={(at) => {
          if (at !== null) onChange(fromLocal(at.valueOf(), zone))
        }}
      />
    </>
  )
}

/** usual lists the usual promises; 18:00 only while it is still to come. */
function usual(now: number, zone: string | undefined): [PlainKey, number][] {
  const evening = fromLocal(new Date(toLocal(now, zone)).setHours(18, 0, 0, 0), zone)
  return [
    ['wrap.in2h', now + 2 * hour],
    ...(evening > now ? [['wrap.today', evening] as [PlainKey, number]] : []),
    ['wrap.in24h', now + 24 * hour],
  ]
}
