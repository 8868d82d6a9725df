// Package deploy owns the real parts around thirdring: the configuration of Asterisk and Redis, starting and stopping
// private instances of both, and the prompts' manifest with the machinery that makes them heard.
//
// It is driven by `make run` (thirdring demo), by `thirdring prompts` and by the end-to-end tests. It never runs in the
// path of a call, and it never touches the machine's own /etc/asterisk or Redis.
package deploy
