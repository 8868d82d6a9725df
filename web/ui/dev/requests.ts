/** The requests of the websocket, each with what it does and the code with which it is refused. */
import type {
  BreakDecide, CallDial, CallDigits, CallHelp, CallHold, CallRef, CallSwitch, CallTransfer, ClientFrame, ClientRequests, Device, OwnerChoose,
  PhoneBack, Refusal, StateSet, WrapUpSave,
} from '../src/protocol.gen'
import { complete, consult, dial, drop, end, free, refusedTarget, transfer } from './calls.ts'
import type { Stage } from './stage.ts'
import { at, center } from './world.ts'

const sentences: Record<number, string> = {
  202: '当前状态不能这样切换。', 203: '请选择小休原因。', 204: '这通电话不是您的,或已处理完毕。', 209: '请先结束当前通话或整理。',
  210: '转接目标不存在。', 211: '这位同事现在不空闲。', 212: '请说明转接的原因。', 213: '请选择外呼目的。', 214: '这个号码不能拨打。',
  215: '客户已退订此类来电,不能呼叫。', 216: '您的话机不可达。', 217: '没有第三方,或已有第三方。', 218: '客户由话机保持,请在话机上取回。',
  219: '这通电话没有录音。', 220: '只能发送 0-9、* 和 #。', 221: '整理时间不能再延长。', 236: '这位客户不参加满意度评价,请直接挂断。', 222: '没有待处理的请求。', 223: '没有这样的话机。',
}

/** request does what a frame asks for, and gives the refusal if there is one. */
export function request(stage: Stage, frame: ClientFrame): Refusal | undefined {
  const act = requests[frame.type] as ((stage: Stage, data: unknown) => number | undefined) | undefined
  const code = act?.(stage, frame.data)
  return code === undefined ? undefined : ({ code, message: sentences[code] ?? '', temporary: false } as Refusal)
}

type Requests = { [T in keyof ClientRequests]?: (stage: Stage, data: never) => number | undefined }

/** steer is for requests about the agent's own conversation. */
function steer<T extends CallRef>(act: (stage: Stage, data: T) => number | undefined | void): (stage: Stage, data: T) => number | undefined {
  return (stage, data) => {
    const { pop } = stage.scene
    if (pop?.call !== data.call || pop.phase !== 'talking' || pop.consulted) return 204
    if (pop.lost_since !== undefined) return 216
    return act(stage, data) ?? undefined
  }
}

const thirdOf = (stage: Stage) => (stage.scene.pop?.third?.result ? undefined : stage.scene.pop?.third)

