/** A prompt is recorded at a telephone that rings for it. */
import PhoneOutlined from '@ant-design/icons/es/icons/PhoneOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import { useEffect, useId, useRef, useState } from 'react'
import { useExplain, useSession } from '../session'
import { prompts, type Phone, type Preview, type Take } from './prompts-api'
import { usePromptWords } from './prompts-words'

const lookEvery = 4000

interface Props {
  sound: string
  busy: boolean
  onPreview: (preview: Preview) => void
  onFailed: (why: string) => void
}

export function PromptTake({ sound, busy, onPreview, onFailed }: Props) {
  const { say } = usePromptWords()
  const { api, user } = useSession()
  const explain = useExplain()
  const [open, setOpen] = useState(false)
  const [phones, setPhones] = useState<Phone[]>([])
  const [agent, setAgent] = useState<string | undefined>(user.agent)
  const [number, setNumber] = useState('')
  const [take, setTake] = useState<Take | null>(null)
  const following = useRef<AbortController | null>(null)
  const id = useId()

  useEffect(() => {
    if (!open || take !== null) return
    const gone = new AbortController()
    const look = () => void prompts.phones(api, gone.signal).then(setPhones, () => undefined) // a number can be called all the same
    look()
    const again = setInterval(look, lookEvery) // somebody may be switching one on just now
    return () => {
      clearInterval(again)
      gone.abort()
    }
  }, [api, open, take])
  useEffect(() => () => following.current?.abort(), [])

  const follow = async (began: Take) => {
    const gone = new AbortController()
    following.current = gone
    let now = began
    while (now.state !== 'ready' && now.state !== 'failed') {
      setTake(now)
      now = await prompts.take(api, began.id, now.state, gone.signal)
    }
    if (now.preview !== undefined) onPreview(now.preview)
    else onFailed(now.reason ?? '')
  }
  const call = () => {
    const phone = number.trim() === '' ? { ...(agent === undefined ? {} : { agent }) } : { number: number.trim() }
    prompts
      .record(api, sound, phone)
      .then(follow)
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) onFailed(explain(error))
      })
      .finally(() => setTake(null))
  }
  const name = (one: Phone) => {
    const called = `${one.name} ${one.id}`
    if (!one.phone) return say('take.offline', { name: called })
    if (one.call) return say('take.busy', { name: called })
    return one.id === user.agent ? say('take.mine', { name: called }) : called
  }
  if (!open) return <Button icon={<PhoneOutlined />} disabled={busy} onClick={() => setOpen(true)}>{say('voice.phone')}</Button>
  return (
    <div className="prompt-take">
      {take === null || take.state === 'ready' || take.state === 'failed' ? (
        <>
          <label htmlFor={id}>{say('take.who')}</label>
          <div className="prompt-acts">
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              allowClear
              value={number === '' ? (agent ?? null) : null}
              disabled={number !== ''}
              options={[...phones].sort((a, b) => Number(b.phone) - Number(a.phone)).map((one) => ({ value: one.id, label: name(one), disabled: !one.phone || Boolean(one.call) }))}
              onChange={(next: string | undefined) => setAgent(next)}
            />
            <Input value={number} maxLength={32} inputMode="tel" placeholder={say('take.number')} aria-label={say('take.number')} onChange={({ target }) => setNumber(target.value.replace(/[^\d*#+]/g, ''))} />
            <Button type="primary" disabled={busy || (number === '' && agent === undefined)} onClick={call}>{say('take.call')}</Button>
            <Button onClick={() => setOpen(false)}>{say('cancel')}</Button>
          </div>
          <p className="af-hint">{say('take.help')}</p>
        </>
      ) : (
        <div className="prompt-acts" role="status">
          <span className="prompt-state" data-state={take.state}>{say(`take.${take.state}`)}</span>
          {take.state === 'recording' && <Button type="primary" onClick={() => void prompts.finish(api, take.id)}>{say('take.finish')}</Button>}
          <Button danger onClick={() => void prompts.hangUp(api, take.id)}>{say('take.hangUp')}</Button>
        </div>
      )}
    </div>
  )
}
