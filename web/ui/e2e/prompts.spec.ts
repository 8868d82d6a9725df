/** The prompts' page against the real server: upload, listen, use, restore, a prompt of one's own, a telephone. */
import { expect, test, type Page } from '@playwright/test'
import { agent, phoneOf, shot } from './desk.ts'
import { demo } from './system.ts'

/** tone is a WAV file of a tone with silence around it, 16 bits and mono. */
function tone(hertz: number, seconds: number, rate = 44100): Buffer {
  const count = Math.round(rate * seconds)
  const wav = Buffer.alloc(44 + 2 * count)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + 2 * count, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(2 * rate, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(2 * count, 40)
  for (let i = 0; i < count; i++) {
    const t = i / rate
    // Syllables of a voice, with pauses between them and at both ends.
    const loud = t < 0.6 || t > seconds - 0.6 ? 0 : Math.max(0, Math.sin(2 * Math.PI * 2.2 * t)) * (0.5 + 0.5 * Math.sin(2 * Math.PI * 0.37 * t))
    wav.writeInt16LE(Math.round(3500 * loud * Math.sin(2 * Math.PI * hertz * t)), 44 + 2 * i)
  }
  return wav
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer })

/** listen presses a button and waits for the sound that it fetches. */
async function listen(page: Page, name: string, address: RegExp): Promise<void> {
  const [answer] = await Promise.all([page.waitForResponse((response) => address.test(response.url())), page.getByRole('button', { name, exact: true }).click()])
  expect([200, 206]).toContain(answer.status())
  expect(answer.headers()['content-type']).toBe('audio/wav')
}

test.use({ viewport: { width: 1440, height: 900 } })

test('a prompt is uploaded, heard, used and restored', async ({ page }) => {
  await page.goto(`${demo().url}/admin/prompts`)
  const { user, password } = demo().admin
  await page.getByLabel('工号 / 用户名').fill(user)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
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
  await page.goto(`${demo().url}/admin/prompts`)
  const { user, password } = demo().admin
  await page.getByLabel('工号 / 用户名').fill(user)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
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
