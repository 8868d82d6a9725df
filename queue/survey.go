package queue

import (
	"slices"
	"time"
)

// The survey is a farewell that listens for keys: the caller of a conversation
// that the agent ended is asked for an opinion. The books are closed and the
// agent wraps up meanwhile; only the final row waits for the answer.

const (
	askMost    = 3 // times that the question is heard if wrong keys are pressed
	askSilence = 2 // if none is: who does not want to answer shall not be kept
)

// sendToSurvey ends the conversation the polite way.
func (c *Core) sendToSurvey(ev SendToSurvey) error {
	call, err := c.talkOf(ev.Agent, ev.Call)
	switch {
	case err != nil:
		return err
	case call.Talk.Third != nil || len(call.Offers) > 0:
		return ErrThird
	case !call.asks(c.surveyOf(call)):
		return ErrNoSurvey
	case !c.mayAsk(call):
		return ErrNotAsked
	}
	c.askOpinion(call, End{Class: ByAgent, Reason: EndSurvey, Cause: causeNormal})
	return nil
}

// bidFarewell ends a conversation that its agent has left. What the customer hears
// then is the question for an opinion, or else the hotline's farewell.
func (c *Core) bidFarewell(call *Call, how End) {
	rules := c.surveyOf(call)
	if call.asks(rules) && c.mayAsk(call) && c.talked(call) >= rules.MinTalk {
		c.askOpinion(call, how)
		return
	}
	c.end(call, how, c.closing(call)...)
}

func (c *Core) askOpinion(call *Call, how End) {
	call.Survey = &Survey{Asked: 1}
	c.end(call, how, Prompt{ID: "survey.ask"})
}

func (c *Core) surveyOf(call *Call) SurveyRules { return c.room(call.Place.Queue).config.Survey }

// asks reports whether customers of such calls are asked: those who called, or
// had asked to be called back. Who is called by the centre has not asked for a
// service, and an emergency is no moment for questions.
func (call *Call) asks(rules SurveyRules) bool {
	wanted := call.Record.Direction == Inbound || call.Callback != nil
	return rules.Ask && wanted && call.Urgent == (Urgent{})
}

// MayBeAsked reports whether the agent can end the call with the question for
// an opinion, by the rules of its queue: the customer talks to an agent and has
// not opted out.
func (call *Call) MayBeAsked(rules SurveyRules) bool {
	return call.asks(rules) && call.Phase == Talking && call.Talk.Connected && !call.NoSurvey
}

// mayAsk reports whether this customer can be asked now, and has not called
// about nothing.
func (c *Core) mayAsk(call *Call) bool {
	return call.MayBeAsked(c.surveyOf(call)) && c.hears(call) && !c.wasNothing(call)
}

// wasNothing reports whether the agent has noted that the call was about
// nothing, such as a wrong number.
func (c *Core) wasNothing(call *Call) bool {
	i := slices.IndexFunc(c.center.Categories, func(k Category) bool { return k.Code == call.Record.Wrap.Category })
	return i >= 0 && c.center.Categories[i].Silent
}

// talked is how long agents have had the customer.
func (c *Core) talked(call *Call) (total time.Duration) {
	for _, p := range call.Record.Parts {
		to := p.Span.To
		if to.IsZero() {
			to = c.now
		}
		if p.Agent.ID != "" {
			total += to.Sub(p.Span.From)
		}
	}
	return total
}

// asked notes that the question is heard, the first time.
func (c *Core) asked(call *Call) {
	if call.Survey == nil || !call.Record.Survey.AskedAt.IsZero() {
		return
	}
	call.Record.Survey.AskedAt = c.now
	room := c.room(call.Place.Queue)
	c.roll(room)
	room.figures.Asked++
}

// questionPlayed waits for a key after the question. One that could not be
// heard is not waited for.
func (c *Core) questionPlayed(call *Call) {
	if call.Record.Survey.AskedAt.IsZero() {
		c.thank(call, c.lastWord(call))
		return
	}
	c.setTimer(call, TimerKey, keyLimit)
}

// opinionKey takes the customer's answer. It may come before the question is
// over: those who know it need not hear it out.
func (c *Core) opinionKey(call *Call, key string) {
	c.asked(call)
	score, prompts := Score(0), []Prompt{{ID: "survey.thanks"}}
	switch key {
	case "1":
		score = Satisfied
	case "2":
		score = Fair
	case "3":
		score = Dissatisfied
		prompts = []Prompt{{ID: "survey.unhappy"}, c.lastWord(call)}
	default:
		c.askAgain(call, askMost, Prompt{ID: "survey.invalid"})
		return
	}
	opinion := &call.Record.Survey
	opinion.Score, opinion.At = score, c.now
	c.countOpinion(call)
	c.thank(call, prompts...)
	c.emit(SaveRecord{Record: call.Record.clone()})
}

// askAgain plays the question once more, unless it was heard often enough.
func (c *Core) askAgain(call *Call, most int, before ...Prompt) {
	if call.Survey.Asked >= most {
		c.thank(call, c.lastWord(call))
		return
	}
	call.Survey.Asked++
	c.stopTimer(call, TimerKey)
	c.play(call, append(before, Prompt{ID: "survey.ask"})...)
}

// thank ends the survey with a farewell.
func (c *Core) thank(call *Call, prompts ...Prompt) {
	c.endSurvey(call)
	c.play(call, prompts...)
}

// optsOut notes that the customer does not want to be asked, which may be learned
// only while the question plays: of several owners the agent chooses one later.
func (c *Core) optsOut(call *Call, out bool) {
	if !out {
		return
	}
	call.NoSurvey = true
	switch {
	case call.Survey == nil:
	case c.down[call.Node]: // Resync cuts the line
		c.endSurvey(call)
	default:
		c.thank(call, c.lastWord(call))
	}
}

func (c *Core) endSurvey(call *Call) {
	call.Survey = nil
	c.stopTimer(call, TimerKey)
	c.touch(call)
}

// lastWord is the hotline's farewell, or the usual one: who was asked something
// is not cut off without a word.
func (c *Core) lastWord(call *Call) Prompt {
	if own := c.closing(call); len(own) > 0 {
		return own[0]
	}
	return Prompt{ID: "close.main"}
}

// countOpinion counts the answer in the figures of the queue.
func (c *Core) countOpinion(call *Call) {
	room := c.room(call.Place.Queue)
	c.roll(room)
	room.figures.Rated++
	if call.Record.Survey.Score == Satisfied {
		room.figures.Satisfied++
	}
}
