package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/ws"
)

// fakeServer answers what the shell commands ask for and keeps the bodies.
func fakeServer(t *testing.T, bodies *[]string) *Config {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/agents/{id}/state", func(w http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		if _, err := body.ReadFrom(r.Body); err != nil {
			t.Error(err)
		}
		*bodies = append(*bodies, r.PathValue("id")+" "+r.Header.Get("Authorization")+" "+body.String())
		switch r.PathValue("id") {
		case "9999":
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"code":"not_found","message":"There is no such thing."}`))
		case "1002":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"code":"not_signed_in","message":"Sign in first."}`))
		case "1003":
			w.WriteHeader(http.StatusBadGateway)
		default:
			_ = json.NewEncoder(w).Encode(ws.AgentState{ID: agent.ID(r.PathValue("id")), State: agent.Ready})
		}
	})
	mux.HandleFunc("GET /api/queues", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"queues":[{"id":"service","name":"客服","waiting":2},{"id":"repairs","name":"报修"}]}`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return &Config{Listen: strings.TrimPrefix(server.URL, "http://"), OperatorToken: "secret"}
}

func TestSetStates(t *testing.T) {
	var bodies []string
	cfg := fakeServer(t, &bodies)
	err := setStates(context.Background(), cfg, []string{"1001", "9999", "1002", "1003", "1004"}, agent.Break, "lunch", true)
	for _, want := range []string{"9999: There is no such thing.", "1002: the server does not take this operator_token", "1003: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if len(bodies) != 5 || bodies[4] != `1004 Bearer secret {"state":"break","reason":"lunch"}` {
		t.Errorf("sent %q", bodies)
	}
}

func TestQueueStatus(t *testing.T) {
	server, err := newAPI(fakeServer(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	for want, cmd := range map[string]QueueStatusCmd{
		`[{"id":"repairs",`:        {IDs: []string{"repairs"}, JSON: true, Watch: true}, // one line each time
		"[\n  {\n    \"id\": \"se": {JSON: true},
		"QUEUE    NAME  WAITING":   {},
	} {
		var out bytes.Buffer
		if err := cmd.look(context.Background(), server, &out); err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%+v printed %q, %v; want %q first", cmd, out.String(), err, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	watch := QueueStatusCmd{Watch: true}
	if err := watch.Run(ctx, fakeServer(t, nil)); err != nil {
		t.Errorf("Ctrl-C ends with %v", err)
	}
}

func TestNoServer(t *testing.T) {
	for want, cfg := range map[string]*Config{
		"operator_token":     {Listen: "127.0.0.1:1"},
		"thirdring serve":    {Listen: "127.0.0.1:1", OperatorToken: "x"},
		"missing port":       {Listen: "here", OperatorToken: "x"},
		"no server answers ": {Listen: "0.0.0.0:1", OperatorToken: "x"},
	} {
		err := setStates(context.Background(), cfg, []string{"1001"}, agent.Ready, "", false)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v gives %v, want %q", cfg.Listen, err, want)
		}
	}
}

func TestChooseAgents(t *testing.T) {
	all := []ws.AgentState{{ID: "1001", Queues: []string{"a"}}, {ID: "1002", Queues: []string{"b"}}}
	if got, err := (&AgentListCmd{Queue: "b"}).choose(all); err != nil || len(got) != 1 || got[0].ID != "1002" {
		t.Errorf("of queue b: %+v, %v", got, err)
	}
	if got, err := (&AgentListCmd{IDs: []string{"1002", "1001"}}).choose(all); err != nil || got[0].ID != "1002" {
		t.Errorf("chosen: %+v, %v", got, err)
	}
	if _, err := (&AgentListCmd{IDs: []string{"7"}}).choose(all); err == nil {
		t.Error("an unknown agent is listed")
	}
	if _, err := (&QueueStatusCmd{IDs: []string{"7"}}).choose(nil); err == nil {
		t.Error("an unknown queue is listed")
	}
}

func TestWideCharactersAlign(t *testing.T) {
	level := 0.875
	var out bytes.Buffer
	if err := printQueues(&out, []ws.QueueState{
		{ID: "service", Name: "客服", Waiting: 12, ServiceLevel: &level, ThresholdS: 15},
		{ID: "repairs", Name: "Repairs", EstimateS: 90},
	}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if !strings.Contains(lines[1], "客服     12 ") || !strings.Contains(lines[2], "Repairs  0 ") {
		t.Errorf("columns are crooked:\n%s", out.String())
	}
	if !strings.Contains(lines[1], "87.5% in 15s") || !strings.Contains(lines[2], "1m30s") {
		t.Errorf("printed\n%s", out.String())
	}
	out.Reset()
	agents := []ws.AgentState{{ID: "1001", Name: "王芳", State: agent.Break, Reason: "lunch", Since: time.Now().Add(-time.Minute), Phone: true, Device: ws.Device{Kind: agent.PagePhone}}}
	if err := printAgents(&out, agents, false); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "break (lunch)  1m0s  -     page    yes    no ") {
		t.Errorf("printed\n%s", out.String())
	}
}
