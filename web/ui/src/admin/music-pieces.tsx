/** The pieces of a class in the order in which they are played: heard, moved, replaced, removed. */
import ArrowDownOutlined from '@ant-design/icons/es/icons/ArrowDownOutlined'
import ArrowUpOutlined from '@ant-design/icons/es/icons/ArrowUpOutlined'
import DeleteOutlined from '@ant-design/icons/es/icons/DeleteOutlined'
import SwapOutlined from '@ant-design/icons/es/icons/SwapOutlined'
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useRef } from 'react'
import { trackAudio, type Music } from './music-api'
import { swapped, type Piece } from './music-draft'
import { Sound } from './prompt-preview'
import { wavFiles } from './prompt-voice'
import { previewAudio } from './prompts-api'
import { PlayButton } from './prompts-sound'
import { usePromptWords } from './prompts-words'

interface Props {
  music: Music
  pieces: Piece[]
  admin: boolean
  busy: boolean
  onChange: (pieces: Piece[]) => void
  onReplace: (file: File, i: number) => void
}

export function MusicPieces({ music, pieces, admin, busy, onChange, onReplace }: Props) {
  const { say, seconds } = usePromptWords()
  const input = useRef<HTMLInputElement>(null)
  const replaced = useRef(0)
  const called = (i: number, name: string) => onChange(pieces.map((one, j) => (i === j ? { ...one, name } : one)))
  if (pieces.length === 0) return <p className="warn">{say('music.empty')}</p>
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say('music.replace')}
        accept={wavFiles}
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file !== undefined) onReplace(file, replaced.current)
          target.value = ''
        }}
      />
      <ol className="music-pieces">
        {pieces.map(({ key, name, ms, installed, preview }, i) => (
          <li key={key}>
            <div className="music-piece">
              <PlayButton src={preview === undefined ? trackAudio(music.id, music.version, key) : previewAudio(preview.token, 'after')} of={name} />
              <Input value={name} variant="borderless" readOnly={!admin} maxLength={60} aria-label={say('music.pieceName', { number: i + 1 })} onChange={({ target }) => called(i, target.value)} />
              {installed && <span className="chip">{say('installed')}</span>}
              {preview !== undefined && <span className="chip good">{say('music.fresh')}</span>}
              <span className="quiet num">{seconds(ms)}</span>
              {admin && (
                <>
                  <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={busy || i === 0} aria-label={`${say('music.up')} ${name}`} title={say('music.up')} onClick={() => onChange(swapped(pieces, i, -1))} />
                  <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={busy || i === pieces.length - 1} aria-label={`${say('music.down')} ${name}`} title={say('music.down')} onClick={() => onChange(swapped(pieces, i, 1))} />
                  <Button
                    type="text"
                    size="small"
                    icon={<SwapOutlined />}
                    disabled={busy}
                    aria-label={`${say('music.replace')} ${name}`}
                    title={say('music.replace')}
                    onClick={() => {
                      replaced.current = i
                      input.current?.click()
                    }}
                  />
                  <Button type="text" size="small" danger icon={<DeleteOutlined />} disabled={busy || pieces.length === 1} aria-label={`${say('music.remove')} ${name}`} title={say(pieces.length === 1 ? 'music.last' : 'music.remove')} onClick={() => onChange(pieces.filter((_, j) => i !== j))} />
                </>
              )}
            </div>
            {preview?.warnings.map((warning) => <p key={warning} className="warn" role="alert">{warning}</p>)}
            {preview !== undefined && (
              <div className="music-heard">
                <Sound title={say('preview.before')} figures={preview.before} src={previewAudio(preview.token, 'before')} />
                <Sound title={say('preview.after')} figures={preview.after} src={previewAudio(preview.token, 'after')} />
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}
