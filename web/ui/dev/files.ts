/** Owners' files and tasks of the make-believe centre, over HTTP. Development only. */
import type { ServerResponse } from 'node:http'
import type { OwnerFile } from '../src/owners.ts'
import type { Task } from '../src/tasks.ts'
import { address } from './address.ts'
import type { Stage } from './stage.ts'
import { at, card, minute, pop, rows, wife } from './world.ts'

let file: OwnerFile = fresh()
let tasks: Task[] = someTasks()
let version = 1

function fresh(): OwnerFile {
  return {
    id: 'o1', version: 4, name: '王建国', salutation: '先生', relation: 'owner', segment: 'vip', language_note: '方言',
    phones: [{ index: 0, masked: '138****1234', kind: 'mobile', verified_at: at(-90 * 24 * 60 * minute) }, { index: 1, masked: '021****7788', kind: 'home' }],
    units: card.units.map((unit, index) => ({
      index, ref: address(unit), project: unit.project, phase: unit.phase ?? '', building: unit.building ?? '', room: unit.room ?? '', house_type: unit.house_type ?? '',
      handover_at: unit.handover_at ?? '', occupancy_status: unit.status ?? '', ambassador: unit.ambassador ?? '', warranty: unit.warranty ?? [],
    })),
    email: 'wang@example.com', home_address: '金桂园 11栋 1203',
    opt_out: { care_call: false, sms: false, marketing: true, survey: true, source: '来电要求' },
    alerts: [{ text: '12 月起 11 栋电梯大修,已致歉并登记。', level: 'warn' }],
    updated_at: at(-3 * 24 * 60 * minute), updated_by: '1002',
  }
}

function someTasks(): Task[] {
  const task = (id: string, part: Partial<Task>): Task => ({
    id, kind: 'promise', call_id: 'c9', agent: '1001', agent_name: '王芳', number_masked: '138****1234', owner_name: '王建国', salutation: '先生',
    unit: '金桂园 11栋 1203', due: at(-40 * minute), text: '厨房水龙头滴水,答复上门时间', category: 'REP-G', created_at: at(-5 * 60 * minute), state: 'open', ...part,
  })
  return [
    task('t1', {}),
    task('t2', { kind: 'callback', owner_name: '赵敏', salutation: '女士', unit: '金桂园 3栋 502', due: at(50 * minute), text: '物业费减免需核实后回电', category: 'INQ', number_masked: '021****7788', tries: [{ call_id: 'c3', t: at(-20 * minute), outcome: 'no_answer' }] }),
    task('t3', { kind: 'follow_up', due: at(30 * 60 * minute), text: '电梯大修后回访', category: 'CMP', postponed: [{ t: at(-60 * minute), by: '1001', from: at(-30 * minute), to: at(30 * 60 * minute), reason: '大修延期' }] }),
    task('t5', { kind: 'callback', owner_name: '', salutation: '', unit: '', number_masked: '139****8888', due: at(23 * 60 * minute), text: '客户留言,请收听录音并回电', message: 'c9-r1', category: '' }),
    task('t4', { agent: '1003', agent_name: '张敏', owner_name: '刘玉兰', due: at(-150 * minute), text: '阳台漏水,回复责任单位', category: 'CMP' }),
  ]
}

/** due makes a task come due in some seconds, to see the reminder. */
export function dueSoon(stage: Stage, seconds: number): void {
  tasks = [...tasks, { ...(someTasks()[1] as Task), id: `t${Date.now()}`, due: at(seconds * 1000) }]
  changed(stage)
}

function changed(stage: Stage): void {
  version += 1
  const mine = tasks.filter((task) => task.agent === '1001' && task.state === 'open')
  stage.tasks({ version, open: mine.length, overdue: mine.filter((task) => Date.parse(task.due) < Date.now()).length })
}

/** longPop is a call of somebody who has called often. */
function longPop(calls: number) {
  const one = pop({ call: `c${Date.now()}`, offered_at: at(0), ring_by: at(15_000) })
  const recent = Array.from({ length: calls }, (_, i) => ({
    call: `r${i}`, at: at(-i * 24 * 60 * minute), outcome: 'answered' as const, agent_name: '李娜', category: i % 3 === 0 ? 'CMP' : 'REP-G',
    summary: `第 ${calls - i} 次来电,反映电梯与漏水问题`, resolved: i % 40 !== 3, ...(i % 40 === 3 ? { promised_reply_at: at(-i * minute) } : {}),
  }))
  return { ...one, recent }
}

interface Request {
  stage: Stage
  method: string
  url: URL
  body: () => Promise<string>
  response: ServerResponse
  me: unknown
}

