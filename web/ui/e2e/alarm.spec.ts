/** An emergency is heard and seen: what the page sounds is measured, and the browser tells what it shows. */
import { chromium, expect, test, type CDPSession, type Page } from '@playwright/test'
import { changeCentre } from './centre.ts'
import { Customer } from './customer.ts'
import { agent, phoneOf, shot, signIn, state } from './desk.ts'
import { demo } from './system.ts'

const emergencies = '4008009998'
let restore = () => Promise.resolve()
test.beforeAll(async () => {
  restore = await changeCentre((centre) => {
    centre.hotlines.push({ ...centre.hotlines[0], number: emergencies, name: '紧急报修', mode: 'greet-first', emergency: true })
    centre['duty_lists'] = [{ id: 'duty', name: '值班', phones: [{ name: '赵工', number: '13911110008', ring: '60s' }] }] // never answers
    centre['emergency'] = { escalate: '60s', duty: 'duty' }
    centre.queues = centre.queues.map((one) => ({ ...one, wrap_up: '0s' }))
  })
})
test.afterAll(() => restore())

/** ears let the page be heard where its sound leaves it, and note the notifications that the browser has shown and closed. */
function ears(): void {
  const heard: AnalyserNode[] = []
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode
  const overheard = function (this: AudioNode, to: AudioNode) {
    if (to instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 4096, smoothingTimeConstant: 0 })
      heard.push(analyser)
      connect.call(this, analyser)
    }
    return connect.call(this, to)
  }
  AudioNode.prototype.connect = overheard as typeof AudioNode.prototype.connect
  const shown: string[] = []
  const Real = Notification
  window.Notification = class extends Real {
    constructor(title: string, options: NotificationOptions = {}) {
      super(title, options)
      this.addEventListener('show', () => shown.push(`${title}: ${options.body}`))
      this.addEventListener('close', () => shown.push('closed'))
    }
  }
  const loudest = (): [level: number, hertz: number] => {
    let [level, hertz] = [0, 0]
    for (const one of heard) {
      const wave = new Float32Array(one.fftSize)
      one.getFloatTimeDomainData(wave)
      const top = one.context.state === 'running' ? Math.max(...wave) : 0
      if (top <= level) continue
      const levels = new Float32Array(one.frequencyBinCount)
      one.getFloatFrequencyData(levels)
      level = top
      hertz = (levels.indexOf(Math.max(...levels)) * one.context.sampleRate) / one.fftSize
    }
    return [level, hertz]
  }
  /** listen is the loudest in so many milliseconds, which is longer than one round of the alarm. */
  const listen = async (ms: number) => {
    const tones = new Set<number>()
    let level = 0
    for (const end = performance.now() + ms; performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      const [now, hertz] = loudest()
      level = Math.max(level, now)
      if (now > 0.1) tones.add(Math.round(hertz / 20) * 20)
    }
    return { level: Math.round(level * 10) / 10, tones: [...tones].sort() }
  }
  Object.assign(window, { ears: { listen, shown } })
}

const round = 2_300
/** heard is what the page sounds; asked for without the click that Playwright's own questions are for the browser. */
async function heard(cdp: CDPSession, expression = `window.ears.listen(${round})`): Promise<unknown> {
  const { result } = await cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: false })
  return result.value
}
const alarm = { level: 0.5, tones: [660, 880] }
const silence = { level: 0, tones: [] }

async function supervisor(page: Page): Promise<CDPSession> {
  const { user, password } = demo().supervisor
  await page.context().grantPermissions(['notifications'], { origin: demo().url })
  await page.addInitScript(ears)
  await signIn(page, { id: user, password })
  return page.context().newCDPSession(page)
}

test('an emergency is heard, told by the system and counted in the title, until it is silenced or answered', async ({ page, browser }) => {
  const cdp = await supervisor(page)
  const usual = await page.title()
  const banner = page.getByRole('region', { name: '紧急来电' })
  const callers = [new Customer({ to: emergencies, from: '13800001234' })]
  const phone = phoneOf(agent(1), 'silent')
  try {
    await expect(banner).toContainText('王建国')
    await expect.poll(() => heard(cdp)).toEqual(alarm)
    await expect.poll(() => page.title()).toContain('【紧急来电】王建国')
    expect(await heard(cdp, 'window.ears.shown')).toEqual([]) // the page is looked at

    await banner.getByRole('button', { name: '静音' }).click()
    await expect(banner).toContainText('已静音')
    await expect.poll(() => heard(cdp)).toEqual(silence)

    const elsewhere = await page.context().newPage()
    await cdp.send('Emulation.setFocusEmulationEnabled', { enabled: false })
    await elsewhere.bringToFront()
    callers.push(new Customer({ to: emergencies, from: '13911110001' }))
    await expect.poll(() => heard(cdp, 'window.ears.shown')).toEqual([expect.stringMatching(/^紧急来电: 139\*\*\*\*0001/)])
    await expect.poll(() => heard(cdp, 'document.title')).toContain('【紧急来电 2】')
    await expect.poll(() => heard(cdp)).toEqual(alarm) // another one sounds again

    await phone.prints(/registered/, 15_000)
    const desk = await browser.newPage()
    await signIn(desk, agent(1))
    await desk.keyboard.press('Alt+Digit1')
    await expect(state(desk)).toContainText('通话中')
    await callers[0]?.hangUp()
    await expect(banner.locator('[data-emergency]')).toHaveCount(0)
    await expect.poll(() => heard(cdp)).toEqual(silence)
    await expect.poll(() => page.title()).toBe(usual)
    await expect.poll(() => heard(cdp, 'window.ears.shown')).toContain('closed')
    await desk.keyboard.press('Alt+Digit0')
    await desk.close()
  } finally {
    for (const one of callers) await one.hangUp()
    await phone.stop()
  }
})

/** Tracing asks the page too, which the browser takes for somebody's click. */
test.use({ trace: 'off' })

test('a page that nobody has clicked says that it is silent, and one click lets the emergency sound', async ({ page, launchOptions }) => {
  const { user, password } = demo().supervisor
  await signIn(page, { id: user, password })
  const browser = await chromium.launch(launchOptions)
  let caller: Customer | undefined
  try {
    const context = await browser.newContext({ storageState: await page.context().storageState(), locale: 'zh-CN' })
    const fresh = await context.newPage()
    await fresh.addInitScript(ears)
    const cdp = await context.newCDPSession(fresh)
    await fresh.goto(demo().url)
    const says = (words: string) => expect.poll(() => heard(cdp, 'document.body.innerText'), { timeout: 15_000 }).toContain(words)
    await says('提示音未开启')
    caller = new Customer({ to: emergencies, from: '13800001234' })
    await says('现在听不到提示音')
    await expect.poll(() => heard(cdp)).toEqual(silence)
    expect(await heard(cdp, 'navigator.userActivation.hasBeenActive')).toBe(false)
    await shot(fresh, 'board-emergency-silent')
    await fresh.getByRole('button', { name: '打开提示音' }).click()
    await expect.poll(() => heard(cdp)).toEqual(alarm)
    await expect(fresh.getByRole('banner')).not.toContainText('提示音未开启')
    await expect(fresh.getByRole('button', { name: '静音' })).toBeVisible()
  } finally {
    await caller?.hangUp()
    await browser.close()
  }
})
