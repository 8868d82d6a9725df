/**
 * The page's own telephone (WebRTC, SIP over the websocket /sip). What it is to
 * do is decided by the server; this answers, rings, and reconnects.
 */
export { PhoneBadge } from './badge'
export { PhoneNotice } from './notice'
export { PhoneProvider, usePhone, type PhoneProviderProps } from './provider'
export { PhoneQuality, PhoneQualityWarning } from './quality-view'
export { PhoneSettings } from './settings'
export type { Call, Direction, Phone, Problem, ProblemCode, Quality, Status, Step } from './types'
