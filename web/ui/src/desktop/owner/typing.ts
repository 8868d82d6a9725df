/** typing tells whether a key pressed there is text, or moves a choice or dialog, rather than a command. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest('[role="dialog"], [role="combobox"], [role="listbox"], [role="menu"]') !== null) return true
  return target.matches('input:not([type="radio"], [type="checkbox"], [type="button"]), textarea, select')
}
