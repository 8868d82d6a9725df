package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/ws"
)

// dialler answers whom a wish to call somebody means, and refuses it where the
// customer does not want such calls. The core knows neither owners nor rows.
type dialler struct {
	owners   ownersByNumber
	register rowsByCall
	tasks    tasksByID
	center   func() queue.Center
	live     func(agent.ID) queue.Party // the customer that the agent has on the screen
}

type (
	ownersByNumber interface {
		Lookup(ctx context.Context, number string) (owner.Match, error)
		Get(ctx context.Context, id owner.ID) (owner.Owner, error)
	}
	rowsByCall interface {
		Get(ctx context.Context, id queue.CallID, numbers record.Numbers) (record.Row, error)
	}
	tasksByID interface {
		Get(ctx context.Context, id string) (record.Task, error)
	}
)

// callee is who is to be called, as far as the wish says.
type callee struct {
	number string // any written form
	owner  owner.ID
	unit   string
}

// Dial is ws.Options.Dial.
func (d dialler) Dial(ctx context.Context, who ws.Identity, wish ws.CallDial) (queue.Dial, error) {
	purpose, err := d.purpose(wish.Purpose)
	if err != nil {
		return queue.Dial{}, err
	}
	to, err := d.callee(ctx, who, wish)
	if err != nil {
		return queue.Dial{}, err
	}
	found, err := d.owners.Lookup(ctx, to.number)
	if !found.Number.Matchable() {
		return queue.Dial{}, queue.ErrNumber
	}
	if err != nil && purpose.OptOut != "" { // better no call than one that is not wanted
		return queue.Dial{}, err
	}
	named, err := d.named(ctx, to, found.Owners)
	if err != nil && purpose.OptOut != "" {
		return queue.Dial{}, err
	}
	for _, o := range append(slices.Clone(found.Owners), named...) {
		if slices.Contains(cardOptOuts(o.OptOut), purpose.OptOut) {
			return queue.Dial{}, fmt.Errorf("%w: owner %s", ws.ErrOptOut, o.ID)
		}
	}
	return queue.Dial{
		Number: inDigits(found.Number), Purpose: purpose.Code, Task: wish.Task, Owner: refTo(to, found.Owners),
	}, nil
}

func (d dialler) purpose(code string) (queue.DialPurpose, error) {
	for _, p := range d.center().Purposes {
		if p.Code == code {
			return p, nil
		}
	}
	return queue.DialPurpose{}, queue.ErrPurpose
}

// callee finds the number: that of the task, of the row, or as written.
func (d dialler) callee(ctx context.Context, who ws.Identity, wish ws.CallDial) (callee, error) {
	to := callee{number: wish.Number, owner: owner.ID(wish.Owner), unit: wish.Unit}
	switch {
	case wish.Task != "":
		task, err := d.tasks.Get(ctx, wish.Task)
		switch {
		case errors.Is(err, record.ErrNoTask):
			return to, queue.ErrNumber
		case err != nil:
			return to, err
		case task.Agent != who.Agent && !who.Supervises():
			return to, queue.ErrNumber
		}
		to.number = task.Number
		to.owner, to.unit = cmp.Or(to.owner, owner.ID(task.OwnerID)), cmp.Or(to.unit, task.Unit)
	case wish.Call != "":
		row, err := d.register.Get(ctx, wish.Call, record.Clear)
		switch {
		case errors.Is(err, record.ErrNotFound):
			return to, queue.ErrNumber
		case err != nil:
			return to, err
		case !d.mayCall(who, row):
			return to, queue.ErrNumber
		}
		to.number = cmp.Or(row.CallerNumber, row.CallerRaw)
		to.owner, to.unit = cmp.Or(to.owner, owner.ID(row.OwnerID)), cmp.Or(to.unit, row.UnitRef)
	}
	if strings.Contains(to.number, "*") { // masked: who has only that must not reach anybody with it
		return to, queue.ErrNumber
	}
	return to, nil
}

// mayCall lets an agent call the customers of own calls, those whom nobody
// talked to, and the one on the screen; their numbers are masked to all others.
func (d dialler) mayCall(who ws.Identity, row record.Row) bool {
	if who.Supervises() || row.AgentID == "" || row.TalkedTo(who.Agent) {
		return true
	}
	now := d.live(who.Agent)
	return now.Number != "" && now.Number == row.CallerNumber || now.Owner.ID != "" && now.Owner.ID == row.OwnerID
}

// named is the owner's file that the wish names, if it is not among those found.
func (d dialler) named(ctx context.Context, to callee, found []owner.Owner) ([]owner.Owner, error) {
	if to.owner == "" || slices.ContainsFunc(found, func(o owner.Owner) bool { return o.ID == to.owner }) {
		return nil, nil
	}
	o, err := d.owners.Get(ctx, to.owner)
	if errors.Is(err, owner.ErrNotFound) {
		return nil, nil
	}
	return []owner.Owner{o}, err
}

// refTo points to the owner who is to be called, if the number is that
// owner's; the look-up of the call finds out about all others.
func refTo(to callee, found []owner.Owner) queue.OwnerRef {
	for _, o := range found {
		if o.ID != to.owner {
			continue
		}
		ref := ownerRef(o)
		if slices.ContainsFunc(o.Units, func(u owner.Unit) bool { return u.Address() == to.unit }) {
			ref.Unit = to.unit
		}
		return ref
	}
	return queue.OwnerRef{}
}

// inDigits is the number as it is to be dialled in China: a trunk prefix for
// other cities, 00 for other countries. The extension is for the agent to send.
func inDigits(n owner.Number) string {
	n.Ext = ""
	digits := strings.ReplaceAll(n.National(), "-", "")
	if abroad, ok := strings.CutPrefix(digits, "+"); ok {
		return "00" + abroad
	}
	return digits
}

// customerOf is the customer that an agent has on the screen.
func (a *App) customerOf(id agent.ID) queue.Party {
	loop := a.loop.Load()
	if loop == nil || id == "" {
		return queue.Party{}
	}
	state := loop.Snapshot()
	for _, who := range state.Agents {
		if who.ID != id || who.Contact.Call == "" {
			continue
		}
		for i := range state.Calls {
			if string(state.Calls[i].ID) == who.Contact.Call {
				return state.Calls[i].Record.Caller
			}
		}
	}
	return queue.Party{}
}

// tasksOf counts an agent's open tasks for the desktop.
func (a *App) tasksOf(ctx context.Context, id agent.ID) (ws.Tasks, error) {
	c, err := a.register.Tasks().Counts(ctx, id)
	return ws.Tasks{Version: c.Version, Open: c.Open, Overdue: c.Overdue, NextDue: c.NextDue}, err
}
