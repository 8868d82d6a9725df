/** The prompts' page against the real server: upload, listen, use, restore, a prompt of one's own, a telephone. */
import { expect, test } from '@playwright/test'
import { agent, phoneOf, shot } from './desk.ts'
import { administer, file, listen, tone } from './sounds.ts'
import { demo } from './system.ts'

test.use({ viewport: { width: 1440, height: 900 } })

test('a prompt is uploaded, heard, used and restored', async ({ page }) => {
  await administer(page, 'prompts')
  await expect(page.getByRole('heading', { name: '语音', level: 2 })).toBeVisible()
  await expect(page.getByText('很高兴为您服务。')).toBeVisible()
  await shot(page, 'prompts')

  await page.getByLabel('按文字、编号或使用处查找').fill('close.main')
  await expect(page.getByRole('row', { name: /close\.main/ })).toHaveCount(1)
  await listen(page, '试听 close.main', /prompts\/close\.main\/audio\?version=0/)
  await page.getByRole('button', { name: '修改 close.main' }).click()
  const dialog = page.getByRole('dialog')

  await dialog.getByLabel('上传 WAV', { exact: true }).setInputFiles(file('close.main.wav', Buffer.from('ID3 is an MP3 file, not a WAV file')))
  await expect(dialog.getByRole('alert')).toContainText('而是 MP3')
  await dialog.getByLabel('上传 WAV', { exact: true }).setInputFiles(file('close.main.wav', tone(440, 5)))
  const preview = dialog.getByRole('region', { name: '试听后启用' })
  await expect(preview).toContainText('-17 dB')
  await listen(page, '试听 来电者将听到', /prompt-previews\/\w+\/audio\?of=after/)
  await listen(page, '试听 原始', /of=before/)
  await shot(page, 'prompts-preview')
  await preview.getByLabel('说明(可不填)').fill('录音棚 11 月')
  await preview.getByRole('button', { name: '启用' }).click()
  await expect(dialog.getByRole('status')).toContainText('第 1 版已启用')
  await expect(dialog.getByRole('listitem').first()).toContainText('录音棚 11 月')
  await listen(page, '试听 第 1 版', /close\.main\/audio\?version=1/)

  await dialog.getByRole('button', { name: '恢复 系统自带' }).click()
  await expect(dialog.getByRole('status')).toContainText('第 2 版已启用')
  await expect(dialog.getByRole('listitem').first()).toContainText('恢复系统自带')
  await shot(page, 'prompts-versions')

  await dialog.getByRole('button', { name: 'Close' }).or(dialog.getByRole('button', { name: '关闭' })).first().click()
  await page.getByRole('button', { name: '批量上传' }).click()
  await page.getByLabel('选择文件').setInputFiles([file('close.alt.wav', tone(500, 4)), file('queue.position-1.wav', tone(500, 3)), file('nobody.wav', tone(500, 3))])
  await expect(page.getByRole('row', { name: /nobody/ })).toContainText('没有这条语音')
  await page.getByRole('button', { name: '启用 2 条' }).click()
  await expect(page.getByRole('row', { name: /queue\.position-1/ })).toContainText('已启用')
  await shot(page, 'prompts-batch')
})

test('a notice of the centre’s own is written, synthesised and deleted', async ({ page }) => {
  await administer(page, 'prompts')
  await page.getByRole('button', { name: '新建语音' }).click()
  await page.getByLabel('编号', { exact: true }).fill('notice.cuihu')
  await page.getByLabel('要播报的文字').fill('翠湖一期今天下午两点至五点停水,给您带来不便,敬请谅解。')
  await page.getByRole('button', { name: '新建', exact: true }).or(page.getByRole('button', { name: '新 建' })).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '按文字合成' }).click()
  await dialog.getByRole('region', { name: '试听后启用' }).getByRole('button', { name: '启用' }).click()
  await expect(dialog.getByRole('status')).toContainText('已启用')

  // A telephone that says nothing: the take ends by itself and is refused.
  const someone = agent(2)
  const phone = phoneOf(someone, 'silent')
  try {
    await phone.prints(/registered/, 15_000)
    await dialog.getByRole('button', { name: '用话机录音' }).click()
    await expect(dialog.getByText('在哪部话机上录')).toBeVisible()
    await dialog.getByLabel('在哪部话机上录').fill(someone.id)
    await page.locator('.ant-select-item-option:not(.ant-select-item-option-disabled)').filter({ hasText: someone.id }).click({ timeout: 40_000 })
    await shot(page, 'prompts-phone')
    await dialog.getByRole('button', { name: '呼叫' }).or(dialog.getByRole('button', { name: '呼 叫' })).click()
    await expect(dialog.getByText('请说话')).toBeVisible({ timeout: 20_000 })
    await expect(dialog.getByRole('alert')).toContainText('没有声音', { timeout: 40_000 })
  } finally {
    await phone.stop()
  }
  await dialog.getByRole('button', { name: '删除' }).or(dialog.getByRole('button', { name: '删 除' })).click()
  await page.locator('.ant-modal-confirm').getByRole('button', { name: /删\s?除/ }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('notice.cuihu')).toHaveCount(0)

  await page.goto(`${demo().url}/admin/hotlines`)
  const greeting = page.getByLabel('问候语', { exact: true })
  await greeting.fill('很高兴')
  await page.locator('.ant-select-item-option').filter({ hasText: 'greet.main' }).first().click()
  await listen(page, '试听 greet.main', /prompts\/greet\.main\/audio/)
  await shot(page, 'prompts-picker')
})
