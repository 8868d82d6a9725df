package record

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/agent"
	"thirdring/queue"
)

// Tasks are the promises, follow-ups and call-backs of a site. Saving a row of
// the register makes and changes them; people do the rest. They may be used by
// many goroutines at once.
type Tasks struct {
	redis   redis.UniversalClient
	keys    keys
	now     func() time.Time
	zone    *time.Location
	sha     string
	told    func([]agent.ID)
	metrics *taskMetrics
	row     func(context.Context, queue.CallID) (queue.Record, error)
}

// Tasks are the register's.
func (r *Register) Tasks() *Tasks { return r.tasks }

// maxOwed is how many open tasks a pop shows.
const maxOwed = 20

// List returns tasks: open ones by due time, so that the longest overdue come
// first, done ones with the newest first.
func (t *Tasks) List(ctx context.Context, f TaskFilter) ([]Task, error) {
	if f.Limit < 0 || f.Limit > MaxLimit {
		return nil, ErrLimit
	}
	if f.Limit == 0 {
		f.Limit = MaxLimit
	}
	if f.State == "" {
		f.State = TaskOpen
	}
	list := t.keys.taskList(f.State, "", "")
	if f.Agent != "" {
		list = t.keys.agentTasks(f.State, f.Agent)
	}
	ids, err := t.redis.ZRangeArgs(ctx, redis.ZRangeArgs{Key: list, Start: 0, Stop: f.Limit - 1, Rev: f.State == TaskDone}).Result()
	if err != nil {
		return nil, fmt.Errorf("record: list tasks: %w", err)
	}
	return t.shown(ctx, ids)
}

func (t *Tasks) shown(ctx context.Context, ids []string) ([]Task, error) {
	found, err := t.read(ctx, ids)
	if err != nil {
		return nil, err
	}
	now := t.now()
	list := make([]Task, 0, len(found))
	for _, k := range found {
		list = append(list, k.shown(now))
	}
	return list, nil
}

// Get returns a task, or ErrNoTask.
func (t *Tasks) Get(ctx context.Context, id string) (Task, error) {
	list, err := t.shown(ctx, []string{id})
	if err != nil {
		return Task{}, err
	}
	if len(list) == 0 {
		return Task{}, ErrNoTask
	}
	return list[0], nil
}

// Owed are the open tasks for a customer: those of the owner and those of the
// number that are nobody else's; the first due first.
func (t *Tasks) Owed(ctx context.Context, ownerID, number string) ([]Task, error) {
	pipe := t.redis.Pipeline()
	var lists []*redis.StringSliceCmd
	for _, by := range [][2]string{{"owner", ownerID}, {"number", number}} {
		if by[1] != "" {
			lists = append(lists, pipe.ZRange(ctx, t.keys.taskList(TaskOpen, by[0], by[1]), 0, maxOwed-1))
		}
	}
	if len(lists) == 0 {
		return nil, nil
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, fmt.Errorf("record: tasks owed: %w", err)
	}
	var ids []string
	for _, list := range lists {
		ids = append(ids, list.Val()...)
	}
	slices.Sort(ids)
	owed, err := t.shown(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	owed = slices.DeleteFunc(owed, func(o Task) bool { return ownerID != "" && o.OwnerID != "" && o.OwnerID != ownerID })
	slices.SortStableFunc(owed, func(a, b Task) int { return a.Due.Compare(b.Due) })
	return owed[:min(len(owed), maxOwed)], nil
}

// Counts are an agent's tasks in figures.
func (t *Tasks) Counts(ctx context.Context, id agent.ID) (TaskCounts, error) {
	list, now := t.keys.agentTasks(TaskOpen, id), strconv.FormatInt(t.now().UnixMilli(), 10)
	pipe := t.redis.Pipeline()
	version := pipe.HGet(ctx, t.keys.taskVersions(), string(id))
	open := pipe.ZCard(ctx, list)
	overdue := pipe.ZCount(ctx, list, "-inf", "("+now)
	next := pipe.ZRangeByScoreWithScores(ctx, list, &redis.ZRangeBy{Min: now, Max: "+inf", Count: 1})
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return TaskCounts{}, fmt.Errorf("record: count tasks of %s: %w", id, err)
	}
	counts := TaskCounts{Open: int(open.Val()), Overdue: int(overdue.Val())}
	counts.Version, _ = version.Uint64() // none yet: 0
	if first := next.Val(); len(first) > 0 {
		counts.NextDue = time.UnixMilli(int64(first[0].Score)).In(t.zone)
	}
	return counts, nil
}

