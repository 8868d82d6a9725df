/** To hear and to see a sound. */
import PauseOutlined from '@ant-design/icons/es/icons/PauseOutlined'
import CaretRightOutlined from '@ant-design/icons/es/icons/CaretRightOutlined'
import { useSyncExternalStore } from 'react'
import { usePromptWords } from './prompts-words'

/** player plays one sound at a time for the whole page. */
const player = {
  audio: null as HTMLAudioElement | null,
  playing: '',
  failed: '',
  listeners: new Set<() => void>(),
  tell(): void {
    for (const listener of this.listeners) listener()
  },
  stop(): void {
    this.audio?.pause()
    this.playing = ''
    this.tell()
  },
  play(src: string): void {
    this.audio?.pause()
    const audio = new Audio(src)
    const over = (failed: boolean) => {
      if (this.audio !== audio) return
      this.playing = ''
      this.failed = failed ? src : ''
      this.tell()
    }
    audio.addEventListener('ended', () => over(false))
    audio.addEventListener('error', () => over(true))
    this.audio = audio
    this.playing = src
    this.failed = ''
    this.tell()
    audio.play().catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'AbortError')) over(true)
    })
  },
}

const subscribe = (listener: () => void) => {
  player.listeners.add(listener)
  return () => void player.listeners.delete(listener)
}

/** stopSound ends what is heard, as when its dialog closes. */
export const stopSound = () => player.stop()

export function PlayButton({ src, of, disabled = false }: { src: string; of: string; disabled?: boolean }) {
  const { say } = usePromptWords()
  const playing = useSyncExternalStore(subscribe, () => player.playing === src)
  const failed = useSyncExternalStore(subscribe, () => player.failed === src)
  const label = `${say(playing ? 'stop' : 'listen')} ${of}`
  return (
    <button
      type="button"
      className="sound-play"
      aria-label={label}
      title={failed ? say('failedSound') : label}
      aria-pressed={playing}
      data-failed={failed || undefined}
      disabled={disabled}
      onClick={(event) => {
        event.stopPropagation()
        if (playing) player.stop()
        else player.play(src)
      }}
    >
      {playing ? <PauseOutlined /> : <CaretRightOutlined />}
    </button>
  )
}

/** Wave draws how loud a sound is from its beginning to its end. */
export function Wave({ wave }: { wave: number[] }) {
  const path = wave.map((v, i) => `M${i} ${(50 - Math.max(v, 0.006) * 50).toFixed(1)}V${(50 + Math.max(v, 0.006) * 50).toFixed(1)}`).join('')
  return (
    <svg className="sound-wave" viewBox={`-1 0 ${wave.length + 1} 100`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
