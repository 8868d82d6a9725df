package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store"
)

func TestAgents(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	h.set(func() {
		h.now.Agents = []agent.Agent{{
			Profile: agent.Profile{ID: "1001", Name: "王芳", Queues: []string{"service"}}, State: agent.Break, Reason: "lunch",
			Since: monday, Presence: agent.Presence{Phone: true},
		}}
	})
	got := body[struct{ Agents []agentView }](h.call("GET", "/api/agents", boss).want(http.StatusOK)).Agents
	if len(got) != 1 || got[0].State != agent.Break || !got[0].Phone || !got[0].Since.Equal(monday) {
		t.Errorf("agents are %+v", got)
	}

	set := h.call("POST", "/api/agents/1001/state", boss, `{"state":"break","reason":"lunch"}`).want(http.StatusOK)
	if got := body[agentView](set); got.ID != "1001" {
		t.Errorf("answered %+v", got)
	}
	want := queue.SetState{Req: "r1", Agent: "1001", State: agent.Break, Reason: "lunch", By: "boss", Deskless: true}
	if h.asked[0] != want {
		t.Errorf("asked %+v, want %+v", h.asked[0], want)
	}
}

func TestRefusedStates(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	for _, tc := range []struct {
		err    error
		status int
		code   code
	}{
		{queue.ErrNoAgent, http.StatusNotFound, codeNotFound},
		{fmt.Errorf("%w: from a to b", agent.ErrIllegal), http.StatusConflict, codeRefused},
		{agent.ErrReason, http.StatusConflict, codeRefused},
		{queue.ErrNoReason, http.StatusConflict, codeRefused},
		{context.DeadlineExceeded, http.StatusServiceUnavailable, codeUnavailable},
		{fmt.Errorf("starting: %w", ErrUnavailable), http.StatusServiceUnavailable, codeUnavailable},
		{errors.New("redis at 10.0.0.1 is away"), http.StatusInternalServerError, codeInternal},
	} {
		h.set(func() { h.reply = tc.err })
		a := h.call("POST", "/api/agents/1001/state", boss, `{"state":"ready"}`).wantCode(tc.status, tc.code)
		if errors.Is(tc.err, queue.ErrNoReason) && !strings.Contains(a.text, "lunch 午餐") {
			t.Errorf("nobody says which reasons there are: %s", a.text)
		}
		if strings.Contains(a.text, "10.0.0.1") {
			t.Errorf("an internal error is shown: %s", a.text)
		}
		if p := body[problem](a); tc.code == codeInternal && (p.RequestID == "" || !strings.Contains(h.log.String(), p.RequestID)) {
			t.Errorf("the log does not know request %q", p.RequestID)
		}
	}
	h.call("POST", "/api/agents/1001/state", boss, `{"state":"talking"}`).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	h.call("POST", "/api/agents/1001/state", boss, `{`).wantCode(http.StatusBadRequest, codeBadRequest)
	h.call("POST", "/api/agents/1001/state", boss, `{"state":"`+strings.Repeat("x", 1<<20)+`"}`).
		wantCode(http.StatusRequestEntityTooLarge, codeTooLarge)
}

func TestMessagesFollowTheLanguage(t *testing.T) {
	h := newHouse(t, nil)
	for accept, want := range map[string]string{"": "请先登录。", "zh-CN,zh;q=0.9,en;q=0.8": "请先登录。", "en-US,en": "Sign in first."} {
		if got := body[problem](h.call("GET", "/api/me", "Accept-Language: "+accept)); got.Message != want {
			t.Errorf("%q is answered %q, want %q", accept, got.Message, want)
		}
	}
}

func TestQueues(t *testing.T) {
	h := newHouse(t, nil)
	h.set(func() {
		h.now.Queues = []queue.Figures{{Queue: "service", Waiting: 2, Oldest: monday, Answered: 3, AnsweredIn: 3, LateNow: 1, Threshold: 15 * time.Second}}
		for _, state := range agent.States {
			h.now.Agents = append(h.now.Agents, agent.Agent{Profile: agent.Profile{Queues: []string{"service"}}, State: state})
		}
	})
	cookie := h.as("1001", store.RoleAgent)
	got := body[struct{ Queues []queueView }](h.call("GET", "/api/queues", cookie).want(http.StatusOK)).Queues
	if len(got) != 1 {
		t.Fatalf("queues are %+v", got)
	}
	q := got[0]
	if q.Name != "客服" || q.Waiting != 2 || q.ThresholdS != 15 || q.ServiceLevel == nil || *q.ServiceLevel != 0.75 {
		t.Errorf("queue is %+v", q)
	}
	if q.Ready != 1 || q.Talking != 2 || q.WrapUp != 1 || q.Away != 2 || q.SignedIn != 6 {
		t.Errorf("staff is %+v", q)
	}
}

func TestCenter(t *testing.T) {
	h := newHouse(t, nil)
	got := body[centerView](h.call("GET", "/api/center", h.as("root", store.RoleAdmin)).want(http.StatusOK))
	if got.Version != 3 || got.Queues[0].ThresholdS != 15 || got.Agents[0].ID != "1001" || got.Hotlines == nil {
		t.Errorf("centre is %+v", got)
	}
}

func TestOwnerLookup(t *testing.T) {
	h := newHouse(t, nil)
	boss, anna := h.as("boss", store.RoleSupervisor), h.as("1001", store.RoleAgent)
	found := h.call("GET", "/api/owners/lookup?number=138-0000-1234", boss).want(http.StatusOK)
	for _, secret := range []string{"13800001234", "05-01", "arrears"} {
		if strings.Contains(found.text, secret) {
			t.Errorf("the file shows %s: %s", secret, found.text)
		}
	}
	type answer struct {
		Number string
		Match  queue.Match
		Owners []ownerView
	}
	got := body[answer](found)
	if got.Match != queue.Known || got.Number != "138****1234" || got.Owners[0].Name != "李雷" || got.Owners[0].Segment != "vip" ||
		got.Owners[0].Alerts[0].Level != "warn" || got.Owners[0].OptOuts[0] != "survey" || got.Owners[0].Units[0].Ref == "" {
		t.Errorf("found %+v", got)
	}
	if unknown := body[answer](h.call("GET", "/api/owners/lookup?number=13900000000", boss).want(http.StatusOK)); unknown.Match != queue.Unknown {
		t.Errorf("found %+v", unknown)
	}

	h.call("GET", "/api/owners/lookup?number=13800001234", anna).wantCode(http.StatusForbidden, codeForbidden)
	h.set(func() {
		h.now.Agents = []agent.Agent{{Profile: agent.Profile{ID: "1001"}, State: agent.Talking, Contact: agent.Contact{Call: "c7"}}}
		h.now.Calls = []queue.Call{{ID: "c7", Record: queue.Record{Caller: queue.Party{Number: "+8613800001234"}}}}
	})
	h.call("GET", "/api/owners/lookup?number=13800001234", anna).want(http.StatusOK)
	h.call("GET", "/api/owners/lookup?number=02112345678", anna).wantCode(http.StatusForbidden, codeForbidden)
	if got := strings.Join(h.trail(), ", "); got != "boss owner.view, 1001 owner.view" {
		t.Errorf("audited %q", got)
	}

	h.set(func() { h.auditErr = errors.New("redis is away") })
	if a := h.call("GET", "/api/owners/lookup?number=13800001234", boss).want(http.StatusInternalServerError); strings.Contains(a.text, "李雷") {
		t.Error("a file is shown that was not audited")
	}
}
