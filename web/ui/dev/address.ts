import type { Unit } from '../src/protocol.gen'

/** address is a home in one line, as the server writes it. */
export const address = (unit: Unit) => [unit.project, unit.phase, unit.building, unit.room].filter(Boolean).join(' ')
