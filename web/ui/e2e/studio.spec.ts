/** A prompt is recorded with the telephone in a page, whose microphone sounds a tone; a caller hears it. */
import { expect } from '@playwright/test'
import { shot } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { hears, micHertz } from './phone-page.ts'
import { administer, listen } from './sounds.ts'
import { demo } from './system.ts'

test.setTimeout(240_000)

test('a greeting is recorded with the page’s own telephone, heard, put in force, and heard by a caller', async ({ floor, page }) => {
  const { page: desk, me } = await floor.sit(pageAgents.yang)
  await page.setViewportSize({ width: 1440, height: 900 })
  await administer(page, 'prompts/greet.main')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '用话机录音' }).click()
  await dialog.getByLabel('在哪部话机上录').fill(me.id)
  await page.locator('.ant-select-item-option:not(.ant-select-item-option-disabled)').filter({ hasText: me.id }).click({ timeout: 40_000 })
  await dialog.getByRole('button', { name: /^呼\s?叫$/ }).click()

  const band = desk.getByRole('status', { name: '录制语音' })
  await expect(band).toContainText('录制语音的来电')
  await shot(desk, 'studio-desk')
  await band.getByRole('button', { name: '接听' }).click()
  await expect(dialog.getByText('请说话')).toBeVisible()
  await expect(band).toContainText('说完在')
  await page.waitForTimeout(3000) // somebody speaks
  await shot(page, 'studio-recording')
  await dialog.getByRole('button', { name: '录完' }).click()
  await expect(dialog.getByText('正在话机上回放')).toBeVisible()
  await hears(desk, micHertz)

  const preview = dialog.getByRole('region', { name: '试听后启用' })
  await expect(preview).toContainText('话机录音', { timeout: 30_000 })
  await expect(preview).toContainText('-17 dB')
  await expect(band).toBeHidden()
  await listen(page, '试听 来电者将听到', /prompt-previews\/\w+\/audio\?of=after/)
  await preview.getByRole('button', { name: /^启\s?用$/ }).click()
  await expect(dialog.getByRole('status')).toContainText('已启用')
  try {
    const customer = floor.call({ from: '13800001292', to: demo().hotline })
    await customer.hears(micHertz, 30_000)
    await customer.hangUp()
  } finally {
    const prompt = `${demo().url}/api/prompts/greet.main`
    const { version } = (await (await page.request.get(prompt)).json()) as { version: number }
    expect((await page.request.post(`${prompt}/restore`, { data: { version, to: 0 } })).ok()).toBe(true)
  }
})
