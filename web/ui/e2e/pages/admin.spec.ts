/** The configuration's pages: what is changed is kept, checked, shown before it is saved, and put together with what others save. */
import { expect, test, type Page } from '@playwright/test'

const url = () => process.env['DESK_URL'] ?? ''
const dev = async (path: string) => (await fetch(`${url()}/dev/${path}`)).json()

async function open(page: Page, at: string): Promise<void> {
  await dev('scene?name=admin')
  await dev('config?reset')
  await page.goto(`${url()}/admin/${at}`)
  await page.waitForSelector('.admin main h2')
}

const save = (page: Page) => page.getByRole('button', { name: '查看并保存' })
const dialog = (page: Page) => page.getByRole('dialog')

test('a time span is typed as people do, shown before it is saved, and stands in the history', async ({ page }) => {
  await open(page, 'queues')
  const limit = page.getByLabel('振铃时限')
  await expect(limit).toHaveValue('15 秒')
  await limit.fill('1分30秒')
  await limit.press('Tab')
  await expect(limit).toHaveValue('1 分 30 秒')
  await expect(page.getByText('1 处未保存的修改')).toBeVisible()
  await save(page).click()
  await expect(dialog(page)).toContainText('队列 › 客户服务 › 振铃时限')
  await expect(dialog(page).locator('del')).toHaveText('15 秒')
  await expect(dialog(page).locator('ins')).toHaveText('1 分 30 秒')
  await page.getByLabel('说明(可不填)').fill('铃响久一些')
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await expect(page.getByText('第 2 版已生效。')).toBeVisible()
  await page.getByRole('link', { name: '概览' }).click()
  await expect(page.locator('.history tbody tr').first()).toContainText('铃响久一些')
})

test('what is wrong stands beside its field, and cannot be saved', async ({ page }) => {
  await open(page, 'queues')
  await page.getByLabel('振铃时限').fill('soon')
  await page.getByLabel('振铃时限').press('Enter')
  await expect(page.getByText('请写成 15 秒 或 1 分 30 秒')).toBeVisible()
  await page.getByLabel('振铃时限').fill('1')
  await page.getByLabel('振铃时限').press('Enter')
  await expect(page.locator('.af').filter({ hasText: '振铃时限' })).toContainText('超出范围')
  await expect(page.getByText('1 处有误')).toBeVisible()
  await page.getByRole('link', { name: '概览' }).click()
  await save(page).click()
  await expect(page.getByRole('button', { name: '保存并立即生效' })).toBeDisabled()
  await dialog(page).getByRole('button', { name: '队列 › 客户服务 › 振铃时限' }).click()
  await expect(page.getByLabel('振铃时限')).toBeVisible()
})

test('unsaved changes survive a reload, and a version that somebody saves meanwhile', async ({ page }) => {
  await open(page, 'breaks')
  await page.getByRole('textbox', { name: '名称' }).first().fill('短休')
  await expect(page.getByText('1 处未保存的修改')).toBeVisible()
  page.on('dialog', (warning) => void warning.accept())
  await page.reload()
  await expect(page.getByRole('textbox', { name: '名称' }).first()).toHaveValue('短休')
  await expect(page.getByText('上次未保存的修改已恢复。')).toBeVisible()
  await expect(page.getByText('1 处未保存的修改')).toBeVisible()
  await dev('config') // root renames the centre
  await save(page).click()
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await expect(dialog(page)).toContainText('root 保存了第 2 版')
  await expect(dialog(page)).toContainText('金桂园客服中心')
  await page.getByRole('button', { name: '把我的修改并入第 2 版' }).click()
  await expect(dialog(page)).toContainText('短休')
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await expect(page.getByText('第 3 版已生效。')).toBeVisible()
  await page.getByRole('link', { name: '基本' }).click()
  await expect(page.getByLabel('中心名称')).toHaveValue('金桂园客服中心')
})

test('entries are ordered and chosen with the keyboard', async ({ page }) => {
  await open(page, 'queues')
  const names = page.locator('.entries-names li')
  await names.first().getByRole('button').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(names.locator('.entries-key')).toHaveText(['repair', 'service'])
  await expect(page.locator('.entries-form h3')).toHaveText('客户服务')
  await page.getByRole('button', { name: '添加' }).first().click()
  await expect(page.locator('.entries-form h3')).toHaveText('未命名')
  await page.getByLabel('名称').first().fill('投诉')
  await expect(page.locator('.entries-form h3')).toHaveText('投诉')
})

test('a new user is told the secrets once', async ({ page }) => {
  await open(page, 'users')
  await page.getByRole('button', { name: '添加用户' }).click()
  await page.getByLabel('登录名').fill('1001')
  await page.getByLabel('姓名').fill('赵敏')
  await dialog(page).getByRole('button', { name: /保存$/ }).click()
  await expect(dialog(page)).toContainText('已有同名用户')
  await page.getByLabel('登录名').fill('zhao')
  await dialog(page).getByRole('button', { name: /保存$/ }).click()
  await expect(page.getByText('kd7Qm2xWz9RtPb4c')).toBeVisible()
  await page.getByRole('button', { name: '关闭' }).last().click()
  await expect(page.locator('.users tbody')).toContainText('zhao')
})
