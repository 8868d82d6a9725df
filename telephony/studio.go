package telephony

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"thirdring/queue"
)

// studioPrefix begins the ids of all that belongs to the recording of a
// prompt: its channel, its playbacks, its file. The core hears of none of them
// and a Resync leaves them out, because nobody's call is in there.
const studioPrefix = "studio-"

// studioArg is the argument of Stasis of a studio's channel.
const studioArg = "studio"

// Deadlines of a studio. Each step of a take that is not told of ends it.
const (
	studioRing    = 40 * time.Second
	studioStep    = 5 * time.Second // for what Asterisk does by itself
	studioSilence = 8 * time.Second // after which a take has ended without a key
	studioEnd     = 3 * time.Second // for hanging up and removing the file
	studioEndKey  = "#"
)

// studioInfo tells the telephone in a page, in Call-Info, that it is rung for a
// recording: there is no call of the core's that it could belong to.
const studioInfo = "<sip:thirdring>;purpose=studio"

// Take is somebody who records a prompt by telephone. Phone is required.
type Take struct {
	Phone   queue.CreateLeg // whose telephone rings: Agent and Device, or Number; the rest is not used
	Longest time.Duration
	Finish  <-chan struct{} // closed when somebody says elsewhere that all is said, as # does at the telephone; nil: nobody will
	Tell    func(TakeState) // of each step, one at a time; it must not block
}

// TakeState says how far a take is.
type TakeState string

// The states of a take, in their order. After the last it has ended, or its
// telephone was not answered.
const (
	TakeRinging   TakeState = "ringing"
	TakeRecording TakeState = "recording" // after the tone
	TakePlaying   TakeState = "playing"   // what was recorded
	TakeEnded     TakeState = "ended"
)

// Errors of a take.
var (
	ErrTakePhone    = errors.New("telephony: the telephone cannot be reached")
	ErrTakeNoAnswer = errors.New("telephony: nobody answered the telephone")
	ErrTakeLost     = errors.New("telephony: the telephone hung up before anything was recorded")
	ErrTakeNode     = errors.New("telephony: no asterisk is connected")
)

// Record rings a telephone, records what is said after a tone until # or a
// longer silence, lets it be heard there, and returns it as a WAV file. Who
// hangs up while listening has recorded all the same. It ends with ctx.
func (t *Telephony) Record(ctx context.Context, take Take) ([]byte, error) {
	err := error(ErrTakeNode)
	for _, n := range t.nodes {
		if !n.up() {
			continue
		}
		var wav []byte
		if wav, err = n.studio(ctx, take); !errors.Is(err, ErrTakePhone) {
			return wav, err
		}
	}
	return nil, err
}

// studioEvent is what a studio waits for.
type studioEvent string

const (
	studioAnswered studioEvent = "answered"
	studioPlayed   studioEvent = "played"
	studioRecorded studioEvent = "recorded"
	studioFailed   studioEvent = "failed" // nothing could be recorded
	studioGone     studioEvent = "gone"
)

// session is one take on a node. Only its own goroutine uses it; events come
// in by the channel.
type session struct {
	*node
	id     string
	events chan studioEvent
	take   Take
	gone   bool
}

func (n *node) studio(ctx context.Context, take Take) ([]byte, error) {
	s := &session{node: n, id: studioPrefix + strings.ToLower(rand.Text()), events: make(chan studioEvent, 16), take: take}
	n.studios.add(s.id, s.events)
	defer n.studios.remove(s.id)
	defer s.end()
	if err := s.ring(ctx); err != nil {
		return nil, err
	}
	if err := s.record(ctx); err != nil {
		return nil, err
	}
	wav, err := os.ReadFile(filepath.Join(n.hasher.dir, s.id+".wav"))
	if err != nil {
		return nil, fmt.Errorf("telephony: studio: %w", err)
	}
	s.playBack(ctx)
	take.Tell(TakeEnded)
	return wav, nil
}

