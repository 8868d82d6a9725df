/** Which microphone, speaker and ring device the person chose in this browser, and which there are. */
import { readStored, writeStored } from '../settings'

export type Use = 'microphone' | 'speaker' | 'ring'

/** Device is one that can be chosen. */
export interface Device {
  id: string
  label: string
}

/** chosen is the device's id, '' for the system's. */
export function chosen(use: Use): string {
  return readStored(`phone.${use}`) ?? ''
}

/** choose keeps a choice and tells those who follow it. */
export function choose(use: Use, id: string): void {
  writeStored(`phone.${use}`, id === '' ? null : id)
  for (const tell of [...followers]) tell(use)
}

const followers = new Set<(use: Use) => void>()

/** follow is told of every choice; it returns the way to stop. */
export function follow(tell: (use: Use) => void): () => void {
  followers.add(tell)
  return () => void followers.delete(tell)
}

/** autoAnswer is the person's wish that the telephone answers by itself. */
export const autoAnswer = {
  get: () => readStored('phone.auto') === '1',
  set: (on: boolean) => writeStored('phone.auto', on ? '1' : null),
}

/** listDevices lists real devices; the browser's aliases of the system's choice are left out. */
export async function listDevices(use: Use): Promise<Device[]> {
  const kind = use === 'microphone' ? 'audioinput' : 'audiooutput'
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? []
  return all
    .filter((d) => d.kind === kind && d.deviceId !== '' && d.deviceId !== 'default' && d.deviceId !== 'communications')
    .map((d) => ({ id: d.deviceId, label: d.label }))
}

/** canChooseSpeaker: not every browser lets a page choose where sound comes out. */
export const canChooseSpeaker = () => 'setSinkId' in HTMLMediaElement.prototype
