/** Keys that work everywhere on the desktop, all with Alt so that typing is never taken for one; control/keys.ts lists them. */
import { useEffect } from 'react'

/** useShortcuts calls the action of Alt + a physical key, such as Digit1. */
export function useShortcuts(actions: Record<string, () => unknown>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = actions[event.code]
      if (!isShortcut(event) || action === undefined) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [actions])
}

type Press = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'getModifierState'>

/** isShortcut tells a shortcut from typing: AltGr types letters on some keyboards, and an input method has the keys to itself. */
export function isShortcut(event: Press): boolean {
  const typing = event.isComposing || event.getModifierState('AltGraph')
  return event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.repeat && !typing
}
