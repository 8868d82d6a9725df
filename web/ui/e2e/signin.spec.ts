/** Nothing waits for something else at sign-in: each round of requests is held until all of it has been asked. */
import { expect, type Route } from '@playwright/test'
import { agent, signIn } from './desk.ts'
import { phoneStatus, test } from './phone-page.ts'

const name = (path: string) => path.replace(/-[\w-]{8}\./, '.')

test('a desk has its parts in one round, its data in the next, and its two lines after that', async ({ page }) => {
  await signIn(page, agent(3))
  await phoneStatus(page, 'ready')
  const html = await (await page.request.get(page.url())).text()
  const parts = [...html.matchAll(/\/assets\/[\w.-]+/g)].map(([path]) => name(path))
  expect(parts).toEqual(expect.arrayContaining(['/assets/index.js', '/assets/index.css']))
  // What the page asks for while nothing of the same round is answered yet.
  const rounds = [['/'], parts, ['/api/desk'], ['/ws', '/api/phone', '/assets/sip.js'], ['/sip']]
  const asked = new Set<string>()
  const held = new Map<string, Route[]>()
  const answered = new Set<string>()
  const pathOf = (url: string) => name(new URL(url).pathname)
  page.on('websocket', (socket) => asked.add(pathOf(socket.url())))
  await page.route('**/*', async (route) => {
    const path = pathOf(route.request().url())
    asked.add(path)
    // What no round names is fetched while nothing else is to be done, and nobody waits for it: other parts stay held.
    if (answered.has(path) || (path.startsWith('/api/') && !rounds.flat().includes(path))) return route.continue()
    held.set(path, [...(held.get(path) ?? []), route])
  })
  const reload = page.reload({ waitUntil: 'commit' })
  for (const round of rounds) {
    await expect.poll(() => round.filter((path) => !asked.has(path)), `asked in one round: ${round.join(' ')}`).toEqual([])
    for (const path of round) {
      answered.add(path)
      for (const route of held.get(path) ?? []) await route.continue()
      held.delete(path)
    }
  }
  await reload
  await expect(page.getByText('已连接')).toBeVisible()
  await phoneStatus(page, 'ready')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
