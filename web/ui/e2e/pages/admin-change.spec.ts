/** Changes that touch more than one page of the configuration, or more than one administrator. */
import { expect, test, type Locator, type Page } from '@playwright/test'

test.use({ viewport: { width: 1440, height: 900 } })

const url = () => process.env['DESK_URL'] ?? ''
const dev = async (path: string) => (await fetch(`${url()}/dev/${path}`)).json()

async function open(page: Page, at: string): Promise<void> {
  await dev('scene?name=admin')
  await dev('config?reset')
  await page.goto(`${url()}/admin/${at}`)
  await page.waitForSelector('.admin main h2')
}

const go = (page: Page, name: RegExp) => page.getByRole('navigation', { name: '配置页面' }).getByRole('link', { name }).click()
const entry = (page: Page, name: string) => page.locator('.entries-names button').filter({ hasText: name })

async function choose(page: Page, list: Locator, option: string): Promise<void> {
  await list.click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByText(option, { exact: true }).click()
}

test('a changed id is carried to where it is named, and what is removed is replaced there', async ({ page }) => {
  await open(page, 'queues')
  await entry(page, '报修').click()
  const id = page.getByLabel('编号', { exact: true })
  await id.fill('service')
  await id.press('Enter')
  await expect(page.getByText('编号 service 已是“客户服务”的，请换一个。')).toBeVisible()
  await id.fill('mend')
  await id.press('Enter')
  await expect(page.getByText(/用到它的 \d+ 处已一并改好。/)).toBeVisible()
  await expect(page.locator('.entries-form .uses')).toContainText('1 位坐席')
  await entry(page, '客户服务').click()
  await expect(page.getByRole('list', { name: '去向' }).first().locator('.way-step').first()).toHaveText('转队列：报修')

  await page.locator('.entries-form > header').getByRole('button', { name: '删除' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('热线 › 客服热线 › 队列')
  await expect(dialog).toContainText('3 位坐席')
  await expect(dialog.getByRole('button', { name: '删除' })).toBeDisabled()
  await choose(page, dialog.getByRole('combobox'), '报修 mend')
  await dialog.getByRole('button', { name: '删除' }).click()
  await expect(entry(page, '客户服务')).toHaveCount(0)
  await go(page, /^热线/)
  await expect(page.locator('.entries-form')).toContainText('报修 mend')
})

test('people on duty are ordered, and a number is taken as it is written on a card', async ({ page }) => {
  await open(page, 'duty_lists')
  await page.getByRole('button', { name: '添加一位' }).click()
  const people = page.locator('.duty-phones > li')
  const last = people.last()
  await last.getByLabel('姓名').fill('刘工')
  const number = last.getByLabel(/^电话号码/)
  await number.fill('分机8001')
  await expect(last.getByRole('alert')).toHaveText('不能拨打：请填 3 至 15 位数字，可带 +')
  await number.fill('138 0013-8999')
  await number.blur()
  await expect(number).toHaveValue('13800138999')
  await last.getByRole('textbox', { name: '振铃时长' }).fill('40')
  await last.getByRole('textbox', { name: '振铃时长' }).press('Enter')
  await last.getByRole('button', { name: '上移' }).click()
  await expect(people.nth((await people.count()) - 2).getByLabel('姓名')).toHaveValue('刘工')
  const preview = page.getByRole('region', { name: '按此顺序振铃' })
  await expect(preview).toContainText('刘工40 秒')
  await expect(preview).toContainText(/共 \d+ 部电话，依次振铃，全部无人接约需/)
})

test('what another administrator saves meanwhile is shown, and a draft that was dropped comes back', async ({ page }) => {
  await open(page, 'center')
  const name = page.getByLabel('中心名称')
  await name.fill('银桂园')
  await dev('config') // somebody else changes the name as well
  await name.fill('银桂园客服')
  const newer = page.getByRole('region', { name: '他人已修改' })
  await expect(newer).toContainText('金桂园客服中心')
  await newer.getByRole('button', { name: '并入我的修改' }).click()
  const merged = page.getByRole('region', { name: '已并入他人的修改' })
  await expect(merged).toContainText('您的： 银桂园客服')
  await merged.getByRole('button', { name: '改用对方的' }).click()
  await expect(name).toHaveValue('金桂园客服中心')
  await name.fill('银桂园')
  await page.getByRole('button', { name: '放弃修改' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '放弃修改' }).click()
  await expect(name).toHaveValue('金桂园客服中心')
  await page.getByRole('button', { name: '撤销，找回修改' }).click()
  await expect(name).toHaveValue('银桂园')
})

test('the draft is one in all tabs', async ({ page, context }) => {
  await open(page, 'center')
  const other = await context.newPage()
  await other.goto(`${url()}/admin/center`)
  await expect(other.getByLabel('中心名称')).toHaveValue('客户服务中心')
  await page.getByLabel('中心名称').fill('银桂园')
  await expect(other.getByLabel('中心名称')).toHaveValue('银桂园')
})
