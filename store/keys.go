package store

import (
	"fmt"
	"regexp"
	"time"
)

// The keys of a site without their prefix "{site}:", what they hold, and how
// long. Those without a TTL live until they are replaced or deleted.
const (
	keyCalls  = "live:calls"  // hash, call id -> JSON of queue.Call; a call's end deletes it
	keyAgents = "live:agents" // hash, agent id -> JSON of agent.Agent
	keyQueues = "live:queues" // hash, queue id -> JSON of queue.Figures
	keyMeta   = "live:meta"   // hash: writer, save, entry (see lua/save.lua), seq, at

	keyJournal = "journal"        // stream of the newest entries, capped at Options.JournalLength
	keyPacked  = "journal:packed" // stream of pages of older ones; up to Options.JournalKeep and JournalMemory

	keyLease = "lease"       // token and JSON of the holder; TTL LeaseOptions.TTL
	keyFence = "lease:fence" // number of the last term and the token of its holder

	keyCenter         = "center"          // number of the current version
	keyCenterVersions = "center:versions" // hash, version -> JSON of Document, capped at centerVersions
	keyCenterHistory  = "center:history"  // list of JSON of Revision, newest first, capped likewise

	keyUsers        = "users"         // hash, user id -> JSON of account
	keyUsersVersion = "users:version" // counts changes of users

	keySession  = "session:"  // + hash of the token: JSON of Session; TTL sessionTTL, sliding
	keySessions = "sessions:" // + user id: set of the user's token hashes; TTL sessionTTL, sliding
	keyFailures = "signin:"   // + user id or address: failed sign-ins; TTL failureTTL

	keyAudit = "audit" // stream, append only, never trimmed

	channelChanged = "changed" // pub/sub: the key that changed
)

const (
	sessionTTL = 12 * time.Hour
	failureTTL = 10 * time.Minute

	centerVersions = 500
)

var siteName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)

// keys makes the full names of a site's keys.
type keys string

func newKeys(site string) (keys, error) {
	if !siteName.MatchString(site) {
		return "", fmt.Errorf("store: site %q: use 1 to 32 of a-z, 0-9, - and _, starting with a letter or digit", site)
	}
	return keys("{" + site + "}:"), nil
}

func (k keys) of(name string) string { return string(k) + name }

func (k keys) all(names ...string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = k.of(name)
	}
	return out
}
