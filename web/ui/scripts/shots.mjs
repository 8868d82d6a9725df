/**
 * Pictures of every state of the desktop, from the make-believe server:
 *
 *   npm run dev &
 *   node scripts/shots.mjs folder [scene ...]
 *
 * DESK_URL, SHOT_SIZES ("1280x720 480x720"), SHOT_MODES ("light dark") and
 * SHOT_LANG (zh-CN, en) change what is taken.
 */
import { chromium } from '@playwright/test'
import { existsSync, mkdirSync } from 'node:fs'

const [folder = 'shots', ...wanted] = process.argv.slice(2)
const url = process.env['DESK_URL'] ?? 'http://127.0.0.1:5173'
const sizes = (process.env['SHOT_SIZES'] ?? '1280x720 480x720').split(' ')
const modes = (process.env['SHOT_MODES'] ?? 'light dark').split(' ')
const lang = process.env['SHOT_LANG'] ?? 'zh-CN'
const debian = '/usr/bin/chromium'

async function device(page) {
  await page.keyboard.press('Alt+p')
  await page.locator('.device-kinds').waitFor()
}

/** steps are what is done in a scene before the picture, by a name of their own. */
const steps = {
  'talking+transfer': (page) => page.keyboard.press('Alt+t'),
  'talking+transfer-typed': async (page) => {
    await page.keyboard.press('Alt+t')
    await page.getByRole('combobox', { name: /姓名|Name/ }).pressSequentially('1360')
  },
  'talking+transfer-why': async (page) => {
    await page.keyboard.press('Alt+t')
    await page.getByRole('combobox', { name: /姓名|Name/ }).press('Enter')
    await page.waitForSelector('.xfer-why')
    await page.keyboard.press('Enter')
  },
  'talking+consult': (page) => page.keyboard.press('Alt+q'),
  'talking+keypad': (page) => page.keyboard.press('Alt+k'),
  'talking+help': (page) => page.keyboard.press('Alt+j'),
  'helped+help': (page) => page.keyboard.press('Alt+j'),
  'talking+why': (page) => page.keyboard.press('Alt+g'),
  'ready+dial': (page) => page.keyboard.press('Alt+n'),
  'ready+dial-faults': async (page) => {
    await page.keyboard.press('Alt+n')
    await page.locator('.dial').waitFor()
    await page.keyboard.press('Enter')
  },
  'ready+states': (page) => page.keyboard.press('Alt+2'),
  'ready+device': device,
  'no_page+device': device,
  'outside_phone+device': device,
  'ready+keys': (page) => page.keyboard.press('Alt+/'),
}

const browser = await chromium.launch({
  ...(existsSync(debian) ? { executablePath: debian } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
mkdirSync(folder, { recursive: true })
const scenes = wanted.length > 0 ? wanted : [...(await (await fetch(`${url}/dev/scene?name=`)).json()), ...Object.keys(steps)]
for (const size of sizes) {
  const [width, height] = size.split('x').map(Number)
  for (const mode of modes) {
    const page = await browser.newPage({ viewport: { width, height }, locale: lang, colorScheme: mode, reducedMotion: 'reduce' })
    page.on('pageerror', (error) => console.error(`${size} ${mode}: ${error.message}`))
    await page.addInitScript((chosen) => localStorage.setItem('thirdring.lang', chosen), lang)
    for (const scene of scenes) {
      const [name] = scene.split('+')
      await fetch(`${url}/dev/scene?name=${name}`)
      await page.goto(url)
      await page.locator('.desk').waitFor()
      await page.locator('.desk-body, .board').first().waitFor()
      await steps[scene]?.(page)
      await page.waitForTimeout(350)
      await page.screenshot({ path: `${folder}/${scene}-${width}-${mode}${lang === 'en' ? '-en' : ''}.png` })
    }
    await page.close()
  }
}
await browser.close()
