//go:build race

package store

// Under the race detector, which only tests are built with, argon2id takes
// dozens of times as long, and every test of a whole centre hashes the passwords
// of all its people. A hash says what it cost, so either build reads both.
const (
	argonTime   = 1
	argonMemory = 64
)
