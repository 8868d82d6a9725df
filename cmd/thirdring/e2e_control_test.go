package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"thirdring/queue"
	"thirdring/record"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestCallControl does to one call all that an agent may do to it without a
// third party, and listens on both sides.
func TestCallControl(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	c := s.talking(s.worker("1001"), "13800001234")

	c.control(ws.TypeCallHold, ws.CallHold{Call: c.id, Side: queue.SideCustomer, On: true})
	s.hearsSound("the caller on hold", c.caller, "music")
	s.hears("the agent, while the caller is on hold", c.phone)
	if pop := c.ann.shows("held", func(p ws.Pop) bool { return !p.HeldSince.IsZero() }); pop.PhoneHold {
		t.Error("the pop says that the phone's button was used")
	}
	c.control(ws.TypeCallHold, ws.CallHold{Call: c.id, Side: queue.SideCustomer})
	s.hears("the caller again", c.caller, agentTone)
	s.hears("the agent again", c.phone, callerTone)

	c.control(ws.TypeCallMute, ws.CallSwitch{Call: c.id, On: true})
	s.hears("the caller of a muted agent", c.caller)
	s.hears("a muted agent", c.phone, callerTone)
	c.control(ws.TypeCallMute, ws.CallSwitch{Call: c.id})
	s.hears("the caller again", c.caller, agentTone)

	c.control(ws.TypeCallDigits, ws.CallDigits{Call: c.id, Digits: "12#"})
	s.within("the caller hears the keys", func(ctx context.Context) error {
		keys, err := c.caller.WaitKeys(ctx, 3)
		if keys != "12#" {
			return fmt.Errorf("heard %q: %w", keys, err)
		}
		return nil
	})
	if f := c.ann.desk.try(ws.TypeCallDigits, ws.CallDigits{Call: c.id, Digits: "12a"}); f.Type != ws.TypeError {
		t.Error("a letter was sent")
	}

	s.within("the phone's own hold", c.phone.Hold)
	s.hearsSound("the caller held by the phone", c.caller, "music")
	c.ann.shows("held at the phone", func(p ws.Pop) bool { return p.PhoneHold })
	if f := c.ann.desk.try(ws.TypeCallHold, ws.CallHold{Call: c.id, Side: queue.SideCustomer}); f.Type != ws.TypeError {
		t.Error("the page took back who is on hold at the phone")
	}
	s.within("the phone's own resume", c.phone.Resume)
	s.hears("the caller again", c.caller, agentTone)

	s.within("hang up", c.caller.Hangup)
	c.ann.registers(c.id, "试过保持")
	row := s.rows(1, func(record.Row) error { return nil })[0]
	if len(row.Hold) != 2 || row.HoldMS <= 0 {
		t.Errorf("the row has the holds %+v", row.Hold)
	}
	s.waitClean()
}

// TestRecordingPause looks for the pause in the file and in the row.
func TestRecordingPause(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	c := s.talking(s.worker("1001"), "13800001234")
	s.lasts(moment)
	c.control(ws.TypeCallPause, ws.CallSwitch{Call: c.id, On: true})
	c.ann.shows("paused", func(p ws.Pop) bool { return p.Paused })
	s.lasts(2 * moment)
	c.control(ws.TypeCallPause, ws.CallSwitch{Call: c.id})
	s.lasts(moment)
	s.within("hang up", c.caller.Hangup)
	c.ann.registers(c.id, "说了卡号")
	row := s.rows(1, func(r record.Row) error {
		if r.Recording == nil || r.Recording.File == "" {
			return errors.New("no recording")
		}
		return nil
	})[0]
	if len(row.Recording.Gaps) != 1 || row.Recording.Gaps[0].To == nil {
		t.Fatalf("the row has the gaps %+v", row.Recording.Gaps)
	}
	gap := row.Recording.Gaps[0]
	if took := gap.To.Sub(gap.From); took < 2*moment || took > 2*moment+2*time.Second {
		t.Errorf("the gap is %s long, want about %s", took, 2*moment)
	}
	pcm, err := sipphone.LoadAudio(filepath.Join(s.asterisk.RecordingsDir, row.Recording.File))
	if err != nil {
		t.Fatal(err)
	}
	quiet, loud := 0, 0
	for from := 0; from+sipphone.Rate/10 <= len(pcm); from += sipphone.Rate / 10 {
		if level(pcm[from:from+sipphone.Rate/10]) < 50 {
			quiet++
		} else {
			loud++
		}
	}
	t.Logf("%d ms silent, %d ms of sound", quiet*100, loud*100)
	if quiet < int(2*moment/time.Second)*10-5 || loud < 15 {
		t.Errorf("the file has %d ms of silence and %d ms of sound, want %s of silence in it", quiet*100, loud*100, 2*moment)
	}
	s.waitClean()
}

// lasts lets the people talk for a while: real time is what a recording is made of.
func (s *site) lasts(d time.Duration) {
	s.t.Helper()
	select {
	case <-time.After(d):
	case <-s.t.Context().Done():
	}
}

// level is the mean size of the samples.
func level(pcm []int16) int {
	sum := 0
	for _, v := range pcm {
		sum += max(int(v), -int(v))
	}
	return sum / max(1, len(pcm))
}
