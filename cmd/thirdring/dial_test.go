package main

import (
	"context"
	"errors"
	"testing"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
	"thirdring/ws"
)

// dialOffice stands for the directory, the register and the tasks.
type dialOffice struct {
	numbering owner.Numbering
	owners    []owner.Owner
	away      error
}

func (o dialOffice) Lookup(_ context.Context, number string) (owner.Match, error) {
	m := owner.Match{Number: o.numbering.Canonical(number)}
	for _, who := range o.owners {
		for _, p := range who.Phones {
			if p.Number == m.Number.Value {
				m.Owners = append(m.Owners, who)
			}
		}
	}
	return m, o.away
}

func (o dialOffice) Get(_ context.Context, id owner.ID) (owner.Owner, error) {
	for _, who := range o.owners {
		if who.ID == id {
			return who, nil
		}
	}
	return owner.Owner{}, owner.ErrNotFound
}

type dialRows map[queue.CallID]record.Row

func (r dialRows) Get(_ context.Context, id queue.CallID, numbers record.Numbers) (record.Row, error) {
	row, ok := r[id]
	if !ok || numbers != record.Clear {
		return row, record.ErrNotFound
	}
	return row, nil
}

type dialTasks map[string]record.Task

func (t dialTasks) Get(_ context.Context, id string) (record.Task, error) {
	if task, ok := t[id]; ok {
		return task, nil
	}
	return record.Task{}, record.ErrNoTask
}

func testDialler(t *testing.T) dialler {
	t.Helper()
	numbering, err := owner.NewNumbering("021")
	if err != nil {
		t.Fatal(err)
	}
	home := []owner.Unit{{Project: "金桂园", Building: "1栋", Room: "101"}, {Project: "金桂园", Building: "2栋", Room: "202"}}
	office := dialOffice{numbering: numbering, owners: []owner.Owner{
		{ID: "o1", Name: "王建国", Units: home, Phones: []owner.Phone{{Number: "+8613800001234"}}},
		{ID: "o2", Name: "李秀英", Phones: []owner.Phone{{Number: "+8613800005678"}}, OptOut: owner.OptOut{CareCall: true}},
		{ID: "o3", Name: "张伟", Phones: []owner.Phone{{Number: "+8613800005678"}}},
		{ID: "o4", Name: "刘军", Phones: []owner.Phone{{Number: "+8613911112222"}}, OptOut: owner.OptOut{Survey: true}},
	}}
	row := func(number string, by agent.ID) record.Row {
		return record.Row{Customer: record.Customer{CallerNumber: number}, Handling: record.Handling{AgentID: by}}
	}
	return dialler{
		owners: office,
		register: dialRows{
			"mine": row("+8613800001234", "1001"), "another's": row("+8613800001234", "1002"),
			"on the screen": row("+8613777777777", "1002"), "nobody's": row("+8613800001234", ""),
		},
		tasks: dialTasks{
			"mine": {Agent: "1001", Number: "+8613800001234", OwnerID: "o1", Unit: home[1].Address()}, "another's": {Agent: "1002", Number: "+8613800001234"},
		},
		center: store.Default().Center,
		live: func(id agent.ID) queue.Party {
			if id == "1001" {
				return queue.Party{Number: "+8613777777777"}
			}
			return queue.Party{}
		},
	}
}

