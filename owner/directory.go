package owner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
)

// Errors of the directory. A record which breaks a rule gives a *FieldError.
var (
	// ErrNotFound says that no owner has this ID.
	ErrNotFound = errors.New("owner: no such owner")
	// ErrConflict says that somebody else has changed the record meanwhile: read it again.
	ErrConflict = errors.New("owner: the record was changed by somebody else meanwhile")
	// ErrNumber says that a number is withheld or unusable and cannot belong to anybody.
	ErrNumber = errors.New("owner: not a number that can belong to an owner")
)

// Kind says what a lookup found.
type Kind int

// The kinds of matches. Withheld covers unusable numbers; Match.Number tells them apart.
const (
	KindWithheld Kind = iota // nothing to look up
	KindUnknown              // a number that belongs to nobody in the directory
	KindKnown                // exactly one owner
	KindChoice               // several owners share the number
)

// String returns the kind's lower-case name.
func (k Kind) String() string {
	switch k {
	case KindWithheld:
		return "withheld"
	case KindUnknown:
		return "unknown"
	case KindKnown:
		return "known"
	case KindChoice:
		return "choice"
	default:
		return fmt.Sprintf("Kind(%d)", int(k))
	}
}

// Match is what is known about a caller's number.
type Match struct {
	Number Number
	Kind   Kind
	Owners []Owner // those with the number as primary one first
	More   bool    // more people share the number than are listed
}

// Options configures New.
type Options struct {
	// Redis is the connection; the caller closes it. Set its ContextTimeoutEnabled,
	// or a frozen Redis holds a lookup longer than its context allows.
	Redis redis.UniversalClient
	Site  string
	// AreaCode completes local numbers, for example 021. Empty: they are unusable.
	AreaCode string
	// Registerer receives the metrics; nil keeps them private.
	Registerer prometheus.Registerer
	// Now is the clock of the stamps; nil means time.Now.
	Now func() time.Time
}

// Directory is the owners' directory of one site. It may be used by many
// goroutines and processes at once and keeps nothing in memory.
type Directory struct {
	redis     redis.UniversalClient
	scripts   scripts
	keys      keys
	numbering Numbering
	columns   []column
	metrics   *metrics
	now       func() time.Time
}

// New checks the options and returns the site's directory. It does not connect yet.
func New(o Options) (*Directory, error) {
	if o.Redis == nil {
		return nil, errors.New("owner: Options.Redis is missing")
	}
	if o.Site == "" {
		return nil, errors.New("owner: Options.Site is missing")
	}
	numbering, err := NewNumbering(o.AreaCode)
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(o.Registerer)
	if err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Directory{
		redis: o.Redis, scripts: newScripts(), keys: newKeys(o.Site),
		numbering: numbering, columns: columns(), metrics: m, now: o.Now,
	}, nil
}

// Numbering returns the rules by which the directory reads numbers.
func (d *Directory) Numbering() Numbering { return d.numbering }

// Lookup finds who a caller's number belongs to, in one round trip. It takes the
// number as the trunk sent it, whatever that is.
func (d *Directory) Lookup(ctx context.Context, number string) (Match, error) {
	start := time.Now()
	m := Match{Number: d.numbering.Canonical(number)}
	err := d.match(ctx, &m)
	d.metrics.lookedUp(m.Kind, err, time.Since(start))
	if err != nil {
		return Match{Number: m.Number, Kind: KindUnknown}, fmt.Errorf("owner: lookup: %w", err)
	}
	return m, nil
}

// Quick is what an agent fills in while an unknown caller is on the phone.
type Quick struct {
	Number     string
	Name       string
	Salutation string
	Relation   Relation
	Unit       Unit // left out if empty
}

// QuickCreate adds the owner of an unknown number. If a person of that name has
// the number already, that record is returned as it is: two agents, or one
// double click, do not make two of them.
func (d *Directory) QuickCreate(ctx context.Context, q Quick, by string) (Owner, error) {
	m, err := d.Lookup(ctx, q.Number)
	if err != nil {
		return Owner{}, err
	}
	if !m.Number.Matchable() {
		return Owner{}, fmt.Errorf("%w: it is %s", ErrNumber, m.Number.Form)
	}
	for _, o := range m.Owners {
		if foldText(o.Name) == foldText(q.Name) {
			return o, nil
		}
	}
	o := Owner{
		Name: q.Name, Salutation: q.Salutation, Relation: q.Relation,
		Phones: []Phone{{Number: m.Number.Value, Ext: m.Number.Ext, Primary: true}},
	}
	if q.Unit.place() != (place{}) {
		o.Units = []Unit{q.Unit}
	}
	return d.Put(ctx, o, by)
}
