package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/ws"
)

// TestQueueCommandsAsk runs each command that changes the queues and looks at
// what the server is asked.
func TestQueueCommandsAsk(t *testing.T) {
	var asked string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		path, _ := url.PathUnescape(r.URL.RequestURI())
		asked = r.Method + " " + path + " " + string(body)
		_, _ = io.WriteString(w, "{}")
	}))
	t.Cleanup(server.Close)
	cfg := &Config{Listen: strings.TrimPrefix(server.URL, "http://"), OperatorToken: "secret"}
	for want, cmd := range map[string]interface {
		Run(context.Context, *Config) error
	}{
		"GET /api/queues/service/line?limit=5 ":                                       &QueueLineCmd{ID: "service", Limit: 5},
		`POST /api/calls/c1/move {"head":false}`:                                      &QueueMoveCmd{Call: "c1"},
		`POST /api/calls/c1/move {"head":true}`:                                       &QueueMoveCmd{Call: "c1", Head: true},
		`POST /api/calls/c1/queue {"queue":"repairs"}`:                                &QueueMoveCmd{Call: "c1", Queue: "repairs"},
		`POST /api/calls/c1/agent {"agent":"1001","limit_s":120}`:                     &QueueGiveCmd{Call: "c1", Agent: "1001", Limit: 2 * time.Minute},
		`POST /api/calls/c1/agent {}`:                                                 &QueueGiveCmd{Call: "c1", Anyone: true},
		`POST /api/agents/1001/queues {"in":true,"queue":"repairs"}`:                  &QueueSignCmd{Agent: "1001", Queue: "repairs"},
		`POST /api/agents/1001/queues {"in":false,"queue":"repairs"}`:                 &QueueSignCmd{Agent: "1001", Queue: "repairs", Out: true},
		"DELETE /api/calls/c1/callback ":                                              &QueueCancelCmd{Call: "c1"},
		"POST /api/calls/c1/callback/now ":                                            &QueueNowCmd{Call: "c1"},
		"GET /api/incidents ":                                                         &IncidentListCmd{},
		`PUT /api/incidents {"building":"3栋","project":"翠湖","prompt":"notice.water"}`: &IncidentOnCmd{Project: "翠湖", Building: "3栋", Prompt: "notice.water"},
		"DELETE /api/incidents?building=3栋&project=翠湖 ":                               &IncidentOffCmd{Project: "翠湖", Building: "3栋"},
		"GET /api/calls/c1/decisions ":                                                &QueueWhyCmd{Call: "c1"},
	} {
		if err := cmd.Run(context.Background(), cfg); err != nil {
			t.Errorf("%+v: %v", cmd, err)
		}
		if asked != want {
			t.Errorf("%+v asked %q, want %q", cmd, asked, want)
		}
	}
	for _, cmd := range []*QueueGiveCmd{{Call: "c1"}, {Call: "c1", Agent: "1001", Anyone: true}} {
		if err := cmd.Run(context.Background(), cfg); err == nil {
			t.Errorf("%+v is carried out", cmd)
		}
	}
}

func TestWaitingIsPrinted(t *testing.T) {
	var out bytes.Buffer
	if err := printWaiting(&out, []waiting{
		{ws.Waiting{Call: "c1", Masked: "138****1234", Phase: queue.Waiting, PriorityS: 60, Why: "segment vip", Wants: "1001", WantsBy: "sun"}, 1},
		{ws.Waiting{Call: "c2", Phase: queue.OnDuty, UrgentAt: time.Now(), Ringing: []agent.ID{"1001"}}, 0},
	}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	for i, want := range []string{"PLACE", "60s ahead for segment vip, given by sun", "emergency, rings [1001]"} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d lacks %q:\n%s", i, want, out.String())
		}
	}
}

func TestDecisionsArePrinted(t *testing.T) {
	var out bytes.Buffer
	if err := printDecisions(&out, decisions{Decisions: []decision{{
		Agent: "1003", AgentName: "陈静", Rule: "longest_idle", Ready: 2, IdleS: 90, WaitedS: 12, Result: queue.OfferAnswered,
		Others: []passed{{"1001", "王芳", queue.NotNext}},
	}}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1003 陈静: longest_idle, of 2 ready, idle 1m30s, the caller had waited 12s, 0 behind: answered", "not 1001 王芳: not_next"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("printed %q, want %q in it", out.String(), want)
		}
	}
}
