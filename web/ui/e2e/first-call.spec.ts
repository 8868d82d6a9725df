/** The main job, seen from the agent's chair: a real call on a real Asterisk, from the pop to the register. */
import { expect, test, type Page } from '@playwright/test'
import { Program } from './process.ts'
import { demo, type Demo } from './system.ts'

const caller = '13800001234' // the demo's first owner
const summary = '业主反映 11 栋电梯等候时间长,已说明大修计划并致歉。'

test('a call pops, is answered on a SIP phone, wrapped up, and found in the register', async ({ page }, info) => {
  const system = demo()
  const me = system.agents[0]
  if (me === undefined) throw new Error('the demo has no agents')
  const phone = new Program(
    ['phone', '--user', me.sip_user, '--server', system.sip, '--answer-after', '3s'],
    { THIRDRING_SIP_SECRET: me.sip_secret },
  )
  let call: Program | undefined
  try {
    await phone.prints(/registered/, 15_000)
    await signIn(page, system, me)
    await page.keyboard.press('Alt+Digit1')
    await expect(state(page)).toContainText('空闲')

    call = new Program(['call', '--from', caller, '--to', system.hotline, '--sip', system.sip])
    await pops(page)
    await expect(phase(page)).toContainText('通话中')
    await expect(state(page)).toContainText('通话中')
    await register(page)
    await shot(page, 'desktop-call')

    await call.stop()
    await expect(phase(page)).toContainText('客户已挂机')
    await expect(page.getByRole('timer')).toContainText('整理剩余')
    await page.keyboard.press('Alt+KeyW')
    await page.getByRole('button', { name: '完成登记' }).click()
    await expect(state(page)).toContainText('空闲')

    await inRegister(page)
    await shot(page, 'desktop-ready')
  } finally {
    await call?.stop()
    await phone.stop()
    await info.attach('caller', { body: call?.output ?? '' })
    await info.attach('phone', { body: phone.output })
  }
})

const state = (page: Page) => page.getByRole('button', { name: /空闲|小休|离线|振铃中|通话中|整理中|未应答/ }).first()
const phase = (page: Page) => page.getByLabel('通话阶段')

async function signIn(page: Page, system: Demo, me: { id: string; password: string }): Promise<void> {
  await page.goto(system.url)
  await page.getByLabel('工号 / 用户名').fill(me.id)
  await page.getByLabel('密码').fill('not the password')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toContainText('不正确')
  await page.getByLabel('密码').fill(me.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('已连接')).toBeVisible()
  await expect(page.getByText('话机在线')).toBeVisible()
}

async function pops(page: Page): Promise<void> {
  await expect(phase(page)).toContainText('振铃中')
  const pop = page.locator('.pop')
  await expect(pop).toContainText('138 0000 1234')
  await expect(pop.getByRole('heading', { name: '王建国' })).toBeVisible()
  await expect(pop.getByLabel('问候语')).toContainText('1001')
}

/** register fills the form during the call, and reloads in the middle of it: no word is lost. */
async function register(page: Page): Promise<void> {
  await page.keyboard.press('Alt+KeyW')
  await page.keyboard.type('CMP')
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: '物业' }).check()
  await page.getByLabel('内容摘要').fill(summary)
  await page.reload()
  await expect(phase(page)).toContainText('通话中')
  await expect(page.getByLabel('内容摘要')).toHaveValue(summary)
  await page.getByRole('radio', { name: '当场解决' }).check()
  await page.keyboard.press('Alt+KeyS')
  await expect(page.getByRole('form', { name: '登记' }).getByRole('status')).toContainText('已保存')
}

async function inRegister(page: Page): Promise<void> {
  const row = page.getByRole('region', { name: '我的最近通话' }).getByRole('row').nth(1)
  await expect(row).toContainText('138****1234')
  await expect(row).toContainText('王建国')
  await expect(row).toContainText('投诉 · 物业')
  await expect(row).toContainText(summary)
  await expect(row).toContainText('已解决')
  const newest = async () => {
    const answer = await page.request.get(`${demo().url}/api/calls`, { params: { number: caller, limit: 1 } })
    return ((await answer.json()) as { rows: Record<string, unknown>[] }).rows[0]
  }
  await expect.poll(async () => (await newest())?.['final']).toBe(true)
  expect(await newest()).toMatchObject({
    direction: 'in', outcome: 'answered', hangup_by: 'caller', agent_id: '1001', owner_name: '王建国',
    category: 'CMP', sub_category: '物业', summary, resolved_on_call: true, within_3_rings: true, recording: { must_keep: true },
  })
}

/** shot takes the pictures of the README, when asked to: THIRDRING_SHOTS=../../docs/screenshots. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['THIRDRING_SHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
