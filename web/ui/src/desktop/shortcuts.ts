/** Keys that work everywhere on the desktop, all with Alt so that typing is never taken for one. */
import { useEffect } from 'react'

/** useShortcuts calls the action of Alt + a physical key, such as Digit1. */
export function useShortcuts(actions: Record<string, () => unknown>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actions[event.code]
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [actions])
}
