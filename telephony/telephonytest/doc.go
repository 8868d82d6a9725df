// Package telephonytest stands in for Asterisk in tests: a fake that speaks
// enough of ARI for the adapter's conformance suite and misbehaves on request,
// and a proxy that breaks the connection to a real one.
package telephonytest
