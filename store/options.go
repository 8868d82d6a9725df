package store

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
)

// Options of a Store. Site is required; all else has a default.
type Options struct {
	// Addr is host:port or the path of a unix socket. Several addresses,
	// separated by commas, are the nodes of a Cluster, or the Sentinels if
	// Master is set. Default 127.0.0.1:6379.
	Addr     string
	Master   string // the name Sentinel knows the master by
	Username string // for ACLs
	Password string
	DB       int // not with a Cluster
	Site     string

	Logger     *slog.Logger          // default: nothing is logged
	Registerer prometheus.Registerer // default: nothing is exported

	// SaveTimeout bounds Save, which the switchboard waits for. Default 500 ms.
	SaveTimeout time.Duration
	// Timeout bounds every other request, and dialling. Default 2 s.
	Timeout time.Duration
	// JournalKeep is how long the journal's entries are kept. Default 31 days.
	JournalKeep time.Duration
	// JournalMemory is how many bytes of Redis its packed pages may take; the
	// oldest go first. Default 256 MB.
	JournalMemory int64
	// JournalLength is how many entries that are not packed the journal keeps,
	// should nobody pack them. Default 100,000.
	JournalLength int
	// PollEvery is how often Watch looks by itself, should a message about a
	// change have been lost. Default 10 s.
	PollEvery time.Duration
}

func (o Options) withDefaults() (Options, error) {
	o.Addr = cmp.Or(o.Addr, "127.0.0.1:6379")
	if o.Site == "" {
		return o, errors.New("store: Options.Site is empty")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registerer == nil {
		o.Registerer = prometheus.NewRegistry()
	}
	o.SaveTimeout = cmp.Or(o.SaveTimeout, 500*time.Millisecond)
	o.Timeout = cmp.Or(o.Timeout, 2*time.Second)
	o.JournalKeep = cmp.Or(o.JournalKeep, 31*24*time.Hour)
	o.JournalMemory = cmp.Or(o.JournalMemory, 256<<20)
	o.JournalLength = cmp.Or(o.JournalLength, 100_000)
	o.PollEvery = cmp.Or(o.PollEvery, 10*time.Second)
	if len(o.addrs()) > 1 && o.Master == "" && o.DB != 0 {
		return o, fmt.Errorf("store: Options.DB is %d, but a Redis Cluster only has database 0", o.DB)
	}
	return o, nil
}

func (o Options) addrs() []string {
	var out []string
	for addr := range strings.SplitSeq(o.Addr, ",") {
		if addr = strings.TrimSpace(addr); addr != "" {
			out = append(out, addr)
		}
	}
	return out
}

// universal are the client's options. MaxRetries is off because go-redis would
// run a mutation again after a lost reply; without ContextTimeoutEnabled it
// would ignore deadlines.
func (o Options) universal() *redis.UniversalOptions {
	return &redis.UniversalOptions{
		Addrs:                 o.addrs(),
		MasterName:            o.Master,
		Username:              o.Username,
		Password:              o.Password,
		DB:                    o.DB,
		ClientName:            "thirdring-" + o.Site,
		MaxRetries:            -1,
		DialerRetries:         1,
		ContextTimeoutEnabled: true,
		DialTimeout:           o.Timeout,
		ReadTimeout:           o.Timeout,
		WriteTimeout:          o.Timeout,
	}
}
