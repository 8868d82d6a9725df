// Package queue is the core of thirdring: it owns every live call from its
// first ring to its last word and decides what happens next.
//
// It is pure. Events go in, Core.Step decides, commands come out; the
// switchboard package feeds it and hands the commands to Asterisk, the
// desktops and the register. It never reads a clock, never blocks, never logs
// and starts no goroutine, so that the same events always give the same
// commands and every flow can be written down as a text scenario (testdata).
//
// docs/core.md tells the rules with their reasons.
package queue
