/** A call in the page's hands: answered each way, held, muted, keyed, its recording paused; the customer's ears are the judge. */
import { expect, type Page } from '@playwright/test'
import { answer, newestCall, phase, shot, shots, state } from './desk.ts'
import { beReady, pageAgents, test } from './floor.ts'
import { callerHertz, hearsOnly, micHertz } from './phone-page.ts'

const bar = (page: Page, action: string) => page.locator(`#bar-${action}`)

test('a call is answered by a click, held, muted, keyed and kept from the recording', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.wang)
  await shots(page, 'ready')
  const customer = floor.call()
  const take = phase(page).getByRole('button', { name: '接听' })
  await expect(take).toHaveAttribute('aria-disabled', 'false')
  await shots(page, 'ringing')
  await take.click()
  await expect(phase(page)).toContainText('通话中')
  await hearsOnly(page, callerHertz)
  await customer.hears(micHertz)
  await shots(page, 'talking')

  await page.keyboard.press('Alt+KeyH')
  await expect(phase(page)).toContainText('保持中')
  await customer.hears('music')
  await hearsOnly(page)
  await shots(page, 'held')
  await bar(page, 'hold').click()
  await customer.hears(micHertz)
  await hearsOnly(page, callerHertz)

  await page.keyboard.press('Alt+KeyM')
  await expect(phase(page)).toContainText('已静音')
  await customer.hears('silence')
  await hearsOnly(page, callerHertz)
  await shot(page, 'muted')
  await bar(page, 'mute').click()
  await customer.hears(micHertz)

  await page.keyboard.press('Alt+KeyK')
  await expect(page.getByLabel('已发送的按键')).toBeFocused()
  await page.keyboard.type('5')
  await page.getByRole('button', { name: '#', exact: true }).click()
  await customer.hearsKeys('5#')
  await expect(page.getByLabel('已发送的按键')).toHaveText('5#')
  await shot(page, 'keypad')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Alt+KeyR')
  await expect(phase(page)).toContainText('录音已暂停')
  await shot(page, 'paused')
  await bar(page, 'pause').click()
  await expect(phase(page)).not.toContainText('录音已暂停')

  await phase(page).getByRole('button', { name: '挂断' }).click()
  await customer.isOver()
  await expect(phase(page)).toContainText('坐席已挂机')
  await expect(state(page)).toContainText('整理中')
  const span = { from: expect.any(String), to: expect.any(String) }
  await expect.poll(() => newestCall(page)).toMatchObject({ hangup_by: 'agent', hold: [span], recording: { gaps: [span] } })
})

test('a call is ended with the question for an opinion, and registered while the customer hears it', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.zhao)
  const customer = floor.call()
  await answer(page)
  await hearsOnly(page, callerHertz)
  const send = phase(page).getByRole('button', { name: '转评价' })
  await expect(send).toHaveAttribute('aria-disabled', 'false')
  await shots(page, 'survey')
  const told = customer.isTold('survey.ask', 20_000)
  await page.keyboard.press('Alt+KeyZ')
  await expect(phase(page)).toContainText('已转评价')
  await expect(state(page)).toContainText('整理中')
  await told
  await customer.hangUp()
  await beReady(page) // the row is final when the wrap-up is over
  await expect.poll(() => newestCall(page)).toMatchObject({ hangup_by: 'agent', end_reason: 'survey', survey: { words: '未评价' } })
})

test('a call is answered by itself when the agent wants that', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.liu)
  await page.keyboard.press('Alt+KeyP')
  await page.getByRole('switch', { name: '自动接听' }).click()
  await shot(page, 'telephone')
  await page.keyboard.press('Escape')
  const customer = floor.call()
  await expect(phase(page)).toContainText('通话中')
  await hearsOnly(page, callerHertz)
  await customer.hears(micHertz)
})

test('a call is refused by its key, and the next one is answered by key after a return', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.chen)
  const customer = floor.call()
  await expect(phase(page)).toContainText('振铃中')
  await expect(phase(page).getByRole('button', { name: '拒接' })).toHaveAttribute('aria-disabled', 'false')
  await page.keyboard.press('Alt+KeyX')
  await expect(state(page)).toContainText('未应答')
  await expect(page.locator('.banners')).toContainText('话机拒接')
  await shots(page, 'not-responding')
  await page.getByRole('button', { name: '回到空闲' }).first().click()
  await answer(page)
  await customer.hears(micHertz)
})
