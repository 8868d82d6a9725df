package main

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestSupervisorsMove: who is put at the head of the line is answered first,
// and the journal says why, while the call lasts and when it is in the register.
func TestSupervisorsMove(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	ann := s.onBreak("1001")
	first := s.waiting("13911110001", 1)
	second := s.waiting("13911110002", 2)
	line := s.line("service", func(line []waiting) bool {
		return len(line) == 2 && line[0].Masked == "139****0001" && line[1].Position == 2
	})
	moved := line[1].Call
	s.asSupervisor(http.MethodPost, "/api/calls/"+string(moved)+"/move", `{"head":true}`)
	s.line("service", func(line []waiting) bool {
		return len(line) == 2 && line[0].Call == moved && line[0].MovedBy == s.secrets.Supervisor.User
	})

	ann.ready()
	phone := ann.answer()
	pop := ann.desk.wait("pop", func(f frame) bool { return f.Type == ws.TypePop })
	if pop.pop().Call != moved {
		t.Errorf("the pop is of %s, want %s", pop.pop().Call, moved)
	}
	s.within("the second caller hears the agent", func(ctx context.Context) error { _, err := second.WaitTone(ctx, agentTone); return err })
	s.decided(moved)
	s.line("service", func(line []waiting) bool { return len(line) == 1 && line[0].Masked == "139****0001" })
	for _, call := range []*sipphone.Call{first, second} {
		s.within("hang up", call.Hangup)
	}
	s.within("the agent's phone ends", func(ctx context.Context) error { _, err := phone.WaitEnded(ctx); return err })
	ann.registers(moved, "问物业费")
	s.rows(2, func(r record.Row) error {
		if want := r.CallID == moved; (len(r.Moves) == 1) != want {
			return fmt.Errorf("%s has the moves %+v", r.CallID, r.Moves)
		}
		return nil
	})
	s.decided(moved)
}

// line waits until the queue's line, as the shell shows it, is as wanted.
func (s *site) line(id string, ok func([]waiting) bool) []waiting {
	s.t.Helper()
	var line struct{ Waiting []waiting }
	eventually(s.t, "the line of "+id, func() error {
		line.Waiting = nil
		if err := s.get("/api/queues/"+id+"/line", &line); err != nil {
			return err
		}
		if !ok(line.Waiting) {
			return fmt.Errorf("is %+v", line.Waiting)
		}
		return nil
	})
	return line.Waiting
}

// decided waits until the journal says that the call went to 1001, and why.
func (s *site) decided(call queue.CallID) {
	s.t.Helper()
	eventually(s.t, "the decision", func() error {
		var all decisions
		if err := s.get("/api/calls/"+string(call)+"/decisions", &all); err != nil {
			return err
		}
		if len(all.Decisions) != 1 {
			return fmt.Errorf("there are %+v", all)
		}
		if d := all.Decisions[0]; d.Agent != "1001" || d.Rule != string(queue.LongestIdle) || d.Result != queue.OfferAnswered || d.Behind != 1 {
			return fmt.Errorf("it is %+v", d)
		}
		return nil
	})
}
