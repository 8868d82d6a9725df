package record

import (
	"context"
	_ "embed" // the script
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

//go:embed save.lua
var saveLua string

// result says what became of one entry.
type result struct {
	saved bool  // false: what is stored is at least as new
	same  bool  // this very version is stored already
	ended bool  // saved, and final for the first time
	err   error // Redis answered, and refused; or the row's tasks are not saved
}

// save writes entries in one round trip. The error is for all of them: Redis
// could not be reached or did not answer, and nothing is known of any.
func (r *Register) save(ctx context.Context, entries []entry) ([]result, error) {
	results := make([]result, len(entries))
	days := make([]day, len(entries))
	todo := make([]int, len(entries))
	for i, e := range entries {
		days[i], _ = dayOf(placeTime(e.Record))
		todo[i] = i
	}
	// A second round only for calls whose t_ring changed to another day.
	for range 3 {
		var moved []int
		cmds, err := r.saveOnce(ctx, entries, days, todo)
		if err != nil {
			return nil, err
		}
		for n, i := range todo {
			if cmds[n] == nil {
				results[i].err = fmt.Errorf("record: the call %q cannot be packed", entries[i].Record.Call)
				continue
			}
			reply, err := cmds[n].Int64Slice()
			switch {
			case err != nil:
				results[i].err = fmt.Errorf("record: save %s: %w", entries[i].Record.Call, err)
			case len(reply) == 2 && reply[0] == 3:
				days[i] = day(reply[1])
				moved = append(moved, i)
			case len(reply) == 1:
				results[i] = result{saved: reply[0] == 1 || reply[0] == 2, ended: reply[0] == 2, same: reply[0] == 4}
			}
		}
		if todo = moved; len(todo) == 0 {
			break
		}
	}
	r.follow(ctx, entries, results)
	return results, r.settle(ctx, entries)
}

// follow brings the tasks in line with the rows. A row that was stored before
// is followed again: its tasks may have been missed then. A row whose tasks
// cannot be saved counts as not saved, and will come again.
func (r *Register) follow(ctx context.Context, entries []entry, results []result) {
	var rows []entry
	var of []int
	for i, e := range entries {
		if results[i].err == nil && (results[i].saved || results[i].same) && len(e.taskIDs()) > 0 {
			rows, of = append(rows, e), append(of, i)
		}
	}
	if r.tasks.follow(ctx, rows) == nil {
		return
	}
	for n, e := range rows { // one that cannot be followed must not hold the others up
		results[of[n]].err = r.tasks.follow(ctx, []entry{e})
	}
}

func (r *Register) saveOnce(ctx context.Context, entries []entry, days []day, todo []int) ([]*redis.Cmd, error) {
	cmds := make([]*redis.Cmd, len(todo))
	pipe := r.redis.Pipeline()
	load := pipe.ScriptLoad(ctx, saveLua) // a pipeline has no fallback from EVALSHA
	for n, i := range todo {
		value, err := r.codec.pack(entries[i])
		if err != nil {
			continue // reported by save
		}
		keys, args := r.saveArgs(entries[i].Record, days[i], value)
		cmds[n] = pipe.EvalSha(ctx, r.saveSHA, keys, args...)
	}
	_, err := pipe.Exec(ctx)
	if err := load.Err(); err != nil {
		return nil, fmt.Errorf("record: save: %w", err)
	}
	var refused redis.Error
	if err != nil && !errors.As(err, &refused) {
		return nil, fmt.Errorf("record: save: %w", err)
	}
	return cmds, nil
}

func (r *Register) saveArgs(rec queue.Record, d day, value []byte) ([]string, []any) {
	k, number, owner := r.keys, rec.Caller.Number, rec.Caller.Owner.ID
	keys := []string{
		k.id(string(rec.Call)), k.rows(d), k.times(d), k.day(d, "who"), k.number(number), k.owner(owner), k.days(),
	}
	for _, f := range fieldsOf(rec) {
		keys = append(keys, k.bits(d, f))
	}
	_, into := dayOf(placeTime(rec))
	return keys, []any{
		string(rec.Call), int(d), value, binary.BigEndian.AppendUint32(nil, into), whoOf(number, owner),
	}
}

func whoOf(number, owner string) []byte {
	var who []byte
	for _, v := range []string{number, owner} {
		mark := mark32(v)
		if v == "" {
			mark = 0
		}
		who = binary.BigEndian.AppendUint32(who, mark)
	}
	return who
}
