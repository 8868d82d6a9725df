// Package telephonytest stands in for Asterisk in tests: a fake that speaks
// enough of ARI for the adapter's conformance suite and misbehaves on request,
// and a proxy that breaks the connection to a real one.
//
// The fake knows only what the suite proves of the real Asterisk; where the
// two differ, the fake is wrong.
package telephonytest
