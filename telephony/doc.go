// Package telephony owns the way to Asterisk: it turns ARI's frames into the
// core's events and the core's commands into ARI's requests.
//
// It is driven from two sides. Asterisk sends frames over one websocket per
// node; Options.Send receives the events made of them. The switchboard hands
// commands to Telephony.Do. Neither ever waits for the other, and the package
// never decides anything about a call: what it cannot do it reports as an
// event. docs/asterisk.md holds the facts about Asterisk that it rests on.
package telephony
