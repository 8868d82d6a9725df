/**
 * Consulting or transferring: one search over colleagues, queues, departments
 * and numbers, then the reason. By keyboard: type, arrows, Enter, arrows, Enter.
 */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { useWords } from '../../i18n'
import { useSession } from '../../session'
import { BarPanel } from './panel'
import { choicesOf, type Choice, type Mode } from './targets'
import { Search } from './search'
import type { CallControl } from './use-control'

export default function TransferPanel({ control, mode }: { control: CallControl; mode: Mode }) {
  const { t } = useWords()
  const { desk } = useSession()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<Choice | null>(null)
  const snapshot = desk?.snapshot
  const choices = useMemo(() => (snapshot ? choicesOf(snapshot, mode, typed) : []), [snapshot, mode, typed])
  const close = () => control.open(null)
  const go = async (reason: string) => {
    if (picked === null) return
    const done = await control.send(`call.${mode}`, { call: control.pop.call, to: picked.target, reason })
    if (done) close()
  }
  return (
    <BarPanel name={t(`xfer.${mode}`)} from={`bar-${mode}`} onClose={close}>
      <p className="quiet xfer-hint">{t(`xfer.${mode}Hint`)}</p>
      {picked === null ? (
        <Search choices={choices} typed={typed} onType={setTyped} onPick={setPicked} />
      ) : (
        <Why
          mode={mode}
          chosen={picked}
          busy={control.asking.has(`call.${mode}`)}
          onBack={() => setPicked(null)}
          onGo={(reason) => void go(reason)}
        />
      )}
    </BarPanel>
  )
}

interface WhyProps {
  mode: Mode
  chosen: Choice
  busy: boolean
  onBack: () => void
  onGo: (reason: string) => void
}

/** Why asks for the reason: one of the centre's, or words. */
function Why({ mode, chosen, busy, onBack, onGo }: WhyProps) {
  const { t } = useWords()
  const { desk } = useSession()
  const reasons = desk?.snapshot.center.transfer_reasons ?? []
  const [code, setCode] = useState('')
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const reason = words.trim() === '' ? code : words.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (reason !== '' && !busy) onGo(reason)
  }
  return (
    <form ref={form} className="xfer-why" onSubmit={submit}>
      <p className="xfer-to">
        <strong>{chosen.name}</strong> <span className="quiet num">{chosen.target.kind === 'agent' ? chosen.note : ''}</span>
        <Button type="link" size="small" onClick={onBack}>
          {t('xfer.other')}
        </Button>
      </p>
      <div className="field-name">
        <span>{t('xfer.reason')}</span>
        <span className="field-fault" role="alert">
          {tried && reason === '' ? t('xfer.needReason') : ''}
        </span>
      </div>
      <div className="choice" role="radiogroup" aria-label={t('xfer.reason')}>
        {reasons.map((one) => (
          <label key={one.code} data-on={one.code === code && words.trim() === ''}>
            <input
              type="radio"
              name="xfer-reason"
              checked={one.code === code && words.trim() === ''}
              onChange={() => {
                setCode(one.code)
                setWords('')
              }}
            />
            {one.name}
          </label>
        ))}
      </div>
      <div className="ask-row">
        <Input aria-label={t('xfer.words')} placeholder={t('xfer.words')} maxLength={200} value={words} onChange={(event) => setWords(event.target.value)} />
        <Button type="primary" htmlType="submit" loading={busy}>
          {t(`xfer.go.${mode}`)}
        </Button>
      </div>
    </form>
  )
}