/** files answers what is about owners, tasks and single calls; false for all else. */
export async function files({ stage, method, url, body, response, me }: Request): Promise<boolean> {
  const path = url.pathname
  const json = (status: number, value: unknown) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    return true
  }
  const agent = url.searchParams.get('agent')
  const mine = () => tasks.filter((task) => task.state === 'open' && (agent === null || task.agent === agent))
  if (path === '/api/desk') {
    return stage.signedIn ? json(200, { me, tasks: tasks.filter((task) => task.state === 'open' && task.agent === '1001'), calls: rows }) : json(401, { code: 'not_signed_in', message: '请先登录' })
  }
  if (path === '/api/tasks' && method === 'POST') {
    const wish = JSON.parse(await body()) as { due: string; text: string }
    const made = { ...(someTasks()[1] as Task), ...wish, id: `t${Date.now()}`, kind: 'callback' as const }
    tasks = [...tasks, made]
    changed(stage)
    return json(201, made)
  }
  if (path === '/api/tasks' && method === 'GET') return json(200, { tasks: mine() })
  const task = /^\/api\/tasks\/([^/]+)\/(done|postpone|assign)$/.exec(path)
  if (task !== null) {
    const part = JSON.parse(await body()) as { due?: string; agent?: string }
    tasks = tasks.map((one) => (one.id !== task[1] ? one : { ...one, ...(task[2] === 'done' ? { state: 'done' as const } : {}), ...(part.due ? { due: part.due } : {}), ...(part.agent ? { agent: part.agent } : {}) }))
    changed(stage)
    return json(200, tasks.find((one) => one.id === task[1]))
  }
  if (/^\/api\/tasks\/[^/]+\/message$/.test(path)) {
    response.writeHead(200, { 'Content-Type': 'audio/wav' }).end(tone(3))
    return true
  }
  if (path === '/dev/due') {
    dueSoon(stage, Number(url.searchParams.get('in') ?? 3))
    return json(200, {})
  }
  if (path === '/dev/pop') {
    stage.pop(longPop(Number(url.searchParams.get('rows') ?? 200)))
    return json(200, stage.scene.pop?.call)
  }
  if (path === '/dev/free') {
    stage.popEnd('answered')
    return json(200, {})
  }
  if (path === '/dev/late') {
    const shown = longPop(200)
    stage.change({ caller: shown.caller, recent: shown.recent, recent_loaded: true })
    return json(200, {})
  }
  if (/^\/api\/calls\/[^/]+$/.test(path) && method === 'GET') return json(200, { ...rows[0], agent_name: '王芳' })
  return owners(stage, method, path, url, body, json)
}

/** tone is a WAV file of a tone that fades. */
function tone(seconds: number): Buffer {
  const rate = 8000
  const file = Buffer.alloc(44 + 2 * rate * seconds)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  for (const [at, size, value] of [[16, 4, 16], [20, 2, 1], [22, 2, 1], [24, 4, rate], [28, 4, 2 * rate], [32, 2, 2], [34, 2, 16]] as const) file.writeUIntLE(value, at, size)
  file.write('data', 36)
  file.writeUInt32LE(file.length - 44, 40)
  for (let i = 0; i < rate * seconds; i++) file.writeInt16LE(Math.round(9000 * Math.sin((i * 440 * 2 * Math.PI) / rate) * Math.exp(-i / rate)), 44 + 2 * i)
  return file
}

type Json = (status: number, value: unknown) => boolean

async function owners(stage: Stage, method: string, path: string, url: URL, body: () => Promise<string>, json: Json): Promise<boolean> {
  const shown = stage.scene.pop
  const owned = (owner: typeof card) => {
    if (shown) stage.change({ caller: { ...shown.caller, owner, unit: owner.units[0]?.ref ?? '' } })
  }
  if (path === '/dev/other') {
    file = { ...file, version: file.version + 1, salutation: '老师', name: '王建', updated_by: '1002', updated_at: at(0) }
    return json(200, {})
  }
  if (path === '/api/owners/search') {
    const text = ['unit', 'name', 'number'].map((key) => url.searchParams.get(key) ?? '').join(' ')
    if (!/\d/.test(text)) return json(422, { code: 'bad_request', message: '', fields: [{ field: 'query.unit', message: '请提供楼栋和房号,或至少七位电话号码。' }] })
    return json(200, { owners: /99/.test(text) ? [] : [{ ...card, phones: ['138****1234'] }, { ...wife, phones: ['139****0001'] }] })
  }
  if (/^\/api\/calls\/[^/]+\/owner-card$/.test(path)) {
    const { owner } = JSON.parse(await body()) as { owner: string }
    owned(owner === 'o2' ? wife : card)
    return json(200, card)
  }
  if (path === '/api/owners' && method === 'POST') {
    const typed = JSON.parse(await body()) as { name: string; salutation?: string; relation?: string; unit?: Record<string, string> }
    const unit = typed.unit ? [{ ref: Object.values(typed.unit).join(' '), project: typed.unit['project'] ?? '', building: typed.unit['building'] ?? '', room: typed.unit['room'] ?? '' }] : []
    owned({ id: 'o9', name: typed.name, salutation: typed.salutation ?? '', relation: typed.relation ?? 'owner', units: unit })
    return json(201, { ...file, id: 'o9' })
  }
  if (/^\/api\/owners\/[^/]+\/history$/.test(path)) {
    return json(200, { changes: [
      { version: 4, t: at(-3 * 24 * 60 * minute), by: '1002', fields: [{ field: 'language_note', old: '', new: '方言' }, { field: 'units[金桂园 一期 11栋 1203].occupancy_status', old: '装修中', new: '已入住' }] },
      { version: 3, t: at(-40 * 24 * 60 * minute), by: '1001', fields: [{ field: 'phones', old: '138****1234', new: '138****1234;021****7788' }] },
    ] })
  }
  if (!/^\/api\/owners\/[^/]+$/.test(path)) return false
  if (method === 'GET') return json(200, file)
  const typed = JSON.parse(await body()) as OwnerFile
  if (typed.version !== file.version) return json(409, { code: 'conflict', message: '档案已被他人修改' })
  if (typed.email && !typed.email.includes('@')) return json(422, { code: 'bad_request', message: '', fields: [{ field: 'body.email', message: '此项有误:邮箱格式不正确。' }] })
  file = { ...file, ...typed, version: file.version + 1, updated_by: '1001', updated_at: at(0) }
  return json(200, file)
}
