package agent

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	nine = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	ten  = nine.Add(time.Hour)
)

func ready() *Agent {
	a := &Agent{Profile: Profile{ID: "1001", Queues: []string{"owners"}}, State: SignedOut}
	a.Presence = Presence{Desktop: true, Phone: true}
	if err := a.Ask(nine, Ready, ""); err != nil {
		panic(err)
	}
	return a
}

func TestAbleNeedsStatePhoneAndDesktop(t *testing.T) {
	for name, change := range map[string]func(*Agent){
		"on break":      func(a *Agent) { a.State = Break },
		"no phone":      func(a *Agent) { a.Presence.Phone = false },
		"no desktop":    func(a *Agent) { a.Presence.Desktop = false },
		"phone in use":  func(a *Agent) { a.Contact.Leg = "leg" },
		"in a contact":  func(a *Agent) { a.State = Talking },
		"not signed in": func(a *Agent) { a.State = SignedOut },
	} {
		a := ready()
		if !a.Able() {
			t.Fatal("a ready agent is not able")
		}
		change(a)
		if a.Able() {
			t.Errorf("able although %s", name)
		}
	}
	deskless := ready()
	deskless.Presence.Desktop, deskless.Presence.Deskless = false, true
	if !deskless.Able() {
		t.Error("an agent signed in without a desktop is not able")
	}
}

func TestAskDuringContactTakesEffectAtItsEnd(t *testing.T) {
	a := ready()
	steps := []error{a.Reserve(nine, Contact{Call: "call", Leg: "leg"}), a.Talk(nine), a.Ask(nine, Break, "lunch")}
	if a.State != Talking || errors.Join(steps...) != nil {
		t.Fatalf("state %s, errors %v", a.State, steps)
	}
	if err := errors.Join(a.Wrap(nine, ten), a.Finish(ten)); err != nil {
		t.Fatal(err)
	}
	if a.State != Break || a.Reason != "lunch" || a.Next != "" || a.Contact.Call != "" {
		t.Errorf("after the contact: %+v", a)
	}
}

func TestReleaseKeepsThePlaceAndMissDoesNot(t *testing.T) {
	a := ready()
	if err := errors.Join(a.Reserve(ten, Contact{Call: "call", Leg: "leg"}), a.Release(ten)); err != nil {
		t.Fatal(err)
	}
	if a.State != Ready || !a.IdleSince.Equal(nine) {
		t.Errorf("released: %s, idle since %s", a.State, a.IdleSince)
	}
	if err := errors.Join(a.Reserve(ten, Contact{Call: "call", Leg: "leg"}), a.Miss(ten, NoAnswer)); err != nil {
		t.Fatal(err)
	}
	if a.State != NotResponding || a.Reason != NoAnswer {
		t.Errorf("missed: %s %s", a.State, a.Reason)
	}
}

func TestAskRefuses(t *testing.T) {
	a := ready()
	if err := a.Ask(nine, Break, ""); !errors.Is(err, ErrReason) {
		t.Errorf("break without a reason: %v", err)
	}
	for _, to := range []State{Reserved, Talking, WrapUp, NotResponding, "asleep"} {
		if err := a.Ask(nine, to, ""); !errors.Is(err, ErrIllegal) {
			t.Errorf("ask for %s: %v", to, err)
		}
	}
}

// TestTableIsWhole checks that the table knows every state and that a person
// can always leave.
func TestTableIsWhole(t *testing.T) {
	for _, s := range States {
		next, ok := legal[s]
		if !ok {
			t.Errorf("%s is not in the table", s)
		}
		if s != SignedOut && !slices.Contains(next, SignedOut) {
			t.Errorf("no way out of %s", s)
		}
		for _, n := range next {
			if !slices.Contains(States, n) {
				t.Errorf("%s may become unknown %s", s, n)
			}
		}
	}
}

func TestSomebodyElsesWishWaitsForTheWrapUp(t *testing.T) {
	a := ready()
	if err := errors.Join(a.Reserve(nine, Contact{Call: "call"}), a.Talk(nine), a.Wrap(nine, ten), a.AskAfter(nine, Break, "lunch")); err != nil {
		t.Fatal(err)
	}
	if a.State != WrapUp || a.Contact.Call != "call" {
		t.Errorf("wrap-up was cut short: %+v", a)
	}
	if err := a.AskAfter(nine, Talking, ""); !errors.Is(err, ErrIllegal) {
		t.Errorf("asking for talking: %v", err)
	}
	if err := a.Finish(ten); err != nil || a.State != Break || a.Reason != "lunch" {
		t.Errorf("after the wrap-up: %v, %+v", err, a)
	}
}

