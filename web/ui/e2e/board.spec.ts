/** What a supervisor sees: queues and agents, live, and no call. */
import { expect, test } from '@playwright/test'
import { agent, phoneOf, shot, signIn, state } from './desk.ts'
import { demo } from './system.ts'

test('a supervisor sees an agent come and go', async ({ page, browser }) => {
  const someone = agent(2)
  const { user, password } = demo().supervisor
  const phone = phoneOf(someone)
  try {
    await phone.prints(/registered/, 15_000)
    await signIn(page, { id: user, password })
    await expect(page.getByRole('main', { name: '实时看板' })).toContainText('服务水平')
    await expect(page.getByRole('form', { name: '登记' })).toHaveCount(0)
    const tile = page.locator(`[data-agent="${someone.id}"]`)
    await expect(tile).toHaveCount(0)

    const desk = await browser.newPage()
    await signIn(desk, someone)
    await desk.keyboard.press('Alt+Digit1')
    await expect(tile).toContainText('空闲')
    await expect(tile).not.toContainText('话机离线')
    await shot(page, 'board')
    await desk.keyboard.press('Alt+Digit0')
    await expect(state(desk)).toContainText('离线')
    await expect(tile).toHaveCount(0)
    await desk.close()
  } finally {
    await phone.stop()
  }
})
