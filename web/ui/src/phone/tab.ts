/** One tab of a browser is the telephone: a Web Lock, which the browser gives to the next tab when this one goes. */

export interface Tab {
  /** ask stays in line for the telephone; on is told at once whether somebody else has it, and later of every change. */
  ask: (on: (held: boolean) => void) => void
  steal: () => void
  leave: () => void
}

/** lockedTab makes the tab of one user: two people may use one browser. Without locks, in an old browser, the server keeps order. */
export function lockedTab(user: string, locks: LockManager | null = navigator.locks ?? null): Tab {
  const name = `thirdring.phone.${user}`
  let listener: (held: boolean) => void = () => {}
  let release: (() => void) | undefined
  let waiting: AbortController | undefined

  const request = (options: LockOptions) => {
    let mine: (() => void) | undefined
    const hold = () => {
      waiting = undefined
      return new Promise<void>((resolve) => {
        mine = release = resolve
        listener(true)
      })
    }
    locks?.request(name, options, hold).catch(() => {
      // A wait that was given up fails as well; only who had the lock has lost something.
      if (mine === undefined || release !== mine) return
      release = undefined
      listener(false)
    })
  }
  return {
    ask(on) {
      listener = on
      if (locks === null) return on(true)
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
