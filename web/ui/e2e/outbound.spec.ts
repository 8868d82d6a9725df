/** Calling a customer: by a click on a number, with a purpose, unless the customer opted out of it. */
import { expect } from '@playwright/test'
import { answer, newestCall, phase, shot, shots, state } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { ask, hearsOnly, micHertz, outsideHertz } from './phone-page.ts'

const owner = '13800001234' // the demo's first, who opted out of marketing

test('a number is clicked, a purpose chosen, the customer answers, and the call is registered', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.wu)
  const customer = floor.call({ from: owner })
  await answer(page)
  await customer.hears(micHertz)
  await customer.hangUp()
  await page.keyboard.press('Alt+Digit1')
  await expect(state(page)).toContainText('空闲')

  const number = page.getByRole('region', { name: '今天的通话' }).locator('.callable').first()
  await expect(number).toContainText('138****1234')
  await number.click()
  const dialog = page.getByRole('dialog', { name: '外呼' })
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toContainText('请选择外呼目的')
  await dialog.getByRole('radio', { name: '活动通知' }).check()
  await dialog.locator('button[type=submit]').click()
  await expect(dialog).toContainText('没有呼出')
  await shots(page, 'dial-opted-out', { english: false })
  await expect(ask(page, 'call.dial', { number: owner, purpose: 'notice' })).rejects.toThrow()
  await expect(ask(page, 'call.dial', { number: owner })).rejects.toThrow()

  await dialog.getByRole('radio', { name: '维修进度回复' }).check()
  await dialog.locator('button[type=submit]').click()
  await expect(phase(page)).toContainText('呼叫中')
  await expect(page.locator('.pop').getByText('王建国').first()).toBeVisible()
  await expect(page.locator('.pop-from')).toContainText('维修进度回复')
  await shots(page, 'dialling')
  await expect(phase(page)).toContainText('通话中')
  await hearsOnly(page, outsideHertz)
  await shot(page, 'outbound')
  await page.keyboard.press('Alt+KeyX')
  await expect(phase(page)).toContainText('坐席已挂机')
  await page.keyboard.press('Alt+KeyW')
  await page.keyboard.type('PRG')
  await page.keyboard.press('Enter')
  await page.getByLabel('内容摘要').fill('已告知维修排期。')
  await page.getByRole('radio', { name: '当场解决' }).check()
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toContainText('空闲')
  await expect.poll(() => newestCall(page)).toMatchObject({
    direction: 'out', purpose: 'progress', outcome: 'answered', owner_name: '王建国', category: 'PRG', complete: true,
  })
  await expect.poll(async () => (await newestCall(page))?.['recording']).toMatchObject({ sha256: expect.any(String) })
})

test('a number that is busy is in the register as busy', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.wang)
  const number = page.getByLabel('号码', { exact: true })
  await expect(async () => { // refused until the server has heard that the page's telephone is there
    await page.keyboard.press('Alt+KeyN')
    await expect(number).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 15_000 })
  await number.fill('139 1234 5677')
  await page.getByRole('radio', { name: '回电' }).check()
  await page.keyboard.press('Enter')
  await expect(state(page)).toContainText('整理中')
  await expect(phase(page)).toContainText('没有接通')
  await shot(page, 'outbound-busy')
  await expect.poll(() => newestCall(page)).toMatchObject({ direction: 'out', purpose: 'callback', outcome: 'busy' })
})
