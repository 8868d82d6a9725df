package owner

import "time"

// How long Redis keeps what is not meant to stay.
const (
	lockTTL  = time.Minute // an import's lock, extended with every batch it writes
	draftTTL = time.Hour   // an import's unpublished draft, extended likewise; left by a killed import only
)

// keys names everything the directory keeps in Redis. All keys of a site share
// the hash tag {site}, so that scripts may use them together in a cluster.
// Unless a TTL is noted a key stays for ever.
type keys struct {
	owners  string // hash: id -> stored record
	index   string // sorted set, all scores 0: term TAB id; see terms
	history string // hash: id -> change entries, one JSON object a line
	count   string // number of owners
	seq     string // last id given
	rev     string // counts published imports

	// A published import on its way into the keys above; it hides them where both have an id.
	stagedOwners, stagedIndex, stagedHistory string

	lock    string // token of the running import; TTL lockTTL
	changed string // set: ids written by others during the running import; goes with the lock

	draft string // + token + :owners, :index, :history: an import in the making; TTL draftTTL
}

func newKeys(site string) keys {
	p := "thirdring:{" + site + "}:owner:"
	return keys{
		owners: p + "owners", index: p + "index", history: p + "history",
		count: p + "count", seq: p + "seq", rev: p + "rev",
		stagedOwners: p + "staged:owners", stagedIndex: p + "staged:index", stagedHistory: p + "staged:history",
		lock: p + "import:lock", changed: p + "import:changed", draft: p + "draft:",
	}
}

// draftKeys names the keys of one import in the making.
type draftKeys struct{ owners, index, history string }

func (k keys) drafts(token string) draftKeys {
	p := k.draft + token
	return draftKeys{p + ":owners", p + ":index", p + ":history"}
}
