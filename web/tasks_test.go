package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
)

type taskList struct {
	Tasks []record.Task `json:"tasks"`
}

func (l taskList) String() string {
	var ids []string
	for _, t := range l.Tasks {
		ids = append(ids, t.ID)
	}
	return strings.Join(ids, " ")
}

// promise saves a call of the agent that was not solved, and whose task is due
// after so long.
func (h *house) promise(call queue.CallID, who agent.ID, due time.Duration) {
	h.t.Helper()
	now := time.Now().Truncate(time.Millisecond)
	rec := queue.Record{
		Call: call, Direction: queue.Inbound, Caller: queue.Party{
			Number: "+8613800001234", Match: queue.Known, Owner: queue.OwnerRef{ID: "1", Name: "李雷", Unit: "滨江 1 101"},
		},
		Times: queue.Times{Ring: now, Hangup: now}, Agent: queue.AgentRef{ID: who, Name: "王芳"}, Outcome: queue.OutcomeAnswered,
		Wrap: queue.Disposition{
			Category: "CMP", Summary: "漏水", UnresolvedReason: "等工程部", PromisedReplyAt: now.Add(due), SavedAt: now, Complete: true,
		},
	}
	if err := h.register.Save(h.t.Context(), rec, true); err != nil {
		h.t.Fatal(err)
	}
}

func TestTasks(t *testing.T) {
	h := newHouse(t, nil)
	h.promise("p1", "1001", time.Hour)
	h.promise("p2", "1001", -time.Hour)
	h.promise("p3", "1002", 2*time.Hour)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	list := body[taskList](h.call("GET", "/api/tasks", anna).want(http.StatusOK))
	if list.String() != "p2.promise p1.promise" || !list.Tasks[0].Overdue || list.Tasks[1].Overdue {
		t.Fatalf("the overdue one is not first: %+v", list)
	}
	if got := list.Tasks[0]; got.NumberMasked != "138****1234" || got.Salutation != "先生" || got.Unit != "滨江 1 101" || got.Category != "CMP" {
		t.Errorf("a task is %+v", got)
	}
	if a := h.call("GET", "/api/tasks", anna); strings.Contains(a.text, "13800001234") {
		t.Errorf("a number in clear: %s", a.text)
	}
	h.call("GET", "/api/tasks?agent=1002", anna).wantCode(http.StatusForbidden, codeForbidden)
	if got := body[taskList](h.call("GET", "/api/tasks?agent=1002", boss).want(http.StatusOK)); got.String() != "p3.promise" {
		t.Errorf("the supervisor sees %s of 1002", got)
	}
	if got := body[taskList](h.call("GET", "/api/tasks", boss)); got.String() != "p2.promise p1.promise p3.promise" {
		t.Errorf("the supervisor sees %s", got)
	}
}

