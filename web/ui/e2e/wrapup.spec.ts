/** After the call: what the server insists on, more time, a promise, and the promise kept by calling back. */
import { expect, type Page } from '@playwright/test'
import { answer, newestCall, phase, shot, shots, state } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { ask, hearsOnly, micHertz, outsideHertz } from './phone-page.ts'

const form = (page: Page) => page.getByRole('form', { name: '登记' })

/** seconds are what the countdown shows. */
async function seconds(page: Page): Promise<number> {
  const [, minutes, rest] = /(\d+):(\d+)/.exec((await page.getByRole('timer').textContent()) ?? '') ?? []
  return Number(minutes) * 60 + Number(rest)
}

async function categorise(page: Page, typed: string, sub: string): Promise<void> {
  await page.keyboard.press('Alt+KeyW')
  await page.keyboard.type(typed)
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: sub }).check()
}

test('the server insists on what is required; a promise becomes a task, and calling back closes it', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.zhou)
  const customer = floor.call({ from: '13800001530' })
  await answer(page)
  await customer.hears(micHertz)
  await customer.hangUp()
  await expect(state(page)).toContainText('整理中')
  const { call_id: call } = await talkedNow(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('请选择分类')).toBeVisible()
  await shots(page, 'wrap-up-missing')

  const entry = { call, category: 'CMP', sub_category: '工程质量', summary: '', resolved: false, must_keep: true, done: true }
  await expect(ask(page, 'wrapup.save', { ...entry, category: 'NONE' })).rejects.toThrow()
  await expect(ask(page, 'wrapup.save', entry)).rejects.toThrow()
  await expect(ask(page, 'wrapup.save', { ...entry, summary: '渗漏' })).rejects.toThrow()
  await expect(state(page)).toContainText('整理中')

  const before = await seconds(page)
  await page.keyboard.press('Alt+KeyI')
  await expect.poll(() => seconds(page)).toBeGreaterThan(before + 30)

  await categorise(page, 'CMP', '工程质量')
  await page.getByLabel('内容摘要').fill('卫生间第三次渗漏,要求工程主管答复。')
  await page.getByRole('radio', { name: '未解决' }).check()
  await page.getByLabel('未解决的原因').fill('需工程部现场查看')
  await form(page).getByRole('button', { name: '2 小时内' }).click()
  await shots(page, 'wrap-up')
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toContainText('空闲')
  await expect.poll(() => newestCall(page)).toMatchObject({ category: 'CMP', complete: true, resolved_on_call: false, recording: { must_keep: true } })

  await page.keyboard.press('Alt+KeyL')
  const task = page.locator('.task').filter({ hasText: '卫生间第三次渗漏' })
  await expect(task).toContainText('承诺回复')
  await shots(page, 'tasks')
  await task.locator('.callable').click()
  const dialog = page.getByRole('dialog', { name: '外呼' })
  await dialog.getByRole('radio', { name: '承诺回复' }).check()
  await shot(page, 'dial-task')
  await page.keyboard.press('Enter')
  await expect(phase(page)).toContainText('呼叫中')
  await expect(phase(page)).toContainText('通话中')
  await hearsOnly(page, outsideHertz)
  await phase(page).getByRole('button', { name: '挂断' }).click()
  await expect(state(page)).toContainText('整理中')
  await categorise(page, 'FUP', '投诉后')
  await page.getByLabel('内容摘要').fill('已约定明天上午上门,业主同意。')
  await page.getByRole('radio', { name: '当场解决' }).check()
  await page.keyboard.press('Control+Enter')
  await expect(state(page)).toContainText('空闲')
  await expect(page.getByText('没有待办。')).toBeVisible()
})

/** talkedNow is the call that the agent wraps up; the register has its row already. */
async function talkedNow(page: Page): Promise<Record<string, unknown>> {
  await expect.poll(async () => (await newestCall(page))?.['t_hangup']).toBeTruthy()
  return (await newestCall(page)) ?? {}
}
