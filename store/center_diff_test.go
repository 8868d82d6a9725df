package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"thirdring/agent"
)

func changes(list []Change) []string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s %s: %s -> %s", c.Kind, c.Path, c.Old, c.New))
	}
	return out
}

func TestDiffNamesEntriesByTheirIDs(t *testing.T) {
	a := Default()
	a.Agents = []AgentDoc{{ID: "1001", Name: "张三", Queues: []string{"service"}}, {ID: "1002", Name: "李四"}}
	b := Default()
	b.Agents = []AgentDoc{{ID: "1003", Name: "王五", Queues: []string{"service"}}, {ID: "1001", Name: "张三", Queues: []string{"service", "night"}}}
	b.Queues[0].RingLimit = seconds(20)
	b.Queues = append(b.Queues, DefaultQueue("night", "夜班"))
	b.Breaks[0], b.Breaks[1] = b.Breaks[1], b.Breaks[0]
	got := changes(Diff(a, b))
	want := []string{
		"changed queues[service].ring_limit: 15s -> 20s",
		"added queues[night]:  -> id night, name 夜班, ring_limit 15s, threshold 15s, short 5s, wrap_up 1m, comfort_every 30s, record true",
		"removed agents[1002]: id 1002, name 李四 -> ",
		"added agents[1003]:  -> id 1003, name 王五, queues service",
		"changed agents[1001].queues: service -> service, night",
		"moved breaks: rest, meal, training, meeting, outbound, paperwork, other -> meal, rest, training, meeting, outbound, paperwork, other",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Diff:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if again := Diff(a, a); len(again) != 0 {
		t.Errorf("a document differs from itself: %v", changes(again))
	}
}

func TestDiffOfEntriesThatNothingTellsApart(t *testing.T) {
	a, b := Default(), Default()
	b.Breaks = append(slices.Clone(b.Breaks), b.Breaks[0])
	if got := changes(Diff(a, b)); !slices.Equal(got, []string{"added breaks[rest#2]:  -> code rest, name 小休"}) {
		t.Errorf("got %v", got)
	}
}

func TestJSONIsReadAsStrictlyAsYAML(t *testing.T) {
	d := sample()
	d.Version = 7
	d.Name = `滨江 <"花园"> & \ 100% 🏠 #1: yes`
	for i := range 2000 {
		d.Agents = append(d.Agents, AgentDoc{ID: agent.ID(fmt.Sprintf("x%d", i)), Name: "n", Queues: []string{"service"}})
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != 7 || len(Diff(d, got)) != 0 {
		t.Errorf("version %d, differences %v", got.Version, changes(Diff(d, got)))
	}
	for _, c := range []struct{ change, want string }{
		{`"queues":[{"id":"service","ring_limt":"3s"}]`, "queues[0].ring_limt: there is no such key: did you mean ring_limit?"},
		{`"queues":{}`, "queues: must be a list"},
		{`"queues":[{"id":"service","name":"x","ring_limit":15}]`, `queues[0].ring_limit: "15" is no time span`},
		{`"breaks":[{"code":"x","name":"x","approval":"yes"}]`, "breaks[0].approval: must be true or false"},
		{`"version":"x"`, "version: must be a whole number"},
	} {
		_, err := ParseJSON([]byte(`{"name":"x",` + c.change + `}`))
		var invalid *InvalidError
		if !errors.As(err, &invalid) || !strings.HasPrefix(invalid.Problems[0].String(), c.want) {
			t.Errorf("%s: %v, want %s", c.change, err, c.want)
		}
	}
	if _, err := ParseJSON([]byte(`[]`)); err == nil {
		t.Error("a list is taken as a document")
	}
}
