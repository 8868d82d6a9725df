//go:build !race

package store

// Cost of argon2id, as OWASP recommends: 19 MiB, two passes.
const (
	argonTime   = 2
	argonMemory = 19 * 1024
)
