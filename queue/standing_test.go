package queue

import (
	"slices"
	"testing"

	"thirdring/agent"
)

func TestHomeTextIsCertain(t *testing.T) {
	for name, c := range map[string]struct {
		unit  string
		homes []Home
		want  string
	}{
		"nothing known": {},
		"the unit":      {unit: "翠湖/3栋/101", homes: []Home{{"翠湖", "3栋"}}, want: "翠湖/3栋/101"},
		"one building":  {homes: []Home{{"翠湖", "3栋"}}, want: "翠湖/3栋"},
		"two buildings": {homes: []Home{{"翠湖", "3栋"}, {"翠湖", "5栋"}, {"翠湖", "3栋"}}, want: "翠湖"},
		"two projects":  {homes: []Home{{"翠湖", "3栋"}, {"银杏里", "3栋"}}},
	} {
		call := Call{Homes: c.homes}
		call.Record.Caller.Owner.Unit = c.unit
		if got := call.HomeText(); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestRinging(t *testing.T) {
	r := Record{Offers: []OfferTry{{Agent: "1001", Result: OfferNoAnswer}, {Agent: "1002"}, {Agent: "1003"}}}
	if got := r.Ringing(); !slices.Equal(got, []agent.ID{"1002", "1003"}) {
		t.Errorf("got %v", got)
	}
}

func TestStandingByPhase(t *testing.T) {
	for _, phase := range Phases {
		call := Call{Phase: phase}
		if call.InLine() && call.BesideLine() {
			t.Errorf("%s is both in the line and beside it", phase)
		}
	}
	greeted := Call{Phase: Greeting}
	if greeted.InLine() {
		t.Error("a caller who is greeted stands in line before entering the queue")
	}
}
