/** When to call the customer again: a few usual days, or any other time. */
import DatePicker from 'antd/es/date-picker'
import dayjs from 'dayjs'
import { serverNow } from '../../clock'
import { useWords } from '../../i18n'
import { useTimes } from '../../session'
import { fromLocal, toLocal } from '../../times'

interface Props {
  value: number | null
  invalid: boolean
  onChange: (at: number | null) => void
}

/** Follow-up calls are made in the morning, unless another time is picked. */
const morning = 10

export function FollowUp({ value, invalid, onChange }: Props) {
  const { t } = useWords()
  const { zone } = useTimes()
  const now = toLocal(serverNow(), zone)
  const inDays = (days: number) => {
    const at = new Date(now)
    at.setDate(at.getDate() + days)
    return fromLocal(at.setHours(morning, 0, 0, 0), zone)
  }
  return (
    <>
      <div className="choice quick">
        {([1, 3, 7] as const).map((days) => (
          <button key={days} type="button" aria-pressed={value === inDays(days)} onClick={() => onChange(inDays(days))}>
            {t(`wrap.inDays.${days}`)}
          </button>
        ))}
      </div>
      <DatePicker
        id="wrap-followUp"
        value={value === null ? null : dayjs(toLocal(value, zone))}
        placeholder={t('wrap.followUpNone')}
        showTime={{ format: 'HH:mm', minuteStep: 30 }}
        format="YYYY-MM-DD HH:mm"
        minDate={dayjs(now)}
        needConfirm={false}
        allowClear
        status={invalid ? 'error' : ''}
        onChange={(at) => onChange(at === null ? null : fromLocal(at.valueOf(), zone))}
      />
    </>
  )
}
