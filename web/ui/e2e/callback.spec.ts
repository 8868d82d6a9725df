/** A promised call-back that a supervisor takes from the queue: nobody is called, and somebody has to. */
import { expect } from '@playwright/test'
import { changeCentre } from './centre.ts'
import { agent, shot, signIn } from './desk.ts'
import { test } from './floor.ts'
import { demo } from './system.ts'

const line = '4008007778'
let restore = () => Promise.resolve()
test.beforeAll(async () => {
  restore = await changeCentre((centre) => {
    centre.hotlines.push({ ...centre.hotlines[0], number: line, name: '回电专线', mode: 'agent-first', answer_after: '2s' })
    const keys = [{ key: '1', then: ['callback'] }]
    centre.queues = centre.queues.map((one) => ({ ...one, keys, callbacks: { tries: 2, every: '30s' } }))
  })
})
test.afterAll(() => restore())

test('a promise that a supervisor cancels leaves the queue and waits for somebody as a task', async ({ page, browser, floor }) => {
  const { user, password } = demo().supervisor
  await page.setViewportSize({ width: 1440, height: 900 })
  await signIn(page, { id: user, password })
  await page.getByRole('button', { name: '查看 客户服务 的排队' }).click()
  const row = page.getByRole('region', { name: '客户服务 · 排队' }).locator('tbody tr')
  const presses = Array.from({ length: 8 }, (_, i) => `1@${14 + 3 * i}`).join()
  floor.call({ to: line, from: '13800005378', presses })
  await expect(row).toContainText('待回电', { timeout: 45_000 })
  await expect(row).toContainText('保留到')
  const figures = page.locator('[data-open=true]')
  await expect(figures).toContainText('待回电 1')

  await row.focus()
  await page.keyboard.press('c')
  const sure = page.getByRole('tooltip').filter({ hasText: '承诺会转为待办' })
  await shot(page, 'board-promise-cancel')
  await sure.getByRole('button', { name: '取消' }).click()
  await expect(row).toContainText('待回电')
  await row.getByRole('button', { name: /^撤销回电/ }).click()
  await sure.getByRole('button', { name: '确定' }).click()
  await expect(page.locator('.said')).toContainText('回电已撤销，转为待办')
  await expect(row).toHaveCount(0)
  await expect(figures).not.toContainText('待回电')

  const tasks = page.getByRole('region', { name: '逾期和无人负责的待办' })
  const task = tasks.getByRole('listitem').filter({ hasText: '138****5378' })
  await expect(task).toContainText('客户排队时要求回电')
  await expect(task.getByLabel('由谁办理')).toHaveValue('')
  await shot(page, 'board-promise-cancelled')

  const desk = await browser.newPage()
  await signIn(desk, agent(4))
  await task.getByLabel('由谁办理').selectOption({ label: agent(4).name })
  await expect(task).toHaveCount(0)
  await desk.keyboard.press('Alt+KeyL')
  await expect(desk.locator('[data-task]').filter({ hasText: '138****5378' })).toContainText('客户排队时要求回电')
  await desk.close()
})
