package owner

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/redis/go-redis/v9"
)

// ErrImporting says that another import of this site is running.
var ErrImporting = errors.New("owner: another import is running: wait for its end, or a minute if it was killed")

var errLockLost = errors.New("owner: the import was interrupted for too long and has been given up: nothing was stored")

// staged is one record of a draft.
type staged struct {
	owner Owner
	entry string   // history entry; empty for a new record
	terms []string // those which the directory's index does not have yet
}

// begin takes the lock of imports and opens an empty draft.
func (d *Directory) begin(ctx context.Context) (*draft, error) {
	token := rand.Text()
	err := d.redis.SetArgs(ctx, d.keys.lock, token, redis.SetArgs{Mode: "NX", TTL: lockTTL}).Err()
	if isNil(err) {
		return nil, ErrImporting
	}
	if err != nil {
		return nil, err
	}
	return &draft{d: d, token: token, keys: d.keys.drafts(token)}, nil
}

// draft is an import in the making. Nobody sees it before it is published.
type draft struct {
	d     *Directory
	token string
	keys  draftKeys
}

// write replaces some records of the draft, with their history entries.
func (t *draft) write(ctx context.Context, records []staged) error {
	if err := t.extend(ctx); err != nil {
		return err
	}
	if len(records) == 0 {
		return nil
	}
	var owners, history []any
	var index []redis.Z
	for _, r := range records {
		owners = append(owners, string(r.owner.ID), encode(r.owner))
		if r.entry != "" {
			history = append(history, string(r.owner.ID), r.entry)
		}
		for _, term := range r.terms {
			index = append(index, redis.Z{Member: term})
		}
	}
	pipe := t.d.redis.Pipeline()
	pipe.HSet(ctx, t.keys.owners, owners...)
	if len(index) > 0 {
		pipe.ZAdd(ctx, t.keys.index, index...)
	}
	if len(history) > 0 {
		pipe.HSet(ctx, t.keys.history, history...)
	}
	for _, key := range []string{t.keys.owners, t.keys.index, t.keys.history} {
		pipe.Expire(ctx, key, draftTTL)
	}
	_, err := pipe.Exec(ctx)
	return err
}

// remove takes records out of the draft. Index entries may stay: they are only hints.
func (t *draft) remove(ctx context.Context, ids []ID) error {
	for some := range slices.Chunk(ids, batch) {
		fields := make([]string, len(some))
		for i, id := range some {
			fields[i] = string(id)
		}
		pipe := t.d.redis.Pipeline()
		pipe.HDel(ctx, t.keys.owners, fields...)
		pipe.HDel(ctx, t.keys.history, fields...)
		if _, err := pipe.Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// extend keeps the lock; without it the draft must not grow any more.
func (t *draft) extend(ctx context.Context) error {
	kept, err := t.d.scripts.extend.Run(ctx, t.d.redis, []string{t.d.keys.lock}, t.token, lockTTL.Milliseconds()).Bool()
	if err == nil && !kept {
		return errLockLost
	}
	return err
}

// publish makes the draft visible at once. If others wrote records since the
// import began, nothing happens and their ids are returned.
func (t *draft) publish(ctx context.Context, created int) ([]ID, error) {
	k := t.d.keys
	for {
		reply, err := t.d.scripts.publish.Run(ctx, t.d.redis, []string{
			k.lock, k.changed, k.owners, k.index, k.history, k.stagedOwners, k.stagedIndex, k.stagedHistory,
			t.keys.owners, t.keys.index, t.keys.history, k.count, k.rev,
		}, t.token, created).StringSlice()
		if err != nil {
			return nil, err
		}
		switch reply[0] {
		case "ok":
			return nil, nil
		case "changed":
			ids := make([]ID, 0, len(reply)-1)
			for _, id := range reply[1:] {
				ids = append(ids, ID(id))
			}
			return ids, nil
		case "staged":
			if err := t.d.foldAll(ctx, func(int) {}); err != nil {
				return nil, err
			}
		default:
			return nil, errLockLost
		}
	}
}

// release gives up the lock and what is left of the draft.
func (t *draft) release(ctx context.Context) error {
	k := t.d.keys
	return t.d.scripts.release.Run(ctx, t.d.redis,
		[]string{k.lock, k.changed, t.keys.owners, t.keys.index, t.keys.history}, t.token).Err()
}

// read returns those of the ids that are in the draft.
func (t *draft) read(ctx context.Context, ids []ID) (map[ID]Owner, error) {
	fields := make([]string, len(ids))
	for i, id := range ids {
		fields[i] = string(id)
	}
	stored, err := t.d.redis.HMGet(ctx, t.keys.owners, fields...).Result()
	if err != nil {
		return nil, err
	}
	have := make(map[ID]Owner, len(ids))
	for i, id := range ids {
		if s, ok := stored[i].(string); ok {
			if have[id], err = decode(id, s); err != nil {
				return nil, err
			}
		}
	}
	return have, nil
}
