/** The microphone: opened when it is needed, with words for why it cannot be. */
import { chosen } from './devices'
import { ProblemError } from './line'
import type { Problem } from './types'

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 }

/** openMicrophone opens the chosen microphone, or the system's when that is gone; it fails with a ProblemError. */
export async function openMicrophone(id: string = chosen('microphone')): Promise<MediaStream> {
  if (id !== '') {
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: { ...voice, deviceId: { exact: id } } })
    } catch (error) {
      const { code } = problemOf(error)
      if (code !== 'missing') throw new ProblemError({ code })
    }
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: voice })
  } catch (error) {
    throw new ProblemError(problemOf(error))
  }
}

/** closeMicrophone lets it go, and the browser's sign of it go out. */
export function closeMicrophone(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** lookAtMicrophone says why no call could be answered now. It asks for permission where nobody has been asked. */
export async function lookAtMicrophone(): Promise<Problem | undefined> {
  if (!isSecureContext) return { code: 'insecure' }
  if (navigator.mediaDevices === undefined || typeof RTCPeerConnection === 'undefined') return { code: 'unsupported' }
  const permission = await navigator.permissions?.query({ name: 'microphone' }).catch(() => undefined)
  if (permission?.state === 'denied') return { code: 'denied' }
  if (permission?.state === 'granted') {
    const devices = await navigator.mediaDevices.enumerateDevices()
    return devices.some((d) => d.kind === 'audioinput') ? undefined : { code: 'missing' }
  }
  try {
    closeMicrophone(await openMicrophone())
    return undefined
  } catch (error) {
    return error instanceof ProblemError ? error.problem : { code: 'busy' }
  }
}

/** onMicrophoneChange is told when devices come and go, and when the permission changes. */
export function onMicrophoneChange(tell: () => void): () => void {
  let permission: PermissionStatus | undefined
  let over = false
  navigator.mediaDevices?.addEventListener('devicechange', tell)
  void navigator.permissions?.query({ name: 'microphone' }).then(
    (status) => {
      if (over) return
      permission = status
      status.addEventListener('change', tell)
    },
    () => undefined,
  )
  return () => {
    over = true
    navigator.mediaDevices?.removeEventListener('devicechange', tell)
    permission?.removeEventListener('change', tell)
  }
}

function problemOf(error: unknown): Problem {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return { code: 'denied' }
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { code: 'missing' }
    default:
      return { code: 'busy' }
  }
}
