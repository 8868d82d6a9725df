package owner

import (
	"context"
	"slices"
)

// batch is how many records one command writes or moves: few enough that Redis
// serves everybody else again after a millisecond or two.
const batch = 100

// foldAll moves what a published import has staged into the directory. Readers
// see the same before, during and after, and whoever comes next may finish it.
func (d *Directory) foldAll(ctx context.Context, progress func(done int)) error {
	var cursor uint64
	done := 0
	for {
		page, next, err := d.redis.HScan(ctx, d.keys.stagedOwners, cursor, "", batch).Result()
		if err != nil {
			return err
		}
		ids := make([]ID, 0, len(page)/2)
		for i := 0; i < len(page); i += 2 {
			ids = append(ids, ID(page[i]))
		}
		for some := range slices.Chunk(ids, batch) {
			if err := d.fold(ctx, some); err != nil {
				return err
			}
			done += len(some)
			progress(done)
		}
		if cursor = next; cursor == 0 {
			break
		}
	}
	// Fields which moved between the pages of the scan are found by the next one.
	if n, err := d.redis.Exists(ctx, d.keys.stagedOwners).Result(); err != nil || n > 0 {
		if err != nil {
			return err
		}
		return d.foldAll(ctx, progress)
	}
	return nil
}

// fold moves some staged records into the directory in one step.
func (d *Directory) fold(ctx context.Context, ids []ID) error {
	if len(ids) == 0 {
		return nil
	}
	fields := make([]string, len(ids))
	for i, id := range ids {
		fields[i] = string(id)
	}
	k := d.keys
	pipe := d.redis.TxPipeline()
	before, after := pipe.HMGet(ctx, k.owners, fields...), pipe.HMGet(ctx, k.stagedOwners, fields...)
	if _, err := pipe.Exec(ctx); err != nil {
		return err
	}
	var args []any
	for i, id := range ids {
		now, err := storedTerms(id, after.Val()[i])
		if err != nil {
			return err
		}
		old, err := storedTerms(id, before.Val()[i])
		if err != nil {
			return err
		}
		if now == nil { // somebody else has folded it in meanwhile
			continue
		}
		come, gone := minus(now, old), minus(old, now)
		args = append(args, string(id), len(come), len(gone))
		for _, t := range slices.Concat(come, gone) {
			args = append(args, t)
		}
	}
	return d.scripts.fold.Run(ctx, d.redis,
		[]string{k.owners, k.index, k.history, k.stagedOwners, k.stagedIndex, k.stagedHistory}, args...).Err()
}

// storedTerms returns the terms of a record as HMGET returns it.
func storedTerms(id ID, stored any) ([]string, error) {
	s, ok := stored.(string)
	if !ok {
		return nil, nil
	}
	o, err := decode(id, s)
	if err != nil {
		return nil, err
	}
	return terms(o), nil
}
