/** What the rest of the page knows of its telephone. */

/**
 * Status is how far the telephone is: off (not the agent's telephone, or nobody works here), connecting, ready for
 * calls, elsewhere (another tab or another computer is the telephone; takeOver() changes that), or failed (see problem).
 */
export type Status = 'off' | 'connecting' | 'ready' | 'elsewhere' | 'failed'

/**
 * ProblemCode is what is wrong; its words are `phone.problem.<code>`. Those before the line keep calls from
 * being taken, the others are warnings while the telephone works.
 */
export type ProblemCode =
  | 'insecure' // the page did not come over https, so that no microphone may be used
  | 'unsupported' // the browser knows no WebRTC
  | 'denied' // the person or the browser forbids the microphone
  | 'missing' // there is no microphone
  | 'busy' // another program has the microphone, or it does not work
  | 'refused' // the server refuses the telephone
  | 'offline' // the server cannot be reached
  // --
  | 'silent' // the browser lets no sound out until the page is clicked
  | 'unplugged' // the chosen microphone went away in the call; another one is used
  | 'speakerGone' // the chosen speaker went away; the system's is used
  | 'media' // the voice connection is lost and being repaired

export interface Problem {
  code: ProblemCode
  /** detail is a name to be put into the words, such as a device's. */
  detail?: string
}

/** Steps of quality: 4 is good, 3 fair, 2 poor, 1 bad; 0 is not known. */
export type Step = 0 | 1 | 2 | 3 | 4

/** Direction is the quality of one direction; undefined where nothing has been measured. */
export interface Direction {
  lossPercent: number | undefined
  jitterMs: number | undefined
}

/** Quality is what the last two seconds of a call were like; the last values stay after its end. */
export interface Quality {
  step: Step
  at: number // Date.now()
  in: Direction // what the agent hears
  out: Direction // what the other side hears, as it reports it
  roundTripMs: number | undefined
}

/** Call is the call on this telephone. */
export interface Call {
  since: number // Date.now()
  /** broken is a voice connection that is lost at the moment and being repaired. */
  broken: boolean
}

/** Phone is the page's telephone as components see it. */
export interface Phone {
  status: Status
  problem: Problem | undefined
  /** ringing: a call waits for answer(). It is over at once when the telephone answers by itself. */
  ringing: boolean
  /** active is the call under way, undefined without one. */
  active: Call | undefined
  /** studio: the call that rings or is active records a prompt. The server shows no pop of it. */
  studio: boolean
  muted: boolean
  autoAnswer: boolean
  quality: Quality | undefined
  answer: () => void
  /** hangup ends the call at the telephone, or refuses the one that rings. */
  hangup: () => void
  /** setMuted stops the microphone here, besides what the server does. It holds until changed, also for later calls. */
  setMuted: (muted: boolean) => void
  /** takeOver makes this tab the telephone. */
  takeOver: () => void
  setAutoAnswer: (on: boolean) => void
  /** retry tries again after a failure, as when the microphone has been allowed. */
  retry: () => void
}
