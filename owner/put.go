package owner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"
)

// Put creates the owner if its Stamp.Version is 0 and changes it otherwise; the
// version has to be the one which the caller has read, or Put gives ErrConflict.
// It returns the record as stored: normalised, with its new stamp, and an ID if
// it had none. A change that changes nothing makes no new version. The argument
// by is kept in the stamp and in the history.
func (d *Directory) Put(ctx context.Context, o Owner, by string) (Owner, error) {
	o = o.clone()
	if err := d.giveID(ctx, &o); err != nil {
		return Owner{}, fmt.Errorf("owner: put: %w", err)
	}
	if err := o.Normalize(d.numbering); err != nil {
		return Owner{}, err
	}
	if err := normalizeText("updated_by", &by, maxLong); err != nil {
		return Owner{}, err
	}
	// Only a record that an import is just bringing in takes a second try.
	for range 3 {
		stored, err := d.tryPut(ctx, o, by)
		if !errors.Is(err, errStaged) {
			return stored, err
		}
		if err := d.fold(ctx, []ID{o.ID}); err != nil {
			return Owner{}, fmt.Errorf("owner: put %s: %w", o.ID, err)
		}
	}
	return Owner{}, ErrConflict
}

// errStaged says that a record has to be folded in before it can be changed.
var errStaged = errors.New("owner: the record is staged")

func (d *Directory) tryPut(ctx context.Context, o Owner, by string) (Owner, error) {
	before, err := d.Get(ctx, o.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Owner{}, err
	}
	if before.Stamp.Version != o.Stamp.Version {
		return Owner{}, cmp.Or(notFoundIf(before.Stamp.Version == 0), ErrConflict)
	}
	entry := ""
	o.Stamp = before.Stamp.next(d.now(), by)
	if o.Stamp.Version > 1 {
		fields := changes(d.columns, before, o)
		if len(fields) == 0 {
			return before, nil
		}
		entry = encodeChange(o, fields)
	}
	var old []string
	if before.Stamp.Version > 0 {
		old = terms(before)
	}
	reply, err := d.runPut(ctx, o, before.Stamp.Version, entry, old)
	switch {
	case err != nil:
		return Owner{}, fmt.Errorf("owner: put %s: %w", o.ID, err)
	case reply == "staged":
		return Owner{}, errStaged
	case reply != "ok":
		return Owner{}, ErrConflict
	}
	return o, nil
}

func notFoundIf(missing bool) error {
	if missing {
		return ErrNotFound
	}
	return nil
}

func (d *Directory) runPut(ctx context.Context, o Owner, expected int, entry string, old []string) (string, error) {
	now := terms(o)
	args := []any{string(o.ID), expected, encode(o), entry, len(now)}
	for _, t := range slices.Concat(now, minus(old, now)) {
		args = append(args, t)
	}
	k := d.keys
	return d.scripts.put.Run(ctx, d.redis,
		[]string{k.owners, k.index, k.stagedOwners, k.history, k.count, k.lock, k.changed}, args...).Text()
}

// giveID mints the id of a new owner, or sees to it that an id which the caller brings is not minted later.
func (d *Directory) giveID(ctx context.Context, o *Owner) error {
	if o.Stamp.Version != 0 {
		return nil
	}
	if o.ID != "" {
		return d.keepID(ctx, o.ID)
	}
	n, err := d.newIDs(ctx, 1)
	o.ID = idOf(n)
	return err
}

// keepID makes sure that ids which the directory did not mint are never minted.
func (d *Directory) keepID(ctx context.Context, ids ...ID) error {
	highest := int64(0)
	for _, id := range ids {
		highest = max(highest, id.minted())
	}
	if highest == 0 {
		return nil
	}
	return d.scripts.raise.Run(ctx, d.redis, []string{d.keys.seq}, highest).Err()
}

func isNil(err error) bool { return errors.Is(err, redis.Nil) }
