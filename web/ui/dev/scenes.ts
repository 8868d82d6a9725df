/** The moments of the desktop that are worth a look, by name. */
import type { AgentState, Pop, TeamMate } from '../src/protocol.gen'
import type { Scene } from './stage.ts'
import { agent, at, card, minute, pop, queue, team, wife } from './world.ts'

const talking = () => ({ phase: 'talking' as const, answered_at: at(-83_000), connected_at: at(-83_000), queued_at: at(-97_000) })
const ended = () => ({ ...talking(), answered_at: at(-151_000), phase: 'ended' as const, ended_at: at(-6_000), ended_by: 'caller' as const, end_reason: 'hangup', wrap_up_by: at(42_000), wrap_up_until: at(500_000) })
const stranger = (match: 'unknown' | 'withheld' | '') => ({
  ...(match === 'withheld' ? { number: '', raw: '', masked: '' } : { number: '13912345678', raw: '13912345678', masked: '139****5678' }), match,
})
const mate = (id: string): TeamMate => team().find((one) => one.id === id) ?? { id, name: id, work_no: id, state: 'ready' }

const inTalk = (part: () => Partial<Pop> = () => ({}), me: Partial<AgentState> = {}) => (): Scene => ({
  me: agent({ state: 'talking', since: at(-83_000), call: 'c1', ...me }), pop: pop({ ...talking(), ...part() }),
})
const page = { device: { kind: 'page' as const } }
const third = (part: Partial<NonNullable<Pop['third']>> = {}) => ({
  to: { kind: 'agent' as const, id: '1002' }, name: '李娜', kind: 'consult' as const, since: at(-21_000), ...part,
})

