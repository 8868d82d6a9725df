package record

import (
	"context"
	"crypto/sha1" // the name Redis gives to a script
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/queue"
)

// RegisterOptions say where the register is.
type RegisterOptions struct {
	Redis redis.UniversalClient // with ContextTimeoutEnabled and MaxRetries -1
	Site  string
	Zone  *time.Location   // of the times in rows; nil means time.Local
	Now   func() time.Time // stamps direct saves; nil means time.Now

	// TasksChanged is told whose lists of tasks have changed, of nobody's those
	// that nobody has; it must not
	// block; may be nil.
	TasksChanged func([]agent.ID)
}

// Register is the call register of one site. It may be used by many
// goroutines at once.
type Register struct {
	redis redis.UniversalClient
	keys  keys
	now   func() time.Time
	zone  *time.Location
	codec *codec

	saveSHA string
	tasks   *Tasks
}

// NewRegister makes a Register; it does not talk to Redis yet.
func NewRegister(o RegisterOptions) (*Register, error) {
	switch {
	case o.Redis == nil:
		return nil, errors.New("record: RegisterOptions.Redis is missing")
	case o.Site == "":
		return nil, errors.New("record: RegisterOptions.Site is missing")
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TasksChanged == nil {
		o.TasksChanged = func([]agent.ID) {}
	}
	r := &Register{
		redis: o.Redis, keys: keys{site: o.Site}, now: o.Now, zone: o.Zone, codec: &codec{zone: o.Zone}, saveSHA: nameOf(saveLua),
	}
	r.tasks = &Tasks{
		redis: o.Redis, keys: r.keys, now: o.Now, zone: o.Zone, sha: nameOf(taskLua), told: o.TasksChanged,
		metrics: newTaskMetrics(), row: r.record,
	}
	return r, nil
}

// nameOf is what Redis calls a script.
func nameOf(script string) string {
	sum := sha1.Sum([]byte(script))
	return hex.EncodeToString(sum[:])
}

// Save inserts or updates the row of a call. It may be repeated; an older or
// poorer version of the row never replaces a newer one (see version).
func (r *Register) Save(ctx context.Context, rec queue.Record, final bool) error {
	results, err := r.save(ctx, []entry{{Record: rec, Final: final, At: r.now()}})
	if err != nil {
		return err
	}
	return results[0].err
}

// Get returns the row of a call with what became of its promises, or
// ErrNotFound.
func (r *Register) Get(ctx context.Context, id queue.CallID, numbers Numbers) (Row, error) {
	found, err := r.one(ctx, id)
	if err != nil {
		return Row{}, err
	}
	row := found.row(numbers)
	tasks, err := r.tasks.ofCall(ctx, id)
	if err != nil {
		return Row{}, err
	}
	row.FollowUp = followed(row.FollowUp, tasks[taskID(id, FollowUp)])
	row.Promise = followed(nil, tasks[taskID(id, Promise)])
	return row, r.attempts(ctx, &row, found)
}

func (r *Register) record(ctx context.Context, id queue.CallID) (queue.Record, error) {
	found, err := r.one(ctx, id)
	return found.rec, err
}

func (r *Register) one(ctx context.Context, id queue.CallID) (loaded, error) {
	where, err := r.redis.HGet(ctx, r.keys.id(string(id)), string(id)).Result()
	at, ok := decodeRef(where)
	switch {
	case errors.Is(err, redis.Nil) || err == nil && !ok:
		return loaded{}, ErrNotFound
	case err != nil:
		return loaded{}, fmt.Errorf("record: find %s: %w", id, err)
	}
	found, err := r.load(ctx, at.day, []uint64{uint64(at.slot)})
	if err != nil {
		return loaded{}, err
	}
	if len(found) == 0 {
		return loaded{}, ErrNotFound
	}
	return found[0], nil
}

// followed is what is owed with what became of it.
func followed(due *Follow, k kept) *Follow {
	if k.ID == "" {
		return due
	}
	return &Follow{Due: k.Due, Task: k.ID, State: k.State, DoneAt: known(k.DoneAt), Result: k.Result}
}

// loaded is a record as it was read.
type loaded struct {
	order uint64
	rec   queue.Record
	final bool
}

func (l loaded) row(numbers Numbers) Row {
	row := NewRow(l.rec, l.final)
	if numbers == Masked {
		return row.Masked()
	}
	return row
}

// load reads rows of one day, whose slots are the low halves of orders. A slot
// without a row is left out.
func (r *Register) load(ctx context.Context, d day, orders []uint64) ([]loaded, error) {
	fields := make([]string, len(orders))
	for i, o := range orders {
		fields[i] = strconv.FormatUint(uint64(uint32(o)), 10)
	}
	values, err := r.redis.HMGet(ctx, r.keys.rows(d), fields...).Result()
	if err != nil {
		return nil, fmt.Errorf("record: read rows: %w", err)
	}
	out := make([]loaded, 0, len(values))
	for i, v := range values {
		packed, ok := v.(string)
		if !ok {
			continue
		}
		rec, final, err := r.codec.unpack(packed)
		if err != nil {
			return nil, err
		}
		out = append(out, loaded{order: orders[i], rec: rec, final: final})
	}
	return out, nil
}
