/** All that a prompt was, newest first: heard, and restored. */
import Button from 'antd/es/button'
import { useEffect, useState } from 'react'
import { useExplain, useSession, useTimes } from '../session'
import { audioOf, prompts, type Prompt, type Version } from './prompts-api'
import { PlayButton } from './prompts-sound'
import { usePromptWords, type SayPrompt } from './prompts-words'

interface Props {
  prompt: Prompt
  admin: boolean
  busy: boolean
  onRestore: (to: number) => void
}

export function PromptVersions({ prompt, admin, busy, onRestore }: Props) {
  const { say, seconds } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const times = useTimes()
  const [list, setList] = useState<Version[]>([])
  const [failed, setFailed] = useState('')
  useEffect(() => {
    const gone = new AbortController()
    prompts.versions(api, prompt.id, gone.signal).then(setList, (error: unknown) => {
      if (!gone.signal.aborted) setFailed(explain(error))
    })
    return () => gone.abort()
  }, [api, explain, prompt.id, prompt.version])
  return (
    <section>
      <h3>{say('versions')}</h3>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <ol className="prompt-versions">
        {list.map((one) => (
          <li key={one.version} aria-current={one.version === prompt.version || undefined}>
            <PlayButton src={audioOf(prompt.id, one.version)} of={nameOf(one, say)} disabled={one.ms === 0} />
            <div>
              <p>
                <strong>{nameOf(one, say)}</strong> {whatOf(one, say)}
                {one.source && <span className="chip" data-source={one.source}>{say(`source.${one.source}`)}</span>}
                <span className="quiet num">{one.ms === 0 ? say('versions.silent') : seconds(one.ms)}</span>
              </p>
              <p className="quiet">{one.by} {one.at && times.full(new Date(one.at))} {one.why}</p>
              <p className="prompt-said">{one.text}</p>
            </div>
            {one.version === prompt.version ? (
              <span className="chip good">{say('versions.now')}</span>
            ) : (
              admin && <Button size="small" disabled={busy} aria-label={`${say('versions.restore')} ${nameOf(one, say)}`} onClick={() => onRestore(one.version)}>{say('versions.restore')}</Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

const nameOf = (one: Version, say: SayPrompt) => (one.version === 0 ? say('installed') : say('version', { version: one.version }))

function whatOf({ what, restored }: Version, say: SayPrompt): string {
  if (what === undefined) return ''
  if (what !== 'restored') return say(`versions.${what}`)
  return restored === 0 ? say('versions.restored0') : say('versions.restored', { version: restored })
}