export const scenes: Record<string, () => Scene> = {
  signed_out: () => ({ me: agent(), queues: [queue({ waiting: 0, service_level: undefined as never, offered: 0, answered: 0, abandoned: 0, estimate_s: 0 })] }),
  ready: () => ({ me: agent({ state: 'ready' }) }),
  late: () => ({ me: agent({ state: 'break', reason: 'meal' }), queues: [queue({ oldest: at(-31_000), late_now: 1, waiting: 4 })] }),
  asked: () => ({ me: agent({ state: 'ready', asked: 'training', asked_at: at(-95_000) }) }),
  no_phone: () => ({ me: agent({ state: 'ready', phone: false }) }),
  no_page: () => ({ me: agent({ state: 'ready', phone: false, ...page }) }),
  outside_phone: () => ({ me: agent({ state: 'ready', device: { kind: 'number', number: '13600001111' } }) }),
  not_responding: () => ({ me: agent({ state: 'not_responding', reason: 'no_answer', since: at(-8_000) }) }),

  offering: () => ({ me: agent({ state: 'reserved', since: at(-6_000) }), pop: pop() }),
  page_rings: () => ({ me: agent({ state: 'reserved', since: at(-6_000), ...page }), pop: pop() }),
  looking: () => ({ me: agent({ state: 'reserved', since: at(-1_000) }), pop: pop({ caller: stranger(''), recent: [], recent_loaded: false }) }),
  transferred: () => ({ me: agent({ state: 'reserved', since: at(-6_000) }), pop: pop({ for: 'transfer', from: mate('1002'), from_reason: '需专业解答' }) }),
  asked_by: () => ({ me: agent({ state: 'reserved', since: at(-3_000) }), pop: pop({ for: 'consult', from: mate('1002'), from_reason: '客户要求' }) }),
  returned: () => ({ me: agent({ state: 'reserved', since: at(-3_000) }), pop: pop({ for: 'return', third: third({ kind: 'blind', result: 'returned' }) }) }),

  talking: inTalk(),
  next: inTalk(() => ({ held_since: at(-12_000) }), { next: 'break', next_reason: 'rest' }),
  muted: inTalk(() => ({ muted: true, paused: true })),
  phone_hold: inTalk(() => ({ held_since: at(-12_000), phone_hold: true })),
  helped: inTalk(() => ({ help: '超出我的权限', help_by: '陈主管' })),
  lost: inTalk(() => ({ held_since: at(-6_000), lost_since: at(-6_000), lost_by: at(14_000) }), page),
  choice: inTalk(() => ({ caller: { number: '13800001234', raw: '', masked: '', match: 'choice', choices: [card, wife] } })),
  unknown: inTalk(() => ({ caller: stranger('unknown'), recent: [] })),
  withheld: inTalk(() => ({ caller: stranger('withheld'), recent: [] })),

  consult_rings: inTalk(() => ({ held_since: at(-7_000), third: third({ ringing: true, since: at(-6_000) }) })),
  consulting: inTalk(() => ({ held_since: at(-28_000), third: third() })),
  third_held: inTalk(() => ({ third: third({ held: true }) })),
  conference: inTalk(() => ({ third: third({ kind: 'conference', conference: true }) })),
  no_answer: inTalk(() => ({ held_since: at(-28_000), third: third({ result: 'returned' }) })),
  consulted: inTalk(() => ({ consulted: true, for: 'consult', from: mate('1002'), from_reason: '需专业解答', held_since: at(-40_000) })),
  transferring: () => ({
    me: agent({ state: 'wrap_up', since: at(-4_000) }),
    pop: pop({ ...talking(), phase: 'transferring', third: third({ kind: 'blind', ringing: true, since: at(-4_000) }) }),
  }),

  dialler: () => ({ me: agent({ state: 'reserved', since: at(-1_000), ...page }), pop: pop({ direction: 'out', for: 'dialler', auto_answer: true, purpose: 'PRG', queued_at: at(0) }) }),
  dialling: inTalk(() => ({ phase: 'dialling', direction: 'out', for: 'dialler', purpose: 'PRG', offered_at: at(-9_000) })),
  calling_back: () => ({ me: agent({ state: 'reserved', since: at(-9_000), ...page }), pop: pop({ phase: 'dialling', direction: 'out', for: 'callback', offered_at: at(-9_000), queued_at: undefined as never }) }),
  callback: () => ({ me: agent({ state: 'reserved', since: at(-20_000), ...page }), pop: pop({ direction: 'out', for: 'callback', queued_at: undefined as never }) }),

  ended: () => ({ me: agent({ state: 'wrap_up', since: at(-6_000), wrap_up_by: at(42_000) }), pop: pop(ended()) }),
  taken: () => ({ me: agent({ state: 'wrap_up', since: at(-6_000), wrap_up_by: at(42_000) }), pop: pop({ ...ended(), ended_by: undefined as never, third: third({ to: { kind: 'department', id: 'eng' }, name: '工程部', kind: 'attended', result: 'taken' }) }) }),

  admin: () => ({ role: 'admin', agents: everybody(), queues: queues() }),
  board: () => ({ role: 'supervisor', agents: everybody(), queues: queues(), help: { asked: [
    { call: 'h1', agent: '1003', agent_name: '张敏', text: '客户情绪激动,要求与经理通话', since: at(-72_000) },
    { call: 'h2', agent: '1004', agent_name: '刘静', text: '答复需要确认', since: at(-140_000), by: '李主管' },
  ] } }),
  board_quiet: () => ({ role: 'supervisor', agents: everybody().map(({ asked: _, asked_at: __, ...one }) => one), queues: queues() }),
}

function queues() {
  return [queue(), queue({ id: 'repair', name: '报修专线', waiting: 0, oldest: undefined as never, service_level: 0.81, late_now: 0 })]
}

function everybody(): AgentState[] {
  return team().map((one, i) => agent({
    ...one, queues: i % 2 === 0 ? ['service'] : ['service', 'repair'],
    ...(one.id === '1006' ? {} : i % 3 === 0 ? page : {}),
    ...(one.id === '1007' ? { asked: 'training', asked_at: at(-2 * minute) } : {}),
    ...(one.id === '1002' ? { asked: 'meeting', asked_at: at(-4 * minute) } : {}),
  }))
}
