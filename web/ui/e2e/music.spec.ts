/** The page of the music that callers wait with, against the real server: upload, order, use, replace, choose in a queue, hear. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { Customer } from './customer.ts'
import { shot } from './desk.ts'
import { toneFile } from './phone-page.ts'
import { administer, file, listen } from './sounds.ts'
import { demo } from './system.ts'

test.use({ viewport: { width: 1440, height: 900 } })
test.setTimeout(240_000)

/** steady is a piece of music that a test can tell by its tone. */
const steady = (name: string, hertz: number, seconds = 20) => file(name, readFileSync(toneFile(hertz, seconds)))

const springHertz = 530
const lanternHertz = 730

test('music is uploaded, ordered and put in force, and a caller of the queue that chose it hears it', async ({ page }, info) => {
  await administer(page, 'music')
  await expect(page.getByRole('heading', { name: '等待音乐', level: 2 })).toBeVisible()
  await expect(page.getByRole('row', { name: /常用音乐/ })).toContainText('系统自带')
  await listen(page, '试听 hotline', /music\/default\/audio\?version=0&track=hotline/)

  await page.getByRole('button', { name: '新建一组' }).click()
  await page.getByLabel('名称', { exact: true }).fill('春节音乐')
  await expect(page.getByLabel('编号', { exact: true })).toHaveValue('cjyl')
  await page.getByRole('button', { name: /^新\s?建$/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('没有曲目，播放常用音乐')).toBeVisible()

  const chooser = dialog.getByLabel('上传 WAV', { exact: true })
  await chooser.setInputFiles(file('song.mp3', Buffer.from('ID3 is an MP3 file, not a WAV file')))
  await expect(dialog.getByRole('alert')).toContainText('而是 MP3')
  await expect(dialog.getByRole('alert')).toContainText('Audacity')
  await chooser.setInputFiles([steady('灯会.wav', lanternHertz), steady('步步高.wav', springHertz)])
  const pieces = dialog.getByRole('textbox', { name: /第 \d 首名称/ })
  await expect(pieces).toHaveCount(2, { timeout: 60_000 })
  await expect(pieces.nth(1)).toHaveValue('步步高')
  await dialog.getByRole('button', { name: '上移 步步高' }).click()
  await expect(pieces.first()).toHaveValue('步步高')
  await listen(page, '试听 步步高', /prompt-previews\/\w+\/audio\?of=after/, dialog)
  await shot(page, 'music-upload')
  await dialog.getByLabel('说明(可不填)').fill('春节期间')
  await dialog.getByRole('button', { name: /^启\s?用$/ }).click()
  await expect(dialog.getByRole('status')).toContainText('第 2 版已启用')
  await listen(page, '试听 步步高', /music\/cjyl\/audio\?version=2/, dialog)
  await expect(dialog.getByRole('listitem').filter({ hasText: '春节期间' })).toContainText('使用中')

  await dialog.getByRole('button', { name: '移除 灯会' }).click()
  await dialog.getByRole('button', { name: /^启\s?用$/ }).click()
  await expect(dialog.getByRole('status')).toContainText('第 3 版已启用')
  await expect(dialog.getByRole('button', { name: '移除 步步高' })).toBeDisabled() // silence would sound like a lost call
  await dialog.getByRole('button', { name: '恢复 第 2 版' }).click()
  await expect(dialog.getByRole('status')).toContainText('第 4 版已启用')
  await expect(pieces).toHaveCount(2)
  await shot(page, 'music-versions')
  await dialog.getByRole('button', { name: 'Close' }).or(dialog.getByRole('button', { name: '关闭' })).first().click()

  await page.getByRole('navigation', { name: '配置页面' }).getByRole('link', { name: /^队列/ }).click()
  await page.getByRole('combobox', { name: '等待音乐', exact: true }).first().click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: '春节音乐' }).click()
  await listen(page, '试听 春节音乐', /music\/cjyl\/audio\?version=4/)
  await shot(page, 'music-picker')
  await page.getByRole('button', { name: '查看并保存' }).click()
  await page.getByRole('button', { name: '保存并立即生效' }).click()
  await expect(page.getByText(/第 \d+ 版已生效。/)).toBeVisible()

  const customer = new Customer({ from: '13800001291' })
  try {
    await customer.hears(springHertz, 60_000)
  } finally {
    await customer.hangUp()
    await info.attach('customer', { body: customer.output })
    const { version, document } = (await (await page.request.get(`${demo().url}/api/config`)).json()) as { version: number; document: { queues: { music?: string }[] } }
    for (const queue of document.queues) delete queue.music
    expect((await page.request.put(`${demo().url}/api/config`, { data: { version, document } })).ok()).toBe(true)
  }
  await page.goto(`${demo().url}/admin/music`)
  await expect(page.getByRole('row', { name: /春节音乐/ })).toContainText('未使用')
  await shot(page, 'music')
})
