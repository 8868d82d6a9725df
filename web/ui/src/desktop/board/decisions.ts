/** Why a call went to whom it went, as /api/calls/{id}/decisions has it. Pure. */

export interface Decision {
  at: string
  agent: string
  agent_name: string
  rule: string
  ready: number
  idle_s: number
  waited_s: number
  behind: number
  rung?: number
  result?: string
  by?: string
  stage?: number
  ahead_s?: number
  for?: string
  asked?: Passed
  others: Passed[]
}

export interface Passed {
  agent: string
  agent_name: string
  why: string
}

export interface Decisions {
  callback?: boolean
  ways?: { at: string; why: string; queue: string }[]
  decisions: Decision[]
  forgotten?: boolean
}

/** Round is one choice: of one agent, or of all whose telephones rang at once. */
export interface Round {
  first: Decision
  rung: Decision[]
}

/** At once are decisions that are at most so far apart. */
const together = 2_000

/** rounds gathers the decisions whose telephones rang at once. */
export function rounds(all: Decision[]): Round[] {
  const out: Round[] = []
  for (const one of all) {
    const last = out.at(-1)
    if (one.rung && last?.first.rung && Date.parse(one.at) - Date.parse(last.first.at) < together) last.rung.push(one)
    else out.push({ first: one, rung: [one] })
  }
  return out
}

/** byReason gathers who did not get the call by what kept them from it, in the order of the server. */
export function byReason(others: Passed[]): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const one of others) groups.set(one.why, [...(groups.get(one.why) ?? []), one.agent_name])
  return [...groups]
}

/** reasonKeys are where the words are of why not somebody, the most particular first: by the rule, then in general. */
export function reasonKeys(why: string, rule: string): string[] {
  return [`why.not.${why}.${rule}`, `why.not.${why}`]
}
