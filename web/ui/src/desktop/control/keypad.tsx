/** The keypad: clicked or typed, each key is sent at once to whom the agent talks to. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '../../i18n'
import { BarPanel } from './panel'
import type { CallControl } from './use-control'

const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

export default function KeypadPanel({ control }: { control: CallControl }) {
  const { t } = useWords()
  const [sent, setSent] = useState('')
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const shown = useRef<HTMLOutputElement>(null)
  useEffect(() => shown.current?.focus(), [])
  const { why } = control.controls.keypad
  const press = (digits: string) => {
    if (why !== undefined || digits === '') return
    // One after the other, so that a slow answer does not change their order.
    line.current = line.current.then(async () => {
      if (await control.send('call.digits', { call: control.pop.call, digits })) setSent((had) => (had + digits).slice(-24))
    })
  }
  const type = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !pad.includes(event.key)) return
    event.preventDefault()
    press(event.key)
  }
  return (
    <BarPanel name={t('keypad.name')} from="bar-keypad" onClose={() => control.open(null)}>
      <div className="keypad" onKeyDown={type}>
        <output
          className="keypad-sent num"
          tabIndex={0}
          ref={shown}
          aria-label={t('keypad.sent')}
          onPaste={(event) => press(event.clipboardData.getData('text').normalize('NFKC').replace(/[^\d*#]/g, '').slice(0, 32))}
        >
          {sent === '' ? <span className="quiet">{why === undefined ? t('keypad.hint') : t(`control.why.${why}`)}</span> : sent}
        </output>
        <div className="keypad-keys">
          {pad.map((key) => (
            <button key={key} type="button" aria-disabled={why !== undefined} onClick={() => press(key)}>
              {key}
            </button>
          ))}
        </div>
      </div>
    </BarPanel>
  )
}