func TestTasksChange(t *testing.T) {
	h := newHouse(t, nil)
	h.promise("p1", "1001", time.Hour)
	h.promise("p3", "1002", time.Hour)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	later := time.Now().Add(3 * time.Hour).UTC().Truncate(time.Second).Format(time.RFC3339)
	moved := body[record.Task](h.call("POST", "/api/tasks/p1.promise/postpone", anna, `{"due":"`+later+`","reason":"等配件"}`).want(http.StatusOK))
	if moved.Due.UTC().Format(time.RFC3339) != later || len(moved.Postponed) != 1 || moved.Postponed[0].By != "1001" {
		t.Errorf("postponed: %+v", moved)
	}
	for path, tc := range map[string]struct {
		body, field string
		status      int
		code        code
	}{
		"p1.promise/postpone": {`{"due":"2020-01-01T00:00:00Z","reason":"x"}`, "body.due", 422, codeBadRequest},
		"p1.promise/done":     {`{"result":""}`, "body.result", 422, codeBadRequest},
		"p3.promise/done":     {`{"result":"x"}`, "", 404, codeNotFound}, // somebody else's
		"nothing/done":        {`{"result":"x"}`, "", 404, codeNotFound},
		"p1.promise/assign":   {`{"agent":"1002"}`, "", 403, codeForbidden},
	} {
		a := h.call("POST", "/api/tasks/"+path, anna, tc.body, "Accept-Language: en").wantCode(tc.status, tc.code)
		if p := body[problem](a); tc.field != "" && (len(p.Fields) != 1 || p.Fields[0].Field != tc.field) {
			t.Errorf("%s is blamed on %+v, want %s", path, p.Fields, tc.field)
		}
	}
	h.call("POST", "/api/tasks/p3.promise/assign", boss, `{"agent":"9999"}`).wantCode(http.StatusNotFound, codeNotFound)
	if got := body[record.Task](h.call("POST", "/api/tasks/p3.promise/assign", boss, `{"agent":"1001"}`).want(http.StatusOK)); got.Agent != "1001" {
		t.Errorf("assigned: %+v", got)
	}
	h.call("POST", "/api/tasks/p3.promise/done", anna, `{"result":"已回复"}`).want(http.StatusOK)
	again := h.call("POST", "/api/tasks/p3.promise/done", anna, `{"result":"x"}`, "Accept-Language: zh-CN").wantCode(http.StatusConflict, codeRefused)
	if !strings.Contains(again.text, "已完成") {
		t.Errorf("done twice says %s", again.text)
	}
	if got := body[taskList](h.call("GET", "/api/tasks?state=done", anna)); got.String() != "p3.promise" || got.Tasks[0].Result != "已回复" {
		t.Errorf("done tasks are %+v", got)
	}
	for _, want := range []string{"1001 task.postpone", "1001 task.done", "boss task.assign"} {
		if !slices.Contains(h.trail(), want) {
			t.Errorf("audited %q, without %s", h.trail(), want)
		}
	}
	h.set(func() { h.auditErr = errors.New("redis is away") })
	h.call("POST", "/api/tasks/p1.promise/done", anna, `{"result":"x"}`).want(http.StatusInternalServerError)
	if task, err := h.register.Tasks().Get(t.Context(), "p1.promise"); err != nil || task.State != record.TaskOpen {
		t.Errorf("what could not be audited was done: %+v, %v", task, err)
	}
}

func TestCallbacks(t *testing.T) {
	h := newHouse(t, nil)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	wish := func(call string) string {
		due := time.Now().Add(time.Hour).Truncate(time.Hour).Add(time.Hour).UTC().Format(time.RFC3339)
		return fmt.Sprintf(`{"kind":"callback","call":%q,"due":%q,"text":"回电"}`, call, due)
	}
	first := body[record.Task](h.call("POST", "/api/tasks", anna, wish("c1")).want(http.StatusCreated))
	again := body[record.Task](h.call("POST", "/api/tasks", anna, wish("c1")).want(http.StatusCreated))
	if first.ID != again.ID || first.NumberMasked != "138****1234" || first.Agent != "1001" || first.AgentName != "王芳" {
		t.Errorf("got %+v, then %+v", first, again)
	}
	h.call("POST", "/api/tasks", anna, wish("c3")).wantCode(http.StatusNotFound, codeNotFound) // somebody else's call
	h.call("POST", "/api/tasks", boss, wish("c1")).wantCode(http.StatusUnprocessableEntity, codeBadRequest)
	h.talk("1001", "live", queue.Party{Number: "+8613800005678"})
	if got := body[record.Task](h.call("POST", "/api/tasks", anna, wish("live")).want(http.StatusCreated)); got.NumberMasked != "138****5678" {
		t.Errorf("of the call that lives: %+v", got)
	}
}

