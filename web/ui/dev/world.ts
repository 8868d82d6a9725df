/**
 * The make-believe centre of `npm run dev`: one agent and the colleagues, a
 * few queues and callers. Development only; nothing here reaches the build.
 */
import type { AgentState, Card, Pop, QueueState, Snapshot, TeamMate } from '../src/protocol.gen'

export const minute = 60_000
export const at = (ms: number) => new Date(Date.now() + ms).toISOString()

export const card: Card = {
  id: 'o1', name: '王建国', salutation: '先生', relation: 'owner', segment: 'vip', language_note: '方言',
  units: [
    { ref: '金桂园/一期/11栋/1203', project: '金桂园', phase: '一期', building: '11栋', room: '1203', house_type: '三室两厅',
      ambassador: '林晓', sounds_like: ['13栋'], handover_at: '2024-06-30', status: '已入住',
      warranty: [{ item: '防水', until: '2029-06-30' }, { item: '电器', until: '2026-06-30' }] },
    { ref: '金桂园/二期/3栋/502', project: '金桂园', phase: '二期', building: '3栋', room: '502', house_type: '两室一厅', status: '装修中' },
  ],
  opt_outs: ['marketing', 'survey'],
  alerts: [{ text: '12 月起 11 栋电梯大修,已致歉并登记。', level: 'warn' }],
  complaints_12m: 2, repeat_complaint: true,
}

export const wife: Card = {
  id: 'o2', name: '刘玉兰', salutation: '女士', relation: 'family', segment: 'ordinary',
  units: [{ ref: '金桂园/一期/11栋/1203', project: '金桂园', phase: '一期', building: '11栋', room: '1203' }],
}

const names = ['李娜', '张敏', '刘静', '陈丽', '杨帆', '赵磊', '黄婷', '周洁', '吴昊']
const states = ['ready', 'talking', 'talking', 'wrap_up', 'break', 'ready', 'reserved', 'signed_out', 'signed_out'] as const

/** team is the agent and the colleagues, as the server sends it. */
export function team(): TeamMate[] {
  const me: TeamMate = { id: '1001', name: '王芳', work_no: '1001', state: 'ready', since: at(-5 * minute) }
  return [me, ...names.map((name, i) => ({
    id: String(1002 + i), name, work_no: String(1002 + i), state: states[i] ?? 'ready',
    ...(states[i] === 'break' ? { reason: 'meal' } : {}), since: at(-(i + 1) * 73_000),
  }))]
}

export function agent(part: Partial<AgentState> = {}): AgentState {
  return { id: '1001', name: '王芳', work_no: '1001', queues: ['service'], state: 'signed_out', since: at(-5 * minute),
    phone: true, device: { kind: 'phone' }, desktop: true, ...part }
}

export function queue(part: Partial<QueueState> = {}): QueueState {
  return { id: 'service', name: '客户服务', day: '2026-11-22', waiting: 2, oldest: at(-9_000), service_level: 0.934, threshold_s: 15,
    estimate_s: 60, offered: 98, answered: 88, answered_in: 85, abandoned: 4, abandoned_in: 1, short: 1, overflowed: 0, promised: 0, late_now: 0, asked: 42, rated: 31, satisfied: 28,
    ready: 3, talking: 3, wrap_up: 1, away: 1, signed_in: 8, ...part }
}

const recent: Pop['recent'] = [
  { call: 'r1', at: at(-2 * 24 * 60 * minute), outcome: 'answered', agent_name: '李娜', category: 'REP-G', summary: '厨房水龙头滴水,约周三上门', resolved: false, promised_reply_at: at(-3 * 60 * minute) },
  { call: 'r2', at: at(-20 * 24 * 60 * minute), outcome: 'answered', agent_name: '王芳', category: 'CMP', sub_category: '物业', summary: '电梯等候时间长,要求说明大修计划', resolved: true },
  { call: 'r3', at: at(-41 * 24 * 60 * minute), outcome: 'abandoned_queue', resolved: false },
]

const script = [
  { id: 'agent.greet', text: '您好,金桂园客户服务中心客服!我是客服王芳,工号1001。' },
  { id: 'hold.ask', text: '对不起,我需要暂时离开一下核实情况,请您稍等,可以吗?谢谢您。' },
  { id: 'hold.resume', text: '对不起,让您久等了。' },
  { id: 'transfer.notice', text: '您的问题需要由{部门}为您处理,原因是{原因},我现在为您转接,请您稍候。' },
  { id: 'promise', text: '这个问题我暂时不能当场答复您,原因是{原因},我们将在{时间}前给您回复。' },
  { id: 'anything_else', text: '请问您还有其他需要吗?' },
  { id: 'close.main', text: '感谢您的来电,再见!' },
]

