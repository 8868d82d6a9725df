/**
 * How soon a call's pop is on the screen: from the moment the make-believe
 * server assigns a call, with 200 earlier calls, to the painted pop.
 *
 *   npm run dev &
 *   node scripts/speed.mjs [pops]
 *
 * Fails when the 95th percentile is over 150 ms.
 */
import { chromium } from '@playwright/test'
import { existsSync } from 'node:fs'

const pops = Number(process.argv[2] ?? 60)
const url = process.env['DESK_URL'] ?? 'http://127.0.0.1:5173'
const limit = 150
const debian = '/usr/bin/chromium'

const browser = await chromium.launch({ ...(existsSync(debian) ? { executablePath: debian } : {}), args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
await fetch(`${url}/dev/scene?name=ready`)
await page.goto(url)
await page.waitForSelector('.lists')
const took = []
for (let i = 0; i < pops; i++) {
  const call = await (await fetch(`${url}/dev/pop?rows=200`)).json()
  const mark = await page.waitForFunction(
    (id) => performance.getEntriesByName('pop-shown').find((one) => one.detail.call === id)?.detail, call,
  )
  const { offered } = await mark.jsonValue()
  const at = await page.evaluate((id) => performance.timeOrigin + performance.getEntriesByName('pop-shown').find((one) => one.detail.call === id).startTime, call)
  took.push(at - Date.parse(offered))
  await fetch(`${url}/dev/scene?name=ready`)
  await page.waitForSelector('.pop', { state: 'detached' })
}
await browser.close()
took.sort((a, b) => a - b)
const share = (p) => took[Math.min(took.length - 1, Math.floor(p * took.length))].toFixed(0)
console.log(`pop on screen after ${share(0.5)} ms at the median, ${share(0.95)} ms at the 95th percentile, ${share(1)} ms at most, of ${pops}`)
if (Number(share(0.95)) > limit) process.exit(1)
