/** Tests of the devices: the microphone's level, a tone, the ring, and one's own voice played back. */
import Button from 'antd/es/button'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../i18n'
import { chosen } from './devices'
import { followLevel, heard } from './level'
import { ProblemError } from './line'
import { closeMicrophone, openMicrophone } from './microphone'
import { problemWords } from './notice'
import { usePhone } from './provider'
import { Sounds } from './sounds'
import type { Problem } from './types'

const recordFor = 4000

export function PhoneTests() {
  const { t } = useWords()
  const { active, ringing } = usePhone()
  if (active !== undefined || ringing) return <p className="quiet">{t('phone.settings.inCall')}</p>
  return (
    <div className="phone-tests">
      <MicrophoneTest />
      <Tones />
      <Loop />
    </div>
  )
}

function MicrophoneTest() {
  const { t } = useWords()
  const [on, setOn] = useState(false)
  const [wasHeard, setHeard] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!on) return
    let stop = () => {}
    let over = false
    setHeard(false)
    openMicrophone().then(
      (stream) => {
        if (over) return closeMicrophone(stream)
        const unfollow = followLevel(stream, (level) => {
          bar.current?.style.setProperty('--level', level.toFixed(3))
          bar.current?.setAttribute('aria-valuenow', String(Math.round(100 * level)))
          if (level > heard) setHeard(true)
        })
        stop = () => {
          unfollow()
          closeMicrophone(stream)
        }
      },
      (error: unknown) => {
        setProblem(problemOf(error))
        setOn(false)
      },
    )
    return () => {
      over = true
      stop()
    }
  }, [on])
  return (
    <div className="phone-test">
      <Button
        onClick={() => {
          setProblem(undefined)
          setOn(!on)
        }}
      >
        {t(on ? 'phone.settings.micStop' : 'phone.settings.micTest')}
      </Button>
      {on && (
        <div
          ref={bar}
          className="phone-level"
          role="meter"
          aria-label={t('phone.settings.level')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={0}
        />
      )}
      {on && (
        <p role="status" className={wasHeard ? 'good' : 'quiet'}>
          {t(wasHeard ? 'phone.settings.micHeard' : 'phone.settings.micSay')}
          {!wasHeard && <span className="phone-late"> {t('phone.settings.micSilent')}</span>}
        </p>
      )}
      {problem && (
        <p role="alert" className="bad">
          {problemWords(t, problem)}
        </p>
      )}
    </div>
  )
}

function Tones() {
  const { t } = useWords()
  const sounds = useRef<Sounds>(undefined)
  useEffect(() => () => sounds.current?.close(), [])
  const play = (use: 'speaker' | 'ring') => {
    sounds.current ??= new Sounds(
      () => undefined,
      () => undefined,
    )
    void sounds.current.test(use)
  }
  return (
    <div className="phone-test">
      <Button onClick={() => play('speaker')}>{t('phone.settings.speakerTest')}</Button>
      <Button onClick={() => play('ring')}>{t('phone.settings.ringTest')}</Button>
    </div>
  )
}

type Looping = 'no' | 'recording' | 'playing'

function Loop() {
  const { t } = useWords()
  const [now, setNow] = useState<Looping>('no')
  const [problem, setProblem] = useState<Problem>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const begin = () => {
    const abort = new AbortController()
    running.current = abort
    setProblem(undefined)
    setNow('recording')
    recordAndPlay(abort.signal, () => setNow('playing'))
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setNow('no'))
  }
  return (
    <div className="phone-test">
      <Button disabled={now !== 'no'} onClick={begin}>
        {t('phone.settings.loop')}
      </Button>
      <p role="status" className="quiet">
        {t(now === 'no' ? 'phone.settings.loopHint' : now === 'recording' ? 'phone.settings.recording' : 'phone.settings.playing')}
      </p>
      {problem && (
        <p role="alert" className="bad">
          {problemWords(t, problem)}
        </p>
      )}
    </div>
  )
}

/** recordAndPlay records some seconds and plays them on the chosen speaker. */
async function recordAndPlay(signal: AbortSignal, onPlaying: () => void): Promise<void> {
  const stream = await openMicrophone()
  const parts: Blob[] = []
  try {
    const recorder = new MediaRecorder(stream)
    recorder.ondataavailable = (event) => parts.push(event.data)
    const stopped = new Promise((resolve) => (recorder.onstop = resolve))
    recorder.start()
    await new Promise((resolve) => {
      setTimeout(resolve, recordFor)
      signal.addEventListener('abort', resolve)
    })
    recorder.stop()
    await stopped
  } finally {
    closeMicrophone(stream)
  }
  if (signal.aborted) return
  onPlaying()
  const url = URL.createObjectURL(new Blob(parts))
  const player = new Audio(url)
  try {
    await (player as { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(chosen('speaker')).catch(() => undefined)
    const ended = new Promise((resolve) => {
      player.onended = resolve
      signal.addEventListener('abort', resolve)
    })
    await player.play()
    await ended
  } finally {
    player.pause()
    URL.revokeObjectURL(url)
  }
}

function problemOf(error: unknown): Problem {
  return error instanceof ProblemError ? error.problem : { code: 'busy' }
}
