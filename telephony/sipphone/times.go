package sipphone

import "time"

// Times says when each message of a call first passed the phone's socket; a zero time means never. All carry the
// monotonic clock, so differences between them, also between phones of one process, are exact.
type Times struct {
	Invite   time.Time // INVITE sent or received
	Trying   time.Time // 100
	Ringing  time.Time // 180
	Progress time.Time // 183
	Answer   time.Time // 200 to the INVITE
	Refused  time.Time // 300 or higher to the INVITE, other than a demand to sign in
	Cancel   time.Time // CANCEL sent or received
	Bye      time.Time // BYE sent or received
	Invites  int       // INVITEs sent or received before an answer; more than one without a sign-in means repeats

	elsewhere bool // a message said that another telephone took the call
}

// PDD is the post-dial delay, from the INVITE to the first sign of ringing or answer; 0 when there was none.
func (t Times) PDD() time.Duration {
	var first time.Time
	for _, at := range []time.Time{t.Ringing, t.Progress, t.Answer} {
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return between(t.Invite, first)
}

// AnswerDelay is the time from the INVITE to its 200; 0 when the call was not answered.
func (t Times) AnswerDelay() time.Duration { return between(t.Invite, t.Answer) }

func between(from, to time.Time) time.Duration {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	return to.Sub(from)
}

// note enters a message of the wire.
func (t *Times) note(m message) {
	t.elsewhere = t.elsewhere || m.elsewhere
	switch {
	case m.status == 0 && m.method == "INVITE":
		first(&t.Invite, m.at)
		if t.Answer.IsZero() {
			t.Invites++
		}
	case m.status == 0 && m.method == "CANCEL":
		first(&t.Cancel, m.at)
	case m.status == 0 && m.method == "BYE":
		first(&t.Bye, m.at)
	case m.method != "INVITE":
	case m.status == 100:
		first(&t.Trying, m.at)
	case m.status == 180:
		first(&t.Ringing, m.at)
	case m.status == 183:
		first(&t.Progress, m.at)
	case m.status >= 200 && m.status < 300:
		first(&t.Answer, m.at)
	case m.status >= 300 && m.status != 401 && m.status != 407:
		first(&t.Refused, m.at)
	}
}

func first(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}
