/** A supervisor changes the queues while real callers wait on the real Asterisk. */
import { expect, type Page } from '@playwright/test'
import { changeCentre, thirdring } from './centre.ts'
import { agent, phoneOf, shot, signIn, state } from './desk.ts'
import { test, type Floor } from './floor.ts'
import { demo } from './system.ts'

/** line is a hotline that rings agents at once, emergencies another one. */
const line = '4008007777'
const emergencies = '4008009999'

/** Owners of the demo who live in one building. */
const building = { name: '金桂园 11栋', numbers: ['13800001234', '13800005378', '13800008042'] }

let restore = () => Promise.resolve()
test.beforeAll(async () => {
  restore = await changeCentre((centre) => {
    const [first] = centre.hotlines
    centre.hotlines.push({ ...first, number: line, name: '客服专线', mode: 'agent-first', answer_after: '2s' })
    centre.hotlines.push({ ...first, number: emergencies, name: '紧急报修', mode: 'greet-first', emergency: true })
    centre.queues = centre.queues.map((one) => ({ ...one, wrap_up: '0s', targets: { service_level: '90%' } }))
    centre.queues.push({ ...centre.queues[0], id: 'repairs', name: '报修' })
    centre['surge'] = 2
    centre['duty_lists'] = [{ id: 'duty', name: '值班', phones: [{ name: '赵工', number: '13911110008', ring: '60s' }] }] // never answers
    centre['emergency'] = { escalate: '3s', duty: 'duty' }
  })
})
test.afterAll(() => restore())
test.afterEach(async () => {
  await thirdring('queue', 'incident', 'off', '金桂园', '11栋').catch(() => undefined) // none is on
})

const rows = (page: Page) => page.getByRole('region', { name: /· 排队/ }).locator('tbody tr')
const places = async (page: Page) => rows(page).evaluateAll((all) => all.map((row) => row.querySelector('.line-who')?.textContent ?? ''))

/** supervise opens the board at the queue's line. */
async function supervise(page: Page, queue = '客户服务'): Promise<void> {
  const { user, password } = demo().supervisor
  await page.setViewportSize({ width: 1440, height: 900 })
  await signIn(page, { id: user, password })
  await page.getByRole('button', { name: `查看 ${queue} 的排队` }).click()
}

/** wait has strangers call and stand in line, one after the other. */
async function wait(page: Page, floor: Floor, ...numbers: string[]): Promise<void> {
  for (const [i, from] of numbers.entries()) {
    floor.call({ to: line, from })
    await expect(rows(page)).toHaveCount(i + 1)
  }
}

interface Working {
  desk: Page
  /** goes signs the agent out and puts the telephone away. */
  goes: () => Promise<void>
}

/** works has an agent with a desk phone take calls. */
async function works(page: Page, n: number): Promise<Working> {
  const phone = phoneOf(agent(n))
  await phone.prints(/registered/, 15_000)
  const desk = await page.context().browser()!.newPage()
  await signIn(desk, agent(n))
  await desk.keyboard.press('Alt+Digit1')
  await expect(state(desk)).toContainText(/空闲|振铃中|通话中/)
  const goes = async () => {
    await desk.keyboard.press('Alt+Digit0')
    await phone.stop() // a call of the agent's ends with it
    await expect(state(desk)).toContainText('离线')
    await desk.close()
  }
  return { desk, goes }
}

const strangers = ['13911110001', '13911110002', '13911110003']
const masked = strangers.map((number) => `${number.slice(0, 3)}****${number.slice(-4)}`)

test('a caller who is put at the head is answered first', async ({ page, floor }) => {
  await supervise(page)
  await wait(page, floor, ...strangers)
  const last = rows(page).nth(2)
  await last.focus()
  await page.keyboard.press('h')
  await page.getByRole('button', { name: '确定' }).click()
  await expect.poll(() => places(page)).toEqual([masked[2], masked[0], masked[1]].map((one) => expect.stringContaining(one ?? '')))
  await expect(rows(page).first()).toContainText(`${demo().supervisor.user} 调整过位置`)
  await shot(page, 'board-line')

  await rows(page).nth(2).getByRole('button', { name: /^上移/ }).click()
  await expect.poll(() => places(page)).toEqual([masked[2], masked[1], masked[0]].map((one) => expect.stringContaining(one ?? '')))
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click()
  await expect.poll(() => places(page)).toEqual([masked[2], masked[0], masked[1]].map((one) => expect.stringContaining(one ?? '')))

  const { desk, goes } = await works(page, 1)
  try {
    await expect(state(desk)).toContainText('通话中')
    await expect.poll(() => places(page)).toEqual([masked[0], masked[1]].map((one) => expect.stringContaining(one ?? '')))
    await page.locator(`[data-agent="${agent(1).id}"]`).getByRole('button', { name: /为什么/ }).click()
    const why = page.getByRole('dialog', { name: '为什么这样分配' })
    await expect(why).toContainText(`当时只有 ${agent(1).name} 可以接听`)
    await expect(why).toContainText('离线，没有签入')
    await expect(page.locator('.ant-zoom-appear')).toHaveCount(0) // it has come to rest
    await shot(page, 'board-why')
    await why.getByLabel('为什么不是').selectOption({ label: `${agent(2).id} ${agent(2).name}` })
    await expect(why.locator('[data-asked]')).toHaveText(`${agent(2).name} 离线，没有签入`)
  } finally {
    await goes()
  }
})

