/** Asking a supervisor for help: a few words, and whether somebody has taken it. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useState, type FormEvent } from 'react'
import { useWords, type PlainKey } from '../../i18n'
import { BarPanel } from './panel'
import type { CallControl } from './use-control'

const usual: PlainKey[] = ['ask.upset', 'ask.beyond', 'ask.check']

export default function HelpPanel({ control }: { control: CallControl }) {
  const { t } = useWords()
  const { pop } = control
  const close = () => control.open(null)
  const ask = async (text: string) => {
    if (await control.send('call.help', { call: pop.call, text })) close()
  }
  const busy = control.asking.has('call.help')
  return (
    <BarPanel name={t('ask.name')} from="bar-help" onClose={close}>
      {pop.help ? (
        <div className="ask-asked">
          <p>
            <strong>{pop.help}</strong>
          </p>
          <p className="quiet">{pop.help_by ? t('ask.taken', { who: pop.help_by }) : t('ask.waiting')}</p>
          <Button autoFocus loading={busy} onClick={() => void ask('')}>
            {t('ask.withdraw')}
          </Button>
        </div>
      ) : (
        <Ask busy={busy} onAsk={(text) => void ask(text)} />
      )}
    </BarPanel>
  )
}

function Ask({ busy, onAsk }: { busy: boolean; onAsk: (text: string) => void }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onAsk(text.trim())
  }
  return (
    <form className="ask" onSubmit={submit}>
      <div className="choice quick">
        {usual.map((key) => (
          <button key={key} type="button" onClick={() => onAsk(t(key))}>
            {t(key)}
          </button>
        ))}
      </div>
      <div className="ask-row">
        <Input autoFocus aria-label={t('ask.text')} placeholder={t('ask.text')} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="primary" htmlType="submit" loading={busy} disabled={text.trim() === ''}>
          {t('ask.send')}
        </Button>
      </div>
    </form>
  )
}