// ring calls the telephone and waits for somebody to answer. It is originated,
// unlike an agent's leg: a channel that was made and dialled in two steps stays
// in the bridge that Asterisk dials from, and cannot be recorded there.
func (s *session) ring(ctx context.Context) error {
	endpoint, err := s.dialled(s.take.Phone)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTakePhone, err)
	}
	err = s.rest.do(ctx, request{
		command: "originate", method: http.MethodPost, path: []string{"channels", s.id},
		query: url.Values{
			"endpoint": {endpoint}, "app": {s.config.App}, "appArgs": {studioArg},
			"callerId": {clean(s.take.Phone.CallerNumber, numberLimit)}, "timeout": {strconv.Itoa(int(studioRing.Seconds()))},
		},
		body: map[string]any{"variables": map[string]string{"PJSIP_HEADER(add,Call-Info)": studioInfo}},
	}, nil)
	if refused(err, http.StatusInternalServerError) || refused(err, http.StatusBadRequest) {
		return ErrTakePhone
	}
	if err != nil {
		return fmt.Errorf("telephony: studio: %w", err)
	}
	s.take.Tell(TakeRinging)
	err = s.wait(ctx, studioAnswered, studioRing+studioStep)
	if errors.Is(err, ErrTakeLost) {
		return ErrTakeNoAnswer
	}
	return err
}

// record plays the tone and records until a key, a silence or the limit.
func (s *session) record(ctx context.Context) error {
	if err := s.play(ctx, s.id+beepSuffix, "sound:"+s.sounds.beep()); err != nil {
		return err
	}
	err := s.rest.do(ctx, request{
		command: "record", method: http.MethodPost, path: []string{"channels", s.id, "record"},
		query: url.Values{
			"name": {s.id}, "format": {"wav"}, "ifExists": {"fail"}, "beep": {"false"},
			"maxDurationSeconds": {wholeSeconds(s.take.Longest)}, "maxSilenceSeconds": {wholeSeconds(studioSilence)},
			"terminateOn": {studioEndKey},
		},
	}, nil)
	if err != nil {
		return fmt.Errorf("telephony: studio: %w", err)
	}
	s.take.Tell(TakeRecording)
	return s.wait(ctx, studioRecorded, s.take.Longest+studioStep)
}

// playBack lets the person hear the take. What goes wrong here costs nothing:
// the take is recorded.
func (s *session) playBack(ctx context.Context) {
	if s.gone {
		return
	}
	s.take.Tell(TakePlaying)
	if err := s.play(ctx, s.id+"-back", "recording:"+s.id); err != nil {
		s.logger.Info("a take was not heard to its end", "studio", s.id, "err", err)
	}
}

func (s *session) play(ctx context.Context, id, media string) error {
	err := s.rest.do(ctx, request{
		command: "play", method: http.MethodPost, path: []string{"channels", s.id, "play", id}, query: url.Values{"media": {media}},
	}, nil)
	if err != nil {
		return fmt.Errorf("telephony: studio: %w", err)
	}
	return s.wait(ctx, studioPlayed, s.take.Longest+studioStep)
}

// wait for an event of the take. Of a telephone that hangs up while it is
// recorded, Asterisk tells the recording's end beside the channel's.
func (s *session) wait(ctx context.Context, want studioEvent, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	var finish <-chan struct{}
	if want == studioRecorded {
		finish = s.take.Finish
	}
	for {
		select {
		case <-finish:
			finish = nil
			err := ignoreMissing(s.rest.do(ctx, request{
				command: "stop_record", method: http.MethodPost, path: []string{"recordings", "live", s.id, "stop"},
			}, nil))
			if err != nil {
				return fmt.Errorf("telephony: studio: %w", err)
			}
		case got := <-s.events:
			switch {
			case got == want:
				return nil
			case got == studioFailed:
				return errors.New("telephony: studio: Asterisk could not record")
			case got == studioGone && want == studioRecorded:
				s.gone = true
				timer.Reset(studioStep)
			case got == studioGone:
				s.gone = true
				return ErrTakeLost
			}
		case <-timer.C:
			return fmt.Errorf("telephony: studio: no word of %q within %s", want, limit)
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return ErrTakeNode
		}
	}
}

// end hangs up and removes what Asterisk recorded: the caller has it. A take
// that still goes on is removed while it does; what becomes of it later has no
// file to be left.
func (s *session) end() {
	ctx, cancel := context.WithTimeout(context.Background(), studioEnd)
	defer cancel()
	for _, kind := range []string{"live", "stored"} {
		err := ignoreMissing(s.rest.do(ctx, request{
			command: "delete_record", method: http.MethodDelete, path: []string{"recordings", kind, s.id},
		}, nil))
		if err != nil {
			s.logger.Warn("a take's file is left behind", "studio", s.id, "err", err)
		}
	}
	if !s.gone {
		s.giveUp(ctx, s.id)
	}
}

// giveUp hangs a studio's channel up.
func (n *node) giveUp(ctx context.Context, id string) {
	if err := n.hangup(ctx, queue.HangupLeg{Leg: queue.LegID(id)}); err != nil {
		n.logger.Warn("a studio's channel was not hung up", "studio", id, "err", err)
	}
}
