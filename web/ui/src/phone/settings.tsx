/** Devices, their tests and automatic answer: the content of a drawer. */
export function PhoneSettings() {
  return null
}
