/** The configuration's forms that are made by hand. */
import { expect, test, type Locator, type Page } from '@playwright/test'
import { shot } from '../desk.ts'

test.use({ viewport: { width: 1440, height: 900 } })

const url = () => process.env['DESK_URL'] ?? ''
const dev = async (path: string) => (await fetch(`${url()}/dev/${path}`)).json()

async function open(page: Page, at: string): Promise<void> {
  await dev('scene?name=admin')
  await dev('config?reset')
  await page.goto(`${url()}/admin/${at}`)
  await page.waitForSelector('.admin main h2')
}

/** choose takes an option of a list by its name. */
async function choose(page: Page, list: Locator, option: string): Promise<void> {
  await list.click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByText(option, { exact: true }).click()
}

test('ways are chosen by name and tried in their order', async ({ page }) => {
  await open(page, 'queues')
  await page.locator('.entries-names button').filter({ hasText: '报修' }).click()
  const ways = page.getByRole('list', { name: '去向' }).first()
  await expect(ways.locator('.way-step')).toHaveText(['值班电话：夜间值班', '留言'])
  await choose(page, ways.getByRole('combobox'), '转队列：客户服务')
  await ways.getByRole('button', { name: '前移 转队列：客户服务' }).click()
  await expect(ways.locator('.way-step')).toHaveText(['值班电话：夜间值班', '转队列：客户服务', '留言'])
  await ways.getByRole('button', { name: '删除此去向 值班电话：夜间值班' }).click()
  await expect(ways.locator('.way-step')).toHaveText(['转队列：客户服务', '留言'])
  await page.locator('.entries-names button').filter({ hasText: '客户服务' }).click()
  await page.getByRole('region', { name: '等候时的按键' }).scrollIntoViewIfNeeded()
  await shot(page, 'admin-queue')
})

test('what contradicts itself is said where it is set', async ({ page }) => {
  await open(page, 'queues')
  await page.locator('.entries-names button').filter({ hasText: '报修' }).click()
  await page.getByRole('switch', { name: '回电 启用' }).click()
  await expect(page.getByRole('group', { name: '回电' }).getByRole('alert')).toContainText('来电者无法要求回电')
})

test('the picture of a hotline follows what is changed', async ({ page }) => {
  await open(page, 'hotlines')
  const flow = page.getByRole('region', { name: '来电走向' })
  await expect(flow).toContainText('营业时间内')
  await shot(page, 'admin-hotline')
  await expect(flow).toContainText('值班电话：夜间值班')
  await page.getByRole('list', { name: '未按键时' }).getByRole('button').click()
  await expect(flow.locator('.flow-lane').last()).toContainText('不按键→礼貌结束')
  await page.getByRole('switch', { name: '紧急热线' }).click()
  await expect(flow).toContainText('进入紧急通道')
  await expect(flow).toContainText('15 秒 无人接，加振→值班电话：夜间值班')
  await expect(flow.locator('.flow-lane')).toHaveCount(1)
})

test('hours are dragged and typed, and answer whether it is open', async ({ page }) => {
  await open(page, 'schedules')
  const sunday = page.getByLabel('周日 营业')
  const bar = page.locator('.week-bar').nth(6)
  const box = await bar.boundingBox()
  if (box === null) throw new Error('no bar for Sunday')
  const at = (hour: number) => [box.x + (box.width * hour) / 24, box.y + box.height / 2] as const
  await page.mouse.move(...at(9))
  await page.mouse.down()
  await page.mouse.move(...at(14))
  await page.mouse.up()
  await expect(sunday).toHaveValue('09:00-14:00')
  const monday = page.getByLabel('周一 营业')
  await monday.fill('8:30至12:00，13-17:30')
  await monday.press('Enter')
  await expect(monday).toHaveValue('08:30-12:00 13:00-17:30')
  await page.getByRole('button', { name: '周一复制到周五' }).click()
  await expect(page.getByLabel('周五 营业')).toHaveValue('08:30-12:00 13:00-17:30')

  const answer = page.locator('.week-ask').getByRole('status')
  await page.getByLabel('日期', { exact: true }).fill('2026-10-01')
  await page.getByLabel('时间', { exact: true }).fill('10:30')
  await expect(answer).toHaveText('营业 节假日 国庆节 10:00-15:00')
  await shot(page, 'admin-hours')
  await page.getByLabel('日期', { exact: true }).fill('2026-10-10')
  await page.getByLabel('时间', { exact: true }).fill('12:30')
  await expect(answer).toHaveText('不营业 调休上班 国庆节调休 08:30-12:00 13:00-17:30')
  await monday.fill('soon')
  await monday.press('Enter')
  await expect(page.getByText('请写成 9:00-12:00 13:30-18:00')).toBeVisible()
})

