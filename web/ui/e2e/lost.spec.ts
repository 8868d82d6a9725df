/** A page that goes in the middle of a call: reloaded, killed, or without a network. The customer is kept, and told so. */
import { expect, type CDPSession, type Page } from '@playwright/test'
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

test.beforeAll(() => upFor(21))

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
  const voice = new Voice()
  const { page } = await floor.sit(pageAgents.zhao, { url: network.url, before: (page) => voice.through(page) })
  const customer = floor.call()
  try {
    await answer(page)
    await hearsOnly(page, callerHertz)
    await customer.hears(micHertz)
    await voice.lose(100)
    await hearsOnly(page)
    await customer.hears('silence')
    const told = customer.isTold('hold.long')
    const cut = Date.now()
    network.cut()
    await phoneStatus(page, 'connecting')
    await told
    await expect(page.locator('.banners')).toContainText('与服务器的连接已中断')
    await shot(page, 'offline')
    await expect.poll(() => Date.now() - cut, { timeout: 6_000 }).toBeGreaterThanOrEqual(5_000)
    await voice.lose(0)
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

/** Voice is the way of a page's sound, which is no TCP and goes past the relay: Chromium itself can lose its packets. */
class Voice {
  private devtools: CDPSession | undefined

  /** through puts itself between, before the page has a call: what is open already is not touched. */
  async through(page: Page): Promise<void> {
    this.devtools = await page.context().newCDPSession(page)
    await this.devtools.send('Network.enable')
    await this.lose(0)
  }

  /** lose drops so many of a hundred packets, both ways. */
  async lose(packetLoss: number): Promise<void> {
    await this.devtools?.send('Network.emulateNetworkConditions', {
      offline: false, latency: 1, downloadThroughput: 100e6, uploadThroughput: 100e6, packetLoss, packetQueueLength: 100,
    })
  }
}

/** upFor waits until the server has run so long: after its own restart it believes every page to be there still. */
async function upFor(seconds: number): Promise<void> {
  const [, started] = /^process_start_time_seconds (\S+)/m.exec(await (await fetch(`${demo().url}/metrics`)).text()) ?? []
  await expect.poll(() => Date.now() / 1000 - Number(started), { timeout: 25_000 }).toBeGreaterThan(seconds)
}
