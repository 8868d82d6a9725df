/** What the tests do at a desk: sign in, look, take pictures. */
import { expect, type Page } from '@playwright/test'
import { Program } from './process.ts'
import { demo, type Demo } from './system.ts'

export type Agent = Demo['agents'][number]

export function agent(n: number): Agent {
  const one = demo().agents[n]
  if (one === undefined) throw new Error(`the demo has no agent ${n}`)
  return one
}

/** phoneOf is an agent's SIP phone, which answers by itself, and then says nothing or sounds a tone. */
export function phoneOf(one: Agent, tone: 'tone' | 'silent' = 'tone'): Program {
  const voice = tone === 'silent' ? ['--tone', '0'] : []
  return new Program(['phone', '--user', one.sip_user, '--server', demo().sip, '--answer-after', '3s', ...voice], {
    THIRDRING_SIP_SECRET: one.sip_secret,
  })
}

/** signIn opens the page unless it is open, and signs in; with a wrong password it stops at the door. */
export async function signIn(page: Page, who: { id: string; password: string }, wrong?: string): Promise<void> {
  if (page.url() === 'about:blank') await page.goto(demo().url)
  await page.getByLabel('工号 / 用户名').fill(who.id)
  await page.getByLabel('密码').fill(wrong ?? who.password)
  await page.getByRole('button', { name: '登录' }).click()
  if (wrong === undefined) await expect(page.getByText('已连接')).toBeVisible()
}

export const state = (page: Page) => page.getByRole('button', { name: /空闲|小休|离线|振铃中|通话中|整理中|未应答/ }).first()
export const phase = (page: Page) => page.getByLabel('通话阶段')

/** shot takes the pictures of docs/desktop.md, when asked to: THIRDRING_SHOTS=../../docs/screenshots. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['THIRDRING_SHOTS']
  if (folder === undefined) return
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })
}

/** shots takes a picture in light, dark, beside another window, and in English unless something lies over the menu. */
export async function shots(page: Page, name: string, { english = true } = {}): Promise<void> {
  if (process.env['THIRDRING_SHOTS'] === undefined) return
  await shot(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 480, height: 720 })
  await shot(page, `${name}-480`)
  await page.setViewportSize({ width: 1280, height: 720 })
  if (!english) return
  await language(page, 'English')
  await shot(page, `${name}-en`)
  await language(page, '中文')
}

async function language(page: Page, name: string): Promise<void> {
  await page.locator('button.me').click()
  await page.getByRole('menuitem', { name }).click()
  await expect(page.getByRole('menuitem', { name })).toBeHidden()
}

/** answer takes the call that rings in the page, by its key. */
export async function answer(page: Page): Promise<void> {
  await expect(phase(page).getByRole('button', { name: '接听' })).toHaveAttribute('aria-disabled', 'false')
  await page.keyboard.press('Alt+KeyA')
  await expect(phase(page)).toContainText('通话中')
}

/** row is a call's row in the register, as the person on the page may see it. */
export async function row(page: Page, call: string): Promise<Record<string, unknown>> {
  const reply = await page.request.get(`${new URL(page.url()).origin}/api/calls/${call}`)
  return (await reply.json()) as Record<string, unknown>
}

/** newestCall is the agent's last call in the register. */
export async function newestCall(page: Page): Promise<Record<string, unknown> | undefined> {
  const reply = await page.request.get(`${new URL(page.url()).origin}/api/calls`, { params: { limit: 1 } })
  return ((await reply.json()) as { rows: Record<string, unknown>[] }).rows[0]
}
