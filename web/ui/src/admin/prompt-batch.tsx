/** Many recordings at once, each a file named by its prompt: what a studio delivers. */
import Button from 'antd/es/button'
import Modal from 'antd/es/modal'
import { useEffect, useRef, useState } from 'react'
import { useExplain, useSession } from '../session'
import { previewAudio, prompts, type Preview, type Prompt } from './prompts-api'
import { PlayButton, stopSound } from './prompts-sound'
import { usePromptWords } from './prompts-words'

interface Item {
  file: string
  preview?: Preview
  problem?: string
  used?: boolean
}

export function PromptBatch({ prompts: all, onClose, onChanged }: { prompts: Prompt[]; onClose: () => void; onChanged: () => void }) {
  const { say, seconds } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const input = useRef<HTMLInputElement>(null)
  const [items, setItems] = useState<Item[]>([])
  const [busy, setBusy] = useState(false)
  useEffect(() => stopSound, [])
  const put = (file: string, part: Partial<Item>) => setItems((had) => had.map((one) => (one.file === file ? { ...one, ...part } : one)))

  // One after the other: each costs the server a moment, and the list fills while one looks at it.
  const check = async (files: File[]) => {
    setBusy(true)
    setItems(files.map(({ name }) => ({ file: name })))
    for (const file of files) {
      try {
        put(file.name, { preview: await prompts.upload(api, file.name.replace(/\.wav$/i, ''), file) })
      } catch (error) {
        put(file.name, { problem: explain(error) })
      }
    }
    setBusy(false)
  }
  const ready = items.filter(({ preview, used }) => preview !== undefined && !used)
  const use = async () => {
    setBusy(true)
    const versions = new Map(all.map(({ id, version }) => [id, version]))
    for (const { file, preview } of ready) {
      if (preview === undefined) continue
      try {
        const now = await prompts.save(api, preview.prompt, { version: versions.get(preview.prompt) ?? 0, preview: preview.token })
        versions.set(preview.prompt, now.version) // pieces of one prompt follow each other
        put(file, { used: true })
      } catch (error) {
        put(file, { problem: explain(error) })
      }
    }
    setBusy(false)
    onChanged()
  }
  return (
    <Modal
      open
      width={760}
      title={say('batch')}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>{say('close')}</Button>,
        <Button key="use" type="primary" loading={busy} disabled={ready.length === 0} onClick={() => void use()}>{say('batch.use', { count: ready.length })}</Button>,
      ]}
    >
      <p className="quiet">{say('batch.help')}</p>
      <input ref={input} type="file" hidden multiple accept=".wav,audio/wav" aria-label={say('batch.choose')} onChange={({ target }) => void check([...(target.files ?? [])])} />
      <Button disabled={busy} onClick={() => input.current?.click()}>{say('batch.choose')}</Button>
      <table className="prompts-batch">
        <tbody>
          {items.map(({ file, preview, problem, used }) => (
            <tr key={file}>
              <td>{preview !== undefined && !used && <PlayButton src={previewAudio(preview.token, 'after')} of={file} />}</td>
              <td><code>{file}</code></td>
              <td>{problem !== undefined ? <span className="bad">{problem}</span> : used ? <span className="good">{say('batch.used')}</span> : preview === undefined ? say('voice.busy') : preview.text}</td>
              <td className="num">{preview !== undefined && seconds(preview.after.ms)}</td>
              <td className="warn">{preview?.warnings.join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  )
}
