/** A file from which a prompt gets its voice: chosen, or dropped here. */
import UploadOutlined from '@ant-design/icons/es/icons/UploadOutlined'
import Button from 'antd/es/button'
import { useRef, useState } from 'react'
import { usePromptWords } from './prompts-words'

export function PromptVoice({ longest, busy, onFile }: { longest: number; busy: boolean; onFile: (file: File) => void }) {
  const { say } = usePromptWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file !== undefined) onFile(file)
  }
  return (
    <div
      className="prompt-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say('voice.upload')}
        accept=".wav,audio/wav,audio/x-wav"
        onChange={({ target }) => {
          take(target.files)
          target.value = '' // the same file again is a new choice
        }}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>{say('voice.upload')}</Button>
      <p className="af-hint">{busy ? say('voice.busy') : say('voice.drop', { seconds: longest / 1000 })}</p>
    </div>
  )
}
