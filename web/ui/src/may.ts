/** Who may do what, where the page must know before the server says so. */
import type { User } from './api'

/** mayConfigure says who may see the configuration; only administrators may change it. */
export const mayConfigure = ({ role }: User): boolean => role === 'admin' || role === 'supervisor'

/** supervises says who may change what goes on, and is told of emergencies. */
export const supervises = ({ role }: User): boolean => role === 'admin' || role === 'supervisor'
