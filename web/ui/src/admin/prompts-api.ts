/** The prompts over HTTP (docs/api.md, "Prompts"). */
import type { Api } from '../api'

export type Source = 'synthesised' | 'uploaded' | 'recorded' | 'generated'

export interface Piece {
  id: string
  text?: string
  source?: Source
  ms: number
}

export interface Prompt {
  id: string
  situation: string
  text: string
  version: number
  at?: string
  by?: string
  source?: Source
  ms: number
  /** own prompts were made by the centre. */
  own?: boolean
  /** script is read aloud by agents, never played. */
  script?: boolean
  missing?: boolean
  /** stale says that the voice says something else than the text. */
  stale?: boolean
  slots?: { name: string; kind: 'count' | 'digits' }[]
  pieces?: Piece[]
  used_by?: { path: string; name?: string }[]
}

export interface Prompts {
  prompts: Prompt[]
  situations: string[]
  longest_ms: number
  /** phone says whether prompts can be recorded by telephone. */
  phone: boolean
}

export interface Version {
  version: number
  at?: string
  by?: string
  why?: string
  what?: 'voice' | 'text' | 'restored' | 'made'
  restored: number
  text: string
  source?: Source
  ms: number
}

export interface Figures {
  ms: number
  rate: number
  level: number
  peak: number
  wave: number[]
}

export interface Preview {
  token: string
  prompt: string
  source: Source
  text: string
  before: Figures
  after: Figures
  warnings: string[]
}

export type TakeState = 'calling' | 'ringing' | 'recording' | 'playing' | 'ready' | 'failed'

export interface Take {
  id: string
  state: TakeState
  reason?: string
  preview?: Preview
}

/** Phone is an agent's telephone as the picker lists it. */
export interface Phone {
  id: string
  name: string
  phone: boolean
  call?: string
}

const at = (id: string) => `/api/prompts/${encodeURIComponent(id)}`

export const prompts = {
  list: (api: Api, signal?: AbortSignal) => api.json<Prompts>('GET', '/api/prompts', undefined, signal),
  create: (api: Api, body: { id: string; text: string; situation: string }) => api.json<Prompt>('POST', '/api/prompts', body),
  save: (api: Api, id: string, body: { version: number; text?: string; situation?: string; preview?: string; why?: string }) => api.json<Prompt>('PUT', at(id), body),
  remove: (api: Api, { id, version }: Prompt) => api.remove(`${at(id)}?version=${version}`),
  versions: async (api: Api, id: string, signal?: AbortSignal) => (await api.json<{ versions: Version[] }>('GET', `${at(id)}/versions`, undefined, signal)).versions,
  restore: (api: Api, id: string, version: number, to: number) => api.json<Prompt>('POST', `${at(id)}/restore`, { version, to }),
  upload: (api: Api, sound: string, file: Blob) => api.upload<Preview>(`/api/prompt-previews/upload?sound=${encodeURIComponent(sound)}`, file),
  say: (api: Api, prompt: string, text: string) => api.json<Preview>('POST', '/api/prompt-previews/say', { prompt, text }),
  discard: (api: Api, token: string) => api.remove(`/api/prompt-previews/${token}`),
  record: (api: Api, sound: string, phone: { agent?: string; number?: string }) => api.json<Take>('POST', '/api/prompt-takes', { sound, phone }),
  /** take answers when the state is no longer the known one, or after a while. */
  take: (api: Api, id: string, known: TakeState, signal: AbortSignal) => api.json<Take>('GET', `/api/prompt-takes/${id}?known=${known}`, undefined, signal),
  /** finish says that all is said, as # does at the telephone. */
  finish: (api: Api, id: string) => api.json<Take>('POST', `/api/prompt-takes/${id}/finish`),
  hangUp: (api: Api, id: string) => api.remove(`/api/prompt-takes/${id}`),
  phones: async (api: Api, signal?: AbortSignal) => (await api.json<{ agents: Phone[] }>('GET', '/api/agents', undefined, signal)).agents,
}

/** audioOf is where a version of a prompt, or a piece of it, is heard. */
export const audioOf = (id: string, version: number, piece = '') =>
  `${at(id)}/audio?version=${version}${piece === '' ? '' : `&piece=${encodeURIComponent(piece)}`}`

/** previewAudio is where a preview is heard. */
export const previewAudio = (token: string, of: 'before' | 'after') => `/api/prompt-previews/${token}/audio?of=${of}`

/** sourcesOf are where the pieces of a prompt come from: one may be recorded while another is still synthesised. */
export const sourcesOf = ({ pieces = [], source }: Prompt): Source[] => [...new Set([...pieces.map((piece) => piece.source), source])].filter((one) => one !== undefined)

/** found are the prompts that a search names: by id, text, or where they are used. */
export function found(all: Prompt[], search: string): Prompt[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '')
  return all.filter((one) => {
    const text = [one.id, one.text, ...(one.used_by ?? []).flatMap(({ path, name = '' }) => [path, name])].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
