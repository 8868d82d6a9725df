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

/** shot takes the pictures of the README, when asked to: THIRDRING_SHOTS=../../docs/screenshots. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['THIRDRING_SHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
