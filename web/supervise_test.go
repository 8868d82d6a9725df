package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/store"
)

// waits is a call that stands in the line of service.
func waits(id queue.CallID, seq uint64) queue.Call {
	return queue.Call{
		ID: id, Phase: queue.Waiting, Since: monday, Homes: []queue.Home{{Project: "翠湖", Building: "3栋"}},
		Place: queue.Place{Queue: "service", Entered: monday, Rank: monday, Seq: seq},
		Record: queue.Record{
			Call: id, Queue: "service", Hotline: "4008001234", Times: queue.Times{Ring: monday, QueueIn: monday},
			Caller: queue.Party{Raw: "13800001234", Number: "+8613800001234", Match: queue.Unknown},
		},
	}
}

func TestLine(t *testing.T) {
	h := newHouse(t, nil)
	second, duty, urgent := waits("c2", 2), waits("c3", 3), waits("c4", 4)
	urgent.Urgent.Since = monday
	second.Place.Priority, second.Place.Why = time.Minute, "segment vip"
	duty.Phase = queue.OnDuty
	h.set(func() { h.now.Calls = []queue.Call{second, duty, waits("c1", 1), urgent} })
	boss := h.as("boss", store.RoleSupervisor)
	answer := h.call("GET", "/api/queues/service/line", boss).want(http.StatusOK)
	type line struct {
		Total, Beside int
		Waiting       []waitingView
	}
	got := body[line](answer)
	if got.Total != 3 || got.Beside != 1 || len(got.Waiting) != 4 || got.Waiting[0].Call != "c4" {
		t.Fatalf("line is %+v", got)
	}
	first, last := got.Waiting[1], got.Waiting[3]
	if first.Call != "c1" || first.Position != 2 || first.Masked != "138****1234" || first.Home != "翠湖/3栋" || got.Waiting[2].Why != "segment vip" {
		t.Errorf("line is %+v", got.Waiting)
	}
	if last.Call != "c3" || last.Position != 0 || strings.Contains(answer.text, "0000") {
		t.Errorf("line is %s", answer.text)
	}
	if got = body[line](h.call("GET", "/api/queues/service/line?limit=1", boss).want(http.StatusOK)); len(got.Waiting) != 2 || got.Total != 3 {
		t.Errorf("cut line is %+v", got)
	}
	h.call("GET", "/api/queues/nowhere/line", boss).wantCode(http.StatusConflict, codeNoQueue)
	for _, role := range []store.Role{store.RoleAgent, store.RoleQA, store.RoleManager} {
		h.call("GET", "/api/queues/service/line", h.as("u-"+string(role), role)).wantCode(http.StatusForbidden, codeForbidden)
	}
}

func TestSupervisorsMoveCalls(t *testing.T) {
	h := newHouse(t, nil)
	h.set(func() {
		h.now.Calls = []queue.Call{waits("c1", 1)}
		h.now.Agents = []agent.Agent{{Profile: agent.Profile{ID: "1001", Queues: []string{"service", "repairs"}}, Usual: []string{"service"}}}
	})
	boss, anna := h.as("boss", store.RoleSupervisor), h.as("1001", store.RoleAgent)
	for _, tc := range []struct {
		path, body string
		want       queue.Event
	}{
		{"/api/calls/c1/move", `{}`, queue.MoveUpInLine{Req: "r1", Call: "c1", By: "boss"}},
		{"/api/calls/c1/move", `{"head":true}`, queue.MoveUpInLine{Req: "r1", Call: "c1", By: "boss", ToHead: true}},
		{"/api/calls/c1/queue", `{"queue":"repairs"}`, queue.MoveToQueue{Req: "r1", Call: "c1", By: "boss", Queue: "repairs"}},
		{"/api/calls/c1/agent", `{"agent":"1001","limit_s":90}`, queue.GiveToAgent{Req: "r1", Call: "c1", By: "boss", Agent: "1001", Limit: 90 * time.Second}},
		{"/api/calls/c1/agent", `{}`, queue.GiveToAgent{Req: "r1", Call: "c1", By: "boss"}},
		{"/api/calls/c1/callback/now", ``, queue.CallBackNow{Req: "r1", Call: "c1", By: "boss"}},
		{"/api/agents/1001/queues", `{"queue":"repairs","in":true}`, queue.SignQueue{Req: "r1", Agent: "1001", By: "boss", Queue: "repairs", In: true}},
	} {
		answer := h.call("POST", tc.path, boss, tc.body).want(http.StatusOK)
		h.mu.Lock()
		if got := h.asked[len(h.asked)-1]; got != tc.want {
			t.Errorf("%s %s asked %+v, want %+v", tc.path, tc.body, got, tc.want)
		}
		h.mu.Unlock()
		if strings.Contains(tc.path, "calls") && body[waitingView](answer).Call != "c1" {
			t.Errorf("%s answered %s", tc.path, answer.text)
		}
		h.call("POST", tc.path, anna, tc.body).wantCode(http.StatusForbidden, codeForbidden)
	}
	h.call("DELETE", "/api/calls/c1/callback", boss).want(http.StatusOK)
	if got, want := h.asked[len(h.asked)-1], (queue.CancelCallback{Req: "r1", Call: "c1", By: "boss"}); got != want {
		t.Errorf("asked %+v, want %+v", got, want)
	}
	h.call("DELETE", "/api/calls/c1/callback", anna).wantCode(http.StatusForbidden, codeForbidden)
	a := body[agentView](h.call("POST", "/api/agents/1001/queues", boss, `{"queue":"repairs","in":true}`).want(http.StatusOK))
	if !slices.Equal(a.Usual, []string{"service"}) {
		t.Errorf("agent is %+v", a)
	}
}

