/** What callers hear while they wait: classes of music, of which a queue names one. What is done here is done at once. */
import PlusOutlined from '@ant-design/icons/es/icons/PlusOutlined'
import Button from 'antd/es/button'
import { useCallback, useEffect, useState } from 'react'
import { useExplain, useSession, useTimes } from '../session'
import { music, nameOf, trackAudio, usual, type Music as Class, type MusicList } from './music-api'
import { MusicDialog } from './music-dialog'
import { MusicNew } from './music-new'
import { PlayButton } from './prompts-sound'
import { usePromptWords } from './prompts-words'
import './prompts.css'

/** opened is the class that the address names: /admin/music/spring. */
const opened = () => decodeURIComponent(location.pathname.split('/')[3] ?? '')

export function Music() {
  const { say } = usePromptWords()
  const { api, user } = useSession()
  const explain = useExplain()
  const admin = user.role === 'admin'
  const [all, setAll] = useState<MusicList | null>(null)
  const [failed, setFailed] = useState('')
  const [open, setOpen] = useState(opened)
  const [making, setMaking] = useState(false)
  const load = useCallback(() => music.list(api).then(setAll, (error: unknown) => setFailed(explain(error))), [api, explain])
  useEffect(() => void load(), [load])
  const go = (id: string) => {
    history.replaceState(null, '', `/admin/music${id === '' ? '' : `/${encodeURIComponent(id)}`}`)
    setOpen(id)
  }
  const one = all?.music.find(({ id }) => id === open)
  return (
    <section className="prompts">
      <header>
        <p className="quiet prompts-lead">{say('music.lead')}</p>
        {admin && <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{say('music.new')}</Button>}
      </header>
      {failed !== '' && <p className="af-problem" role="alert">{failed}</p>}
      {all !== null && <MusicTable all={all.music} admin={admin} onOpen={go} />}
      {all !== null && one !== undefined && <MusicDialog key={one.id} music={one} longest={all.longest_ms} admin={admin} onChanged={() => void load()} onClose={() => go('')} />}
      {all !== null && making && (
        <MusicNew
          onClose={() => setMaking(false)}
          onMade={(id) => {
            setMaking(false)
            void load().then(() => go(id))
          }}
        />
      )}
    </section>
  )
}

function MusicTable({ all, admin, onOpen }: { all: Class[]; admin: boolean; onOpen: (id: string) => void }) {
  const { say } = usePromptWords()
  return (
    <table className="prompts-table music-table">
      <thead>
        <tr>
          {(['music.col.name', 'music.col.tracks', 'music.col.used', 'col.changed'] as const).map((key) => <th key={key} scope="col">{say(key)}</th>)}
          <th />
        </tr>
      </thead>
      <tbody>{all.map((one) => <Row key={one.id} one={one} admin={admin} onOpen={onOpen} />)}</tbody>
    </table>
  )
}

function Row({ one, admin, onOpen }: { one: Class; admin: boolean; onOpen: (id: string) => void }) {
  const { say, seconds } = usePromptWords()
  const times = useTimes()
  const label = say(admin ? 'open' : 'look')
  return (
    <tr>
      <td className="prompts-text">
        <p>{nameOf(one, say('music.usual'))}</p>
        <p className="quiet"><code>{one.id}</code> {one.own && <span className="chip">{say('own')}</span>}</p>
      </td>
      <td>
        {one.tracks.length === 0 && <p className="warn">{say('music.empty')}</p>}
        <ol className="music-tracks">
          {one.tracks.map((track) => (
            <li key={track.id}>
              <PlayButton src={trackAudio(one.id, one.version, track.id)} of={track.name} />
              <span>{track.name}</span>
              {track.installed && <span className="chip">{say('installed')}</span>}
              <span className="quiet num">{seconds(track.ms)}</span>
            </li>
          ))}
        </ol>
      </td>
      <td className="prompts-used">
        {one.id === usual && <p>{say('music.usualUse')}</p>}
        {(one.used_by ?? []).map(({ queue, name }) => <p key={queue}>{name ?? queue}</p>)}
        {one.id !== usual && one.used_by === undefined && <p className="quiet">{say('unused')}</p>}
      </td>
      <td className="prompts-changed">
        {one.version === 0 ? <span className="quiet">{say('installed')}</span> : (
          <>
            <p>{say('version', { version: one.version })}</p>
            <p className="quiet">{one.by} {one.at && times.full(new Date(one.at))}</p>
          </>
        )}
      </td>
      <td><Button type="link" size="small" aria-label={`${label} ${one.id}`} onClick={() => onOpen(one.id)}>{label}</Button></td>
    </tr>
  )
}
