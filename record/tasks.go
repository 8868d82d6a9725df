package record

import (
	"context"
	"errors"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Tasks are the promises, follow-ups and call-backs of a site. They may be
// used by many goroutines at once.
type Tasks struct{ register *Register }

// Tasks are the register's.
func (r *Register) Tasks() *Tasks { return &Tasks{register: r} }

var errTasks = errors.New("record: tasks are not kept yet")

// List returns tasks: open ones by due time, so that the longest overdue come
// first, done ones with the newest first.
func (t *Tasks) List(ctx context.Context, f TaskFilter) ([]Task, error) { return nil, nil }

// Get returns a task, or ErrNoTask.
func (t *Tasks) Get(ctx context.Context, id string) (Task, error) { return Task{}, ErrNoTask }

// Create makes a call-back. The same one asked for again is made once.
func (t *Tasks) Create(ctx context.Context, n NewTask) (Task, error) { return Task{}, errTasks }

// Done closes a task.
func (t *Tasks) Done(ctx context.Context, id, by, result string) (Task, error) {
	return Task{}, errTasks
}

// Postpone moves a task to another time.
func (t *Tasks) Postpone(ctx context.Context, id, by string, due time.Time, reason string) (Task, error) {
	return Task{}, errTasks
}

// Assign gives a task to an agent.
func (t *Tasks) Assign(ctx context.Context, id string, to queue.AgentRef) (Task, error) {
	return Task{}, errTasks
}

// Counts are an agent's tasks in figures.
func (t *Tasks) Counts(ctx context.Context, id agent.ID) (TaskCounts, error) {
	return TaskCounts{}, nil
}

// Owed are the open tasks for a customer: those of the owner, and those of the
// number without an owner; the first due first.
func (t *Tasks) Owed(ctx context.Context, ownerID, number string) ([]Task, error) { return nil, nil }
