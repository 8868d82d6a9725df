/** The dialog that calls a customer: whom, and for what. Loaded when it is first opened. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useState, type FormEvent } from 'react'
import { phone } from '../../format'
import { coded, useWords } from '../../i18n'
import type { Purpose } from '../../protocol.gen'
import { useExplain, useSession } from '../../session'
import { Field } from '../field'
import { forbidden, known, toDial, typedNumber, type DialRequest } from './dialling'
import { useDial } from './dial'

interface Props {
  request: DialRequest
  onClose: () => void
}

export default function DialDialog({ request, onClose }: Props) {
  const { t } = useWords()
  return (
    <Modal open onCancel={onClose} title={t('dial.title')} footer={null} width={440} destroyOnHidden>
      <DialForm request={request} onClose={onClose} />
    </Modal>
  )
}

function DialForm({ request, onClose }: Props) {
  const { t } = useWords()
  const { ask, desk } = useSession()
  const explain = useExplain()
  const { why } = useDial()
  const [typed, setTyped] = useState('')
  const [purpose, setPurpose] = useState(request.purpose ?? '')
  const [tried, setTried] = useState(false)
  const [state, setState] = useState<'idle' | 'asking' | { problem: unknown }>('idle')
  const purposes = desk?.snapshot.center.purposes ?? []
  const noNumber = !known(request) && typedNumber(typed) === null
  const chosen = purposes.find((one) => one.code === purpose)
  const noPurpose = chosen === undefined || forbidden(chosen, request.optOuts) !== undefined

  const call = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (noNumber) return document.getElementById('dial-number')?.focus()
    if (noPurpose) return document.getElementById('dial-purpose')?.focus()
    if (why !== undefined || state === 'asking') return
    setState('asking')
    ask('call.dial', toDial(request, typed, purpose)).then(onClose, (problem: unknown) => setState({ problem }))
  }
  return (
    <form className="dial" onSubmit={call}>
      {known(request) ? (
        <p className="dial-whom">
          <span className="quiet">{t('dial.customer')}</span>
          <strong className="num">{request.shown ?? phone(request.number ?? '')}</strong>
        </p>
      ) : (
        <Field id="dial-number" name={t('dial.number')} fault={tried && noNumber ? t('dial.fault.number') : undefined}>
          <Input
            id="dial-number"
            autoFocus
            inputMode="tel"
            autoComplete="off"
            maxLength={32}
            placeholder={t('dial.numberHint')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      <Field id="dial-purpose" name={t('dial.purpose')} fault={tried && noPurpose ? t('dial.fault.purpose') : undefined} group>
        <Purposes purposes={purposes} optOuts={request.optOuts} value={purpose} focus={known(request)} onChange={setPurpose} />
      </Field>
      <p className="dial-say" role="alert">
        {typeof state === 'object' && <span className="bad">{t('dial.refused', { message: explain(state.problem) })}</span>}
        {typeof state !== 'object' && why !== undefined && <span className="bad">{t(`dial.why.${why}`)}</span>}
      </p>
      <footer className="dial-footer">
        <span className="quiet">{t('dial.first')}</span>
        <Button onClick={onClose}>{t('dial.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={state === 'asking'} disabled={why !== undefined}>
          {t('dial.call')}
        </Button>
      </footer>
    </form>
  )
}

interface PurposesProps {
  purposes: Purpose[]
  optOuts: string[] | undefined
  value: string
  focus: boolean
  onChange: (code: string) => void
}

/** Purposes are chips; one that the customer opted out of is struck, and says so. */
function Purposes({ purposes, optOuts, value, focus, onChange }: PurposesProps) {
  const { t, lang } = useWords()
  const refused = purposes.flatMap((one) => forbidden(one, optOuts) ?? [])
  const what = [...new Set(refused)].map((code) => coded(lang, `pop.optOut.${code}`) ?? code).join(' · ')
  const first = purposes.find((one) => forbidden(one, optOuts) === undefined)
  return (
    <>
      <div className="choice" role="radiogroup" aria-label={t('dial.purpose')}>
        {purposes.map((one) => {
          const off = forbidden(one, optOuts) !== undefined
          return (
            <label key={one.code} data-on={one.code === value} data-off={off}>
              <input
                type="radio"
                name="dial-purpose"
                {...(one === first ? { id: 'dial-purpose', autoFocus: focus } : {})}
                disabled={off}
                checked={one.code === value}
                onChange={() => onChange(one.code)}
              />
              {one.name}
            </label>
          )
        })}
        {purposes.length === 0 && <span className="quiet">{t('dial.noPurposes')}</span>}
      </div>
      {what !== '' && <p className="dial-refused bad">{t('dial.optedOut', { what })}</p>}
    </>
  )
}