func TestRefusedMoves(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	for _, tc := range []struct {
		err    error
		status int
		code   code
	}{
		{queue.ErrNotWaiting, http.StatusConflict, codeNotWaiting},
		{queue.ErrFirst, http.StatusConflict, codeFirst},
		{queue.ErrNoQueue, http.StatusConflict, codeNoQueue},
		{queue.ErrSameQueue, http.StatusConflict, codeSameQueue},
		{queue.ErrOffDuty, http.StatusConflict, codeOffDuty},
		{queue.ErrMissedIt, http.StatusConflict, codeMissedIt},
		{queue.ErrSignedOut, http.StatusConflict, codeSignedOut},
		{queue.ErrNothingAsked, http.StatusConflict, codeNothing},
		{queue.ErrNoPromise, http.StatusConflict, codeNoPromise},
		{queue.ErrOnTheLine, http.StatusConflict, codeOnTheLine},
		{queue.ErrNotResting, http.StatusConflict, codeNotResting},
		{queue.ErrClosed, http.StatusConflict, codeClosed},
		{queue.ErrLimit, http.StatusUnprocessableEntity, codeBadRequest},
		{queue.ErrNoAgent, http.StatusNotFound, codeNotFound},
		{queue.ErrNoNode, http.StatusServiceUnavailable, codeUnavailable},
	} {
		h.set(func() { h.reply = tc.err })
		for _, lang := range []string{"zh-CN", "en"} {
			h.call("POST", "/api/calls/c1/agent", boss, `{"agent":"1001","limit_s":60}`, "Accept-Language: "+lang).wantCode(tc.status, tc.code)
		}
	}
	h.set(func() { h.reply = nil }) // but the call has gone meanwhile
	h.call("POST", "/api/calls/c1/move", boss, `{}`).wantCode(http.StatusConflict, codeNotWaiting)
	h.call("POST", "/api/calls/c1/agent", boss, `{"agent":"1001","limit_s":-1}`).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
}

func TestIncidents(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.Notices = func() []Notice { return []Notice{{ID: "notice.water", Text: "停水"}} }
	})
	boss := h.as("boss", store.RoleSupervisor)
	h.set(func() {
		h.now.Incidents = []queue.Incident{{Project: "翠湖", Prompt: "notice.water", Since: monday, By: "boss"}}
		h.now.Proposals = []queue.Proposal{{Project: "翠湖", Building: "3栋", Callers: 6, Since: monday}}
	})
	type incidents struct {
		Active   []incidentView
		Proposed []proposalView
		Notices  []Notice
	}
	got := body[incidents](h.call("GET", "/api/incidents", boss).want(http.StatusOK))
	if len(got.Active) != 1 || got.Active[0].By != "boss" || got.Proposed[0].Callers != 6 || got.Notices[0].ID != "notice.water" {
		t.Errorf("incidents are %+v", got)
	}
	h.call("PUT", "/api/incidents", boss, `{"project":"翠湖","building":"3栋","prompt":"notice.water","until":"2026-11-24T09:00:00+08:00"}`).want(http.StatusOK)
	set, _ := h.asked[0].(queue.SetIncident)
	if set.Building != "3栋" || set.By != "boss" || set.Until.Unix() != time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC).Unix() {
		t.Errorf("asked %+v", h.asked[0])
	}
	h.call("DELETE", "/api/incidents?project=%E7%BF%A0%E6%B9%96&building=3%E6%A0%8B", boss).want(http.StatusOK)
	if want := (queue.SetIncident{Req: "r1", Project: "翠湖", Building: "3栋", By: "boss"}); h.asked[1] != want {
		t.Errorf("asked %+v, want %+v", h.asked[1], want)
	}
	for _, err := range []error{queue.ErrIncidentOf, queue.ErrIncidentOver} {
		h.set(func() { h.reply = err })
		h.call("PUT", "/api/incidents", boss, `{"project":"","prompt":"n"}`).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	}
	h.call("GET", "/api/incidents", h.as("qa", store.RoleQA)).wantCode(http.StatusForbidden, codeForbidden)

	places := body[struct{ Places []owner.Place }](h.call("GET", "/api/places", boss).want(http.StatusOK)).Places
	if len(places) != 1 || places[0].Project != "滨江" || !slices.Equal(places[0].Buildings, []string{"1"}) {
		t.Errorf("places are %+v", places)
	}
}

