/** All that a class of music was, newest first: heard, and restored. */
import Button from 'antd/es/button'
import { useEffect, useState } from 'react'
import { useExplain, useSession, useTimes } from '../session'
import { music as server, trackAudio, type Music, type MusicVersion } from './music-api'
import { PlayButton } from './prompts-sound'
import { usePromptWords, type SayPrompt } from './prompts-words'

interface Props {
  music: Music
  admin: boolean
  busy: boolean
  onRestore: (to: number) => void
}

export function MusicVersions({ music, admin, busy, onRestore }: Props) {
  const { say } = usePromptWords()
  const { api } = useSession()
  const explain = useExplain()
  const times = useTimes()
  const [list, setList] = useState<MusicVersion[]>([])
  const [failed, setFailed] = useState('')
  useEffect(() => {
    const gone = new AbortController()
    server.versions(api, music.id, gone.signal).then(setList, (error: unknown) => {
      if (!gone.signal.aborted) setFailed(explain(error))
    })
    return () => gone.abort()
  }, [api, explain, music.id, music.version])
  return (
    <section>
      <h3>{say('versions')}</h3>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      <ol className="prompt-versions">
        {list.filter(({ what }) => what !== 'deleted').map((one) => {
          const called = one.version === 0 ? say('installed') : say('version', { version: one.version })
          return (
            <li key={one.version} aria-current={one.version === music.version || undefined}>
              <div>
                <p><strong>{called}</strong> {whatOf(one, say)} {one.name}</p>
                <p className="quiet">{one.by} {one.at && times.full(new Date(one.at))} {one.why}</p>
                <p>
                  {one.tracks.map((track) => (
                    <span key={track.id} className="music-was"><PlayButton src={trackAudio(music.id, one.version, track.id)} of={`${called} ${track.name}`} /> {track.name}</span>
                  ))}
                  {one.tracks.length === 0 && <span className="quiet">{say('versions.silent')}</span>}
                </p>
              </div>
              {one.version === music.version ? (
                <span className="chip good">{say('versions.now')}</span>
              ) : (
                admin && one.tracks.length > 0 && <Button size="small" disabled={busy} aria-label={`${say('versions.restore')} ${called}`} onClick={() => onRestore(one.version)}>{say('versions.restore')}</Button>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function whatOf({ what, restored }: MusicVersion, say: SayPrompt): string {
  if (what === undefined || what === 'deleted') return ''
  if (what === 'restored') return restored === 0 ? say('versions.restored0') : say('versions.restored', { version: restored })
  return say(what === 'voice' ? 'music.what.voice' : what === 'text' ? 'music.what.text' : 'versions.made')
}
