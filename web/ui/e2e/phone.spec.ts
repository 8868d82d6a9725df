/** The telephone in the page, with real media: a call answered there, the network cut, another tab. */
import { expect, type Page } from '@playwright/test'
import { agent, phase, signIn, state } from './desk.ts'
import { callerHertz, hears, micHertz, phoneStatus, Relay, test, toneFile, usePagePhone } from './phone-page.ts'
import { Program } from './process.ts'
import { agentFirst, demo } from './system.ts'

const number = '13800001234'

/** customer calls the hotline and sounds a tone; it prints what it hears, a JSON object a line. */
function customer(): Program {
  const { sip } = demo()
  return new Program(['call', '--from', number, '--to', agentFirst, '--sip', sip, '--voice', toneFile(callerHertz, 100), '--json', '--seconds', '100'])
}

/** hearsThePage waits until the customer hears the page's microphone. */
async function hearsThePage(call: Program): Promise<void> {
  await call.prints(new RegExp(`"event":"tone".*"hz":${Math.floor(micHertz / 100)}\\d\\b|"hz":${Math.floor(micHertz / 100)}\\d`), 25_000)
}

/** answer takes the call by its key, which works as soon as the telephone rings. */
async function answer(page: Page): Promise<void> {
  await expect(phase(page)).toContainText('振铃中')
  await expect(async () => {
    await page.keyboard.press('Alt+KeyA')
    await expect(phase(page)).toContainText('通话中', { timeout: 500 })
  }).toPass({ timeout: 10_000 })
}

/** readyBehindRelay has an agent ready for calls, over a network that can be cut. */
async function readyBehindRelay(page: Page, n: number): Promise<Relay> {
  const network = new Relay()
  await network.start()
  await page.goto(network.url)
  await signIn(page, agent(n))
  await usePagePhone(page)
  await page.keyboard.press('Alt+Digit1')
  return network
}

/** silent waits until the page has let the call go. */
async function silent(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.querySelector<HTMLAudioElement>('audio[data-phone=voice]')?.srcObject)).toBeNull()
}

test('a call is answered in the page, both hear each other, and the caller ends it', async ({ page }, info) => {
  await signIn(page, agent(0))
  await usePagePhone(page)
  await page.keyboard.press('Alt+Digit1')
  await expect(state(page)).toContainText('空闲')
  const call = customer()
  try {
    await answer(page)
    await hears(page, callerHertz)
    await hearsThePage(call)
    await call.stop()
    await expect(phase(page)).toContainText('客户已挂机')
    await silent(page)
  } finally {
    await call.stop()
    await info.attach('caller', { body: call.output })
  }
})

test('a cut connection loses no call', async ({ page }, info) => {
  const network = await readyBehindRelay(page, 5)
  const call = customer()
  try {
    await answer(page)
    await hears(page, callerHertz)
    network.cut()
    await phoneStatus(page, 'connecting')
    network.mend()
    await phoneStatus(page, 'ready')
    await hears(page, callerHertz)
    await expect(phase(page)).toContainText('通话中')
    await call.stop()
    await expect(phase(page)).toContainText('客户已挂机')
    await silent(page)
  } finally {
    await call.stop()
    await network.stop()
    await info.attach('caller', { body: call.output })
  }
})

test('one tab is the telephone, another takes over, and gives it back when it goes', async ({ page, context }) => {
  await signIn(page, agent(6))
  await usePagePhone(page)
  const second = await context.newPage()
  await second.goto(demo().url)
  await phoneStatus(second, 'elsewhere')
  await second.locator('[data-phone-status]').click()
  await second.getByRole('button', { name: '在这里使用' }).first().click()
  await phoneStatus(second, 'ready')
  await phoneStatus(page, 'elsewhere')
  await second.close()
  await phoneStatus(page, 'ready')
})

test('a call moves to the tab that takes over, and survives a reload', async ({ page, context }, info) => {
  await signIn(page, agent(3))
  await usePagePhone(page)
  await page.keyboard.press('Alt+Digit1')
  const call = customer()
  try {
    await answer(page)
    await hears(page, callerHertz)
    await page.reload()
    await phoneStatus(page, 'ready')
    await hears(page, callerHertz)
    const second = await context.newPage()
    await second.goto(demo().url)
    await second.locator('[data-phone-status]').click()
    await second.getByRole('button', { name: '在这里使用' }).first().click()
    await phoneStatus(second, 'ready')
    await hears(second, callerHertz)
    await silent(page)
    await expect(phase(second)).toContainText('通话中')
    await call.stop()
    await expect(phase(second)).toContainText('客户已挂机')
  } finally {
    await call.stop()
    await info.attach('caller', { body: call.output })
  }
})

test('a call that ended while the page was cut off does not linger, and the next one is answered', async ({ page }, info) => {
  const network = await readyBehindRelay(page, 4)
  const calls = [customer()]
  try {
    await answer(page)
    await hears(page, callerHertz)
    network.cut()
    await phoneStatus(page, 'connecting')
    await calls[0]?.stop()
    network.mend()
    await phoneStatus(page, 'ready')
    await silent(page)
    await expect(phase(page)).toContainText('客户已挂机')
    await page.keyboard.press('Alt+Digit1')
    await expect(state(page)).toContainText('空闲')
    calls.push(customer())
    await answer(page)
    await hears(page, callerHertz)
  } finally {
    for (const call of calls) await call.stop()
    await network.stop()
    await info.attach('callers', { body: calls.map((c) => c.output).join('\n') })
  }
})
