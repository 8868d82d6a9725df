/** Signs that Ant Design has not: a keypad, a recording, a lifebuoy. */
export function Keypad() {
  const dots = [4, 8, 12]
  return (
    <svg className="sign-own" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      {dots.flatMap((y) => dots.map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="1.5" />))}
    </svg>
  )
}

export function Record({ paused = false }: { paused?: boolean }) {
  return (
    <svg className="sign-own" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
      <circle cx="8" cy="8" r="6.3" />
      {paused ? <path d="M6.4 5.4v5.2M9.6 5.4v5.2" strokeLinecap="round" strokeWidth="1.7" /> : <circle cx="8" cy="8" r="2.6" fill="currentColor" />}
    </svg>
  )
}

export function Lifebuoy() {
  return (
    <svg className="sign-own" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden="true">
      <circle cx="8" cy="8" r="6.3" />
      <circle cx="8" cy="8" r="2.6" />
      <path d="M6.2 6.2 3.6 3.6M9.8 6.2l2.6-2.6M6.2 9.8l-2.6 2.6M9.8 9.8l2.6 2.6" />
    </svg>
  )
}
