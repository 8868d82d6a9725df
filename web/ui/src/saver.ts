/**
 * Brings what is typed about one call to the server, soon and not too often,
 * and again after the connection was lost. Without React; one per form.
 */
import type { Draft } from './draft'
import { RequestError } from './socket'

export type Saving = 'idle' | 'waiting' | 'saving' | 'saved' | { problem: unknown }

export interface SaverOptions {
  /** send brings a draft to the server as a draft. */
  send: (draft: Draft) => Promise<void>
  /** onState is told how far it is. */
  onState: (state: Saving) => void
  /** onSent and onSaved are told of each draft that left, and that the server has. */
  onSent: (draft: Draft) => void
  onSaved: (draft: Draft) => void
  now?: () => number
}

/** After the last stroke; but not longer than this after the first. */
const pause = 700
const longest = 2000

/** Between two drafts at least. */
const apart = 1000

/** The longest wait for a draft before the call is given away. */
const enough = 1000

/** After a failure that may pass. */
const again = 2000

export class Saver {
  private timer: ReturnType<typeof setTimeout> | undefined
  private waiting: Draft | null = null
  private since = 0
  private last = Number.NEGATIVE_INFINITY
  private running: Promise<void> | null = null
  private stopped = false

  constructor(private readonly options: SaverOptions) {}

  /** change takes what is typed now. */
  change(draft: Draft): void {
    if (this.waiting === null) this.since = this.now()
    this.waiting = draft
    this.options.onState('waiting')
    const quiet = Math.min(pause, Math.max(0, this.since + longest - this.now()))
    this.arm(Math.max(quiet, this.last + apart - this.now()))
  }

  /** flush sends at once what has not been sent, and waits for all answers. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    if (this.running !== null) await this.running
    if (this.waiting !== null) await this.send()
  }

  /** forget lets go of what waits, because the whole entry is on its way. */
  forget(): void {
    clearTimeout(this.timer)
    this.waiting = null
  }

  /** stop sends what waits and does nothing more. */
  async stop(): Promise<void> {
    await this.flush()
    this.stopped = true
    clearTimeout(this.timer)
  }

  private arm(wait: number): void {
    clearTimeout(this.timer)
    if (!this.stopped) this.timer = setTimeout(() => void this.flush(), wait)
  }

  private send(): Promise<void> {
    const draft = this.waiting
    if (draft === null) return Promise.resolve()
    this.waiting = null
    this.last = this.now()
    this.options.onState('saving')
    this.options.onSent(draft)
    this.running = this.options.send(draft).then(
      () => {
        this.options.onSaved(draft)
        if (this.waiting === null) this.options.onState('saved')
      },
      (problem: unknown) => {
        this.options.onState({ problem })
        if (!mayPass(problem)) return
        if (this.waiting === null) this.since = this.now()
        this.waiting ??= draft
        this.arm(again)
      },
    ).finally(() => {
      this.running = null
    })
    return this.running
  }

  private now(): number {
    return (this.options.now ?? Date.now)()
  }
}

function mayPass(problem: unknown): boolean {
  return problem instanceof RequestError && (problem.temporary || problem.why !== 'refused')
}

const savers = new Map<string, Saver>()

/** openSaver makes the saver of a call known to flushDraft; the function it returns stops it. */
export function openSaver(call: string, saver: Saver): () => Promise<void> {
  savers.set(call, saver)
  return () => {
    if (savers.get(call) === saver) savers.delete(call)
    return saver.stop()
  }
}

/** flushDraft brings all that is typed about a call to the server, as before giving the call away; it does not wait long. */
export async function flushDraft(call: string): Promise<void> {
  const saver = savers.get(call)
  if (saver === undefined) return
  await Promise.race([saver.flush(), new Promise((resolve) => setTimeout(resolve, enough))])
}