test('days are marked by dragging, and from a pasted notice', async ({ page }) => {
  await open(page, 'calendar')
  while ((await page.locator('.cal-year').textContent()) !== '2026 年') {
    await page.getByRole('button', { name: Number((await page.locator('.cal-year').textContent())?.slice(0, 4)) > 2026 ? '上一年' : '下一年' }).click()
  }
  await page.getByLabel('名称').first().fill('劳动节')
  const day = (date: string) => page.locator(`.cal-days button[aria-label^="${date}"]`)
  await day('2026-05-01').hover()
  await page.mouse.down()
  await day('2026-05-05').hover()
  await page.mouse.up()
  await expect(day('2026-05-03')).toHaveAttribute('data-kind', 'holiday')
  await expect(page.locator('aside li').first()).toContainText('05-01 ~ 05-05')
  await page.getByText('清除', { exact: true }).click()
  await day('2026-05-03').click()
  await expect(page.locator('aside.cal-spans li')).toHaveCount(4)

  await page.getByRole('button', { name: '粘贴放假安排' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n七、国庆节：10月1日（周四）至8日（周四）放假调休，共8天。9月20日（周日）上班。')
  await expect(dialog).toContainText('读到 3 段')
  await shot(page, 'admin-notice')
  await dialog.getByRole('button', { name: '写入日历' }).click()
  await expect(day('2026-10-08')).toHaveAttribute('data-kind', 'holiday')
  await expect(day('2026-09-20')).toHaveAttribute('data-kind', 'workday')
  await expect(dialog).toBeHidden()
  await shot(page, 'admin-calendar')
})

test('agents are found, and join queues with the mouse and the keyboard', async ({ page }) => {
  await open(page, 'agents')
  const cell = (name: string) => page.getByRole('gridcell', { name })
  await cell('王芳，报修：不服务').click()
  await expect(cell('王芳，报修：级别 1')).toBeFocused()
  await page.keyboard.press('3')
  await expect(cell('王芳，报修：级别 3')).toHaveText('3')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('0')
  await expect(cell('李娜，报修：不服务')).toBeFocused()
  await page.getByRole('searchbox', { name: '姓名、编号、工号' }).fill('张')
  await expect(page.getByText('显示 1 / 3 位坐席')).toBeVisible()
  await page.getByRole('rowheader', { name: '查看 张敏' }).click()
  await page.getByLabel('姓名', { exact: true }).fill('张敏敏')
  await expect(page.getByRole('rowheader', { name: '查看 张敏敏' })).toBeVisible()
  await page.getByRole('complementary').getByRole('button', { name: '添加' }).click()
  await page.getByRole('combobox', { name: '技能代码' }).fill('yu')
  await page.locator('.ant-select-item-option-content').getByText('yue').click()
  await expect(page.getByRole('combobox', { name: '技能代码' })).toHaveValue('yue')
  await page.getByRole('searchbox', { name: '姓名、编号、工号' }).fill('')
  await choose(page, page.getByRole('combobox', { name: '选队列' }), '报修 repair')
  await page.getByRole('button', { name: '加入' }).click()
  await expect(page.getByRole('gridcell', { name: /报修：级别/ })).toHaveCount(3)
})

test('targets are typed as people do; a queue without its own shows the centre’s', async ({ page }) => {
  await open(page, 'targets')
  await page.getByLabel('全中心 接通率').fill('0.97')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('全中心 接通率')).toHaveValue('97%')
  await expect(page.getByLabel('客户服务 接通率')).toHaveAttribute('placeholder', '97%')
  await page.getByLabel('客户服务 平均应答速度').fill('8')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('客户服务 平均应答速度')).toHaveValue('8 秒')
  await page.getByLabel('客户服务 放弃率').fill('lots')
  await page.keyboard.press('Enter')
  await expect(page.getByText('请写成 90%')).toBeVisible()
  await page.getByLabel('客户服务 放弃率').fill('')
  await page.keyboard.press('Enter')
  await shot(page, 'admin-targets')
})

test('who gets into the emergency lane is chosen by name', async ({ page }) => {
  await open(page, 'emergency')
  await expect(page.getByRole('main')).toContainText('队列 › 客户服务 › 等候时的按键 › 9')
  await page.getByLabel('这些热线的来电都进入').click()
  await page.locator('.ant-select-dropdown').getByText('客服热线 4008001234').click()
  await page.getByRole('link', { name: /^热线/ }).click()
  await expect(page.getByRole('switch', { name: '紧急热线' })).toBeChecked()
})

test('who may configure finds the way there in the own menu', async ({ page }) => {
  await dev('scene?name=admin')
  await page.goto(url())
  await page.locator('.me').click()
  await page.getByRole('menuitem', { name: '中心配置' }).getByRole('link').click()
  await expect(page).toHaveURL(/\/admin$/)
})
