package replay

import (
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// answer does what a command asks for, as Asterisk and people would.
func (p *player) answer(cmd queue.Command) {
	switch cmd := cmd.(type) {
	case queue.Identify:
		p.identify(cmd)
	case queue.Answer:
		p.soon(queue.LegAnswered{Leg: cmd.Leg})
	case queue.Play:
		p.play(cmd)
	case queue.ShowOffer:
		p.soon(queue.OfferShown{Call: cmd.Call.ID, Leg: cmd.Leg, Shown: true})
	case queue.CreateLeg:
		p.legs[cmd.Leg] = cmd
		p.soon(queue.LegCreated{Leg: cmd.Leg})
	case queue.DialLeg:
		p.dial(cmd)
	case queue.Connect:
		p.soon(queue.Connected{Call: cmd.Call, Leg: cmd.Agent})
	case queue.RecordLeg:
		p.leaveMessage(cmd)
	case queue.HangupLeg:
		p.soon(queue.LegGone{Leg: cmd.Leg, Cause: 16})
	case queue.SaveRecord:
		p.save(cmd)
	}
}

func (p *player) play(cmd queue.Play) {
	length, known := p.day.Prompts[promptKey(cmd.Prompts)]
	if !known {
		length = time.Duration(len(cmd.Prompts)) * usualPlay
	}
	p.soon(queue.PlayStarted{Call: cmd.Call, Play: cmd.ID, Length: length})
	p.after(length, queue.PlayEnded{Call: cmd.Call, Play: cmd.ID})
}

// dial lets who is rung answer, or miss the call.
func (p *player) dial(cmd queue.DialLeg) {
	call, leg := p.live[cmd.Call], p.legs[cmd.Leg]
	i := slices.IndexFunc(call.Offers, func(o *queue.Offer) bool { return o.Leg == cmd.Leg })
	if i < 0 {
		return
	}
	switch o := call.Offers[i]; o.For {
	case queue.ForDuty:
		p.dialDuty(cmd, leg.Number)
	case queue.ForCallback:
		p.dialBack(cmd)
	case queue.ForTransfer, queue.ForConsult:
		if t := p.talks[cmd.Call]; t != nil && t.vain {
			return
		}
		p.pickUp(cmd, p.ring(leg.Agent))
	case queue.ForReturn:
		p.pickUp(cmd, p.ring(leg.Agent))
	case queue.ForQueue:
		if !p.misses(string(leg.Agent), p.rate[leg.Agent]) {
			p.pickUp(cmd, p.ring(leg.Agent))
		}
	case queue.ForDialler, queue.ForCustomer, queue.ForBack: // calls out, which nobody makes here
	}
}

// ring is how long the agent's telephone rings, or one outside.
func (p *player) ring(id agent.ID) time.Duration {
	if id == "" {
		return median(p.day.Outside, usualRing)
	}
	if w := p.day.Agents[id]; w != nil {
		return median(w.Rings, usualRing)
	}
	return usualRing
}

// pickUp answers within the limit, and presses the key that an agent's number
// outside is asked for where others ring as well.
func (p *player) pickUp(cmd queue.DialLeg, rings time.Duration) {
	rings = min(rings, cmd.Limit-time.Millisecond)
	p.after(rings, queue.LegAnswered{Leg: cmd.Leg})
	if leg := p.legs[cmd.Leg]; leg.Agent != "" && leg.Device.Kind == agent.OutsidePhone {
		p.after(rings+usualKey, queue.LegDigit{Leg: cmd.Leg, Digit: keyYes})
	}
}

// dialDuty rings a telephone on duty: it is answered, and the key pressed, if it
// was for this caller; for others as often as on the day. One that was not rung
// is as the others were, and where none was, nobody answers.
func (p *player) dialDuty(cmd queue.DialLeg, number string) {
	as := p.day.Duty[number]
	if as == nil || len(as.Rings)+as.Missed == 0 {
		as = &p.nature.duty
		p.assumed.Duty++
	}
	took, known := p.tookOnDuty(p.of[cmd.Call])
	if !known {
		asked := len(as.Rings) + as.Missed
		took = len(as.Rings) > 0 && !p.misses(number, float64(as.Missed)/float64(asked))
	}
	if !took {
		return
	}
	rings := min(median(as.Rings, usualRing), cmd.Limit-time.Millisecond)
	p.after(rings, queue.LegAnswered{Leg: cmd.Leg})
	p.after(rings+median(as.Keys, usualKey), queue.LegDigit{Leg: cmd.Leg, Digit: keyYes})
}

// tookOnDuty reports whether the next telephone on duty took the caller on the
// day; known is false if no more of them were rung for her.
func (p *player) tookOnDuty(c *Call) (took, known bool) {
	if c == nil || c.Row == nil {
		return false, false
	}
	n := p.rung[c]
	p.rung[c]++
	for _, x := range c.Row.Exits {
		if x.Kind != queue.ExitDuty {
			continue
		}
		if n == 0 {
			return x.Result == queue.OfferAnswered, true
		}
		n--
	}
	return false, false
}

// dialBack rings a customer who was promised a call: the first time as the
// first time on the day, and so on.
func (p *player) dialBack(cmd queue.DialLeg) {
	c := p.of[cmd.Call]
	if c == nil {
		return
	}
	n := p.called[c]
	p.called[c]++
	try := p.nature.try(c)
	if n < len(c.Tries) && !c.Tries[n].Ended.IsZero() && c.Tries[n].Rang > 0 {
		try = c.Tries[n]
	} else {
		p.assumed.Tries++
	}
	rings := min(try.Rang, cmd.Limit-time.Millisecond)
	if !try.PickedUp {
		p.after(rings, queue.LegGone{Leg: cmd.Leg, Cause: try.Cause})
		return
	}
	p.after(rings, queue.LegAnswered{Leg: cmd.Leg})
	if try.Key != "" {
		p.after(rings+try.KeyAfter, queue.LegDigit{Leg: cmd.Leg, Digit: try.Key})
	}
}

// save takes the row, and says that its recordings are made.
func (p *player) save(cmd queue.SaveRecord) {
	r := cmd.Record
	p.soon(queue.RecordSaved{Call: r.Call, Final: cmd.Final})
	if cmd.Final {
		p.done[r.Call] = r.Brief()
		return
	}
	for _, rec := range append(slices.Clone(r.Earlier), r.Recording) {
		if rec.ID != "" && rec.File == "" && rec.Failed == "" && rec.ID != r.Message {
			p.soon(queue.RecordingEnded{Call: r.Call, Recording: queue.Recording{ID: rec.ID, File: "replayed"}})
		}
	}
}
