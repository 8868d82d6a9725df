/** A page that goes in the middle of a call: reloaded, killed, or without a network. The customer is kept, and told so. */
import { expect, type Page } from '@playwright/test'
import { answer, phase, shot, state } from './desk.ts'
import { pageAgents, test } from './floor.ts'
import { callerHertz, hearsOnly, micHertz, phoneStatus, Relay, secondHertz } from './phone-page.ts'
import { demo } from './system.ts'

/** kill ends a tab as a crash does: nothing of the page can say goodbye. */
async function kill(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  devtools.send('Page.crash').catch(() => undefined) // never answered
  await crashed
}

test('a reload in the call leaves the customer with music and an apology, and fetches the call back', async ({ floor }) => {
  const { page } = await floor.sit(pageAgents.wang)
  const customer = floor.call()
  await answer(page)
  await customer.hears(micHertz)
  const told = customer.isTold('hold.long')
  await page.goto('about:blank')
  await told
  await page.goto(demo().url)
  await shot(page, 'lost')
  await expect(phase(page)).toContainText('通话中')
  await customer.hears(micHertz, 20_000)
  await hearsOnly(page, callerHertz)
})

test('a killed tab loses nobody: a new tab picks the call up', async ({ floor }) => {
  const { page, context } = await floor.sit(pageAgents.liu)
  const customer = floor.call()
  await answer(page)
  await customer.hears(micHertz)
  const told = customer.isTold('hold.long')
  await kill(page)
  await told
  await customer.hears('music')
  const next = await context.newPage()
  await next.goto(demo().url)
  await customer.hears(micHertz, 20_000)
  await hearsOnly(next, callerHertz)
  await expect(phase(next)).toContainText('通话中')
})

test('a killed tab that nobody comes back for: after 20 seconds a colleague has the customer', async ({ floor }) => {
  const first = await floor.sit(pageAgents.chen)
  const customer = floor.call()
  await answer(first.page)
  await customer.hears(micHertz)
  await first.page.getByLabel('内容摘要').fill('说到一半,电话断了。')
  await expect(first.page.getByRole('form', { name: '登记' }).getByRole('status')).toHaveText('草稿已保存')
  const second = await floor.sit(pageAgents.yang, { hertz: secondHertz })
  const began = Date.now()
  await kill(first.page)
  await customer.hears('music')
  await expect(phase(second.page)).toContainText('振铃中', { timeout: 30_000 })
  expect(Date.now() - began).toBeGreaterThan(19_000)
  await answer(second.page)
  await customer.hears(secondHertz)
  await hearsOnly(second.page, callerHertz)
  await expect(second.page.getByLabel('内容摘要')).toHaveValue('说到一半,电话断了。')
})

test('a network that is away for five seconds costs five seconds', async ({ floor }) => {
  const network = new Relay()
  await network.start()
  const { page, context } = await floor.sit(pageAgents.zhao, { url: network.url })
  const customer = floor.call()
  const devtools = await context.newCDPSession(page)
  /** lose drops so many of a hundred packets of the voice, which does not go through the relay. */
  const lose = (percent: number) =>
    devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1, packetLoss: percent })
  try {
    await devtools.send('Network.enable')
    await answer(page)
    await customer.hears(micHertz)
    const told = customer.isTold('hold.long')
    const cut = Date.now()
    await lose(100)
    network.cut()
    await phoneStatus(page, 'connecting')
    await told
    await customer.hears('music')
    await hearsOnly(page)
    await expect.poll(() => Date.now() - cut, { timeout: 6_000 }).toBeGreaterThanOrEqual(5_000)
    await lose(0)
    network.mend()
    await phoneStatus(page, 'ready')
    await customer.hears(micHertz)
    await hearsOnly(page, callerHertz)
    await expect(phase(page)).toContainText('通话中')
    await expect(state(page)).toContainText('通话中')
  } finally {
    await network.stop()
  }
})
