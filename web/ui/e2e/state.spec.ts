/** What agents ask for, and what befalls them: breaks that are granted, offers that are missed, help in a call. */
import { expect, type Page } from '@playwright/test'
import { answer, phase, shot, shots, signIn, state } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { micHertz } from './phone-page.ts'
import { demo } from './system.ts'

const asks = (page: Page) => page.getByRole('region', { name: '待处理的请求' })

test('a break that needs approval begins when the supervisor agrees; help is seen and taken', async ({ floor, page: board }) => {
  const { page } = await floor.sit(pageAgents.liu)
  const { user, password } = demo().supervisor
  await signIn(board, { id: user, password })

  await page.keyboard.press('Alt+Digit2')
  await page.getByRole('menuitem', { name: /培训/ }).hover()
  await shot(page, 'breaks')
  await page.getByRole('menuitem', { name: /培训/ }).click()
  await expect(page.locator('.asked')).toContainText('待批准')
  await expect(state(page)).toContainText('空闲')
  await shot(page, 'break-asked')
  await expect(asks(board)).toContainText('刘静 申请小休')
  await shots(board, 'board-break')
  await board.getByRole('button', { name: '批准 刘静 的小休', exact: true }).click()
  await expect(state(page)).toContainText('小休 · 培训')
  await shot(page, 'break')
  await page.keyboard.press('Alt+Digit1')
  await expect(state(page)).toContainText('空闲')

  const customer = floor.call()
  await answer(page)
  await customer.hears(micHertz)
  await page.keyboard.press('Alt+KeyJ')
  await expect(page.getByLabel('需要什么协助')).toBeFocused()
  await page.keyboard.type('业主要求赔偿,如何答复')
  await shot(page, 'help')
  await page.keyboard.press('Enter')
  await expect(asks(board)).toContainText('刘静 求助')
  await expect(asks(board)).toContainText('业主要求赔偿,如何答复')
  await shots(board, 'board-help')
  await board.getByRole('button', { name: '我来处理' }).click()
  await page.locator('#bar-help').click()
  await expect(page.getByText('正在处理')).toBeVisible()
  await shot(page, 'help-taken')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Alt+Digit2')
  await page.getByRole('menuitem', { name: /用餐/ }).click()
  await expect(page.locator('.state')).toContainText('通话结束后：小休 · 用餐')
  await shot(page, 'break-after-call')
  await customer.hangUp()
  await page.getByLabel('内容摘要').fill('误拨')
  await page.keyboard.press('Alt+KeyW')
  await page.keyboard.type('NUL')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toContainText('小休 · 用餐')
})

test('an offer that is missed takes the agent off the queue until a click', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.chen)
  const customer = floor.call()
  await expect(phase(page)).toContainText('振铃中')
  await expect(state(page)).toContainText('未应答', { timeout: 25_000 })
  await expect(page.locator('.banners')).toContainText('响铃未接')
  await page.locator('.banners').getByRole('button', { name: '回到空闲' }).click()
  await answer(page)
  await customer.hears(micHertz)
})
