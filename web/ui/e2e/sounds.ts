/** Files of sound, and how the administrator's pages are opened and heard. */
import { expect, type Locator, type Page } from '@playwright/test'
import { demo } from './system.ts'

/** tone is a WAV file of a tone with silence around it, 16 bits and mono. */
export function tone(hertz: number, seconds: number, rate = 44100): Buffer {
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

export const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer })

/** listen presses a button, of a part of the page if one is given, and waits for the sound that it fetches. */
export async function listen(page: Page, name: string, address: RegExp, within: Page | Locator = page): Promise<void> {
  const [answer] = await Promise.all([page.waitForResponse((response) => address.test(response.url())), within.getByRole('button', { name, exact: true }).click()])
  expect([200, 206]).toContain(answer.status())
  expect(answer.headers()['content-type']).toBe('audio/wav')
}

/** administer opens a page of the configuration as the demo's administrator. */
export async function administer(page: Page, path: string): Promise<void> {
  await page.goto(`${demo().url}/admin/${path}`)
  const { user, password } = demo().admin
  await page.getByLabel('工号 / 用户名').fill(user)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}
