/** How loud a microphone is, for a bar on the screen. */

/** quietest and loudest are the ends of the bar, in dB below full scale. */
const quietest = -60
const loudest = -6

/** loudnessOf is the share of the bar that samples from -1 to 1 fill. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const db = 10 * Math.log10(sum / samples.length + 1e-12)
  return Math.min(1, Math.max(0, (db - quietest) / (loudest - quietest)))
}

/** heard is a loudness that silence does not reach. */
export const heard = 0.35

/** followLevel tells the loudness of a stream with every picture of the screen; it returns the way to stop. */
export function followLevel(stream: MediaStream, tell: (loudness: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  let frame = requestAnimationFrame(function look() {
    analyser.getFloatTimeDomainData(samples)
    tell(loudnessOf(samples))
    frame = requestAnimationFrame(look)
  })
  return () => {
    cancelAnimationFrame(frame)
    void context.close()
  }
}
