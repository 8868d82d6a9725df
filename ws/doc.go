// Package ws is the agents' and supervisors' side of thirdring: the websocket
// protocol, the hub that mirrors the core's state to every desktop, and the
// screen-pops.
//
// The switchboard drives it with Publish (what changed) and Do (desk commands);
// it answers with events through Options.Send and Options.Ask. It never
// decides anything about a call, never blocks its drivers, and knows nothing
// of Asterisk, Redis or the owners' directory: cards and earlier calls reach
// it through functions.
package ws
