package record

import (
	"time"

	"thirdring/queue"
)

// NoticePrompt is the prompt that tells the caller of the recording.
const NoticePrompt = "greet.record"

// threeRings is the promise of the house: answered before the fourth ring.
const threeRings = 3

// NewRow computes a row from a record, the numbers in clear.
//
//	ring_ms        = t_answer - t_ring; never answered: t_hangup - t_ring
//	ring_count     = floor(ring_ms / (ring on + ring off)) + 1, answered calls only
//	within_3_rings = ring_count <= 3, answered calls only
//	wait_ms        = t_agent_answer - t_queue_in; no person: t_hangup - t_queue_in
//	agent rings    = the same from the moment the answering agent's phone began to ring
//	hold_ms        = sum of the holds; one that still lasts ends with the call
//	talk_ms        = the agents' parts of the call from t_connect on, without hold_ms; rows without
//	                 parts: t_hangup - t_connect - hold_ms
//	wrap_ms        = end of wrap-up - end of the last agent's part, or t_hangup if there is none
//	handle_ms      = talk_ms + hold_ms + wrap_ms
//
// A figure whose times have not come yet is 0.
func NewRow(rec queue.Record, final bool) Row {
	row := Row{
		Line: Line{
			CallID: rec.Call, Direction: rec.Direction, Hotline: rec.Hotline,
			Project: rec.Project, Queue: rec.Queue, LinkedID: linked(rec),
		},
		Customer: Customer{
			CallerNumber: rec.Caller.Number, CallerRaw: rec.Caller.Raw,
			CallerNumberMasked: maskedParty(rec.Caller), Match: rec.Caller.Match,
			OwnerID: rec.Caller.Owner.ID, OwnerName: rec.Caller.Owner.Name,
			UnitRef: rec.Caller.Owner.Unit, Relation: rec.Caller.Owner.Relation,
		},
		Answering:    answering(rec),
		Handling:     handling(rec),
		Closing:      closing(rec),
		Registration: registration(rec.Wrap),
		Outgoing:     Outgoing{Purpose: rec.Purpose, Task: rec.Task},
		Recording:    recording(rec, rec.Recording),
		Earlier:      earlier(rec),
		Message:      rec.Message,
		Ways:         ways(rec),
		LeftOut:      rec.LeftOut,
		PlaceOf:      rec.PlaceOf,
		Urgent:       urgent(rec),
		Callback:     promisedCall(rec),
		Survey:       survey(rec),
		Final:        final,
	}
	for _, p := range rec.Prompts {
		row.Prompts = append(row.Prompts, Prompt{ID: p.Prompt, Version: p.Version, At: p.At})
		row.Notice = row.Notice || p.Prompt == NoticePrompt
	}
	return row
}

// Masked returns the row without the caller's number in clear.
func (r Row) Masked() Row {
	r.CallerNumber, r.CallerRaw = "", ""
	return r
}

func answering(rec queue.Record) Answering {
	t := rec.Times
	a := Answering{
		Ring: t.Ring, Answer: known(t.Answer), QueueIn: known(t.QueueIn),
		Position: rec.Position, AgentAnswer: known(t.Person),
		Why: rec.Why, Moves: moves(rec),
	}
	a.RingMS = between(t.Ring, first(t.Answer, t.Hangup))
	inbound := rec.Direction != queue.Outbound // nobody promises to be called within three rings
	if inbound && !t.Answer.IsZero() {
		a.RingCount = rec.Cadence.Rings(ms(a.RingMS))
		a.WithinThreeRings = within(a.RingCount)
	}
	a.WaitMS = between(t.QueueIn, first(t.Person, t.Hangup))
	for _, o := range rec.Offers {
		offer := Offer{Agent: o.Agent, At: o.At, Shown: o.Shown, Result: o.Result}
		if !o.Dialled.IsZero() {
			offer.RingMS = between(o.Dialled, o.Ended)
			offer.Rings = rec.Cadence.Rings(ms(offer.RingMS))
		}
		if inbound && o.Result == queue.OfferAnswered && offer.Rings > 0 {
			a.AgentRingCount, a.AgentWithinThreeRings = offer.Rings, within(offer.Rings)
		}
		a.Offers = append(a.Offers, offer)
	}
	return a
}

