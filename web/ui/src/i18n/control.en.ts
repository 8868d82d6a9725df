import type { control as zh } from './control.zh'

/** The words of call control, outbound calls, telephones, and what supervisors decide. */
export const control: Record<keyof typeof zh, string> = {
  'phase.dialling': 'Calling',
  'phase.transferring': 'Transferring',

  'dial.open': 'Dial',
  'dial.title': 'Call a customer',
  'dial.number': 'Number',
  'dial.numberHint': 'Mobile, landline or 400 number',
  'dial.customer': 'Customer',
  'dial.purpose': 'Purpose',
  'dial.noPurposes': 'The centre has no purposes for calls yet; ask the administrator.',
  'dial.call': 'Call',
  'dial.cancel': 'Cancel',
  'dial.to': 'Call {who}',
  'dial.first': 'Your phone comes first, then the customer is called.',
  'dial.fault.number': 'Enter a number that can be dialled',
  'dial.fault.purpose': 'Choose a purpose',
  'dial.optedOut': 'The customer has opted out of: {what}',
  'dial.refused': 'Not called: {message}',
  'dial.why.busy': 'Finish the call and the wrap-up first',
  'dial.why.signed_out': 'Sign in with a state before you call',
  'dial.why.phone': 'Your phone cannot be reached',
  'dial.why.offline': 'The connection to the server is lost',
  'dial.why.noAgent': 'This account cannot call',
}
