package replay

import (
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
		p.legs[cmd.Leg] = cmd.Agent
		p.soon(queue.LegCreated{Leg: cmd.Leg})
	case queue.DialLeg:
		p.dial(cmd)
	case queue.Connect:
		p.connect(cmd)
	case queue.RecordLeg:
		p.at(p.now.Add(usualMessage), func() queue.Event { return queue.LegGone{Leg: cmd.Leg, Cause: 16} })
	case queue.HangupLeg:
		p.soon(queue.LegGone{Leg: cmd.Leg, Cause: 16})
	case queue.SaveRecord:
		p.save(cmd)
	}
}

// identify answers the look-up when it was answered on the day.
func (p *player) identify(cmd queue.Identify) {
	c := p.arriving
	p.of[cmd.Call] = c
	if c.Identified != nil {
		known := *c.Identified
		known.Call = cmd.Call
		p.at(c.At.Add(c.KnownAfter), func() queue.Event { return known })
	}
}

func (p *player) play(cmd queue.Play) {
	length, known := p.day.Prompts[promptKey(cmd.Prompts)]
	if !known {
		length = time.Duration(len(cmd.Prompts)) * usualPlay
	}
	p.soon(queue.PlayStarted{Call: cmd.Call, Play: cmd.ID, Length: length})
	p.at(p.now.Add(length), func() queue.Event { return queue.PlayEnded{Call: cmd.Call, Play: cmd.ID} })
}

// dial lets the agent answer, or miss the call. Nobody answers outside.
func (p *player) dial(cmd queue.DialLeg) {
	id := p.legs[cmd.Leg]
	if id == "" {
		return
	}
	if p.tries[id] += p.rate[id]; p.tries[id] >= 1 {
		p.tries[id]--
		return
	}
	rings := usualRing
	if w := p.day.Agents[id]; w != nil {
		rings = median(w.Rings, rings)
	}
	p.at(p.now.Add(min(rings, cmd.Limit-time.Millisecond)), func() queue.Event { return queue.LegAnswered{Leg: cmd.Leg} })
}

// connect lets the two talk, and the caller hang up when all is said.
func (p *player) connect(cmd queue.Connect) {
	p.soon(queue.Connected{Call: cmd.Call, Leg: cmd.Agent})
	if c := p.of[cmd.Call]; c != nil {
		p.talks[c] = true
		p.at(p.now.Add(p.nature.talk(c)), func() queue.Event { return queue.LegGone{Leg: cmd.Caller, Cause: 16} })
	}
}

// save takes the row. At the end of the conversation the agent wraps up as
// long as on the day; to the limit if that is how it was.
func (p *player) save(cmd queue.SaveRecord) {
	r := cmd.Record
	p.soon(queue.RecordSaved{Call: r.Call, Final: cmd.Final})
	if cmd.Final {
		p.done = append(p.done, r)
		return
	}
	if r.Recording.ID != "" && r.Recording.File == "" && r.Recording.Failed == "" {
		p.soon(queue.RecordingEnded{Call: r.Call, Recording: queue.Recording{ID: r.Recording.ID, File: "replayed"}})
	}
	c := p.of[r.Call]
	if c == nil || c.Wrap == 0 || r.Agent.ID == "" {
		return
	}
	p.at(r.Times.Hangup.Add(c.Wrap), func() queue.Event {
		if p.state[r.Agent.ID] != agent.WrapUp {
			return nil
		}
		return queue.SetState{Agent: r.Agent.ID, State: p.wish(r.Agent.ID), Reason: awayReason, By: string(r.Agent.ID)}
	})
}

// wish is the state that the day wants of the agent.
func (p *player) wish(id agent.ID) agent.State {
	if s := p.shown[id]; s != "" {
		return s
	}
	return agent.Ready
}
