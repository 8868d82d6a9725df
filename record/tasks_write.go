package record

import (
	"context"
	_ "embed" // the script
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

//go:embed task.lua
var taskLua string

// maxTaskRaces is how often a change is tried again that somebody else's
// overtook.
const maxTaskRaces = 8

var errTaskRaces = errors.New("record: the task is changed by too many at once; try again")

// change is a task before and after.
type change struct{ before, after kept }

// write stores changes in one round trip and reports which were not overtaken.
func (t *Tasks) write(ctx context.Context, changes []change) ([]bool, error) {
	cmds := make([]*redis.Cmd, len(changes))
	pipe := t.redis.Pipeline()
	load := pipe.ScriptLoad(ctx, taskLua) // a pipeline has no fallback from EVALSHA
	for i, c := range changes {
		keys, args := t.writeArgs(c)
		cmds[i] = pipe.EvalSha(ctx, t.sha, keys, args...)
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, fmt.Errorf("record: save tasks: %w", errors.Join(load.Err(), err))
	}
	written := make([]bool, len(changes))
	for i, cmd := range cmds {
		n, err := cmd.Int()
		if err != nil {
			return nil, fmt.Errorf("record: save task %s: %w", changes[i].after.ID, err)
		}
		if written[i] = n == 1; written[i] {
			t.metrics.changed(changes[i])
		}
	}
	t.tell(changes, written)
	return written, nil
}

func (t *Tasks) writeArgs(c change) ([]string, []any) {
	after := c.after
	ttl := 0
	if after.State == TaskDone {
		ttl = int(doneTaskTTL.Seconds())
	}
	agents := agentsOfTasks(c.before, after)
	keys := []string{t.keys.task(after.ID), t.keys.taskVersions()}
	args := []any{
		after.ID, c.before.rev, strconv.Itoa(c.before.rev+1) + " " + string(after.encode()),
		ttl, int(doneTaskTTL.Seconds()), t.now().Add(-doneTaskTTL).UnixMilli(), len(agents),
	}
	for _, id := range agents {
		args = append(args, string(id))
	}
	now, old := t.keys.listsOf(after), t.keys.listsOf(c.before)
	for _, list := range old {
		if !slices.Contains(now, list) {
			keys, args = append(keys, list), append(args, "gone", 0)
		}
	}
	score := after.Due
	if after.State == TaskDone {
		score = after.DoneAt
	}
	for _, list := range now {
		keys, args = append(keys, list), append(args, string(after.State), score.UnixMilli())
	}
	return keys, args
}

// tell lets the desktops know whose lists have changed.
func (t *Tasks) tell(changes []change, written []bool) {
	var touched []kept
	for i, c := range changes {
		if written[i] {
			touched = append(touched, c.before, c.after)
		}
	}
	if len(touched) > 0 {
		t.told(agentsOfTasks(touched...))
	}
}

// follow brings the tasks in line with rows that have been saved. It may be
// repeated.
func (t *Tasks) follow(ctx context.Context, rows []entry) error {
	for range maxTaskRaces {
		var ids []string
		for _, e := range rows {
			ids = append(ids, e.taskIDs()...)
		}
		if len(ids) == 0 {
			return nil
		}
		have, err := t.load(ctx, ids)
		if err != nil {
			return err
		}
		var changes []change
		var of []int // rows of the changes
		for i, e := range rows {
			for _, after := range plan(e, have) {
				changes, of = append(changes, change{have[after.ID], after}), append(of, i)
			}
		}
		if len(changes) == 0 {
			return nil
		}
		written, err := t.write(ctx, changes)
		if err != nil {
			return err
		}
		if rows = overtaken(rows, of, written); len(rows) == 0 {
			return nil
		}
	}
	return errTaskRaces
}

// overtaken are the rows with a change that was not written; of says which
// row each change belongs to, in order.
func overtaken(rows []entry, of []int, written []bool) []entry {
	var which []int
	for n, ok := range written {
		if !ok {
			which = append(which, of[n])
		}
	}
	var again []entry
	for _, i := range slices.Compact(which) {
		again = append(again, rows[i])
	}
	return again
}

// update changes one task, as often as somebody else is quicker.
func (t *Tasks) update(ctx context.Context, id string, how func(*kept) error) (Task, error) {
	for range maxTaskRaces {
		have, err := t.load(ctx, []string{id})
		if err != nil {
			return Task{}, err
		}
		before, ok := have[id]
		if !ok {
			return Task{}, ErrNoTask
		}
		after := before.clone()
		if err := how(&after); err != nil {
			return Task{}, err
		}
		if after.same(before) {
			return after.shown(t.now()), nil
		}
		written, err := t.write(ctx, []change{{before, after}})
		if err != nil {
			return Task{}, err
		}
		if written[0] {
			return after.shown(t.now()), nil
		}
	}
	return Task{}, errTaskRaces
}

// load reads tasks; those that are not there are left out.
func (t *Tasks) load(ctx context.Context, ids []string) (map[string]kept, error) {
	list, err := t.read(ctx, ids)
	have := make(map[string]kept, len(list))
	for _, k := range list {
		have[k.ID] = k
	}
	return have, err
}

// read reads tasks in the order of their ids.
func (t *Tasks) read(ctx context.Context, ids []string) ([]kept, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = t.keys.task(id)
	}
	values, err := t.redis.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, fmt.Errorf("record: read tasks: %w", err)
	}
	var list []kept
	for _, v := range values {
		value, ok := v.(string)
		if !ok {
			continue
		}
		k, err := decodeTask(value, t.zone)
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

// ofCall are the tasks that a call's row gave rise to.
func (t *Tasks) ofCall(ctx context.Context, call queue.CallID) (map[string]kept, error) {
	return t.load(ctx, []string{taskID(call, Promise), taskID(call, FollowUp)})
}
