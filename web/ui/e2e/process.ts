/** Programs that a test starts, with what they print. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export const repo = join(import.meta.dirname, '..', '..', '..')
export const binary = process.env['THIRDRING_BIN'] ?? join(repo, 'bin', 'thirdring')

export class Program {
  output = ''
  private readonly child: ChildProcess
  private readonly ended: Promise<void>
  private waiting: (() => void)[] = []

  constructor(args: string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(binary, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const add = (text: Buffer) => {
      this.output += text.toString()
      this.wake()
    }
    this.child.stdout?.on('data', add)
    this.child.stderr?.on('data', add)
    this.ended = new Promise((resolve) => {
      const end = () => {
        resolve()
        this.wake()
      }
      this.child.on('exit', end)
      this.child.on('error', (error) => {
        this.output += error.message
        end()
      })
    })
  }

  /** prints waits until the program has printed what is looked for; it fails when the program ends first. */
  prints(what: RegExp, withinMs: number): Promise<void> {
    return this.until(() => what.test(this.output), String(what), withinMs)
  }

  /** until waits for what the output says; it fails when the program ends first. */
  async until(so: () => boolean, what: string, withinMs: number): Promise<void> {
    const late = Date.now() + withinMs
    while (!so()) {
      if (this.child.exitCode !== null) throw new Error(`ended without ${what}:\n${this.output}`)
      if (Date.now() > late) throw new Error(`no ${what} within ${withinMs} ms:\n${this.output}`)
      await this.next(late - Date.now())
    }
  }

  /** failed: it has ended, and not well. */
  get failed(): boolean {
    return this.child.exitCode !== 0
  }

  /** end waits until the program has ended by itself. */
  end(): Promise<void> {
    return this.ended
  }

  /** stop asks the program to end as Ctrl-C does, and waits until it has. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGINT')
    await this.ended
  }

  private next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, ms))
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  private wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const go of waiting) go()
  }
}
