/** How good the voice connection is: four bars, and the figures in words on hover or focus. */
export function PhoneQuality() {
  return null
}
