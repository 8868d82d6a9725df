import { expect, test } from 'vitest'
import { delay, start, statusOf, step, type Event, type Order, type State } from './machine'

/** play gives the events to the telephone, one after the other, and returns what each made it do. */
function play(from: State, ...events: Event[]): { state: State; orders: Order[]; last: Order[] } {
  let [state, orders, last]: [State, Order[], Order[]] = [from, [], []]
  for (const event of events) {
    ;[state, last] = step(state, event)
    orders = [...orders, ...last]
  }
  return { state, orders, last }
}

const toRegistered: Event[] = [
  { is: 'enable' },
  { is: 'tab', held: true },
  { is: 'microphone' },
  { is: 'account' },
  { is: 'registered' },
]
const ready = play(start, ...toRegistered).state
const talking = play(ready, { is: 'invite', id: 'a', auto: true }, { is: 'answered', id: 'a', at: 5 }).state
const does = (orders: Order[]) => orders.map((o) => o.do)

test('it comes up step by step, and says that it has no call', () => {
  const { state, orders } = play(start, ...toRegistered)
  expect(orders).toEqual([
    { do: 'ask tab' },
    { do: 'look at microphone' },
    { do: 'fetch account', renew: false },
    { do: 'open line' },
    { do: 'tell back', alive: false },
  ])
  expect(statusOf(state)).toBe('ready')
  expect(statusOf(start)).toBe('off')
})

test('a call rings until it is answered', () => {
  const rang = play(ready, { is: 'invite', id: 'a', auto: false })
  expect(rang.orders).toEqual([{ do: 'ring', on: true }])
  const answered = play(rang.state, { is: 'answer' }, { is: 'answer' }, { is: 'answered', id: 'a', at: 7 })
  expect(answered.orders).toEqual([{ do: 'ring', on: false }, { do: 'answer', id: 'a' }])
  expect(answered.state.call).toMatchObject({ phase: 'active', since: 7 })
  expect(play(answered.state, { is: 'hangup' }).orders).toEqual([{ do: 'hang up', id: 'a' }])
})

test('a call that rings can be refused, and can end', () => {
  const rang = play(ready, { is: 'invite', id: 'a', auto: false }).state
  expect(play(rang, { is: 'hangup' }).orders).toContainEqual({ do: 'refuse', id: 'a', why: 'declined' })
  const over = play(rang, { is: 'ended', id: 'a' })
  expect(over.orders).toEqual([{ do: 'ring', on: false }])
  expect(over.state.call).toBeUndefined()
  expect(play(rang, { is: 'ended', id: 'b' }).state.call).toBeDefined()
})

test('it answers by itself when the server or the person wants it', () => {
  const wanted: Order[] = [{ do: 'beep' }, { do: 'ring', on: false }, { do: 'answer', id: 'a' }]
  expect(play(ready, { is: 'invite', id: 'a', auto: true }).orders).toEqual(wanted)
  expect(play(ready, { is: 'auto answer', on: true }, { is: 'invite', id: 'a', auto: false }).orders).toEqual(wanted)
})

test('without a microphone it says so, and comes up when one is there', () => {
  const none = play(start, { is: 'enable' }, { is: 'tab', held: true }, { is: 'microphone', problem: { code: 'missing' } })
  expect(statusOf(none.state)).toBe('failed')
  expect(none.state.problem).toEqual({ code: 'missing' })
  expect(does(play(none.state, { is: 'changed' }).orders)).toEqual(['look at microphone'])
  expect(does(play(none.state, { is: 'retry' }).orders)).toEqual(['look at microphone'])
})

test('a microphone that fails at the answer refuses the call and takes the telephone away', () => {
  const { state, last } = play(ready, { is: 'invite', id: 'a', auto: true }, { is: 'not answered', id: 'a', problem: { code: 'denied' } })
  expect(last).toEqual([{ do: 'refuse', id: 'a', why: 'unavailable' }, { do: 'close line', quiet: false }])
  expect(statusOf(state)).toBe('failed')
  expect(does(play(state, { is: 'changed' }).orders)).toEqual(['look at microphone'])
})

test('a refused password is renewed at once, then with more and more patience', () => {
  const refused: Event = { is: 'registration failed', password: true }
  const first = play(ready, { is: 'line lost', why: 'network' }, refused)
  expect(first.last).toEqual([{ do: 'fetch account', renew: true }])
  const second = play(first.state, { is: 'account' }, refused)
  expect(second.last).toEqual([{ do: 'wait', ms: delay(2) }])
  expect(statusOf(second.state)).toBe('failed')
  const third = play(second.state, { is: 'waited' }, { is: 'account' }, { is: 'registered' })
  expect(does(third.orders)).toEqual(['fetch account', 'open line', 'tell back'])
  expect(statusOf(third.state)).toBe('ready')
})

test('an unreachable server is asked again', () => {
  const before = play(start, ...toRegistered.slice(0, 3)).state
  const { state, last } = play(before, { is: 'no account', why: 'offline' })
  expect(last).toEqual([{ do: 'wait', ms: 1000 }])
  expect([statusOf(state), state.problem?.code]).toEqual(['connecting', 'offline'])
  expect(play(state, { is: 'waited' }).last).toEqual([{ do: 'fetch account', renew: false }])
  expect([1, 2, 3, 99].map(delay)).toEqual([1000, 2000, 4000, 30_000])
})

