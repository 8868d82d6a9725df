import { expect, test, vi } from 'vitest'
import { lockedTab } from './tab'

const settled = () => vi.waitFor(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve)))

/** Locks are Web Locks as the browser's tabs share them. */
class Locks {
  private held: { name: string; lose: () => void } | undefined
  private waiting: (() => void)[] = []

  async query() {
    return { held: this.held === undefined ? [] : [{ name: this.held.name }], pending: [] }
  }

  request(name: string, options: { signal?: AbortSignal; steal?: boolean }, run: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(new DOMException('aborted', 'AbortError'))
      const grant = () => {
        if (options.signal?.aborted) return this.next()
        const mine = { name, lose: abort }
        this.held = mine
        void run().then(() => {
          resolve()
          if (this.held === mine) this.next()
        })
      }
      options.signal?.addEventListener('abort', abort)
      if (options.steal) {
        this.held?.lose()
        grant()
      } else if (this.held === undefined) grant()
      else this.waiting.push(grant)
    })
  }

  private next(): void {
    this.held = undefined
    this.waiting.shift()?.()
  }
}

test('the first tab has it, the second waits, and gets it when the first goes', async () => {
  const locks = new Locks() as unknown as LockManager
  const [one, two] = [lockedTab('1001', locks), lockedTab('1001', locks)]
  const said: string[] = []
  one.ask((held) => said.push(`one ${held}`))
  await settled()
  two.ask((held) => said.push(`two ${held}`))
  await settled()
  expect(said).toEqual(['one true', 'two false'])
  one.leave()
  await settled()
  expect(said).toEqual(['one true', 'two false', 'two true'])
})

test('a tab can take it, and the other one is told and waits again', async () => {
  const locks = new Locks() as unknown as LockManager
  const [one, two] = [lockedTab('1001', locks), lockedTab('1001', locks)]
  const said: string[] = []
  const follow = (held: boolean) => {
    said.push(`one ${held}`)
    if (!held) one.ask((again) => said.push(`one again ${again}`))
  }
  one.ask(follow)
  await settled()
  two.ask((held) => said.push(`two ${held}`))
  await settled()
  two.steal()
  await settled()
  expect(said.slice(0, 2)).toEqual(['one true', 'two false'])
  expect(said).toContain('two true')
  expect(said).toContain('one false')
  two.leave()
  await settled()
  expect(said.at(-1)).toBe('one again true')
})

test('without locks the server keeps order', () => {
  const said: boolean[] = []
  lockedTab('1001', null).ask((held) => said.push(held))
  expect(said).toEqual([true])
})
