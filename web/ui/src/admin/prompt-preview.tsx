/** A sound that is ready to be used: heard and seen before and after, then taken or not. */
import Button from 'antd/es/button'
import Input from 'antd/es/input'
import { useEffect, useRef, useState } from 'react'
import { previewAudio, type Figures, type Preview } from './prompts-api'
import { PlayButton, Wave } from './prompts-sound'
import { usePromptWords } from './prompts-words'

interface Props {
  preview: Preview
  busy: boolean
  onUse: (why: string) => void
  onDrop: () => void
}

export function PromptPreview({ preview, busy, onUse, onDrop }: Props) {
  const { say } = usePromptWords()
  const [why, setWhy] = useState('')
  const here = useRef<HTMLElement>(null)
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' }) // which newer browsers answer with a promise
  }, [])
  return (
    <section className="prompt-preview" ref={here} aria-label={say('preview')}>
      <h3>{say('preview')} <span className="chip" data-source={preview.source}>{say(`source.${preview.source}`)}</span></h3>
      {preview.warnings.map((warning) => <p key={warning} className="warn" role="alert">{warning}</p>)}
      <Sound title={say('preview.before')} figures={preview.before} src={previewAudio(preview.token, 'before')} />
      <Sound title={say('preview.after')} figures={preview.after} src={previewAudio(preview.token, 'after')} />
      <div className="prompt-acts">
        <Input value={why} maxLength={200} placeholder={say('preview.why')} aria-label={say('preview.why')} onChange={({ target }) => setWhy(target.value)} />
        <Button onClick={onDrop}>{say('preview.drop')}</Button>
        <Button type="primary" loading={busy} onClick={() => onUse(why)}>{say('preview.use')}</Button>
      </div>
    </section>
  )
}

export function Sound({ title, figures, src }: { title: string; figures: Figures; src: string }) {
  const { say } = usePromptWords()
  return (
    <figure className="prompt-sound">
      <PlayButton src={src} of={title} />
      <div>
        <figcaption>
          {title} <span className="quiet num">{say('preview.figures', { seconds: (figures.ms / 1000).toFixed(1), level: figures.level.toFixed(0), peak: figures.peak.toFixed(0) })}</span>
        </figcaption>
        <Wave wave={figures.wave} />
      </div>
    </figure>
  )
}