test('a call outlives the connection, is repaired, and the server is told', () => {
  const lost = play(talking, { is: 'line lost', why: 'network' })
  expect(lost.orders).toEqual([])
  expect(statusOf(lost.state)).toBe('connecting')
  const back = play(lost.state, { is: 'registered' })
  expect(back.orders).toEqual([{ do: 'repair', id: 'a' }])
  expect(play(back.state, { is: 'repaired', id: 'a', ok: true }).last).toEqual([{ do: 'tell back', alive: true }])
  const dead = play(back.state, { is: 'repaired', id: 'a', ok: false })
  expect(dead.last).toEqual([{ do: 'drop', id: 'a' }, { do: 'tell back', alive: false }])
  expect(dead.state.call).toBeUndefined()
})

test('a repair that fails because the connection is lost again is no end', () => {
  const { state } = play(talking, { is: 'line lost', why: 'network' }, { is: 'registered' }, { is: 'line lost', why: 'network' })
  const failed = play(state, { is: 'repaired', id: 'a', ok: false })
  expect(failed.orders).toEqual([])
  expect(failed.state.call?.id).toBe('a')
})

test('a broken voice connection is repaired while there is a line', () => {
  const broken = play(talking, { is: 'broken', id: 'a', broken: true, failed: false })
  expect([broken.orders, broken.state.call?.broken]).toEqual([[], true])
  expect(play(broken.state, { is: 'broken', id: 'a', broken: true, failed: true }).last).toEqual([{ do: 'repair', id: 'a' }])
  expect(play(broken.state, { is: 'broken', id: 'a', broken: false, failed: false }).state.call?.broken).toBe(false)
})

test('a call that only rings is dropped with the connection', () => {
  const { state, last } = play(ready, { is: 'invite', id: 'a', auto: false }, { is: 'line lost', why: 'network' })
  expect(last).toEqual([{ do: 'ring', on: false }, { do: 'drop', id: 'a' }])
  expect(state.call).toBeUndefined()
})

test('a new call replaces a dead one, and is refused by a living one', () => {
  const asked = play(talking, { is: 'invite', id: 'b', auto: true })
  expect(asked.orders).toEqual([{ do: 'probe', id: 'a' }])
  const dead = play(asked.state, { is: 'probed', id: 'a', alive: false })
  expect(dead.last).toEqual([{ do: 'drop', id: 'a' }, { do: 'beep' }, { do: 'ring', on: false }, { do: 'answer', id: 'b' }])
  const alive = play(asked.state, { is: 'probed', id: 'a', alive: true })
  expect(alive.last).toEqual([{ do: 'refuse', id: 'b', why: 'busy' }])
  expect(alive.state.call?.id).toBe('a')
  const ended = play(asked.state, { is: 'ended', id: 'a' })
  expect(ended.state.call?.id).toBe('b')
})

test('of two calls that ring the later one counts', () => {
  const { state, last } = play(ready, { is: 'invite', id: 'a', auto: false }, { is: 'invite', id: 'b', auto: false })
  expect(last).toEqual([{ do: 'ring', on: false }, { do: 'drop', id: 'a' }, { do: 'ring', on: true }])
  expect(state.call?.id).toBe('b')
})

test('one tab is the telephone; another can take it, and the call is not hung up', () => {
  const behind = play(start, { is: 'enable' }, { is: 'tab', held: false })
  expect(statusOf(behind.state)).toBe('elsewhere')
  expect(play(behind.state, { is: 'take over' }).last).toEqual([{ do: 'steal tab' }])
  expect(does(play(behind.state, { is: 'tab', held: true }).orders)).toEqual(['look at microphone'])
  const robbed = play(talking, { is: 'tab', held: false })
  expect(robbed.orders).toEqual([{ do: 'ring', on: false }, { do: 'close line', quiet: true }, { do: 'ask tab' }])
  expect([statusOf(robbed.state), robbed.state.call]).toEqual(['elsewhere', undefined])
})

test('another computer can be the telephone', () => {
  for (const e of [{ is: 'line lost', why: 'elsewhere' }, { is: 'no account', why: 'elsewhere' }] satisfies Event[]) {
    const { state, last } = play(talking, e)
    expect([statusOf(state), last]).toEqual(['elsewhere', [{ do: 'ring', on: false }, { do: 'close line', quiet: true }]])
    const back = play(state, { is: 'take over' }, { is: 'microphone' })
    expect(back.last).toEqual([{ do: 'fetch account', renew: false }])
  }
})

test('the password is renewed while everything works, and a failure of that is no problem', () => {
  const due = play(ready, { is: 'renewal due' })
  expect(due.last).toEqual([{ do: 'fetch account', renew: true }])
  expect(does(play(due.state, { is: 'account' }).last)).toEqual(['open line'])
  const failed = play(due.state, { is: 'no account', why: 'offline' })
  expect([statusOf(failed.state), failed.last]).toEqual(['ready', []])
})

test('switched off, it finishes the call first', () => {
  const off = play(talking, { is: 'disable' })
  expect([off.orders, statusOf(off.state)]).toEqual([[], 'ready'])
  const over = play(off.state, { is: 'ended', id: 'a' })
  expect(does(over.orders)).toEqual(['ring', 'ring', 'close line', 'leave tab'])
  expect(statusOf(over.state)).toBe('off')
  expect(does(play(off.state, { is: 'enable' }, { is: 'ended', id: 'a' }).orders)).toEqual(['ring'])
})

test('a telephone that is rung for a prompt says so until that call is over', () => {
  const rang = play(ready, { is: 'invite', id: 'a', auto: false, studio: true })
  expect(rang.state.call).toEqual({ id: 'a', phase: 'ringing', since: 0, broken: false, studio: true })
  const spoke = play(rang.state, { is: 'answer' }, { is: 'answered', id: 'a', at: 5 })
  expect(spoke.state.call?.studio).toBe(true)
  expect(play(spoke.state, { is: 'ended', id: 'a' }, { is: 'invite', id: 'b', auto: false }).state.call?.studio).toBeUndefined()
})