test('a call that is given to an agent is the next for that agent', async ({ page, floor }) => {
  await supervise(page)
  const { desk, goes } = await works(page, 1)
  try {
    const first = floor.call({ to: line, from: '13911110009' })
    await expect(state(desk)).toContainText('通话中')
    await wait(page, floor, ...strangers)
    await rows(page).nth(1).focus()
    await page.keyboard.press('g')
    await page.getByRole('menuitem', { name: new RegExp(agent(1).name) }).click()
    await expect(rows(page).nth(1)).toContainText(`指派给 ${agent(1).name}`)
    await first.hangUp()
    await expect.poll(() => places(page)).toEqual([masked[0], masked[2]].map((one) => expect.stringContaining(one ?? '')))
    await expect(state(desk)).toContainText(/振铃中|通话中/)
  } finally {
    await goes()
  }
})

test('a caller is moved to another queue and back, and an agent signed in to it', async ({ page, floor }) => {
  await supervise(page)
  await wait(page, floor, '13911110001')
  await rows(page).first().getByRole('button', { name: /^转队列/ }).click()
  await page.getByRole('menuitem', { name: '报修' }).click()
  await expect(page.getByRole('region', { name: '客户服务 · 排队' })).toContainText('没有客户')
  await page.getByRole('button', { name: '查看 报修 的排队' }).click()
  await expect(rows(page).first()).toContainText('从其他队列转来')
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click()
  await expect(page.getByRole('region', { name: '报修 · 排队' })).toContainText('没有客户')

  const { goes } = await works(page, 2)
  try {
    const tile = page.locator(`[data-agent="${agent(2).id}"]`)
    await tile.getByRole('button', { name: /的队列/ }).click()
    await page.getByRole('switch', { name: '报修' }).click()
    await expect(tile).toContainText('队列已调整')
    await expect(page.getByRole('switch', { name: '报修' })).toBeChecked()
    await shot(page, 'board-queues')
  } finally {
    await goes()
  }
})

test('a surge of calls proposes a notice, one click switches it on, and the next caller from there hears it', async ({ page, floor }) => {
  await supervise(page)
  await wait(page, floor, ...building.numbers.slice(0, 2))
  const notices = page.getByRole('region', { name: '突发提示' })
  await expect(notices).toContainText(`${building.name} 10 分钟内 2 个来电`)
  await shot(page, 'board-surge')
  await notices.getByRole('button', { name: '开启提示' }).click()
  await expect(notices).toContainText(`${building.name} · 停水`)
  await expect(notices).toContainText(/剩余 1:59/)
  const third = floor.call({ to: line, from: building.numbers[2] ?? '' })
  await third.isTold('notice.water', 40_000)
  expect(await thirdring('queue', 'incident', 'list')).toContain('notice.water')
  await notices.getByRole('button', { name: '关闭' }).click()
  await expect(notices).not.toContainText(building.name)
})

test('an emergency stands on top of the board until somebody answers', async ({ page, floor }) => {
  await supervise(page)
  const banner = page.getByRole('region', { name: '紧急来电' })
  await expect(banner).toHaveCount(0)
  const usual = await page.title()
  floor.call({ to: emergencies, from: building.numbers[0] ?? '' })
  await expect(banner).toContainText('紧急专线')
  await expect(banner).toContainText('11栋')
  await expect(banner).toContainText('没有空闲坐席可呼叫')
  await expect(banner).toContainText('值班电话同时振铃')
  await expect.poll(() => page.title()).toContain('【紧急来电】')
  await shot(page, 'board-emergency')
  const { desk, goes } = await works(page, 1)
  try {
    await expect(state(desk)).toContainText('通话中')
    await expect(banner).toHaveCount(0)
    await expect.poll(() => page.title()).toBe(usual)
  } finally {
    await goes()
  }
})

test('an emergency whose caller gives up is not forgotten', async ({ page, floor }) => {
  await supervise(page)
  const caller = floor.call({ to: emergencies, from: '13911110001' })
  const lost = page.getByRole('region', { name: '紧急来电' }).getByRole('paragraph').filter({ hasText: '139****0001' })
  await expect(lost).toContainText('紧急专线')
  await caller.hangUp()
  await expect(lost).toContainText('紧急来电无人接听')
  await lost.getByRole('button', { name: '知道了' }).click()
  await expect(lost).toHaveCount(0)
})
