/** Live figures beside what the centre wants to reach. Pure; the formulas are in docs/admin.md. */
import type { QueueState, Targets } from './protocol.gen'

export type Aim = 'service_level' | 'answered' | 'abandoned' | 'satisfaction'

export interface Judged {
  aim: Aim
  value: number
  target: number
  met: boolean
}

/** valueOf is a figure of the day so far, undefined while nothing was counted. */
export function valueOf(aim: Aim, queue: QueueState): number | undefined {
  const counted = queue.answered + queue.abandoned - queue.short
  switch (aim) {
    case 'service_level':
      return queue.service_level
    case 'answered':
      return queue.offered > 0 ? queue.answered / queue.offered : undefined
    case 'abandoned':
      return counted > 0 ? Math.max(0, queue.abandoned - queue.short) / counted : undefined
    case 'satisfaction':
      return queue.rated > 0 ? queue.satisfied / queue.rated : undefined
  }
}

/** judge compares a figure with its target; undefined without one of them. */
export function judge(aim: Aim, queue: QueueState, targets: Targets | undefined): Judged | undefined {
  const [value, target] = [valueOf(aim, queue), targets?.[aim]]
  if (value === undefined || target === undefined) return undefined
  return { aim, value, target, met: aim === 'abandoned' ? value <= target : value >= target }
}