// Done closes a task.
func (t *Tasks) Done(ctx context.Context, id, by, result string) (Task, error) {
	if result = strings.TrimSpace(result); result == "" {
		return Task{}, ErrTaskText
	}
	return t.update(ctx, id, func(k *kept) error {
		if k.State == TaskDone {
			return ErrTaskDone
		}
		k.close(ClosedByHand, t.moment(), by, result)
		return nil
	})
}

// Postpone moves a task to another time.
func (t *Tasks) Postpone(ctx context.Context, id, by string, due time.Time, reason string) (Task, error) {
	due, reason = due.In(t.zone).Truncate(time.Millisecond), strings.TrimSpace(reason)
	if reason == "" {
		return Task{}, ErrTaskText
	}
	if err := t.checkDue(due); err != nil {
		return Task{}, err
	}
	return t.update(ctx, id, func(k *kept) error {
		if k.State == TaskDone {
			return ErrTaskDone
		}
		if !k.Due.Equal(due) {
			k.postpone(Postponed{At: t.moment(), By: by, To: due, Reason: reason})
		}
		return nil
	})
}

// Assign gives a task to an agent.
func (t *Tasks) Assign(ctx context.Context, id string, to queue.AgentRef) (Task, error) {
	return t.update(ctx, id, func(k *kept) error {
		if k.State == TaskDone {
			return ErrTaskDone
		}
		k.give(to)
		k.Assigned = true
		return nil
	})
}

// Create makes a call-back. The same one asked for again is made once.
func (t *Tasks) Create(ctx context.Context, n NewTask) (Task, error) {
	n.Due, n.Text = n.Due.In(t.zone).Truncate(time.Millisecond), strings.TrimSpace(n.Text)
	if n.Text == "" {
		return Task{}, ErrTaskText
	}
	if err := t.checkDue(n.Due); err != nil {
		return Task{}, err
	}
	k := kept{Assigned: true}
	k.Task = Task{ID: n.id(), Kind: Callback, CreatedAt: t.moment(), State: TaskOpen, Due: n.Due}
	if n.Call != "" && n.Customer == (queue.Party{}) {
		rec, err := t.row(ctx, n.Call)
		if err != nil {
			return Task{}, err
		}
		n.Customer, k.Category = rec.Caller, rec.Wrap.Category
	}
	k.CallID, k.Text, k.Number = n.Call, n.Text, n.Customer.Number
	k.OwnerID, k.OwnerName, k.Unit = n.Customer.Owner.ID, n.Customer.Owner.Name, n.Customer.Owner.Unit
	k.give(n.Agent)
	written, err := t.write(ctx, []change{{after: k}})
	if err != nil {
		return Task{}, err
	}
	if !written[0] {
		return t.Get(ctx, k.ID)
	}
	return k.shown(t.now()), nil
}

// id is the same for the same wish, so that a second click makes no second
// task.
func (n NewTask) id() string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s", n.Call, n.Agent.ID, n.Due.UnixMilli(), n.Text)
	return "callback-" + hex.EncodeToString(h.Sum(nil))
}

func (t *Tasks) checkDue(due time.Time) error {
	if now := t.now(); !due.After(now) || due.After(now.AddDate(1, 0, 0)) {
		return ErrTaskDue
	}
	return nil
}

// moment is now, as precise as it is kept.
func (t *Tasks) moment() time.Time { return t.now().In(t.zone).Truncate(time.Millisecond) }

// countKind is the number of open tasks of a kind, and of overdue ones.
func (t *Tasks) countKind(ctx context.Context, kind TaskKind) (open, overdue int64, err error) {
	list := t.keys.taskList(TaskOpen, "kind", string(kind))
	pipe := t.redis.Pipeline()
	all := pipe.ZCard(ctx, list)
	late := pipe.ZCount(ctx, list, "-inf", "("+strconv.FormatInt(t.now().UnixMilli(), 10))
	_, err = pipe.Exec(ctx)
	return all.Val(), late.Val(), err
}