const requests: Requests = {
  'state.set': (stage: Stage, { state, reason }: StateSet) => {
    const { me } = stage.scene
    const kind = center.breaks.find((one) => one.code === reason)
    if (me === undefined) return 202
    if (state === 'break' && kind === undefined) return 203
    if (state === 'break' && kind?.approval && me.reason !== reason) return void stage.agent({ asked: kind.code, asked_at: at(0) })
    const none = undefined as never
    const not = { asked: none, asked_at: none }
    const why = (reason ?? none)
    if (me.state === 'reserved' || me.state === 'talking') return void stage.agent({ ...not, next: state, next_reason: why })
    if (me.state === 'wrap_up') stage.popEnd('answered')
    return void stage.agent({ ...not, state, reason: why, wrap_up_by: none, call: none })
  },
  'wrapup.save': (stage: Stage, { call, done, ...wrap }: WrapUpSave) => {
    const { pop } = stage.scene
    if (pop?.call !== call || pop.consulted || (pop.phase !== 'talking' && pop.phase !== 'ended')) return 204
    if (done && wrap.category === '') return 205
    stage.change({ wrap })
    if (done && pop.phase === 'ended') free(stage)
    return undefined
  },
  'wrapup.extend': (stage: Stage) => {
    const by = Date.parse(stage.scene.pop?.wrap_up_by ?? '') + 60_000
    if (Number.isNaN(by) || by > Date.parse(stage.scene.pop?.wrap_up_until ?? '')) return 221
    stage.change({ wrap_up_by: new Date(by).toISOString() })
    return void stage.agent({ wrap_up_by: new Date(by).toISOString() })
  },
  'owner.choose': (stage: Stage, { owner: id, unit }: OwnerChoose) => {
    const { pop } = stage.scene
    const owner = pop?.caller.choices?.find((one) => one.id === id) ?? pop?.caller.owner
    if (pop) stage.change({ caller: { ...pop.caller, ...(owner ? { owner } : {}), ...(unit ? { unit } : {}) } })
    return undefined
  },
  'call.hangup': (stage: Stage, { call }: CallRef) => {
    const { pop } = stage.scene
    if (pop?.call !== call || (pop.phase !== 'talking' && pop.phase !== 'dialling')) return 204
    if (thirdOf(stage)) complete(stage)
    else end(stage, 'agent')
    return undefined
  },
  'call.hold': steer((stage, { side, on }: CallHold) => {
    const third = thirdOf(stage)
    const { pop } = stage.scene
    if (pop?.phone_hold) return 218
    if (side === 'third') {
      if (third === undefined || third.ringing) return 217
      return stage.change({ third: { ...third, held: on, conference: !on && pop?.held_since === undefined } })
    }
    if (!on && third?.ringing) return 217
    stage.change({ held_since: on ? at(0) : undefined, ...(third ? { third: { ...third, conference: !on && !third.held } } : {}) })
  }),
  'call.swap': steer((stage) => {
    const third = thirdOf(stage)
    if (third === undefined || third.ringing) return 217
    const held = stage.scene.pop?.held_since !== undefined
    stage.change({ held_since: held ? undefined : at(0), third: { ...third, held, conference: false } })
  }),
  'call.conference': steer((stage) => {
    const third = thirdOf(stage)
    if (third === undefined || third.ringing) return 217
    stage.change({ held_since: undefined, third: { ...third, held: false, conference: true, kind: 'conference' } })
  }),
  // One who is consulted may mute, too.
  'call.mute': (stage: Stage, { call, on }: CallSwitch) => {
    const { pop } = stage.scene
    if (pop?.call !== call || pop.phase !== 'talking') return 204
    return void stage.change({ muted: on })
  },
  'call.pause': steer((stage, { on }: CallSwitch) => (stage.scene.pop?.recorded ? stage.change({ paused: on }) : 219)),
  'call.digits': steer((_, { digits }: CallDigits) => (/^[\d*#]{1,32}$/.test(digits) ? undefined : 220)),
  'call.consult': steer((stage, wish: CallTransfer) => (thirdOf(stage) ? 217 : (refusedTarget(wish) ?? consult(stage, wish)))),
  'call.transfer': steer((stage, wish: CallTransfer) => (thirdOf(stage) ? 217 : (refusedTarget(wish) ?? transfer(stage, wish)))),
  'call.complete': steer((stage) => (thirdOf(stage) ? complete(stage) : 217)),
  'call.survey': steer((stage) => (thirdOf(stage) ? 217 : stage.scene.pop?.survey ? end(stage) : 236)),
  'call.drop': (stage: Stage) => (thirdOf(stage) ? void drop(stage) : 217),
  'call.help': steer((stage, { text }: CallHelp) => {
    stage.change({ help: text === '' ? undefined : text, help_by: undefined })
    if (text !== '') stage.later(4000, () => stage.scene.pop?.help !== undefined && stage.change({ help_by: '陈主管' }))
  }),
  'call.dial': (stage: Stage, wish: CallDial) => {
    const { me } = stage.scene
    const purpose = center.purposes.find((one) => one.code === wish.purpose)
    if (me === undefined || !['ready', 'break', 'not_responding'].includes(me.state)) return 209
    if (purpose === undefined) return 213
    if (!me.phone) return 216
    if (wish.number !== undefined && !/^\+?\d{3,20}$/.test(wish.number.replace(/[\s-]/g, ''))) return 214
    if (purpose.opt_out === 'marketing' || wish.number?.endsWith('9')) return 215
    return void dial(stage, wish)
  },
  'phone.back': (stage: Stage, { alive }: PhoneBack) => {
    if (stage.scene.pop?.lost_since === undefined) return 204
    stage.later(alive ? 0 : 800, () => stage.change({ lost_since: undefined, lost_by: undefined, held_since: undefined }))
    return undefined
  },
  'device.set': (stage: Stage, device: Device) => {
    const { me } = stage.scene
    if (me === undefined || me.state === 'reserved' || me.state === 'talking') return 209
    if (device.kind === 'number' && !/^\+?\d{3,20}$/.test(device.number ?? '')) return 223
    return void stage.agent({ device, phone: true })
  },
  'help.take': (stage: Stage, { call }: CallRef) => {
    const asked = stage.scene.help?.asked ?? []
    if (!asked.some((one) => one.call === call && !one.by)) return 222
    return void stage.help(asked.map((one) => (one.call === call ? { ...one, by: '陈主管' } : one)))
  },
  'break.decide': (stage: Stage, { agent: id, grant }: BreakDecide) => {
    const had = stage.scene.agents?.find((one) => one.id === id)
    if (had?.asked === undefined) return 222
    const none = undefined as never
    const bound = had.state === 'talking' || had.state === 'reserved'
    const wish = bound ? { next: 'break' as const, next_reason: had.asked } : { state: 'break' as const, reason: had.asked, since: at(0) }
    return void stage.others(id, { asked: none, asked_at: none, ...(grant ? wish : {}) })
  },
}
