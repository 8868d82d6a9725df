package ws

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

func TestTasksAreCounted(t *testing.T) {
	var now atomic.Pointer[Tasks]
	now.Store(&Tasks{Version: 1, Open: 2, Overdue: 1})
	o := newOffice(t, func(opts *Options) {
		opts.Tasks = func(_ context.Context, id agent.ID) (Tasks, error) {
			if id != "1001" {
				return Tasks{}, errors.New("nobody asked for " + string(id))
			}
			return *now.Load(), nil
		}
	})
	o.open(testAgent("1001"), testAgent("1002"))
	o.TasksChanged("1001") // nobody is there to be told
	anna, _ := o.join(t, "agent=1001&role=agent")
	if got := data[Tasks](anna, TypeTasks); got.Open != 2 || got.Overdue != 1 {
		t.Errorf("tasks are %+v", got)
	}
	if _, snap := o.join(t, "agent=1001&role=agent"); snap.Tasks.Open != 2 {
		t.Errorf("the second page's snapshot has %+v", snap.Tasks)
	}
	o.TasksChanged("1001", "1002") // the same: no frame
	now.Store(&Tasks{Version: 2, Open: 1})
	o.TasksChanged("1001")
	if got := data[Tasks](anna, TypeTasks); got.Version != 2 || got.Overdue != 0 {
		t.Errorf("tasks are %+v", got)
	}
}

// TestTasksOfNobody are told to who sees everybody, and not to an agent.
func TestTasksOfNobody(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor")
	anna, _ := o.join(t, "agent=1001&role=agent")
	o.TasksChanged()
	for f, err := boss.read(); f.Type != TypeTeamTasks; f, err = boss.read() {
		if err != nil {
			t.Fatal(err)
		}
	}
	changed := testAgent("1001")
	changed.State = agent.Break
	o.Publish(queue.Update{Agents: []agent.Agent{changed}})
	for f, err := anna.read(); ; f, err = anna.read() {
		switch {
		case err != nil:
			t.Fatal(err)
		case f.Type == TypeTeamTasks:
			t.Error("the agent is told of everybody's tasks")
		case f.Type == TypeAgent && strings.Contains(string(f.Data), "break"):
			return
		}
	}
}

// TestATaskBecomesOverdue is told by the hub's own timer.
func TestATaskBecomesOverdue(t *testing.T) {
	due := time.Now().Add(30 * time.Millisecond)
	o := newOffice(t, func(opts *Options) {
		opts.Tasks = func(context.Context, agent.ID) (Tasks, error) {
			if time.Now().Before(due) {
				return Tasks{Open: 1, NextDue: due}, nil
			}
			return Tasks{Open: 1, Overdue: 1}, nil
		}
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	for {
		if got := data[Tasks](d, TypeTasks); got.Overdue == 1 {
			return
		}
	}
}

// TestTasksLookUpThatFails must neither be told as none nor hold anything up.
func TestTasksLookUpThatFails(t *testing.T) {
	asked := make(chan struct{}, 10)
	o := newOffice(t, func(opts *Options) {
		opts.Tasks = func(context.Context, agent.ID) (Tasks, error) {
			asked <- struct{}{}
			return Tasks{Open: 9}, errors.New("redis is away")
		}
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	<-asked
	o.Publish(queue.Update{Agents: []agent.Agent{testAgent("1001")}})
	f, err := d.read()
	for ; err == nil && f.Type != TypeAgent; f, err = d.read() {
		if f.Type == TypeTasks {
			t.Errorf("tasks are told: %s", f.Data)
		}
	}
	if err != nil {
		t.Error(err)
	}
}
