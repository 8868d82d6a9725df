/** A customer's message is heard where the call-back is to be made. */
import { expect, test, type Page } from '@playwright/test'

const url = () => process.env['DESK_URL'] ?? ''

async function openTasks(page: Page): Promise<void> {
  await fetch(`${url()}/dev/scene?name=ready`)
  await page.goto(url())
  await page.getByRole('tab', { name: /待办/ }).click()
}

test('a message is loaded and played on a click, and not before', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await openTasks(page)
  const task = page.locator('[data-task="t5"]')
  await expect(task).toContainText('客户留言')
  await expect(page.locator('[data-task="t1"]').getByRole('button', { name: '听留言' })).toHaveCount(0)
  expect(asked).not.toContain('/api/tasks/t5/message')
  await task.getByRole('button', { name: '听留言' }).click()
  const audio = task.locator('audio')
  await expect.poll(() => audio.evaluate((one: HTMLAudioElement) => one.duration)).toBe(3)
  await expect.poll(() => audio.evaluate((one: HTMLAudioElement) => one.currentTime)).toBeGreaterThan(0)
  await task.getByRole('button', { name: '听留言' }).click()
  await expect(audio).toHaveCount(0)
})

test('a message that is gone is told', async ({ page }) => {
  await page.route('**/api/tasks/t5/message', (route) => route.fulfill({ status: 404, json: { code: 'not_found' } }))
  await openTasks(page)
  const task = page.locator('[data-task="t5"]')
  await task.getByRole('button', { name: '听留言' }).click()
  await expect(task.getByRole('alert')).toContainText('留言无法播放')
})
