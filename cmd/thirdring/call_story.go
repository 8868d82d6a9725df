package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os/exec"
	"sync"
	"time"

	"thirdring/telephony/sipphone"
)

// pauseBetween is how long the caller waits before saying the same again.
const pauseBetween = 4 * time.Second

// anotherTone is how far apart two tones are that are told one by one.
const anotherTone = 30 // Hz

// callStory tells one call as it goes on.
type callStory struct {
	cmd   *CallCmd
	call  *sipphone.Call
	voice []int16

	mu    sync.Mutex // guards the fields below, and keeps lines whole
	talks bool       // the caller has begun to speak
	kind  sipphone.Kind
	hz    float64 // of the tone that was told last
}

func newCallStory(cmd *CallCmd, call *sipphone.Call, voice []int16) *callStory {
	return &callStory{cmd: cmd, call: call, voice: voice}
}

// tell prints an event that happened at a time.
func (s *callStory) tell(at time.Time, e callEvent) {
	e.Seconds = max(0, at.Sub(s.call.Times().Invite).Round(time.Millisecond).Seconds())
	s.cmd.print(e)
}

func (s *callStory) dialled() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tell(s.call.Times().Invite, callEvent{Event: "dialled", From: s.cmd.From, To: s.cmd.To, SIP: s.cmd.SIP})
}

// untilAnswered counts the rings until somebody answers.
func (s *callStory) untilAnswered(ctx context.Context, limit <-chan time.Time) error {
	ticker := time.NewTicker(ringCycle)
	defer ticker.Stop()
	ringing, ring := s.call.Reached(sipphone.Ringing), (<-chan time.Time)(nil)
	for {
		select {
		case <-ringing:
			ringing = nil
			if !s.call.Times().Ringing.IsZero() {
				s.ring()
				ring = ticker.C
			}
		case <-ring:
			s.ring()
		case <-s.call.Reached(sipphone.Answered):
			s.answered()
			return nil
		case <-s.call.Done():
			return s.refused()
		case <-ctx.Done():
			return s.hangUp("")
		case <-limit:
			return s.hangUp("limit")
		}
	}
}

func (s *callStory) answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	times := s.call.Times()
	delay := times.AnswerDelay()
	s.tell(times.Answer, callEvent{Event: "answered", Rings: rings(delay), Millis: float64(delay.Microseconds()) / 1000})
}

// rings is how many rings have begun in the time since the call was placed.
func rings(d time.Duration) int { return int(d/ringCycle) + 1 }

func (s *callStory) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.tell(now, callEvent{Event: "ringing", Rings: rings(now.Sub(s.call.Times().Invite))})
}

// refused explains a call that was not answered.
func (s *callStory) refused() error {
	end := s.call.End()
	if end.By == sipphone.ByNetwork {
		return fmt.Errorf("no answer from %s: is it running? `make run` starts it", s.cmd.SIP)
	}
	return fmt.Errorf("the call was not answered: %d %s", end.Code, end.Reason)
}

// untilEnded presses keys and waits for the end of an answered call.
func (s *callStory) untilEnded(ctx context.Context, limit <-chan time.Time, keys []keysAt) error {
	answer := s.call.Times().Answer
	for {
		var press <-chan time.Time
		if len(keys) > 0 {
			timer := time.NewTimer(time.Until(answer.Add(keys[0].after)))
			defer timer.Stop()
			press = timer.C
		}
		select {
		case <-s.call.Done():
			return nil
		case <-ctx.Done():
			return s.hangUp("")
		case <-limit:
			return s.hangUp("limit")
		case <-press:
			if err := s.press(ctx, keys[0].keys); err != nil {
				return err
			}
			keys = keys[1:]
		}
	}
}

func (s *callStory) press(ctx context.Context, keys string) error {
	s.mu.Lock()
	s.tell(time.Now(), callEvent{Event: "pressed", Keys: keys})
	s.mu.Unlock()
	if err := s.call.SendDTMF(ctx, keys); err != nil && !errors.Is(err, sipphone.ErrEnded) && ctx.Err() == nil {
		return err
	}
	return nil
}

// keys tells which keys the other side presses, until ctx or the call ends.
func (s *callStory) keys(ctx context.Context) {
	for told := 0; ; {
		keys, err := s.call.WaitKeys(ctx, told+1)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.tell(time.Now(), callEvent{Event: "keys", Keys: keys[told:]})
		s.mu.Unlock()
		told = len(keys)
	}
}

// hangUp ends the call politely; ctx may be gone already.
func (s *callStory) hangUp(reason string) error {
	s.mu.Lock()
	s.tell(time.Now(), callEvent{Event: "hanging_up", Reason: reason})
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), partingIn)
	defer cancel()
	return s.call.Hangup(ctx)
}

// heard tells what the ear has recognised, and lets the caller speak when a person may be listening.
func (s *callStory) heard(h sipphone.Heard) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answered := !s.call.Times().Answer.IsZero() && !h.At.Before(s.call.Times().Answer)
	same := h.Kind == s.kind && h.Kind != sipphone.Prompt && math.Abs(h.Hz-s.hz) < anotherTone
	if same || h.Kind == sipphone.Silence && s.kind == sipphone.Voice {
		return // pauses of a conversation are not told
	}
	s.kind, s.hz = h.Kind, h.Hz
	e := callEvent{Event: string(h.Kind), Prompt: h.ID, Text: h.Text, Slots: h.Slots, Hz: h.Hz, Level: math.Round(h.Level)}
	s.tell(h.At, e)
	connected := h.ID == "agent.workno" || h.Kind == sipphone.Voice || h.Kind == sipphone.OneTone || h.Kind == sipphone.Silence
	if !answered || !connected || s.talks {
		return
	}
	s.talks = true
	if len(s.voice) > 0 {
		pause := make([]int16, pauseBetween*sipphone.Rate/time.Second)
		s.call.Send(sipphone.Loop(append(append([]int16(nil), s.voice...), pause...)))
		s.tell(h.At, callEvent{Event: "speaking"})
	}
}

// ended tells who ended the call and why.
func (s *callStory) ended() {
	s.mu.Lock()
	defer s.mu.Unlock()
	end := s.call.End()
	e := callEvent{Event: "ended", By: string(end.By), Code: end.Code, Cause: end.Cause, Reason: end.Reason}
	if answer := s.call.Times().Answer; !answer.IsZero() {
		e.Millis = float64(end.At.Sub(answer).Milliseconds())
	}
	s.tell(end.At, e)
}

// runTool runs a program that deploy/install.sh installs.
func runTool(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		return fmt.Errorf("%s is not installed: `deploy/install.sh prompts` installs it, or say --voice none for a silent caller", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}
