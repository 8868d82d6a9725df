/** The music for who waits, over HTTP (docs/api.md, "Music"). */
import type { Api } from '../api'
import type { Preview, Source } from './prompts-api'

export interface Track {
  id: string
  name: string
  ms: number
  source: Source
  installed?: boolean
}

export interface Music {
  id: string
  name?: string
  version: number
  at?: string
  by?: string
  /** own classes were made by the centre. */
  own?: boolean
  ms: number
  tracks: Track[]
  used_by?: { queue: string; name?: string }[]
  /** later says of a change that an Asterisk is not connected and has it as soon as it is. */
  later?: boolean
}

export interface MusicList {
  music: Music[]
  longest_ms: number
}

export interface MusicVersion {
  version: number
  at?: string
  by?: string
  why?: string
  what?: 'voice' | 'text' | 'restored' | 'made' | 'deleted'
  restored: number
  name?: string
  tracks: Track[]
}

/** TrackWish is a piece that a class is to have: one that it has, or had, or an upload. */
export interface TrackWish {
  id?: string
  preview?: string
  name: string
}

/** usual is the class that a queue without one of its own plays. */
export const usual = 'default'

const at = (id: string) => `/api/music/${encodeURIComponent(id)}`

export const music = {
  list: (api: Api, signal?: AbortSignal) => api.json<MusicList>('GET', '/api/music', undefined, signal),
  create: (api: Api, body: { id: string; name: string }) => api.json<Music>('POST', '/api/music', body),
  save: (api: Api, id: string, body: { version: number; name?: string; tracks: TrackWish[]; why?: string }) => api.json<Music>('PUT', at(id), body),
  remove: (api: Api, { id, version }: Music) => api.remove(`${at(id)}?version=${version}`),
  versions: async (api: Api, id: string, signal?: AbortSignal) => (await api.json<{ versions: MusicVersion[] }>('GET', `${at(id)}/versions`, undefined, signal)).versions,
  restore: (api: Api, id: string, version: number, to: number) => api.json<Music>('POST', `${at(id)}/restore`, { version, to }),
  upload: (api: Api, file: File) => api.upload<Preview>(`/api/prompt-previews/upload-music?name=${encodeURIComponent(calledAs(file.name))}`, file),
}

/** calledAs is a file's name without its ending. */
export const calledAs = (file: string) => file.replace(/\.[^.]+$/, '')

/** trackAudio is where a piece of a version is heard. */
export const trackAudio = (id: string, version: number, track: string) => `${at(id)}/audio?version=${version}&track=${encodeURIComponent(track)}`

/** nameOf is what a class is called; what is installed has no name of its own. */
export const nameOf = ({ id, name }: { id: string; name?: string }, usualName: string) => name || (id === usual ? usualName : id)
