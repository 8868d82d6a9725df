/** The sound of an emergency: two tones, again and again, as soon as the browser lets the page sound. */
import { useEffect, useState } from 'react'

const tones = [880, 660]
const toneFor = 0.28 // seconds
const every = 2000
const loudness = 0.3

/** useAlarm sounds while on; it tells whether the browser keeps the page silent until it is clicked. */
export function useAlarm(on: boolean): boolean {
  const [blocked, setBlocked] = useState(false)
  useEffect(() => {
    if (!on || typeof AudioContext === 'undefined') return
    const context = new AudioContext()
    const sound = () => {
      setBlocked(context.state !== 'running')
      if (context.state === 'running') play(context)
    }
    const wake = () => void context.resume().then(sound, () => undefined)
    wake()
    // resume() of a page that nobody has clicked never ends.
    const look = setTimeout(() => setBlocked(context.state !== 'running'), 300)
    const again = setInterval(sound, every)
    for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, wake, true)
    return () => {
      clearTimeout(look)
      clearInterval(again)
      for (const kind of ['pointerdown', 'keydown']) window.removeEventListener(kind, wake, true)
      void context.close()
    }
  }, [on])
  return on && blocked
}

function play(context: AudioContext): void {
  tones.forEach((hertz, i) => {
    const begin = context.currentTime + i * toneFor
    const gain = context.createGain()
    gain.gain.setValueAtTime(0, begin)
    gain.gain.linearRampToValueAtTime(loudness, begin + 0.02)
    gain.gain.setValueAtTime(loudness, begin + toneFor - 0.03)
    gain.gain.linearRampToValueAtTime(0, begin + toneFor)
    gain.connect(context.destination)
    const tone = context.createOscillator()
    tone.frequency.value = hertz
    tone.connect(gain)
    tone.start(begin)
    tone.stop(begin + toneFor)
  })
}
