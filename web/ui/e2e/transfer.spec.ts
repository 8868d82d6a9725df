/** A call goes to a colleague in another browser: consulted first, given away at once, or joined by three. Each has a tone of their own. */
import { expect, type Page } from '@playwright/test'
import { answer, newestCall, phase, shot, shots, state } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { callerHertz, hearsOnly, micHertz, secondHertz } from './phone-page.ts'

const third = (page: Page) => page.getByRole('region', { name: '第三方' })

/** choose opens the search by its key and takes a colleague and the first reason. */
async function choose(page: Page, key: 'Alt+KeyQ' | 'Alt+KeyT', name: string, picture?: string): Promise<void> {
  await page.keyboard.press(key)
  const search = page.getByRole('combobox', { name: /姓名/ })
  await expect(search).toBeFocused()
  await search.fill(name)
  await expect(page.getByRole('option', { name: new RegExp(name) })).not.toHaveAttribute('aria-disabled', 'true')
  if (picture !== undefined) await shots(page, picture, { english: false })
  await search.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radiogroup', { name: '原因' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  if (picture !== undefined) await shot(page, `${picture}-reason`)
  await page.keyboard.press('Enter')
}

test('a colleague is consulted and takes the customer, with all that was typed', async ({ floor }) => {
  const first = await floor.sit(pageAgents.wang)
  const customer = floor.call()
  await answer(first.page)
  await customer.hears(micHertz)
  await first.page.getByLabel('内容摘要').fill('业主要求主管回电,卫生间再次渗漏。')
  const second = await floor.sit(pageAgents.liu, { hertz: secondHertz })

  await choose(first.page, 'Alt+KeyQ', '刘静', 'consult')
  await customer.hears('music')
  await expect(third(first.page)).toContainText('振铃中')
  await expect(phase(second.page)).toContainText('同事咨询')
  await shot(second.page, 'consulted-ringing')
  await answerConsulted(second.page)
  await hearsOnly(first.page, secondHertz)
  await hearsOnly(second.page, micHertz)
  await customer.hears('music')
  await shots(first.page, 'consulting')
  await shot(second.page, 'consulted')

  await first.page.keyboard.press('Alt+KeyB')
  await expect(third(first.page)).toContainText('保持中')
  await customer.hears(micHertz)
  await hearsOnly(first.page, callerHertz)
  await first.page.keyboard.press('Alt+KeyB')
  await hearsOnly(first.page, secondHertz)
  await customer.hears('music')

  await first.page.keyboard.press('Alt+KeyV')
  await customer.hears(secondHertz)
  await hearsOnly(second.page, callerHertz)
  await expect(state(first.page)).toContainText('空闲')
  await expect(phase(first.page)).toHaveCount(0)
  await expect(phase(second.page)).toContainText('通话中')
  await expect(second.page.getByLabel('内容摘要')).toHaveValue('业主要求主管回电,卫生间再次渗漏。')
  await shot(second.page, 'taken-over')
  await customer.hangUp()
  await expect(phase(second.page)).toContainText('客户已挂机')
  await expect.poll(() => newestCall(second.page)).toMatchObject({
    agent_id: second.me.id,
    parts: [{ agent_id: first.me.id }, { agent_id: second.me.id }],
    transfers: [{ type: 'attended', to: second.me.id, result: 'taken' }],
  })
})

test('a transfer that nobody takes comes back to who gave it away', async ({ floor }) => {
  const first = await floor.sit(pageAgents.chen)
  const customer = floor.call()
  await answer(first.page)
  await customer.hears(micHertz)
  const second = await floor.sit(pageAgents.yang, { hertz: secondHertz })
  await choose(first.page, 'Alt+KeyT', '杨帆')
  await expect(phase(first.page)).toContainText('转接中')
  await expect(phase(second.page)).toContainText('振铃中')
  await shot(first.page, 'transferring')
  await shot(second.page, 'transferred')
  await expect(phase(second.page).getByRole('button', { name: '拒接' })).toHaveAttribute('aria-disabled', 'false')
  const told = customer.isTold('transfer.fail')
  await second.page.keyboard.press('Alt+KeyX')
  await told
  await expect(phase(first.page)).toContainText('振铃中')
  await expect(third(first.page)).toContainText('没有接听，客户回到您这里')
  await shot(first.page, 'returned')
  await answer(first.page)
  await customer.hears(micHertz)
  await expect(state(second.page)).toContainText('未应答')
})



test('three hear each other in a conference, and the customer keeps the colleague', async ({ floor }) => {
  const first = await floor.sit(pageAgents.zhao)
  const customer = floor.call({ record: true })
  await answer(first.page)
  await customer.hears(micHertz)
  const second = await floor.sit(pageAgents.huang, { hertz: secondHertz })
  await choose(first.page, 'Alt+KeyQ', '黄婷')
  await answerConsulted(second.page)
  await hearsOnly(second.page, micHertz)
  await first.page.keyboard.press('Alt+KeyG')
  await expect(phase(first.page)).toContainText('三方会议中')
  await hearsOnly(first.page, secondHertz, callerHertz)
  await hearsOnly(second.page, micHertz, callerHertz)
  await expect(phase(second.page)).toContainText('三方会议中')
  await shots(first.page, 'conference')
  await first.page.keyboard.press('Alt+KeyV')
  await customer.hears(secondHertz)
  await hearsOnly(second.page, callerHertz)
  await customer.hangUp()
  expect(customer.stretches(micHertz, secondHertz).filter((one) => one !== '')).toEqual([
    `${micHertz}`,
    `${micHertz}+${secondHertz}`,
    `${secondHertz}`,
  ])
})

/** answerConsulted takes a colleague's call for advice. */
async function answerConsulted(page: Page): Promise<void> {
  await expect(phase(page).getByRole('button', { name: '接听' })).toHaveAttribute('aria-disabled', 'false')
  await page.keyboard.press('Alt+KeyA')
  await expect(phase(page)).toContainText('同事咨询中')
}
