/**
 * afterPaint calls back when what is drawn now is on the screen, unless the
 * function it returns is called before. A page that nobody sees is not painted
 * and need not wait.
 */
export function afterPaint(act: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(act)
    return () => clearTimeout(timer)
  }
  let off = false
  const frame = requestAnimationFrame(() => {
    // The task after the frame runs when the frame has been painted.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => off || act()
    port2.postMessage(null)
  })
  return () => {
    off = true
    cancelAnimationFrame(frame)
  }
}