func TestReachableIsAboutTheTelephoneInUse(t *testing.T) {
	a := ready()
	for _, step := range []struct {
		choose Device
		have   Presence
		want   bool
	}{
		{Device{Kind: PagePhone}, Presence{Phone: true}, false},
		{Device{Kind: PagePhone}, Presence{Page: true}, true},
		{Device{Kind: DeskPhone}, Presence{Page: true}, false},
		{Device{Kind: DeskPhone}, Presence{Phone: true}, true},
		{Device{Kind: OutsidePhone, Number: "13900001111"}, Presence{}, true},
	} {
		a.Choose(step.choose)
		a.Presence = step.have
		if got := a.Reachable(); got != step.want || a.Phone() != step.choose {
			t.Errorf("%+v with %+v: reachable %v, telephone %+v", step.choose, step.have, got, a.Phone())
		}
	}
}

func TestChoosingTheProfilesDeviceIsNoChoice(t *testing.T) {
	a := ready()
	a.Device = Device{Kind: PagePhone}
	a.Choose(Device{Kind: DeskPhone})
	if a.Phone().Kind != DeskPhone {
		t.Errorf("chosen: %+v", a.Phone())
	}
	a.Choose(Device{Kind: PagePhone})
	a.Device = Device{Kind: OutsidePhone, Number: "10086"} // the configuration changed
	if a.Phone() != a.Device {
		t.Errorf("the profile's device does not count: %+v", a.Phone())
	}
}

func TestUsable(t *testing.T) {
	for d, want := range map[Device]bool{
		{}: false, {Kind: "pigeon"}: false,
		{Kind: DeskPhone}: true, {Kind: PagePhone}: true, {Kind: PagePhone, Number: "110"}: false,
		{Kind: OutsidePhone}: false, {Kind: OutsidePhone, Number: "11"}: false, {Kind: OutsidePhone, Number: "110"}: true,
		{Kind: OutsidePhone, Number: "+8613900001111"}: true, {Kind: OutsidePhone, Number: "139+110"}: false,
		{Kind: OutsidePhone, Number: "139 1100"}: false, {Kind: OutsidePhone, Number: strings.Repeat("1", 33)}: false,
		{Kind: OutsidePhone, Number: "*31#10086"}: true,
	} {
		if got := d.Usable(); got != want {
			t.Errorf("%+v: usable %v", d, got)
		}
	}
}

func TestAnAgentWhoCallsGoesBack(t *testing.T) {
	for _, from := range []struct {
		state, want State
		why, still  Reason
	}{
		{Break, Break, "lunch", "lunch"},
		{NotResponding, NotResponding, NoAnswer, NoAnswer},
		{NotResponding, Ready, Offline, ""}, // the phone could be rung
		{Ready, Ready, "", ""},
	} {
		a := ready()
		a.State, a.Reason = from.state, from.why
		steps := []error{a.Reserve(nine, Contact{Call: "call"}), a.Talk(nine), a.Wrap(nine, ten), a.Finish(ten)}
		if errors.Join(steps...) != nil || a.State != from.want || a.Reason != from.still {
			t.Errorf("from %s %s: %v, back to %s %s", from.state, from.why, steps, a.State, a.Reason)
		}
		a.State, a.Reason = from.state, from.why
		if err := errors.Join(a.Reserve(nine, Contact{Call: "call"}), a.Ask(nine, Ready, ""), a.Release(nine)); err != nil || a.State != Ready {
			t.Errorf("from %s, ready asked for: %v, %s", from.state, err, a.State)
		}
	}
}

func TestAskApproval(t *testing.T) {
	a := ready()
	err := errors.Join(a.AskApproval(nine, "training"), a.AskApproval(ten, "training"))
	if err != nil || a.Asked != (Asked{"training", nine}) || a.State != Ready {
		t.Errorf("%v, asked %+v, %s", err, a.Asked, a.State)
	}
	if err := a.Ask(ten, SignedOut, ""); err != nil || a.Asked != (Asked{}) {
		t.Errorf("signed out: %v, asks %+v", err, a.Asked)
	}
	if err := a.AskApproval(ten, "training"); !errors.Is(err, ErrIllegal) {
		t.Errorf("asked although signed out: %v", err)
	}
}
