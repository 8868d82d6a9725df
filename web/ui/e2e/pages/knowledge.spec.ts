/** Who calls, what is known, what is registered and what is owed: the agent's hands on the page. */
import { expect, test, type Page } from '@playwright/test'

const url = () => process.env['DESK_URL'] ?? ''
const dev = async (path: string) => (await (await fetch(`${url()}/dev/${path}`)).json()) as unknown

async function open(page: Page, scene: string): Promise<void> {
  await dev(`scene?name=${scene}`)
  await page.goto(url())
  await page.waitForSelector('.lists, .board')
}

const summary = (page: Page) => page.getByLabel('内容摘要')
const status = (page: Page) => page.getByRole('form', { name: '登记' }).getByRole('status')
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)

test('what comes late moves nothing under the hand and takes no focus', async ({ page }) => {
  await open(page, 'looking')
  await summary(page).fill('业主说')
  const where = async () => ({
    summary: await summary(page).boundingBox(),
    home: await page.locator('.who-head').boundingBox(),
    promises: await page.locator('.promises').boundingBox(),
  })
  const before = await where()
  await dev('late')
  await expect(page.locator('.person-name')).toContainText('王建国')
  await expect(page.locator('.promises')).toContainText('承诺已过期')
  expect(await where()).toEqual(before)
  expect(await focused(page)).toBe('wrap-summary')
  await page.keyboard.type('漏水')
  await expect(summary(page)).toHaveValue('业主说漏水')
})

test('a pop is marked when it was painted, and draws few of many earlier calls', async ({ page }) => {
  await open(page, 'ready')
  const call = await dev('pop?rows=200')
  await page.waitForFunction((id) => performance.getEntriesByName('pop-shown').some((one) => (one as PerformanceMark).detail.call === id), call)
  const rows = page.locator('.recent li')
  await expect(rows).toHaveCount(5)
  await page.getByRole('button', { name: '再显示 50 次' }).click()
  await expect(rows).toHaveCount(55)
})

test('a digit chooses who calls, unless it is typed into a field', async ({ page }) => {
  await open(page, 'choice')
  await summary(page).fill('')
  await page.keyboard.type('2')
  await expect(summary(page)).toHaveValue('2')
  await expect(page.locator('.person-name strong')).toHaveCount(0)
  await page.keyboard.press('Alt+c')
  await page.keyboard.press('2')
  await expect(page.locator('.person-name strong')).toHaveText('刘玉兰')
})

test('what is typed is on the server soon, and survives a reload and a cut connection', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+w')
  await page.keyboard.type('dt')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: '电梯' })).toBeChecked()
  await summary(page).fill('电梯停在五楼')
  await expect(status(page)).toHaveText('草稿已保存')
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await expect(summary(page)).toHaveValue('电梯停在五楼')

  await dev('cut?stay')
  await summary(page).fill('电梯停在五楼,已派人')
  await expect(status(page)).toContainText('没有保存')
  await page.reload()
  await dev('cut')
  await expect(summary(page)).toHaveValue('电梯停在五楼,已派人')
  await expect(status(page)).toHaveText('草稿已保存', { timeout: 15_000 })
})

test('required fields are said at the fields, and the first one has the focus', async ({ page }) => {
  await open(page, 'ended')
  await expect(summary(page)).toBeVisible()
  await page.keyboard.press('Alt+s')
  await expect(page.getByText('请选择分类')).toBeVisible()
  await expect(page.getByText('请填写内容摘要')).toBeVisible()
  await expect(page.getByText('请选择处理结果')).toBeVisible()
  expect(await focused(page)).toBe('wrap-category')
  await page.keyboard.type('cmp')
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: '物业' }).check()
  await summary(page).fill('已答复')
  await page.getByRole('radio', { name: '当场解决' }).check()
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.pop')).toHaveCount(0)
})

test('wrap-up is extended as far as the server allows', async ({ page }) => {
  await open(page, 'ended')
  await expect(page.getByRole('timer')).toBeVisible()
  const left = async () => (await page.getByRole('timer').textContent())?.match(/(\d+):(\d+)/)?.slice(1).map(Number) ?? []
  const [before = 0] = await left()
  await page.keyboard.press('Alt+i')
  await expect.poll(async () => (await left())[0]).toBe(before + 1)
})