func TestDialKnowsWhomToCall(t *testing.T) {
	d := testDialler(t)
	home := "金桂园/2栋/202"
	if o, _ := d.owners.Get(t.Context(), "o1"); o.Units[1].Address() != home {
		home = o.Units[1].Address()
	}
	for name, tc := range map[string]struct {
		wish ws.CallDial
		want queue.Dial
	}{
		"as written":      {ws.CallDial{Number: "138 0000-1234"}, queue.Dial{Number: "13800001234"}},
		"canonical":       {ws.CallDial{Number: "+8613800001234"}, queue.Dial{Number: "13800001234"}},
		"landline":        {ws.CallDial{Number: "5558 1200"}, queue.Dial{Number: "02155581200"}},
		"with extension":  {ws.CallDial{Number: "021-55581200转801"}, queue.Dial{Number: "02155581200"}},
		"short":           {ws.CallDial{Number: "12345"}, queue.Dial{Number: "12345"}},
		"abroad":          {ws.CallDial{Number: "+442071234567"}, queue.Dial{Number: "00442071234567"}},
		"full width":      {ws.CallDial{Number: "１３８００００１２３４"}, queue.Dial{Number: "13800001234"}},
		"a row":           {ws.CallDial{Call: "mine"}, queue.Dial{Number: "13800001234"}},
		"a missed call":   {ws.CallDial{Call: "nobody's"}, queue.Dial{Number: "13800001234"}},
		"on the screen":   {ws.CallDial{Call: "on the screen"}, queue.Dial{Number: "13777777777"}},
		"an owner":        {ws.CallDial{Number: "13800001234", Owner: "o1", Unit: home}, queue.Dial{Number: "13800001234", Owner: queue.OwnerRef{ID: "o1", Name: "王建国", Unit: home}}},
		"not that home":   {ws.CallDial{Number: "13800001234", Owner: "o1", Unit: "x"}, queue.Dial{Number: "13800001234", Owner: queue.OwnerRef{ID: "o1", Name: "王建国"}}},
		"another's owner": {ws.CallDial{Number: "13800001234", Owner: "o3"}, queue.Dial{Number: "13800001234"}},
		"a task": {ws.CallDial{Task: "mine"}, queue.Dial{
			Number: "13800001234", Task: "mine", Owner: queue.OwnerRef{ID: "o1", Name: "王建国", Unit: home},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.wish.Purpose, tc.want.Purpose = "callback", "callback"
			got, err := d.Dial(t.Context(), ws.Identity{User: "1001", Role: "agent", Agent: "1001"}, tc.wish)
			if err != nil || got != tc.want {
				t.Errorf("got %+v, %v\nwant %+v", got, err, tc.want)
			}
		})
	}
}

func TestDialRefuses(t *testing.T) {
	d := testDialler(t)
	away := d
	office := d.owners.(dialOffice)
	office.away = errors.New("redis is away")
	away.owners = office
	for name, tc := range map[string]struct {
		d    dialler
		wish ws.CallDial
		want error // nil: it is granted
	}{
		"no purpose":                {d, ws.CallDial{Number: "13800001234"}, queue.ErrPurpose},
		"unknown purpose":           {d, ws.CallDial{Number: "13800001234", Purpose: "chat"}, queue.ErrPurpose},
		"no number":                 {d, ws.CallDial{Number: "你好", Purpose: "callback"}, queue.ErrNumber},
		"withheld":                  {d, ws.CallDial{Number: "anonymous", Purpose: "callback"}, queue.ErrNumber},
		"masked":                    {d, ws.CallDial{Number: "138****1234", Purpose: "callback"}, queue.ErrNumber},
		"another's row":             {d, ws.CallDial{Call: "another's", Purpose: "callback"}, queue.ErrNumber},
		"no such row":               {d, ws.CallDial{Call: "x", Purpose: "callback"}, queue.ErrNumber},
		"another's task":            {d, ws.CallDial{Task: "another's", Purpose: "callback"}, queue.ErrNumber},
		"no such task":              {d, ws.CallDial{Task: "x", Purpose: "callback"}, queue.ErrNumber},
		"one of the number's":       {d, ws.CallDial{Number: "13800005678", Owner: "o3", Purpose: "care"}, ws.ErrOptOut},
		"the owner, another number": {d, ws.CallDial{Number: "13700000000", Owner: "o4", Purpose: "follow_up"}, ws.ErrOptOut},
		"another purpose":           {d, ws.CallDial{Number: "13800005678", Purpose: "callback"}, nil},
		"away, may be unwanted":     {away, ws.CallDial{Number: "13800001234", Purpose: "care"}, office.away},
		"away, always wanted":       {away, ws.CallDial{Number: "13800001234", Purpose: "progress"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tc.d.Dial(t.Context(), ws.Identity{User: "1001", Role: "agent", Agent: "1001"}, tc.wish)
			if !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
	if _, err := d.Dial(t.Context(), ws.Identity{User: "sun", Role: "supervisor", Agent: "1009"}, ws.CallDial{Call: "another's", Purpose: "callback"}); err != nil {
		t.Errorf("a supervisor: %v", err)
	}
}
