package telephony_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/telephony"
)

// TestConformanceOfStudio is the part about people who record a prompt by
// telephone, of whom the core must hear nothing.
func TestConformanceOfStudio(t *testing.T) {
	t.Parallel()
	conform(t, map[string]func(*testing.T, *bench){
		"take is recorded":           takeIsRecorded,
		"take by a number outside":   takeOutside,
		"take ends by hanging up":    takeEndsByHangup,
		"take is finished elsewhere": takeFinishedElsewhere,
		"telephone is not answered":  takeNotAnswered,
		"telephone is not there":     takeWithoutPhone,
		"take is cancelled":          takeCancelled,
		"take meets a resync":        takeMeetsResync,
		"take of another process":    takeOfAnotherProcess,
	})
}

// studio is a take that goes on.
type studio struct {
	states chan telephony.TakeState
	finish chan struct{} // closed says that all is said
	done   chan struct{} // closed when wav and err are there
	wav    []byte
	err    error
}

func (b *bench) record(ctx context.Context, phone queue.CreateLeg) *studio {
	s := &studio{states: make(chan telephony.TakeState, 10), finish: make(chan struct{}), done: make(chan struct{})}
	take := telephony.Take{Phone: phone, Longest: 20 * time.Second, Finish: s.finish, Tell: func(state telephony.TakeState) { s.states <- state }}
	go func() {
		defer close(s.done)
		s.wav, s.err = b.Record(ctx, take)
	}()
	return s
}

func (s *studio) reaches(t *testing.T, want telephony.TakeState) {
	t.Helper()
	select {
	case got := <-s.states:
		if got != want {
			t.Fatalf("the take is %s, want %s", got, want)
		}
	case <-s.done:
		t.Fatalf("the take ended before it was %s: %v", want, s.err)
	case <-time.After(patience):
		t.Fatalf("the take never was %s", want)
	}
}

func (s *studio) ends(t *testing.T, want error) {
	t.Helper()
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatal("the take did not end")
	}
	if !errors.Is(s.err, want) {
		t.Fatalf("the take ended with %v, want %v", s.err, want)
	}
}

// leavesNothing checks that no channel, file or event of a take is left.
func (b *bench) leavesNothing(t *testing.T) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(b.recordings(), "studio-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if told := b.events.String(); strings.Contains(told, "studio-") {
		t.Errorf("the core was told of a studio:%s", told)
	}
}

func (s *studio) lasts(t *testing.T, least, most time.Duration) {
	t.Helper()
	const bytesPerSecond, header = 16000, 44
	if d := time.Duration(len(s.wav)-header) * time.Second / bytesPerSecond; d < least || d > most {
		t.Errorf("%d bytes were recorded, which are %v; want %v to %v", len(s.wav), d, least, most)
	}
}

func deskOf(id agent.ID) queue.CreateLeg {
	return queue.CreateLeg{Agent: id, Device: agent.Device{Kind: agent.DeskPhone}, CallerNumber: "4008001234"}
}

func takeIsRecorded(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	take := b.record(t.Context(), deskOf("1001"))
	take.reaches(t, telephony.TakeRinging)
	r := phone.next(t)
	r.ring(t)
	r.answer(t)
	if _, ok := b.rig.(*realRig); ok {
		r.hears(t, beepTone)
	}
	take.reaches(t, telephony.TakeRecording)
	talkFor(t, 1500*time.Millisecond)
	r.press(t, "#")
	take.reaches(t, telephony.TakePlaying)
	if _, ok := b.rig.(*realRig); ok {
		r.hears(t, agentTone)
	}
	take.reaches(t, telephony.TakeEnded)
	take.ends(t, nil)
	take.lasts(t, 800*time.Millisecond, 4*time.Second)
	<-r.ended()
	b.leavesNothing(t)
}

