package queue

import (
	"time"

	"pgregory.net/rapid"
)

// withDetours gives the centre limits that are reached soon, and closes a
// hotline.
func withDetours(t *rapid.T, center *Center) {
	ways := func(what string) []Exit {
		return rapid.SliceOfN(rapid.SampledFrom([]Exit{
			{ExitCallback, ""}, {ExitQueue, "owners"}, {ExitQueue, "repairs"}, {ExitDuty, "night"}, {ExitDuty, "none"}, {ExitVoicemail, ""}, {ExitGoodbye, ""}, {ExitEmergency, ""},
		}), 1, 4).Draw(t, what)
	}
	center.Queues[0].Overflow = Overflow{
		MaxWaiting: rapid.IntRange(0, 3).Draw(t, "max waiting"),
		MaxWait:    rapid.SampledFrom([]time.Duration{0, 10 * time.Second}).Draw(t, "max wait"),
		Nobody:     rapid.SampledFrom([]time.Duration{0, 7 * time.Second}).Draw(t, "nobody"),
		Exits:      ways("overflow"),
	}
	center.Queues[0].KeepPlace = rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(t, "keep place")
	center.Queues[0].Announce = rapid.SampledFrom([]Announce{AnnounceAll, AnnounceWait, AnnouncePosition, AnnounceNothing}).Draw(t, "announce")
	center.Queues[0].Survey = SurveyRules{Ask: true, MinTalk: rapid.SampledFrom([]time.Duration{0, 3 * time.Second}).Draw(t, "least talk")}
	center.Surge = 2
	center.Queues[0].Keys = []MenuKey{{"1", []Exit{{Kind: ExitCallback}}}, {"2", ways("waiting key 2")}, {"9", ways("waiting key 9")}}
	center.Queues[0].Callbacks = Callbacks{
		Tries: rapid.IntRange(1, 3).Draw(t, "tries"), Every: 5 * time.Second,
		Keep:      rapid.SampledFrom([]time.Duration{0, 20 * time.Second, time.Hour}).Draw(t, "keep"),
		Overnight: rapid.IntRange(0, 2).Draw(t, "overnight") > 0,
	}
	line := &center.Hotlines[0]
	line.Closing = "close.main"
	line.AfterHours = AfterHours{Keys: []MenuKey{{"1", ways("key 1")}, {"2", ways("key 2")}}, Else: ways("no key")}
	center.Schedules = append(center.Schedules, blinking())
	line.Schedule = rapid.SampledFrom([]string{"", "blinks", "blinks", "daily", "weekdays"}).Draw(t, "schedule")
}

// keyAfter is the key that follows a message in which one is asked for.
func (w *world) keyAfter(cmd Play) []Event {
	key := rapid.SampledFrom([]string{"", "1", "2", "3", "9"}).Draw(w.t, "key")
	for _, p := range cmd.Prompts {
		if key != "" && (p.ID == "after_hours" || p.ID == "duty.confirm" || p.ID == "callback.confirm" || p.ID == "survey.ask") {
			return []Event{LegDigit{cmd.Leg, key}}
		}
	}
	return nil
}

// checkSurvey checks a call whose customer is asked for an opinion.
func (w *world) checkSurvey(call *Call) {
	s, o := call.Survey, call.Record.Survey
	if o.Score != 0 && (o.AskedAt.IsZero() || o.At.Before(o.AskedAt)) {
		w.t.Fatalf("call %s: an answer without a question: %+v", call.ID, o)
	}
	if s == nil {
		return
	}
	if call.Phase != Ended || !call.callerLives() || call.NoSurvey || o.Score != 0 || s.Asked < 1 || s.Asked > askMost {
		w.t.Fatalf("call %s in %s is asked: %+v, said %+v", call.ID, call.Phase, s, o)
	}
	if call.Filed {
		w.t.Fatalf("call %s was filed before the answer", call.ID)
	}
	if !w.core.down[call.Node] && call.Playing.ID == "" && call.Due[TimerKey].IsZero() {
		w.t.Fatalf("call %s waits for an answer for ever", call.ID)
	}
}

// checkDetour checks a call that no agent serves.
func (w *world) checkDetour(call *Call) {
	on := call.Phase == InMenu || call.Phase == OnDuty || call.Phase == LeavingMessage
	if on && call.Detour == nil || call.Detour != nil && !on && call.Phase != Outside && call.Phase != Ended {
		w.t.Fatalf("call %s in %s has the detour %+v", call.ID, call.Phase, call.Detour)
	}
	if !on || w.core.down[call.Node] {
		return
	}
	rung := call.rings(ForDuty)
	if rung != (call.Phase == OnDuty) {
		w.t.Fatalf("call %s in %s: %+v is rung", call.ID, call.Phase, call.Offers)
	}
	if o := call.OnlyOffer(); len(call.Due) == 0 && (o == nil || o.EndBy.IsZero()) {
		w.t.Fatalf("call %s in %s waits for nothing", call.ID, call.Phase)
	}
	if call.Phase == LeavingMessage && (call.Playing.ID == "") != (call.Detour.Recording != "") {
		w.t.Fatalf("call %s: plays %q, records %q", call.ID, call.Playing.ID, call.Detour.Recording)
	}
	if call.Phase == InMenu && call.Playing.ID == "" && call.Due[TimerKey].IsZero() {
		w.t.Fatalf("call %s waits for a key for ever", call.ID)
	}
}
