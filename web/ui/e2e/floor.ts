/** The floor of the centre: agents at desks of their own, each a browser whose microphone sounds a tone of its own. */
import { chromium, expect, type Browser, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test'
import { Customer, type Calling } from './customer.ts'
import { agent, signIn, state, type Agent } from './desk.ts'
import { ask, media, micHertz, phoneStatus, test as base } from './phone-page.ts'
import { agentFirst, demo } from './system.ts'

export interface Desk {
  me: Agent
  page: Page
  context: BrowserContext
}

export interface Sitting {
  /** hertz is what the agent's microphone sounds. */
  hertz?: number
  /** url is where the page is opened, if not at the server itself. */
  url?: string
  /** before is done with the page that is not open yet. */
  before?: (page: Page) => Promise<void>
}

export class Floor {
  private readonly browsers: Browser[] = []
  private readonly customers: Customer[] = []
  private readonly desks: Desk[] = []

  constructor(private readonly launch: LaunchOptions) {}

  /** sit has an agent sign in and be ready, whatever a test before has left. */
  async sit(n: number, { hertz = micHertz, url, before }: Sitting = {}): Promise<Desk> {
    const browser = await chromium.launch({ ...this.launch, args: [...(this.launch.args ?? []), ...media(hertz)] })
    this.browsers.push(browser)
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'zh-CN' })
    await context.addInitScript(plainMicrophone)
    const desk = { me: agent(n), page: await context.newPage(), context }
    await before?.(desk.page)
    await desk.page.goto(url ?? demo().url)
    await signIn(desk.page, desk.me)
    this.desks.push(desk)
    await phoneStatus(desk.page, 'ready')
    await beReady(desk.page)
    return desk
  }

  /** call is a customer who calls the hotline that rings an agent before it greets. */
  call(calling: Calling = {}): Customer {
    const one = new Customer({ to: agentFirst, ...calling })
    this.customers.push(one)
    return one
  }

  /** close sends everybody home, so that the next test finds nobody. */
  async close(): Promise<string> {
    for (const one of this.customers) await one.hangUp()
    for (const desk of this.desks) {
      const page = desk.context.pages().at(-1)
      if (page !== undefined) await ask(page, 'state.set', { state: 'signed_out' }).catch(() => undefined)
    }
    for (const browser of this.browsers) await browser.close()
    return this.customers.map((one) => one.output).join('\n---\n')
  }
}

/** plainMicrophone keeps the browser from taking a tone for the noise that it is, and hushing it. */
function plainMicrophone(): void {
  const devices = navigator.mediaDevices
  const open = devices.getUserMedia.bind(devices)
  devices.getUserMedia = (wanted) =>
    open(typeof wanted?.audio === 'object' ? { audio: { ...wanted.audio, noiseSuppression: false, autoGainControl: false } } : wanted)
}

/** pageAgents are those whose telephone is in the page from the start. */
export const pageAgents = { wang: 0, liu: 3, chen: 4, yang: 5, zhao: 6, huang: 7, zhou: 8, wu: 9 }

export async function beReady(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Alt+Digit1')
    await expect(state(page)).toContainText('空闲', { timeout: 1_500 })
  }).toPass({ timeout: 15_000 })
}

/** test gives a floor, which is cleared when the test is over. */
export const test = base.extend<{ floor: Floor }>({
  floor: async ({ launchOptions }, use, info) => {
    const floor = new Floor(launchOptions)
    await use(floor)
    await info.attach('customers', { body: await floor.close() })
  },
})
