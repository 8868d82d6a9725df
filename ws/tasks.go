package ws

import (
	"context"
	"time"

	"thirdring/agent"
)

// The counts of agents' open tasks are looked up when a desktop comes, when
// TasksChanged says so, and when a task becomes overdue.
const (
	tasksQueue   = 4096
	tasksWorkers = 2
	tasksRetry   = 5 * time.Second // after a look-up that failed

	teamTasksPause = 3 * time.Second
)

// taskCount is what the desktops of an agent were told, as long as there are any.
type taskCount struct {
	shown   Tasks
	loading bool
	stale   bool      // changed while loading
	due     time.Time // look again then; zero: no need
}

type (
	tasksChanged []agent.ID
	tasksFound   struct {
		agent agent.ID
		tasks Tasks
		err   error
	}
)

// TasksChanged says that the agents' tasks, or those that nobody has, are not
// what they were. It never blocks.
func (h *Hub) TasksChanged(agents ...agent.ID) { h.inbox.put(tasksChanged(agents)) }

func (f *floor) tasksChanged(agents []agent.ID) {
	for _, id := range agents {
		f.lookUpTasks(id)
	}
	f.teamTasks = true
}

// flushTeamTasks tells those who see everybody, at most once in a while, since
// each of them reads the list then.
func (f *floor) flushTeamTasks(now time.Time) (next time.Time) {
	if !f.teamTasks {
		return time.Time{}
	}
	if due := f.teamTasksAt.Add(teamTasksPause); due.After(now) {
		return due
	}
	f.teamTasks, f.teamTasksAt = false, now
	for s := range f.watchers {
		f.send(s, frame{kind: TypeTeamTasks})
	}
	return time.Time{}
}

// lookUpTasks does nothing for who has no desktop.
func (f *floor) lookUpTasks(id agent.ID) {
	if len(f.desks[id]) == 0 {
		return
	}
	t := f.tasks[id]
	if t == nil {
		t = &taskCount{}
		f.tasks[id] = t
	}
	if t.loading {
		t.stale = true
		return
	}
	t.due = time.Time{}
	h := f.hub
	t.loading = h.tasks.ask(func(ctx context.Context) any {
		tasks, err := h.opts.Tasks(ctx, id)
		return tasksFound{id, tasks, err}
	})
	if !t.loading {
		f.tasksLater(t, time.Now().Add(tasksRetry))
	}
}

func (f *floor) tasksFound(found tasksFound) {
	t := f.tasks[found.agent]
	if t == nil {
		return
	}
	t.loading = false
	switch {
	case t.stale:
		t.stale = false
		f.lookUpTasks(found.agent)
		return
	case found.err != nil:
		f.hub.log.Warn("tasks not looked up", "agent", found.agent, "err", found.err)
		f.tasksLater(t, time.Now().Add(tasksRetry))
		return
	}
	f.tasksLater(t, found.tasks.NextDue)
	if t.shown == found.tasks {
		return
	}
	t.shown = found.tasks
	f.toDesks(found.agent, frame{kind: TypeTasks, data: encode(t.shown)})
}

func (f *floor) tasksLater(t *taskCount, at time.Time) {
	t.due = at
	if !at.IsZero() && (f.tasksDue.IsZero() || at.Before(f.tasksDue)) {
		f.tasksDue = at
	}
}

// flushTasks looks up again what is due by now and says when the next will be.
func (f *floor) flushTasks(now time.Time) (next time.Time) {
	if f.tasksDue.IsZero() || f.tasksDue.After(now) {
		return f.tasksDue
	}
	f.tasksDue = time.Time{}
	for id, t := range f.tasks {
		switch {
		case t.due.IsZero():
		case t.due.After(now):
			f.tasksLater(t, t.due)
		default:
			f.lookUpTasks(id)
		}
	}
	return f.tasksDue
}