func takeOutside(t *testing.T, b *bench) {
	take := b.record(t.Context(), queue.CreateLeg{Number: "13911110001"})
	take.reaches(t, telephony.TakeRinging)
	r := b.outside().next(t)
	if r.to() != "13911110001" {
		t.Errorf("dialled %s", r.to())
	}
	r.answer(t)
	take.reaches(t, telephony.TakeRecording)
	talkFor(t, time.Second)
	r.press(t, "#")
	take.ends(t, nil)
	<-r.ended()
	b.leavesNothing(t)
}

// takeEndsByHangup keeps what was said: some hang up instead of pressing #.
func takeEndsByHangup(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	take := b.record(t.Context(), deskOf("1001"))
	r := phone.next(t)
	r.answer(t)
	take.reaches(t, telephony.TakeRinging)
	take.reaches(t, telephony.TakeRecording)
	talkFor(t, 1500*time.Millisecond)
	r.hangup(t)
	take.ends(t, nil)
	take.lasts(t, 800*time.Millisecond, 4*time.Second)
	b.leavesNothing(t)
}

// takeFinishedElsewhere ends by a button on the page, as a telephone in a page
// has no keys for it; the take is heard as after #.
func takeFinishedElsewhere(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	take := b.record(t.Context(), deskOf("1001"))
	r := phone.next(t)
	r.answer(t)
	take.reaches(t, telephony.TakeRinging)
	take.reaches(t, telephony.TakeRecording)
	talkFor(t, 1500*time.Millisecond)
	close(take.finish)
	take.reaches(t, telephony.TakePlaying)
	take.reaches(t, telephony.TakeEnded)
	take.ends(t, nil)
	take.lasts(t, 800*time.Millisecond, 4*time.Second)
	<-r.ended()
	b.leavesNothing(t)
}

func takeNotAnswered(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	take := b.record(t.Context(), deskOf("1001"))
	phone.next(t).reject(t, 486)
	take.ends(t, telephony.ErrTakeNoAnswer)
	b.leavesNothing(t)
}

func takeWithoutPhone(t *testing.T, b *bench) {
	b.record(t.Context(), deskOf("1007")).ends(t, telephony.ErrTakePhone)
	b.record(t.Context(), queue.CreateLeg{Number: "Local/1@x"}).ends(t, telephony.ErrTakePhone)
	b.leavesNothing(t)
}

func takeCancelled(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	take := b.record(ctx, deskOf("1001"))
	r := phone.next(t)
	r.answer(t)
	take.reaches(t, telephony.TakeRinging)
	take.reaches(t, telephony.TakeRecording)
	cancel()
	take.ends(t, context.Canceled)
	<-r.ended()
	b.leavesNothing(t)
}

// takeMeetsResync: a take goes on while the connection is made anew, and the
// core is told nothing of it.
func takeMeetsResync(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	take := b.record(t.Context(), deskOf("1001"))
	r := phone.next(t)
	r.answer(t)
	take.reaches(t, telephony.TakeRinging)
	take.reaches(t, telephony.TakeRecording)
	b.proxy.Cut(true)
	await(t, b.events, any1[queue.NodeLost])
	b.proxy.Cut(false)
	if again := await(t, b.events, any1[queue.Resync]); len(again.Legs) != 0 {
		t.Errorf("the core was told of %+v", again.Legs)
	}
	talkFor(t, time.Second)
	r.press(t, "#") // the take goes on over the new connection
	take.ends(t, nil)
	<-r.ended()
	other := newEvents()
	b.start(t, other)
	await(t, other, any1[queue.Resync])
	b.leavesNothing(t)
}

// takeOfAnotherProcess is hung up by the one that takes over: nobody would
// ever hear of its end.
func takeOfAnotherProcess(t *testing.T, b *bench) {
	phone := b.agent(t, "1001")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	take := b.record(ctx, deskOf("1001"))
	r := phone.next(t)
	r.answer(t)
	take.reaches(t, telephony.TakeRinging)
	take.reaches(t, telephony.TakeRecording)
	other := newEvents()
	b.start(t, other)
	if resync := await(t, other, any1[queue.Resync]); len(resync.Legs) != 0 {
		t.Errorf("the core was told of %+v", resync.Legs)
	}
	<-r.ended()
	cancel()
	take.ends(t, context.Canceled)
}
