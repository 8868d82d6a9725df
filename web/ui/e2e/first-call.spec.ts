/** The main job, seen from the agent's chair: a real call on a real Asterisk, from the pop to the register. */
import { expect, test, type Page } from '@playwright/test'
import { agent, phase, phoneOf, shot, signIn, state } from './desk.ts'
import { Program } from './process.ts'
import { demo } from './system.ts'

const caller = '13800001234' // the demo's first owner
const summary = '业主反映 11 栋电梯等候时间长,已说明大修计划并致歉。'

test('a call pops, is answered on a SIP phone, wrapped up, and found in the register', async ({ page }, info) => {
  const system = demo()
  const me = agent(1)
  const phone = phoneOf(me)
  let call: Program | undefined
  try {
    await phone.prints(/registered/, 15_000)
    await signIn(page, me, 'not the password')
    await expect(page.getByRole('alert')).toContainText('不正确')
    await signIn(page, me)
    await expect(page.getByText('话机在线')).toBeVisible()
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
    await page.reload()
    await expect(phase(page)).toContainText('客户已挂机')
    await expect(page.getByRole('timer')).toContainText('整理剩余')
    await expect(page.getByLabel('内容摘要')).toHaveValue(summary)
    await page.keyboard.press('Alt+KeyW')
    await page.getByRole('button', { name: '完成登记' }).click()
    await expect(state(page)).toContainText('空闲')

    await inRegister(page)
  } finally {
    await call?.stop()
    await phone.stop()
    await info.attach('caller', { body: call?.output ?? '' })
    await info.attach('phone', { body: phone.output })
  }
})

async function pops(page: Page): Promise<void> {
  await expect(phase(page)).toContainText('振铃中')
  const pop = page.locator('.pop')
  await expect(pop).toContainText('138 0000 1234')
  await expect(pop.getByText('王建国').first()).toBeVisible()
  await expect(pop.getByLabel('问候语')).toContainText('1002')
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
  const row = page.getByRole('region', { name: '今天的通话' }).getByRole('row').nth(1)
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
    direction: 'in', outcome: 'answered', hangup_by: 'caller', agent_id: '1002', owner_name: '王建国',
    category: 'CMP', sub_category: '物业', summary, resolved_on_call: true, within_3_rings: true, recording: { must_keep: true },
  })
}
