/** The product's sign: a point and three rings. lit is how many of them sound, all by default. */
export function Rings({ lit = 3, className }: { lit?: number; className?: string }) {
  return (
    <svg className={className} viewBox="0 0 32 32" fill="none" strokeLinecap="round" aria-hidden="true">
      <circle cx="7" cy="25" r="3" fill="currentColor" />
      {[8, 14, 20].map((radius, i) => (
        <path
          key={radius}
          d={`M7 ${25 - radius}a${radius} ${radius} 0 0 1 ${radius} ${radius}`}
          stroke="currentColor"
          strokeWidth="2.6"
          opacity={i < lit ? 1 : 0.28}
        />
      ))}
    </svg>
  )
}
