/** One prompt: its text, its voice, and all that it was. */
import Button from 'antd/es/button'
import Drawer from 'antd/es/drawer'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import Segmented from 'antd/es/segmented'
import { useEffect, useId, useState } from 'react'
import { useExplain, useSession } from '../session'
import { PromptPreview } from './prompt-preview'
import { PromptTake } from './prompt-take'
import { PromptVersions } from './prompt-versions'
import { PromptVoice } from './prompt-voice'
import { audioOf, prompts, type Preview, type Prompt, type Prompts } from './prompts-api'
import { PlayButton, stopSound } from './prompts-sound'
import { usePromptWords } from './prompts-words'

interface Props {
  prompt: Prompt
  all: Prompts
  admin: boolean
  onChanged: () => void
  onClose: () => void
}

export function PromptDialog({ prompt, all, admin, onChanged, onClose }: Props) {
  const { say, situation } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const [modal, dialogs] = Modal.useModal()
  const [text, setText] = useState(prompt.text)
  const [piece, setPiece] = useState(prompt.pieces?.[0]?.id ?? prompt.id)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<{ good: boolean; text: string } | null>(null)
  const sound = (prompt.slots?.length ?? 0) > 0 ? piece : prompt.id
  useEffect(() => stopSound, [])

  const act = (doing: Promise<Prompt>) => {
    setBusy(true)
    setTold(null)
    doing.then(
      (now) => {
        setBusy(false)
        setPreview(null)
        setText(now.text)
        setTold({ good: true, text: say('preview.done', { version: now.version }) })
        onChanged()
      },
      (error: unknown) => {
        setBusy(false)
        setTold({ good: false, text: explain(error) })
      },
    )
  }
  const look = (making: Promise<Preview>) => {
    setBusy(true)
    setTold(null)
    making.then(setPreview, (error: unknown) => setTold({ good: false, text: explain(error) })).finally(() => setBusy(false))
  }
  const remove = () =>
    void modal.confirm({
      title: say('removeAsk', { id: prompt.id }), okText: say('remove'), okButtonProps: { danger: true }, cancelText: say('cancel'),
      onOk: () =>
        prompts.remove(api, prompt).then(
          () => {
            onChanged()
            onClose()
          },
          (error: unknown) => setTold({ good: false, text: explain(error) }),
        ),
    })
  return (
    <Drawer
      open
      size={640}
      title={<>{situation(prompt.situation)} <code className="quiet">{prompt.id}</code></>}
      extra={admin && prompt.own && <Button danger onClick={remove}>{say('remove')}</Button>}
      className="prompt"
      onClose={onClose}
    >
      {dialogs}
      <div aria-live="polite">{told !== null && <p className={told.good ? 'admin-note good' : 'admin-note prompts-wrong'} role={told.good ? 'status' : 'alert'}>{told.text}</p>}</div>
      <PromptText prompt={prompt} text={text} admin={admin} busy={busy} onText={setText} onSave={() => act(prompts.save(api, prompt.id, { version: prompt.version, text }))} onSay={() => look(prompts.say(api, prompt.id, text))} />
      <section>
        <h3>
          {say('voice')}
          <PlayButton src={audioOf(prompt.id, prompt.version)} of={say('voice')} disabled={prompt.missing === true} />
        </h3>
        {(prompt.slots?.length ?? 0) > 0 && prompt.pieces !== undefined && (
          <Segmented aria-label={say('voice.piece')} value={piece} options={prompt.pieces.map(({ id, text: words = id }) => ({ value: id, label: words }))} onChange={setPiece} />
        )}
        {admin && <PromptVoice hint={busy ? say('voice.busy') : say('voice.drop', { seconds: all.longest_ms / 1000 })} busy={busy} onFiles={([file]) => file !== undefined && look(prompts.upload(api, sound, file))} />}
        {admin && all.phone && <PromptTake sound={sound} busy={busy} onPreview={setPreview} onFailed={(why) => setTold({ good: false, text: why })} />}
      </section>
      {preview !== null && (
        <PromptPreview
          key={preview.token}
          preview={preview}
          busy={busy}
          onUse={(why) => act(prompts.save(api, prompt.id, { version: prompt.version, preview: preview.token, ...(why === '' ? {} : { why }), ...(preview.source === 'synthesised' || text === prompt.text ? {} : { text }) }))}
          onDrop={() => {
            setPreview(null)
            void prompts.discard(api, preview.token).catch(() => undefined) // it goes by itself in a day
          }}
        />
      )}
      <PromptVersions prompt={prompt} admin={admin} busy={busy} onRestore={(to) => act(prompts.restore(api, prompt.id, prompt.version, to))} />
    </Drawer>
  )
}

interface TextProps {
  prompt: Prompt
  text: string
  admin: boolean
  busy: boolean
  onText: (text: string) => void
  onSave: () => void
  onSay: () => void
}

function PromptText({ prompt, text, admin, busy, onText, onSave, onSay }: TextProps) {
  const { say } = usePromptWords()
  const id = useId()
  const slots = prompt.slots ?? []
  return (
    <section>
      <h3><label htmlFor={id}>{say('text')}</label></h3>
      <Input.TextArea id={id} value={text} readOnly={!admin} maxLength={1000} autoSize={{ minRows: 2, maxRows: 8 }} onChange={({ target }) => onText(target.value)} />
      <p className="af-hint">
        {slots.length > 0 ? say('text.slots', { slot: slots.map(({ name }) => `{${name}}`).join(' ') }) : say('text.hint')}
        {prompt.stale && <span className="warn"> {say('stale')}</span>}
      </p>
      {admin && (
        <div className="prompt-acts">
          <Button disabled={busy || text.trim() === '' || text === prompt.text} onClick={onSave}>{say('text.save')}</Button>
          <Button disabled={busy || text.trim() === ''} onClick={onSay}>{say('text.say')}</Button>
        </div>
      )}
    </section>
  )
}
