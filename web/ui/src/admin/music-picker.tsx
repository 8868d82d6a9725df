/** Where a queue names its music: a choice of the classes that there are, which can be heard. */
import Input from 'antd/es/input'
import Select from 'antd/es/select'
import { useEffect, useState } from 'react'
import { useSession } from '../session'
import { music, nameOf, trackAudio, usual, type Music } from './music-api'
import type { Common } from './prompt-picker'
import { PlayButton } from './prompts-sound'
import { usePromptWords } from './prompts-words'
import './prompts.css'

const search = { optionFilterProp: 'label' }

export function MusicPicker({ value, onChange, ...common }: Common & { value: string; onChange: (value: string | undefined) => void }) {
  const { say } = usePromptWords()
  const { api } = useSession()
  const [list, setList] = useState<Music[] | null>(null)
  useEffect(() => {
    const gone = new AbortController()
    music.list(api, gone.signal).then((all) => setList(all.music), () => undefined) // ids can be written all the same
    return () => gone.abort()
  }, [api])
  if (list === null) return <Input {...common} value={value} onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)} />
  const played = list.find(({ id, tracks }) => id === value && tracks.length > 0) ?? list.find(({ id }) => id === usual)
  const first = played?.tracks[0]
  const label = (one: Music) => [nameOf(one, say('music.usual')), ...(one.name === undefined ? [] : [one.id]), ...(one.tracks.length === 0 ? [say('music.empty')] : [])].join(' · ')
  const options = list.filter(({ id }) => id !== usual || value === usual).map((one) => ({ value: one.id, label: label(one) }))
  if (value !== '' && !list.some(({ id }) => id === value)) options.push({ value, label: `${value} · ${say('music.lost')}` })
  return (
    <span className="prompt-picker">
      <Select
        {...common}
        showSearch={search}
        allowClear
        value={value === '' ? null : value}
        placeholder={say('music.usual')}
        options={options}
        onChange={(next: string | undefined) => onChange(next)}
      />
      {played !== undefined && first !== undefined && <PlayButton src={trackAudio(played.id, played.version, first.id)} of={nameOf(played, say('music.usual'))} />}
    </span>
  )
}
