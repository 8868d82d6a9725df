/** Files from which a prompt gets its voice, or music its pieces: chosen, or dropped here. */
import UploadOutlined from '@ant-design/icons/es/icons/UploadOutlined'
import Button from 'antd/es/button'
import { useRef, useState } from 'react'
import { usePromptWords } from './prompts-words'

/** wavFiles are the kinds of files that are asked for. Other kinds are sent all the same: the server says what they are. */
export const wavFiles = '.wav,audio/wav,audio/x-wav'

interface Props {
  hint: string
  busy: boolean
  multiple?: boolean
  onFiles: (files: File[]) => void
}

export function PromptVoice({ hint, busy, multiple = false, onFiles }: Props) {
  const { say } = usePromptWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    const list = [...(files ?? [])].slice(0, multiple ? undefined : 1)
    if (list.length > 0) onFiles(list)
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
        multiple={multiple}
        accept={wavFiles}
        onChange={({ target }) => {
          take(target.files)
          target.value = '' // the same file again is a new choice
        }}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>{say('voice.upload')}</Button>
      <p className="af-hint">{hint}</p>
    </div>
  )
}
