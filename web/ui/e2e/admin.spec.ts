/** The configuration is changed while calls go on: they are not touched, the next call follows the new one. */
import { expect, type Page } from '@playwright/test'
import { answer, phase, shot, signIn } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { ask, micHertz, secondHertz } from './phone-page.ts'
import { agentFirst, demo } from './system.ts'

/** configure opens the configuration as the demo's administrator does. */
async function configure(page: Page): Promise<void> {
  const { user, password } = demo().admin
  await page.setViewportSize({ width: 1440, height: 900 })
  await signIn(page, { id: user, password })
  await page.locator('.me').click()
  await page.getByRole('menuitem', { name: '中心配置' }).getByRole('link').click()
  await expect(page.getByRole('heading', { name: '概览' })).toBeVisible()
}

const go = (page: Page, name: RegExp) => page.getByRole('navigation', { name: '配置页面' }).getByRole('link', { name }).click()

/** choose takes an option of a list by its name. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).first().click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-content').getByText(option, { exact: true }).click()
}

async function save(page: Page, comment: string): Promise<void> {
  await page.getByRole('button', { name: '查看并保存' }).click()
  await page.getByLabel('说明(可不填)').fill(comment)
  await shot(page, 'admin-save')
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await expect(page.getByText(/第 \d+ 版已生效。/)).toBeVisible()
}

/** closeForGood changes the queue's hours, keys and strategy: from now on the hotline never opens. */
async function closeForGood(page: Page): Promise<void> {
  await go(page, /^营业时间/)
  await page.getByRole('button', { name: '添加' }).click()
  await page.getByLabel('编号').fill('closed')
  await page.getByLabel('名称').fill('停止服务')
  await go(page, /^热线/)
  await page.locator('.entries-names button').filter({ hasText: agentFirst }).click()
  await choose(page, '营业时间', '停止服务 closed')
  await expect(page.getByRole('region', { name: '来电走向' })).toContainText('营业时间外')
  await go(page, /^队列/)
  await page.getByRole('switch', { name: '分配方式 启用' }).click()
  await choose(page, '策略', '轮流')
  const keys = page.getByRole('region', { name: '等候时的按键' })
  await keys.getByRole('button', { name: '添加' }).click()
  await choose(page, '按键', '5')
  await choose(page, '去向 添加去向', '留言')
  await expect(page.getByText(/\d+ 处未保存的修改/)).toBeVisible()
}

test.setTimeout(240_000)

test('a call goes on and one waits while the configuration is changed; the next calls follow the new one', async ({ floor, page }) => {
  await configure(page)
  await closeForGood(page)
  const { page: other } = await floor.sit(pageAgents.liu, { hertz: secondHertz })
  await ask(other, 'state.set', { state: 'break', reason: 'rest' })
  const { page: desk } = await floor.sit(pageAgents.wang)
  const talking = floor.call({ from: '13800001234' })
  await answer(desk)
  await talking.hears(micHertz)
  const waiting = floor.call({ from: '13900005678' })
  await waiting.hears('music', 40_000)

  await save(page, '试改')
  try {
    const closed = floor.call({ from: '13700009999' }).isTold('after_hours', 60_000)
    const message = floor.call({ from: '13600001111', to: demo().hotline, presses: '5@20,5@28,5@36' }).isTold('voicemail', 90_000)
    await talking.hears(micHertz)
    await expect(phase(desk)).toContainText('通话中')
    await waiting.hears('music')
    await ask(other, 'state.set', { state: 'ready' })
    await answer(other)
    await waiting.hears(secondHertz)
    await talking.hears(micHertz)
    await Promise.all([closed, message])
  } finally {
    await go(page, /^概览/)
    await page.getByRole('row').filter({ hasText: '试改' }).waitFor()
    await page.getByRole('button', { name: '恢复此版本' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '恢复此版本' }).click()
    await expect(page.getByText(/第 \d+ 版已生效。/)).toBeVisible()
  }
})