// TestDesk answers all at once, and what it can while the register is away.
func TestDesk(t *testing.T) {
	h := newHouse(t, nil)
	h.promise("p1", "1001", time.Hour)
	anna, boss := h.as("1001", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	type desk struct {
		Me    me             `json:"me"`
		Tasks *[]record.Task `json:"tasks"`
		Calls *[]record.Row  `json:"calls"`
	}
	got := body[desk](h.call("GET", "/api/desk", anna).want(http.StatusOK))
	if got.Me.Agent != "1001" || got.Tasks == nil || len(*got.Tasks) != 1 || got.Calls == nil || len(*got.Calls) != 3 {
		t.Errorf("the agent gets %+v", got)
	}
	if got := body[desk](h.call("GET", "/api/desk", boss).want(http.StatusOK)); got.Me.User != "boss" || got.Tasks != nil || got.Calls != nil {
		t.Errorf("the supervisor gets %+v", got)
	}
	h.redis.Stop()
	if got := body[desk](h.call("GET", "/api/desk", anna).want(http.StatusOK)); got.Me.Agent != "1001" || got.Tasks != nil || got.Calls != nil {
		t.Errorf("without redis the agent gets %+v", got)
	}
}

// talk puts the agent into a call.
func (h *house) talk(who agent.ID, call queue.CallID, with queue.Party, shown ...owner.ID) {
	h.set(func() {
		h.now = queue.Update{
			Agents: []agent.Agent{{Profile: agent.Profile{ID: who}, State: agent.Talking, Contact: agent.Contact{Call: string(call)}}},
			Calls:  []queue.Call{{ID: call, Record: queue.Record{Call: call, Caller: with}}},
		}
		h.shown = map[queue.CallID][]owner.ID{call: shown}
	})
}

// TestMessagesAreHeard: by who has to call back, who may give the task to
// somebody, and QA; each is audited. A task without a message has none.
func TestMessagesAreHeard(t *testing.T) {
	h := newHouse(t, nil)
	now := time.Now().Truncate(time.Millisecond)
	rec := queue.Record{
		Call: "m1", Direction: queue.Inbound, Caller: queue.Party{Number: "+8613800001234", Match: queue.Unknown},
		Times: queue.Times{Ring: now, Answer: now, Hangup: now}, Outcome: queue.OutcomeVoicemail,
		Recording: queue.Recording{ID: "m1-r1", File: "c1.wav"}, Message: "m1-r1",
	}
	if err := h.register.Save(t.Context(), rec, true); err != nil {
		t.Fatal(err)
	}
	h.promise("p1", "1001", time.Hour)
	anna, bob, boss := h.as("1001", store.RoleAgent), h.as("1002", store.RoleAgent), h.as("boss", store.RoleSupervisor)
	list := body[taskList](h.call("GET", "/api/tasks", boss))
	if list.String() != "p1.promise m1.callback" || list.Tasks[1].Message == "" || list.Tasks[0].Message != "" {
		t.Fatalf("the tasks are %+v", list)
	}
	h.call("GET", "/api/tasks/m1.callback/message", anna).wantCode(http.StatusNotFound, codeNotFound)
	h.call("POST", "/api/tasks/m1.callback/assign", boss, `{"agent":"1001"}`).want(http.StatusOK)
	for _, who := range []*http.Cookie{anna, boss, h.as("ear", store.RoleQA)} {
		if a := h.call("GET", "/api/tasks/m1.callback/message", who).want(http.StatusOK); a.text != "RIFF0123456789" || a.Header.Get("Content-Type") != "audio/wav" {
			t.Errorf("got %q, %v", a.text, a.Header)
		}
	}
	h.call("GET", "/api/tasks/m1.callback/message", bob).wantCode(http.StatusNotFound, codeNotFound)
	h.call("GET", "/api/tasks/p1.promise/message", boss).wantCode(http.StatusNotFound, codeNotFound)
	if trail := strings.Join(h.trail(), ", "); strings.Count(trail, "recording.play") != 3 {
		t.Errorf("audited %q", trail)
	}
}
