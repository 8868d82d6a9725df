// Package switchboard drives the core: one goroutine takes the events that
// everybody sends, steps the core, saves what changed, tells the readers, and
// only then hands out the commands.
//
// It owns the core and the only clock that the core sees. It never talks to
// Asterisk, a desktop or a file itself and never decides anything about a
// call.
package switchboard
