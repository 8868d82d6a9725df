/** Call control by keyboard, from the ringing to the end, against the make-believe server. */
import { expect, test, type Page } from '@playwright/test'

const url = () => process.env['DESK_URL'] ?? ''
const dev = async (path: string) => (await (await fetch(`${url()}/dev/${path}`)).json()) as unknown

async function open(page: Page, scene: string): Promise<void> {
  await dev(`scene?name=${scene}`)
  await page.goto(url())
  await page.waitForSelector('.desk-body, .board')
}

const band = (page: Page) => page.getByLabel('通话阶段')
const third = (page: Page) => page.getByRole('region', { name: '第三方' })
const search = (page: Page) => page.getByRole('combobox', { name: /姓名/ })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)

test('hold, mute and recording show what the server says, and their keys type nothing', async ({ page }) => {
  await open(page, 'talking')
  await page.getByLabel('内容摘要').fill('')
  await page.keyboard.type('hmr')
  await expect(band(page)).toContainText('通话中')
  await page.keyboard.press('Alt+h')
  await expect(band(page)).toContainText('保持中')
  await expect(page.getByRole('button', { name: '取回' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Alt+h')
  await page.keyboard.press('Alt+m')
  await expect(band(page)).toContainText('已静音')
  await page.keyboard.press('Alt+r')
  await expect(band(page)).toContainText('录音已暂停')
  await expect(page.getByLabel('内容摘要')).toHaveValue('hmr')
})

test('a colleague is consulted, swapped, joined and handed the customer, by keyboard only', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+q')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('ln')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByText('请选择或填写原因')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(third(page)).toContainText('李娜')
  await expect(third(page)).toContainText('振铃中')
  await expect(band(page)).toContainText('咨询中')
  await expect(third(page)).toContainText('通话中')
  await page.keyboard.press('Alt+b')
  await expect(third(page)).toContainText('保持中')
  await page.keyboard.press('Alt+g')
  await expect(band(page)).toContainText('三方会议中')
  await page.keyboard.press('Alt+v')
  await expect(band(page)).toHaveCount(0)
})

test('a transfer that is taken back rings here again', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+t')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('财务')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('票据')
  await page.keyboard.press('Enter')
  await expect(band(page)).toContainText('转接中')
  await page.keyboard.press('Alt+y')
  await expect(band(page)).toContainText('振铃中')
  await expect(third(page)).toContainText('已取消')
})

test('who is busy cannot be chosen, and says why; Esc gives the focus back', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+t')
  await expect(search(page)).toBeFocused()
  await page.keyboard.type('张敏')
  const option = page.getByRole('option', { name: /张敏/ })
  await expect(option).toHaveAttribute('aria-disabled', 'true')
  await expect(option).toContainText('通话中')
  await page.keyboard.press('Enter')
  await expect(search(page)).toBeFocused()
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe('bar-transfer')
})

test('keys are typed on the keypad', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+k')
  await expect(page.getByLabel('已发送的按键')).toBeFocused()
  await page.keyboard.type('12#')
  await expect(page.getByLabel('已发送的按键')).toHaveText('12#')
})

test('a key that does nothing now says why', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+g')
  await expect(page.getByText('还没有第三方，请先咨询')).toBeVisible()
})

test('an opt-out refuses the call, in the dialog', async ({ page }) => {
  await open(page, 'ready')
  await page.keyboard.press('Alt+n')
  await page.getByLabel('号码').fill('139 0000 0019')
  await page.getByRole('radio', { name: '回访' }).check()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toContainText('客户已退订')
  await page.getByLabel('号码').fill('139 0000 0011')
  await page.keyboard.press('Enter')
  await expect(band(page)).toContainText('正在接通您的话机')
  await expect(band(page)).toContainText('呼叫中')
  await page.keyboard.press('Alt+x')
  await expect(band(page)).toContainText('坐席已挂机')
})

test('the page’s telephone is answered by key, and the tab tells that it rings', async ({ page }) => {
  await open(page, 'page_rings')
  await expect(page).toHaveTitle('振铃中 138 0000 1234')
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', /ringing/)
  await page.keyboard.press('Alt+a')
  await expect(band(page)).toContainText('通话中')
  await expect(page.locator('link[rel=icon]')).not.toHaveAttribute('href', /ringing/)
})

test('a break that needs approval is asked for and taken back', async ({ page }) => {
  await open(page, 'ready')
  await page.keyboard.press('Alt+2')
  await page.getByRole('menuitem', { name: /培训/ }).click()
  await expect(page.locator('.asked')).toContainText('待批准：小休 · 培训')
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.locator('.asked')).toHaveCount(0)
})

test('a supervisor takes help and grants a break', async ({ page }) => {
  await open(page, 'board')
  await page.getByRole('button', { name: '我来处理' }).click()
  await expect(page.getByRole('region', { name: '待处理的请求' })).toContainText('陈主管 处理中')
  await page.getByRole('button', { name: '批准 李娜 的小休', exact: true }).click()
  await expect(page.locator('[data-agent="1002"]')).toContainText('会议')
})

for (const viewport of [{ width: 1280, height: 720 }, { width: 480, height: 720 }]) {
  test(`nothing jumps from ringing to wrap-up, and the bar stays in view, at ${viewport.width}`, async ({ page }) => {
    await page.setViewportSize(viewport)
    await open(page, 'page_rings')
    const top = async () => (await page.locator('.pop').boundingBox())?.y
    const before = await top()
    await page.keyboard.press('Alt+a')
    await expect(band(page)).toContainText('通话中')
    expect(await top()).toBe(before)
    await page.keyboard.press('Alt+h')
    await expect(band(page)).toContainText('保持中')
    expect(await top()).toBe(before)
    await page.keyboard.press('Alt+x')
    await expect(band(page)).toContainText('坐席已挂机')
    expect(await top()).toBe(before)
    await page.locator('.pop').evaluate((pop) => pop.scrollIntoView({ block: 'end' }))
    await expect(page.getByRole('toolbar', { name: '通话操作' })).toBeInViewport({ ratio: 1 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
  })
}

test('a call-back by the queue says whom it rings, then that the customer is there', async ({ page }) => {
  await open(page, 'calling_back')
  await expect(band(page)).toContainText('正在为您回拨客户')
  await expect(band(page).getByRole('button')).toHaveCount(0) // the queue's call: there is nothing for the agent to end
  await expect(page.locator('.pop-from')).toContainText('回电客户')
  await open(page, 'callback')
  await expect(band(page)).toContainText('客户已确认，请接听')
  await expect(band(page).getByRole('button', { name: '接听' })).toBeVisible()
})
