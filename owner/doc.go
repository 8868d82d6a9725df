// Package owner is the owners' directory (业主) of one site: who belongs to a
// caller's number, in which homes they live and what an agent has to know of
// them before the first word.
//
// It owns the canonical form of numbers, the owner's record with its change
// history, its storage in Redis, and import from and export to CSV and XLSX.
// The screen-pop, the HTTP API and the command line drive it. It never places
// or touches a call, never decides who may see a record, and never logs a
// number or a name.
package owner
