package telephony

import (
	"slices"
	"testing"

	"thirdring/queue"
)

func TestBridgesTellTheEndOfTheirRecordingOnly(t *testing.T) {
	b := newBridges()
	b.join("plain", "a", "b")
	b.join("recorded", "c", "d")
	b.record("recorded", "r1")
	b.recorded("")
	b.recorded("") // an event without a name, twice
	b.recorded("r2")
	br, _ := b.find("recorded")
	if br.recording != "r1" || br.wait(t.Context(), 0) {
		t.Errorf("got %+v, want its recording to run", br)
	}
	b.recorded("r1")
	b.recorded("r1")
	if !br.wait(t.Context(), 0) {
		t.Error("the end of its recording was not told")
	}
	if br, _ := b.find("recorded"); br.recording != "" {
		t.Errorf("got %+v, want no recording any more", br)
	}
	b.record("recorded", "r3") // connected anew
	if br, _ := b.find("recorded"); br.recording != "r3" || br.wait(t.Context(), 0) {
		t.Errorf("got %+v, want the new recording to run", br)
	}
	if _, known := b.find("nothing"); known {
		t.Error("a bridge that was never made is known")
	}
}

func TestAPersonToldToHangUpDoesNotStay(t *testing.T) {
	l := newLegs()
	l.add("a", leg{})
	l.add("b", leg{})
	br := bridge{legs: []queue.LegID{"a", "b", "unknown"}}
	for i, leave := range []queue.LegID{"", "a", "b"} {
		l.leave(leave)
		if got, want := br.anyStays(l), i < 2; got != want {
			t.Errorf("after %q left: got %v, want %v", leave, got, want)
		}
	}
}

func TestALegIsInOneBridge(t *testing.T) {
	b := newBridges()
	b.join("first", "a", "b")
	b.join("second", "b")
	if b.has("first", "b") || !b.has("second", "b") || !b.has("first", "a") {
		t.Error("b is not in the second bridge only")
	}
	if got := b.missing("first", "a", "b"); !slices.Equal(got, []queue.LegID{"b"}) {
		t.Errorf("missing: got %v, want b", got)
	}
	b.leave("b")
	if b.has("second", "b") || b.has("nothing", "b") {
		t.Error("b left and is there still")
	}
}
