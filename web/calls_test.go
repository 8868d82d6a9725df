package web

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/store"
)

type page struct {
	Rows []record.Row `json:"rows"`
	Next string       `json:"next"`
}

func ids(p page) string {
	var out []string
	for _, row := range p.Rows {
		out = append(out, string(row.CallID))
	}
	return strings.Join(out, " ")
}

func TestCalls(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	for query, want := range map[string]string{
		"":                                   "c3 c2 c1",
		"?agent=1002":                        "c3",
		"?number=138%200000%201234":          "c3 c2 c1",
		"?number=13900000000":                "",
		"?from=2026-11-23&to=2026-11-24":     "c3 c2 c1",
		"?from=2026-11-23T09:01:00Z":         "c3 c2",
		"?to=2026-11-23T17:01:00%2B08:00":    "c1",
		"?outcome=abandoned_queue":           "",
		"?urgent=true":                       "c2",
		"?survey=2":                          "c3",
		"?survey=1":                          "",
		"?callback=open":                     "",
		"?direction=in&queue=service":        "c3 c2 c1",
		"?from=2026-11-23T09:00:00Z&text=c2": "c2",
	} {
		if got := ids(body[page](h.call("GET", "/api/calls"+query, boss).want(http.StatusOK))); got != want {
			t.Errorf("%s found %q, want %q", query, got, want)
		}
	}
	first := body[page](h.call("GET", "/api/calls?limit=2", boss).want(http.StatusOK))
	second := body[page](h.call("GET", "/api/calls?limit=2&cursor="+first.Next, boss).want(http.StatusOK))
	if ids(first) != "c3 c2" || ids(second) != "c1" || second.Next != "" {
		t.Errorf("pages are %q and %q, then %q", ids(first), ids(second), second.Next)
	}
}

func TestNumbersAndFilesStayInside(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	for _, path := range []string{"/api/calls", "/api/calls/c1"} {
		a := h.call("GET", path, boss).want(http.StatusOK)
		if strings.Contains(a.text, "13800001234") || !strings.Contains(a.text, "138****1234") {
			t.Errorf("%s shows the number: %s", path, a.text)
		}
		if strings.Contains(a.text, "c1.wav") || !strings.Contains(a.text, `"sha256":"abc"`) {
			t.Errorf("%s shows the file: %s", path, a.text)
		}
	}
}

func TestAgentsSeeOwnCalls(t *testing.T) {
	h := newHouse(t, nil)
	anna := h.as("1001", store.RoleAgent)
	if got := ids(body[page](h.call("GET", "/api/calls", anna).want(http.StatusOK))); got != "c2 c1" {
		t.Errorf("1001 sees %q", got)
	}
	h.call("GET", "/api/calls?agent=1002", anna).wantCode(http.StatusForbidden, codeForbidden)
	h.call("GET", "/api/calls/c1", anna).want(http.StatusOK)
	h.call("GET", "/api/calls/c3", anna).wantCode(http.StatusNotFound, codeNotFound)
	h.call("GET", "/api/calls/c9", anna).wantCode(http.StatusNotFound, codeNotFound)
}

func TestBadQueries(t *testing.T) {
	h := newHouse(t, nil)
	boss := h.as("boss", store.RoleSupervisor)
	for query, field := range map[string]string{
		"?from=yesterday":  "query.from",
		"?to=2026-13-01":   "query.to",
		"?number=no":       "query.number",
		"?cursor=nonsense": "query.cursor",
		"?limit=100000":    "query.limit",
		"?limit=many":      "query.limit",
		"?survey=4":        "query.survey",
		"?callback=maybe":  "query.callback",
	} {
		a := h.call("GET", "/api/calls"+query, boss, "Accept-Language: en").wantCode(http.StatusUnprocessableEntity, codeBadRequest)
		if p := body[problem](a); len(p.Fields) != 1 || p.Fields[0].Field != field || p.Fields[0].Message == "" {
			t.Errorf("%s is blamed on %+v, want %s", query, p.Fields, field)
		}
	}
}

func TestRecording(t *testing.T) {
	h := newHouse(t, nil)
	ear := h.as("ear", store.RoleQA)
	whole := h.call("GET", "/api/calls/c1/recording", ear, "Accept-Encoding: gzip").want(http.StatusOK)
	if whole.text != "RIFF0123456789" || whole.Header.Get("Content-Type") != "audio/wav" || whole.Header.Get("Content-Encoding") != "" {
		t.Errorf("got %q, %v", whole.text, whole.Header)
	}
	part := h.call("GET", "/api/calls/c1/recording?download=1", ear, "Range: bytes=4-6").want(http.StatusPartialContent)
	if part.text != "012" || !strings.Contains(part.Header.Get("Content-Disposition"), "c1.wav") {
		t.Errorf("got %q, %v", part.text, part.Header)
	}
	if got := strings.Join(h.trail(), ", "); got != "ear recording.play, ear recording.download" {
		t.Errorf("audited %q", got)
	}
	h.call("GET", "/api/calls/c2/recording", ear).wantCode(http.StatusNotFound, codeNotFound)
	h.call("GET", "/api/calls/c9/recording", ear).wantCode(http.StatusNotFound, codeNotFound)

	h.set(func() { h.auditErr = errors.New("redis is away") })
	if a := h.call("GET", "/api/calls/c1/recording", ear).want(http.StatusInternalServerError); strings.Contains(a.text, "RIFF") {
		t.Error("a recording is heard that was not audited")
	}
}

func TestMissingRecordingFile(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Recordings = fstest.MapFS{} })
	h.call("GET", "/api/calls/c1/recording", h.as("ear", store.RoleQA)).wantCode(http.StatusNotFound, codeNotFound)
}

func TestRecordingOutsideItsFolder(t *testing.T) {
	h := newHouse(t, nil)
	row := record.Row{Recording: &record.Recording{File: "../secret"}, Line: record.Line{CallID: "c1"}}
	if _, _, err := h.openRecording(row); err == nil || errors.Is(err, record.ErrNotFound) {
		t.Errorf("a file outside the recordings gives %v", err)
	}
	if p := h.problemOf(t.Context(), queue.ErrNoAgent); p.status != http.StatusNotFound {
		t.Errorf("no agent is %+v", p)
	}
}
