/** A call from the page's own button, whose wrap-up ends before the agent has saved. */
import { expect, test } from '@playwright/test'
import { agent, phase, phoneOf, shot, signIn, state } from './desk.ts'

const typed = '来电人询问装修押金,尚未答复。'

test('the demo call tells what it hears, and what was typed too late stays readable', async ({ page }) => {
  const me = agent(1)
  const phone = phoneOf(me, 'silent')
  try {
    await phone.prints(/registered/, 15_000)
    await signIn(page, me)
    await page.keyboard.press('Alt+Digit1')
    await expect(state(page)).toContainText('空闲')

    await page.getByRole('button', { name: '模拟来电' }).click()
    await page.getByLabel('主叫号码').fill('13987654321')
    await page.getByRole('button', { name: '呼叫', exact: true }).click()
    await expect(phase(page)).toContainText('通话中')
    const heard = page.getByRole('log', { name: '通话过程' })
    await expect(heard).toContainText('问候')
    await expect(heard).toContainText('工号 1002')
    await shot(page, 'demo-call')

    await page.getByLabel('内容摘要').fill(typed)
    await page.getByRole('button', { name: '挂断' }).click()
    await expect(phase(page)).toContainText('坐席已挂机')
    await page.keyboard.press('Alt+Digit1')
    await expect(page.getByText('登记时间已过')).toBeVisible()
    await expect(page.getByLabel('登记', { exact: true })).toContainText(typed)
    await shot(page, 'too-late')
    await page.reload()
    const left = page.locator('.left').getByText(typed)
    await expect(left).toBeVisible()
    await page.getByRole('button', { name: '删除' }).click()
    await expect(left).toHaveCount(0)
  } finally {
    await phone.stop()
  }
})