// journalOf is a journal with some decisions, which notes what it was asked.
type journalOf struct {
	decisions []Decision
	from, to  time.Time
	asked     int
	err       error
}

// Decisions implements Journal.
func (j *journalOf) Decisions(_ context.Context, _ queue.CallID, from, to time.Time) ([]Decision, error) {
	j.from, j.to = from, to
	j.asked++
	return j.decisions, j.err
}

func TestDecisions(t *testing.T) {
	j := &journalOf{}
	h := newHouse(t, func(o *Options) { o.Journal = j })
	boss := h.as("boss", store.RoleSupervisor)
	type decisions struct {
		Decisions []decisionView
		Forgotten bool
	}
	ask := func(path string) decisions {
		t.Helper()
		return body[decisions](h.call("GET", "/api/calls/"+path, boss).want(http.StatusOK))
	}
	if got := ask("c1/decisions"); len(got.Decisions) != 0 || got.Forgotten || j.asked != 0 {
		t.Errorf("a call that nobody was offered: %+v, %d readings", got, j.asked)
	}

	offered := monday.Add(12 * time.Second)
	rec := queue.Record{
		Call: "c9", Direction: queue.Inbound, Queue: "service", Times: queue.Times{Ring: monday, Hangup: monday.Add(time.Hour)},
		Offers: []queue.OfferTry{{Agent: "1001", At: offered, Ended: offered.Add(time.Second), Result: queue.OfferAnswered}}, Outcome: queue.OutcomeAnswered,
	}
	if err := h.register.Save(t.Context(), rec, true); err != nil {
		t.Fatal(err)
	}
	j.decisions = []Decision{{At: offered, Explain: queue.Explain{
		Call: "c9", Agent: "1001", Rule: "longest_idle", Ready: 2, Idle: 90 * time.Second, Waited: 12 * time.Second,
		Others: []queue.Passed{{Agent: "1009", Why: queue.NotNext}},
	}}}
	d := ask("c9/decisions").Decisions[0]
	if d.AgentName != "王芳" || d.Result != queue.OfferAnswered || d.IdleS != 90 || d.Others[0].AgentName != "1009" || d.Others[0].Why != queue.NotNext {
		t.Errorf("decision is %+v", d)
	}
	for id, want := range map[string]queue.WhyNot{"1001": whyChosen, "1009": queue.NotNext, "1010": whyNotListed, "1002": queue.Busy} {
		if id == "1002" { // talks since before, in a call that is in the register by now
			other := queue.Record{
				Call: "c8", Direction: queue.Inbound, Queue: "service", Agent: queue.AgentRef{ID: "1002"}, Outcome: queue.OutcomeAnswered,
				Times: queue.Times{Ring: monday.Add(-time.Minute), Person: monday, Hangup: monday.Add(time.Minute)},
			}
			if err := h.register.Save(t.Context(), other, true); err != nil {
				t.Fatal(err)
			}
		}
		if got := ask("c9/decisions?agent=" + id).Decisions[0].Asked; got == nil || got.Why != want {
			t.Errorf("why not %s: %+v, want %s", id, got, want)
		}
	}
	if j.to.Sub(j.from) > 5*time.Minute {
		t.Errorf("the journal was read from %v to %v for a wait of 12 s", j.from, j.to)
	}
	j.decisions = nil
	if got := ask("c9/decisions"); !got.Forgotten {
		t.Errorf("a call older than the journal: %+v", got)
	}

	live := waits("c10", 1)
	live.Record.Offers = []queue.OfferTry{{Agent: "1001", At: offered}}
	h.set(func() { h.now.Calls = []queue.Call{live} })
	j.decisions = []Decision{{At: offered, Explain: queue.Explain{Call: "c10", Agent: "1001", Rule: "given"}}}
	if got := ask("c10/decisions").Decisions; len(got) != 1 || got[0].Result != "" || got[0].Rule != "given" {
		t.Errorf("decisions of a live call: %+v", got)
	}
	h.call("GET", "/api/calls/nobody/decisions", boss).wantCode(http.StatusNotFound, codeNotFound)
	h.call("GET", "/api/calls/c9/decisions", h.as("1001", store.RoleAgent)).wantCode(http.StatusForbidden, codeForbidden)
	j.err = errors.New("redis is away")
	h.call("GET", "/api/calls/c9/decisions", boss).wantCode(http.StatusInternalServerError, codeInternal)
}
