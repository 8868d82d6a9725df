/** Nothing waits for something else at sign-in: with every answer late, the rounds can be counted. */
import { expect } from '@playwright/test'
import { agent, signIn } from './desk.ts'
import { phoneStatus, test } from './phone-page.ts'

/** late is how late every answer comes: far more than the page itself takes. */
const late = 1_200

test('a desk has its parts in one round, its data in the next, and its two lines after that', async ({ page }) => {
  await signIn(page, agent(3))
  await phoneStatus(page, 'ready')
  const rounds = new Map<string, number>()
  let began = 0
  const ask = (url: string) => {
    const path = new URL(url).pathname.replace(/-[\w-]{8}\./, '.')
    rounds.set(path, Math.floor((Date.now() - began) / late))
  }
  page.on('websocket', (socket) => ask(socket.url()))
  await page.route('**/*', async (route) => {
    ask(route.request().url())
    await new Promise((resolve) => setTimeout(resolve, late))
    await route.continue()
  })
  began = Date.now()
  await page.reload()
  await expect(page.getByText('已连接')).toBeVisible()
  const desk = Object.fromEntries(rounds)
  await phoneStatus(page, 'ready')
  const all = Object.fromEntries(rounds)
  // What is fetched later, while nothing else is to be done, nobody waits for.
  expect(Object.entries(desk).filter(([path, round]) => path.startsWith('/assets/') && round === 2)).toEqual([])
  expect(desk).toMatchObject({ '/': 0, '/assets/index.js': 1, '/assets/index.css': 1, '/api/desk': 2, '/ws': 3 })
  expect(all).toMatchObject({ '/api/phone': 3, '/assets/sip.js': 3, '/sip': 4 })
})
