/** The way to Asterisk as the engine sees it; sip.ts is the real one, which is loaded when it is needed. */
import type { Refusal } from './machine'
import type { Problem } from './types'

/** Account is what a page registers with, from POST /api/phone. */
export interface Account {
  user: string
  password: string
  realm: string
  /** page names this page to the server. */
  page: string
  expires_at: string
  ice_servers: RTCIceServer[]
}

/** LineEvents is what the line tells. Calls are known by an id. */
export interface LineEvents {
  registered: () => void
  /** registrationFailed: password says that the password was refused. */
  registrationFailed: (password: boolean) => void
  /** lost: the connection broke; after 'network' it comes back by itself. */
  lost: (why: 'network' | 'elsewhere' | 'refused') => void
  /** invite: auto says that the caller wants the telephone to answer by itself, studio that a prompt is to be recorded. */
  invite: (id: string, auto: boolean, studio?: boolean) => void
  answered: (id: string) => void
  ended: (id: string) => void
  /** broken: the voice connection is interrupted; failed: it does not come back by itself. */
  broken: (id: string, broken: boolean, failed: boolean) => void
  /** voice is what the other side says. */
  voice: (id: string, stream: MediaStream) => void
}

/** Line is a SIP registration with its calls. */
export interface Line {
  /** renew gives it a new password and registers. */
  renew: (account: Account) => void
  register: () => void
  /** check finds out now whether the connection is alive, as when the network is back. */
  check: () => void
  /** answer fails when the call cannot be answered. */
  answer: (id: string, microphone: MediaStream) => Promise<void>
  hangUp: (id: string) => void
  refuse: (id: string, why: Refusal) => void
  /** drop forgets a call; the other side hears nothing of it, unless it still listens. */
  drop: (id: string) => void
  /** isAlive asks the other side whether it knows the call. */
  isAlive: (id: string) => Promise<boolean>
  /** repair tells the other side where we are now, and mends the voice connection if need be. */
  repair: (id: string) => Promise<boolean>
  /** speak sends another microphone. */
  speak: (id: string, microphone: MediaStream) => Promise<void>
  statistics: (id: string) => Promise<RTCStatsReport | undefined>
  /** close ends everything; quiet says nothing to the other side, which so keeps the call. */
  close: (quiet: boolean) => void
}

/** ProblemError carries what to tell a person. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}
