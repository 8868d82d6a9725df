package sipphone

import (
	"errors"
	"testing"
	"time"
)

func TestTonesOfSeveralPeopleAreToldApart(t *testing.T) {
	both := func() Source {
		a, b := Tone(500, 15), Tone(700, 18)
		return func(dst []int16) {
			other := make([]int16, len(dst))
			a(dst)
			b(other)
			for i := range dst {
				dst[i] += other[i]
			}
		}
	}
	out, in := talking(t, both(), nil)
	ctx := within(t)
	if _, err := in.WaitTones(ctx, 500, 700); err != nil {
		t.Error(err)
	}
	out.Send(Tone(700, 15))
	if _, err := in.WaitTones(ctx, 700); err != nil {
		t.Error(err)
	}
	out.Send(nil)
	if _, err := in.WaitTones(ctx); err != nil {
		t.Error(err)
	}
}

func TestAnAnnouncementIsHeardBeforeTheRefusal(t *testing.T) {
	out, in := pair(t, DialOptions{})
	network := Network{Announce: func() Source { return Tone(900, 12) }, Says: 300 * time.Millisecond}
	go func() { //nolint:modernize // ends with the call
		if err := network.Play(t.Context(), in, IsAnnounced); err != nil {
			t.Error(err)
		}
	}()
	if _, err := out.WaitTones(within(t), 900); err != nil {
		t.Error(err)
	}
	if got := ended(t, out); got.Code != 480 {
		t.Errorf("caller's end: got %+v, want 480", got)
	}
	if err := network.Play(t.Context(), in, "luck"); !errors.Is(err, ErrFate) {
		t.Errorf("got %v, want ErrFate", err)
	}
}

func TestAPhoneIsAskedToAnswerByItself(t *testing.T) {
	_, in := pair(t, DialOptions{Headers: map[string]string{"Call-Info": "<sip:thirdring>;answer-after=2"}})
	if after, asked := in.AnswerAfter(); after != 2*time.Second || !asked {
		t.Errorf("got %v, %v", after, asked)
	}
	_, in = pair(t, DialOptions{})
	if _, asked := in.AnswerAfter(); asked {
		t.Error("nobody asked")
	}
}