func handling(rec queue.Record) Handling {
	t := rec.Times
	h := Handling{
		AgentID: rec.Agent.ID, WorkNo: rec.Agent.WorkNo, AgentName: rec.Agent.Name,
		Connect: known(t.Connect),
	}
	h.Parts, h.Transfers, h.Help = parts(rec), transfers(rec), help(rec)
	h.Hold = spans(rec.Holds)
	for _, s := range rec.Holds {
		h.HoldMS += between(s.From, first(s.To, t.Hangup))
	}
	talk, left := withAgents(rec)
	h.TalkMS = max(0, talk-h.HoldMS)
	h.WrapMS = between(left, t.Wrapped)
	h.HandleMS = h.TalkMS + h.HoldMS + h.WrapMS
	return h
}

// withAgents is how long agents had the customer, and when the last of them
// was left. Between two agents, and with a party outside, nobody of the centre
// talks; and an agent who gave the call away wraps up while it goes on.
func withAgents(rec queue.Record) (talkMS int64, left time.Time) {
	t := rec.Times
	if len(rec.Parts) == 0 {
		return between(t.Connect, t.Hangup), t.Hangup
	}
	left = t.Hangup
	for _, p := range rec.Parts {
		if p.Agent.ID == "" {
			continue
		}
		from := p.Span.From
		if from.Before(t.Connect) { // answered, not connected yet
			from = t.Connect
		}
		left = first(p.Span.To, t.Hangup)
		if !t.Connect.IsZero() {
			talkMS += between(from, left)
		}
	}
	return talkMS, left
}

func closing(rec queue.Record) Closing {
	return Closing{
		Hangup: known(rec.Times.Hangup), HangupBy: hangupBy(rec.End.Class),
		EndClass: rec.End.Class, EndReason: rec.End.Reason, Cause: rec.End.Cause,
		Outcome: rec.Outcome,
	}
}

// hangupBy knows three parties only: what the network did is not the
// customer's and not the agent's act.
func hangupBy(c queue.Class) string {
	if c == queue.ByNetwork {
		return string(queue.BySystem)
	}
	return string(c)
}

func registration(d queue.Disposition) Registration {
	r := Registration{
		Category: d.Category, SubCategory: d.SubCategory, Summary: d.Summary,
		Resolved: d.Resolved, UnresolvedReason: d.UnresolvedReason,
		PromisedReplyAt: known(d.PromisedReplyAt), RegisteredAt: known(d.SavedAt),
		RegisteredBy: d.By, Complete: d.Complete,
	}
	if !d.FollowUpAt.IsZero() {
		r.FollowUp = &Follow{Due: d.FollowUpAt}
	}
	return r
}

func earlier(rec queue.Record) []*Recording {
	var all []*Recording
	for _, r := range rec.Earlier {
		all = append(all, recording(rec, r))
	}
	return all
}

func recording(rec queue.Record, r queue.Recording) *Recording {
	if !r.Made() && !rec.Wrap.MustKeep {
		return nil
	}
	return &Recording{
		ID: r.ID, File: r.File, From: known(r.From), DurationMS: r.Duration.Milliseconds(),
		SHA256: r.SHA256, MustKeep: rec.Wrap.MustKeep, Gaps: spans(r.Gaps), Failed: r.Failed,
	}
}

func within(rings int) *bool {
	ok := rings <= threeRings
	return &ok
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func first(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// between is 0 where one of the times never came, and never negative.
func between(from, to time.Time) int64 {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	return max(0, to.Sub(from).Milliseconds())
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
