package sipphone

import (
	"slices"
	"sync"
	"testing"
	"time"
)

// overACall plays prompts over a real call.
func overACall(t *testing.T, p *Prompts) {
	out, in := talking(t, nil, nil)
	var mu sync.Mutex
	var told []string
	l := out.Listen(p, func(h Heard) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, h.ID)
	})
	began := time.Now()
	in.Send(Play(slices.Concat(p.pcm(t, "hold.start"), p.pcm(t, "queue.wait_est-1"), p.pcm(t, "num.5"), p.pcm(t, "queue.wait_est-2"))))
	ctx := within(t)
	hold, err := l.WaitPrompt(ctx, "hold.start")
	must(t, err)
	if at := hold.At.Sub(began); at < -packetTime || at > 500*time.Millisecond {
		t.Errorf("the first prompt began after %v", at)
	}
	wait, err := l.WaitPrompt(ctx, "queue.wait_est")
	must(t, err)
	if wait.Slots["n"] != "5" || wait.Text != "预计等候时间约 5 分钟。" {
		t.Errorf("estimate: got %+v", wait)
	}
	must(t, in.Hangup(ctx))
	l.Stop()
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"hold.start", "queue.wait_est"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	if got := l.Heard(); len(got) != 2 {
		t.Errorf("heard %+v", got)
	}
	if _, err := l.WaitPrompt(ctx, "close.main"); err == nil {
		t.Error("a prompt that never came was heard")
	}
}

// TestHeldUpSenderMakesNoPause: Asterisk was held up for 100 ms in the middle of a word, set its clock forward and sent
// what it owed in one burst. What really is missing is a pause.
func TestHeldUpSenderMakesNoPause(t *testing.T) {
	h := newHearing(nil)
	var pauses []int
	h.taps = []*tap{{func(pause int, _ []int16, _ time.Time) { pauses = append(pauses, pause) }}}
	for _, packet := range []struct {
		after     time.Duration // the one before
		skipped   uint16        // packets lost
		timestamp uint32        // from the one before
	}{
		{0, 0, 0},
		{20 * time.Millisecond, 0, frame},
		{100 * time.Millisecond, 0, 800}, // held up
		{0, 0, frame},
		{0, 0, frame},
		{20 * time.Millisecond, 0, frame},
		{60 * time.Millisecond, 2, 3 * frame}, // two packets lost
		{time.Second, 0, Rate},                // nothing was sent for a second
	} {
		last := h.audio.LastPacket
		if last.IsZero() {
			last = epoch
		}
		h.frame(h.lastSeq+1+packet.skipped, h.nextTS-frame+packet.timestamp, make([]int16, frame), last.Add(packet.after))
	}
	if want := []int{0, 0, 0, 0, 0, 0, 2 * frame, Rate - frame}; !slices.Equal(pauses, want) {
		t.Errorf("pauses %v, want %v", pauses, want)
	}
}