test('nothing is registered while the call is given away', async ({ page }) => {
  await open(page, 'transferring')
  await expect(page.getByText('登记内容随通话交给接手的坐席')).toBeVisible()
  await expect(summary(page)).toHaveCount(0)
})

test('an unknown caller is found by home, or written down, by keyboard alone', async ({ page }) => {
  await open(page, 'unknown')
  await page.getByLabel('查找业主').focus()
  await page.keyboard.type('王')
  await page.keyboard.press('Enter')
  await expect(page.getByText('请提供楼栋和房号')).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('11栋1203')
  await page.keyboard.press('Enter')
  await expect(page.locator('.found li')).toHaveCount(2)
  await page.getByLabel('姓名').focus()
  await page.keyboard.type('周海')
  await page.getByLabel('楼栋', { exact: true }).fill('8栋')
  await page.getByLabel('房号', { exact: true }).fill('301')
  await page.keyboard.press('Enter')
  await expect(page.locator('.person-name strong')).toHaveText('周海')
  await expect(page.locator('.home-room')).toHaveText('8栋 301')
})

test('an owner’s file says what is wrong at the field, and keeps both sides of a conflict', async ({ page }) => {
  await open(page, 'talking')
  await page.keyboard.press('Alt+o')
  const email = page.getByLabel('邮箱')
  await email.fill('nonsense')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('邮箱格式不正确')).toBeVisible()
  expect(await focused(page)).toBe('file-email')
  await email.fill('new@example.com')
  await page.getByLabel('姓名').fill('王建国先生')
  await dev('other')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.file-conflict')).toContainText('对方：王建')
  await expect(page.getByLabel('姓名')).toHaveValue('王建国先生')
  await expect(page.getByLabel('称呼')).toHaveValue('老师')
  await expect(email).toHaveValue('new@example.com')
  await page.reload()
  await page.waitForSelector('.person-file')
  await page.keyboard.press('Alt+o')
  await expect(page.getByLabel('姓名')).toHaveValue('王建国先生')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator('.file')).toHaveCount(0)
})

test('tasks are listed by urgency, done with a result, and told when due, but not during a call', async ({ page }) => {
  await open(page, 'ready')
  await page.keyboard.press('Alt+l')
  await expect(page.locator('.tasks-group').first()).toContainText('已逾期')
  const first = page.locator('.task').first()
  const id = await first.getAttribute('data-task')
  await first.getByRole('button', { name: '完成' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByText('请填写处理结果')).toBeVisible()
  await page.keyboard.type('已电话答复')
  await page.keyboard.press('Enter')
  await expect(page.locator(`[data-task="${id}"]`)).toHaveCount(0)

  await dev('pop?rows=1')
  await expect(page.locator('.pop')).toBeVisible()
  await dev('due?in=1')
  await expect(page.getByText('1 项逾期')).toBeVisible()
  await expect(page.locator('.reminder')).toHaveCount(0)
  await dev('free')
  await expect(page.locator('.reminder')).toContainText('待办到期')
})

test('a call-back is written down from the list of calls', async ({ page }) => {
  await open(page, 'ready')
  await page.getByRole('button', { name: '登记回电' }).first().click()
  await page.keyboard.type('答复物业费减免')
  await page.getByRole('form', { name: '登记回电' }).getByRole('button', { name: '2 小时内' }).click()
  await page.getByRole('form', { name: '登记回电' }).getByRole('button', { name: '登记回电' }).click()
  await expect(page.getByRole('form', { name: '登记回电' })).toHaveCount(0)
  await page.keyboard.press('Alt+l')
  await expect(page.locator('.tasks')).toContainText('答复物业费减免')
})

test('supervisors see what everybody is late with', async ({ page }) => {
  await open(page, 'board')
  await expect(page.getByRole('region', { name: '逾期和无人负责的待办' })).toContainText('阳台漏水')
})
