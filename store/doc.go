// Package store keeps in Redis what must outlive the process: the live state
// of calls and agents, the journal of what was decided and why, the lease that
// elects the one serving instance, the centre's configuration with its
// history, the users with their sessions, and the audit trail.
//
// The switchboard drives the live state and the journal, cmd/thirdring wires
// the rest. Redis may be away at any moment: every call here is bounded in
// time and fails instead of waiting, and nothing is retried behind the
// caller's back unless the script that would run twice is idempotent.
//
// All keys of a site are in keys.go and share the hash tag {site}, so that
// every script and transaction also runs on a Redis Cluster. There is no
// second implementation in memory: tests run on a real server (redistest).
package store
