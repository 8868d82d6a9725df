/** One class of music: its name, its pieces in their order, and all that it was. */
import Button from 'antd/es/button'
import Drawer from 'antd/es/drawer'
import Input from 'antd/es/input'
import Modal from 'antd/es/modal'
import { useEffect, useId, useState } from 'react'
import { useExplain, useSession } from '../session'
import { music as server, usual, type Music } from './music-api'
import { changed, piecesOf, uploaded, wishes, type Piece } from './music-draft'
import { MusicPieces } from './music-pieces'
import { MusicVersions } from './music-versions'
import { PromptVoice } from './prompt-voice'
import { prompts } from './prompts-api'
import { stopSound } from './prompts-sound'
import { usePromptWords } from './prompts-words'

interface Props {
  music: Music
  longest: number
  admin: boolean
  onChanged: () => void
  onClose: () => void
}

export function MusicDialog({ music: first, longest, admin, onChanged, onClose }: Props) {
  const { say } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const [modal, dialogs] = Modal.useModal()
  const [music, setMusic] = useState(first) // as it was opened: what somebody else changes meanwhile is a conflict
  const [name, setName] = useState(first.name ?? '')
  const [pieces, setPieces] = useState(() => piecesOf(first))
  const [why, setWhy] = useState('')
  const [doing, setDoing] = useState('')
  const [told, setTold] = useState<{ good: boolean; text: string } | null>(null)
  const key = useId()
  const busy = doing !== ''
  const dirty = changed(music, name, pieces)
  useEffect(() => stopSound, [])

  const take = (now: Music) => {
    setMusic(now)
    setName(now.name ?? '')
    setPieces(piecesOf(now))
    setWhy('')
  }
  const act = (changing: Promise<Music>) => {
    setDoing(say('voice.busy'))
    setTold(null)
    changing
      .then(
        (now) => {
          take(now)
          setTold({ good: true, text: say(now.later ? 'music.later' : 'music.done', { version: now.version }) })
          onChanged()
        },
        (error: unknown) => setTold({ good: false, text: explain(error) }),
      )
      .finally(() => setDoing(''))
  }
  // One after the other: each costs the server some seconds, and the list fills while one looks at it.
  const upload = async (files: File[], put: (piece: Piece) => void) => {
    setTold(null)
    const problems: string[] = []
    for (const file of files) {
      setDoing(say('music.taking', { name: file.name }))
      try {
        put(uploaded(await server.upload(api, file)))
      } catch (error) {
        problems.push(say('music.refused', { name: file.name, why: explain(error) }))
      }
    }
    setDoing('')
    if (problems.length > 0) setTold({ good: false, text: problems.join(' ') })
  }
  const drop = () => {
    for (const { preview } of pieces) if (preview !== undefined) void prompts.discard(api, preview.token).catch(() => undefined) // they go by themselves in a day
    take(music)
  }
  const close = () => {
    if (!admin || !dirty) return onClose()
    void modal.confirm({
      title: say('music.leaveAsk'), okText: say('music.leave'), okButtonProps: { danger: true }, cancelText: say('music.stay'),
      onOk: () => {
        drop()
        onClose()
      },
    })
  }
  const remove = () =>
    void modal.confirm({
      title: say('removeAsk', { id: name || music.id }), okText: say('remove'), okButtonProps: { danger: true }, cancelText: say('cancel'),
      onOk: () =>
        server.remove(api, music).then(
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
      title={<>{say('music.title')} <code className="quiet">{music.id}</code></>}
      extra={admin && music.own && <Button danger onClick={remove}>{say('remove')}</Button>}
      className="prompt"
      onClose={close}
    >
      {dialogs}
      <div aria-live="polite">{told !== null && <p className={told.good ? 'admin-note good' : 'admin-note prompts-wrong'} role={told.good ? 'status' : 'alert'}>{told.text}</p>}</div>
      <section>
        <h3><label htmlFor={key}>{say('music.name')}</label></h3>
        <Input id={key} value={name} readOnly={!admin} maxLength={60} placeholder={music.id === usual ? say('music.usual') : music.id} onChange={({ target }) => setName(target.value)} />
      </section>
      <section>
        <h3>{say('music.pieces')}</h3>
        <MusicPieces music={music} pieces={pieces} admin={admin} busy={busy} onChange={setPieces} onReplace={(file, i) => void upload([file], (piece) => setPieces((had) => had.map((one, j) => (i === j ? piece : one))))} />
        {admin && (
          <PromptVoice
            multiple
            busy={busy}
            hint={busy ? doing : say('music.drop', { minutes: longest / 60_000 })}
            onFiles={(files) => void upload(files, (piece) => setPieces((had) => [...had, piece]))}
          />
        )}
        {admin && dirty && (
          <div className="prompt-acts music-save">
            <Input value={why} maxLength={200} placeholder={say('preview.why')} aria-label={say('preview.why')} onChange={({ target }) => setWhy(target.value)} />
            <Button disabled={busy} onClick={drop}>{say('music.drop.changes')}</Button>
            <Button type="primary" disabled={busy} onClick={() => act(server.save(api, music.id, { version: music.version, name: name.trim(), tracks: wishes(pieces), ...(why === '' ? {} : { why }) }))}>{say('music.use')}</Button>
          </div>
        )}
      </section>
      <MusicVersions music={music} admin={admin} busy={busy || dirty} onRestore={(to) => act(server.restore(api, music.id, music.version, to))} />
    </Drawer>
  )
}
