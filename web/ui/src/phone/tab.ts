/** One tab of a browser is the telephone: a Web Lock, which the browser gives to the next tab when this one goes. */

export interface Tab {
  /** ask stays in line for the telephone; on is told at once whether somebody else has it, and later of every change. */
  ask: (on: (held: boolean) => void) => void
  steal: () => void
  leave: () => void
}

/** lockedTab makes the tab of one user: two people may use one browser. */
export function lockedTab(user: string, locks: LockManager | undefined = navigator.locks): Tab {
  const name = `thirdring.phone.${user}`
  let listener: (held: boolean) => void = () => {}
  let release: (() => void) | undefined
  let waiting: AbortController | undefined

  const hold = () => {
    waiting = undefined
    listener(true)
    return new Promise<void>((resolve) => (release = resolve))
  }
  const request = (options: LockOptions) => {
    locks?.request(name, options, hold).catch((error: unknown) => {
      // A stolen lock and an aborted wait look the same; only who held it has lost something.
      if (release === undefined || !isAbort(error)) return
      release = undefined
      listener(false)
    })
  }
  return {
    ask(on) {
      listener = on
      if (locks === undefined) return on(true) // an old browser: the server keeps order
      waiting?.abort()
      const here = new AbortController()
      waiting = here
      void locks.query().then(({ held }) => {
        if (waiting === here && held?.some((lock) => lock.name === name)) on(false)
      })
      request({ signal: here.signal })
    },
    steal() {
      waiting?.abort()
      waiting = undefined
      request({ steal: true })
    },
    leave() {
      waiting?.abort()
      waiting = undefined
      release?.()
      release = undefined
    },
  }
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'
