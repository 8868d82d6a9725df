package main

import (
	"context"
	"fmt"
	"math"
	"math/cmplx"
	"path/filepath"
	"regexp"
	"strings"
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

// TestRecordingPause looks for the pause in the row and in the file: the caller
// says something else while the recording is paused, and no word of it is there.
func TestRecordingPause(t *testing.T) {
	t.Parallel()
	const cardTone = 1400
	s := newSite(t, nil)
	c := s.talking(s.worker("1001"), "13800001234")
	s.lasts(moment)
	asked := time.Now()
	c.control(ws.TypeCallPause, ws.CallSwitch{Call: c.id, On: true})
	c.ann.shows("paused", func(p ws.Pop) bool { return p.Paused })
	paused := time.Now()
	c.caller.Send(sipphone.Tone(cardTone, 12))
	s.hears("the agent", c.phone, cardTone)
	s.lasts(2 * moment)
	c.caller.Send(sipphone.Tone(callerTone, 12))
	s.hears("the agent", c.phone, callerTone)
	c.ann.desk.forget()
	resumed := time.Now()
	c.control(ws.TypeCallPause, ws.CallSwitch{Call: c.id})
	c.ann.shows("not paused", func(p ws.Pop) bool { return !p.Paused })
	goesOn := time.Now()
	s.lasts(moment)
	s.within("hang up", c.caller.Hangup)
	c.ann.registers(c.id, "说了卡号")
	row := s.rows(1, recorded)[0]
	if len(row.Recording.Gaps) != 1 || row.Recording.Gaps[0].To == nil {
		t.Fatalf("the row has the gaps %+v", row.Recording.Gaps)
	}
	const ms = time.Millisecond // times of a row
	gap := row.Recording.Gaps[0]
	if gap.From.Before(asked.Add(-ms)) || gap.From.After(paused) || gap.To.Before(resumed.Add(-ms)) || gap.To.After(goesOn) {
		t.Errorf("the gap is from %v to %v; asked %v, paused %v, asked %v, went on %v", gap.From, gap.To, asked, paused, resumed, goesOn)
	}
	pcm, err := sipphone.LoadAudio(filepath.Join(s.asterisk.RecordingsDir, row.Recording.File))
	if err != nil {
		t.Fatal(err)
	}
	heard := spell(pcm, map[int]byte{callerTone: 'C', cardTone: 'X'})
	t.Logf("the file: %s", heard)
	if strings.Contains(heard, "X") {
		t.Error("the file holds what was said in the pause")
	}
	// How long it is silent depends on how busy Asterisk was, which leaves out what it has no time to mix.
	if !regexp.MustCompile(`C{5}.*-{15}.*C{5}`).MatchString(heard) {
		t.Errorf("the file should have the caller, %s of silence, and the caller again", 2*moment)
	}
	s.waitClean()
}

// spell writes a letter for every tenth of a second of sound: that of a tone,
// a dash for silence, and a dot for anything else.
func spell(pcm []int16, tones map[int]byte) string {
	const part, quiet, loud = sipphone.Rate / 10, 50, 1000
	var text strings.Builder
	for ; len(pcm) >= part; pcm = pcm[part:] {
		letter := byte('.')
		if level(pcm[:part]) < quiet {
			letter = '-'
		}
		for hz, name := range tones {
			if amplitude(pcm[:part], hz) > loud {
				letter = name
			}
		}
		text.WriteByte(letter)
	}
	return text.String()
}

// amplitude is that of one frequency.
func amplitude(pcm []int16, hz int) float64 {
	var sum complex128
	for i, v := range pcm {
		sum += complex(float64(v), 0) * cmplx.Rect(1, 2*math.Pi*float64(hz*i)/sipphone.Rate)
	}
	return 2 * cmplx.Abs(sum) / float64(len(pcm))
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
