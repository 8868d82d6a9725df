/** The pieces of a class while somebody orders them: what there was, and what was uploaded meanwhile. */
import type { Music, TrackWish } from './music-api'
import type { Preview } from './prompts-api'

export interface Piece {
  /** key stays with the piece while the list changes. */
  key: string
  name: string
  ms: number
  installed: boolean
  /** preview is what was uploaded; without it the piece was there. */
  preview?: Preview
}

/** piecesOf are those of a class as it is. */
export const piecesOf = ({ tracks }: Music): Piece[] => tracks.map(({ id, name, ms, installed = false }) => ({ key: id, name, ms, installed }))

/** uploaded is a piece made of an upload. */
export const uploaded = (preview: Preview): Piece => ({ key: preview.token, name: preview.text, ms: preview.after.ms, installed: false, preview })

/** wishes are the pieces as the server takes them. */
export const wishes = (pieces: Piece[]): TrackWish[] => pieces.map(({ key, name, preview }) => (preview === undefined ? { id: key, name } : { preview: preview.token, name }))

/** changed says whether the pieces, or the name, are others than those of the class. */
export function changed(music: Music, name: string, pieces: Piece[]): boolean {
  const had = music.tracks
  return name.trim() !== (music.name ?? '') || pieces.length !== had.length || pieces.some((one, i) => one.key !== had[i]?.id || one.name !== had[i]?.name)
}

/** swapped moves a piece up (-1) or down (1). */
export function swapped(pieces: Piece[], i: number, by: -1 | 1): Piece[] {
  const list = [...pieces]
  const [one, other] = [list[i], list[i + by]]
  if (one === undefined || other === undefined) return pieces
  list[i] = other
  list[i + by] = one
  return list
}