export function pop(part: Partial<Pop> = {}): Pop {
  return { call: 'c1', phase: 'offering', direction: 'in', caller: { number: '13800001234', raw: '13800001234', masked: '138****1234', match: 'known', owner: card, unit: '金桂园/一期/11栋/1203' },
    hotline: '4008001234', hotline_name: '客户服务热线', project: '金桂园', queue: 'service', queue_name: '客户服务', recorded: true,
    arrived_at: at(-14_000), queued_at: at(-11_000), offered_at: at(-6_000), ring_by: at(9_000),
    script, recent, recent_loaded: true, ...part }
}

export function snapshot(me: AgentState, queues: QueueState[], shown?: Pop): Snapshot {
  return { protocol: 1, server_time: at(0), me: { user: '1001', role: 'agent', agent: me }, center, agents: [], team: team(), queues, help: { asked: [] }, tasks: { version: 1, open: 0, overdue: 0 },
    lines: [], emergencies: { calls: [] }, incidents: { active: [], proposed: [] }, ...(shown ? { pop: shown } : {}) }
}

export const center: Snapshot['center'] = {
  name: '金桂园客户服务中心',
  breaks: [
    { code: 'rest', name: '小休' }, { code: 'meal', name: '用餐' }, { code: 'training', name: '培训', approval: true },
    { code: 'meeting', name: '会议', approval: true },
  ],
  categories: [
    { code: 'INQ', name: '咨询', subs: ['物业费/收费', '房屋使用', '装修', '政策法规', '入住/搬离', '按揭/产权/合同', '小区动态'] },
    { code: 'REP-U', name: '报修-急修/紧急', subs: ['水', '电', '燃气', '电梯', '渗漏'] },
    { code: 'REP-G', name: '报修-一般', subs: [] },
    { code: 'CMP', name: '投诉', subs: ['服务质量', '工程质量', '物业', '收费', '交付', '邻里', '重大'] },
    { code: 'PRG', name: '维修进度查询/回复', subs: [] },
    { code: 'NUI', name: '骚扰/误拨', subs: [], silent: true },
  ],
  departments: [
    { code: 'eng', name: '工程部', note: '08:30–18:00' },
    { code: 'prop', name: '物业服务中心', note: '24 小时' },
    { code: 'fin', name: '财务部' },
  ],
  transfer_reasons: [['skill', '需专业解答'], ['dept', '属其他部门'], ['ask', '客户要求'], ['up', '升级处理']].map(([code = '', name = '']) => ({ code, name })),
  purposes: [
    { code: 'FUP', name: '回访', opt_out: 'survey' }, { code: 'PRG', name: '维修进度回复' }, { code: 'CAR', name: '关怀', opt_out: 'care_call' },
    { code: 'REM', name: '催办' }, { code: 'CB', name: '回电' }, { code: 'MKT', name: '活动邀请', opt_out: 'marketing' },
  ],
  ring_on_s: 1,
  ring_off_s: 4,
  targets: {},
  queues: [['service', '客户服务'], ['repair', '报修专线'], ['complaint', '投诉处理']].map(([id = '', name = '']) => ({
    id, name, wrap_up_s: 60, ring_limit_s: 15, threshold_s: 15, record_calls: true, targets: {},
  })),
}

export const rows = [
  { call_id: 'c9', caller_number_masked: '138****1234', match: 'known', owner_name: '王建国', t_ring: at(-25 * minute), talk_ms: 154_000, outcome: 'answered', category: 'CMP', sub_category: '物业', summary: '电梯等候时间长,已解释大修计划并致歉', resolved_on_call: true, registered_at: at(-22 * minute) },
  { call_id: 'c8', caller_number_masked: '139****5678', match: 'unknown', t_ring: at(-48 * minute), talk_ms: 61_000, outcome: 'answered', category: 'INQ', sub_category: '物业费/收费', summary: '询问物业费缴纳方式', resolved_on_call: true, registered_at: at(-46 * minute) },
  { call_id: 'c7', caller_number_masked: '021****7788', match: 'known', owner_name: '赵敏', t_ring: at(-75 * minute), talk_ms: 230_000, outcome: 'answered', category: 'REP-U', sub_category: '渗漏', summary: '主卧天花板渗水,已派维修,14:00 前上门', resolved_on_call: false, registered_at: at(-70 * minute) },
  { call_id: 'c6', caller_number_masked: '', match: 'withheld', t_ring: at(-26 * 60 * minute), talk_ms: 12_000, outcome: 'answered', resolved_on_call: false },
]
