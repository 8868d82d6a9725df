package store

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"thirdring/queue"
)

var musicClass = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// ways is what a caller's ways may lead to, at one place of the document.
type ways struct {
	queues, lists map[string]bool
	emergency     bool
	own           string // the queue that the caller is in
	promises      bool   // and it calls back
	key           bool   // the caller has chosen these with a key
}

// exits checks ways that are tried in order.
func (c *checker) exits(path string, list []ExitDoc, to ways) {
	for i, e := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		switch e.Kind {
		case queue.ExitQueue:
			c.queue(at, e.ID, to.queues)
		case queue.ExitDuty:
			if !to.lists[e.ID] {
				c.bad(at, "there is no duty list %q: choose another", e.ID)
			}
		case queue.ExitCallback:
			switch {
			case to.own == "":
				c.bad(at, "nobody waits here whose place could be kept: use voicemail or duty:ID instead of callback")
			case !to.promises:
				c.bad(at, "the queue %q does not call back: give it callbacks, or use another way", to.own)
			}
		case queue.ExitEmergency:
			switch {
			case !to.emergency:
				c.bad(at, "there is no emergency lane: write the section emergency, or use another way")
			case !to.key:
				c.bad(at, "nobody gets into the emergency lane without a key: let a key lead there, or use another way")
			case i < len(list)-1:
				c.bad(at, "the caller stays in the emergency lane: what follows is never reached")
			}
		case queue.ExitVoicemail, queue.ExitGoodbye:
			if i < len(list)-1 && e.Kind == queue.ExitGoodbye {
				c.bad(at, "the call ends here: what follows is never reached")
			}
		default:
			c.bad(at, "%q is unknown: write queue:ID, duty:ID, voicemail, callback, emergency or goodbye", e.Kind)
		}
	}
}

// keys checks what callers may press.
func (c *checker) keys(path string, list []KeyDoc, to ways) {
	to.key = true
	seen := map[string]bool{}
	for i, k := range list {
		at := fmt.Sprintf("%s[%d].", path, i)
		c.matches(at+"key", k.Key, menuKey, "one of 0-9, * and #", seen)
		c.exits(at+"then", k.Then, to)
		if len(k.Then) == 0 {
			c.bad(at+"then", "is missing: say where the key leads")
		}
	}
}

// service checks what goes beyond a conversation.
func (c *checker) service(d Document, to ways) {
	if d.Emergency != nil {
		c.emergencyLane(d, to)
	}
	for i, h := range d.Hotlines {
		if h.Emergency && d.Emergency == nil {
			c.bad(fmt.Sprintf("hotlines[%d].emergency", i), "there is no emergency lane: write the section emergency, or set this to false")
		}
	}
	for i, q := range d.Queues {
		path := fmt.Sprintf("queues[%d].", i)
		to.own, to.promises = q.ID, q.Callbacks != nil
		c.keys(path+"keys", q.Keys, to)
		for j, k := range q.Keys {
			if len(k.Then) > 0 && k.Then[0] == (ExitDoc{Kind: queue.ExitQueue, ID: q.ID}) {
				c.bad(fmt.Sprintf("%skeys[%d].then[0]", path, j), "the caller waits in this queue already: name another way")
			}
		}
		c.prompt(path+"keys_prompt", q.KeysPrompt)
		if q.Callbacks != nil {
			c.callbacks(path+"callbacks", q)
		}
		if q.Survey != nil {
			c.within(path+"survey.min_talk", q.Survey.MinTalk, 0, 10*time.Minute)
		}
		for j, id := range q.Comforts {
			if id == "" {
				c.bad(fmt.Sprintf("%scomforts[%d]", path, j), "is empty: use the id of a prompt, such as queue.comfort")
			}
			c.prompt(fmt.Sprintf("%scomforts[%d]", path, j), id)
		}
		if q.Music != "" && !musicClass.MatchString(q.Music) {
			c.bad(path+"music", "%q is not possible: use the name of a class of Asterisk's music on hold, such as default", q.Music)
		}
	}
}

func (c *checker) emergencyLane(d Document, to ways) {
	e := *d.Emergency
	seen := map[string]bool{}
	for i, id := range e.Queues {
		at := fmt.Sprintf("emergency.queues[%d]", i)
		c.queue(at, id, to.queues)
		if seen[id] {
			c.bad(at, "%q is there twice: use another", id)
		}
		seen[id] = true
	}
	switch {
	case e.Duty == "" && e.Escalate != 0:
		c.bad("emergency.escalate", "is when the duty list is rung, and there is none: name one in duty, or leave this out")
	case e.Duty != "" && !to.lists[e.Duty]:
		c.bad("emergency.duty", "there is no duty list %q: choose another", e.Duty)
	case e.Escalate != 0:
		c.within("emergency.escalate", e.Escalate, time.Second, 5*time.Minute)
	}
	serves := func(a AgentDoc) bool {
		return len(e.Queues) == 0 || slices.ContainsFunc(a.Queues, func(id string) bool { return seen[id] })
	}
	if e.Duty == "" && !slices.ContainsFunc(d.Agents, serves) {
		c.bad("emergency", "nobody could be rung: no agent serves these queues, and there is no duty list; name one in duty")
	}
	if !d.leads(queue.ExitEmergency) && !slices.ContainsFunc(d.Hotlines, func(h HotlineDoc) bool { return h.Emergency }) {
		c.bad("emergency", "nobody gets here: set emergency of a hotline to true, or let a key lead to emergency")
	}
}

// callbacks checks a queue's that promises some.
func (c *checker) callbacks(path string, q QueueDoc) {
	b := q.Callbacks.callbacks()
	c.upTo(path+".tries", b.Tries, 1, 10)
	c.within(path+".every", Duration(b.Every), 30*time.Second, 4*time.Hour)
	c.within(path+".keep", Duration(b.Keep), 10*time.Minute, 72*time.Hour)
	if last := Duration(b.Every * time.Duration(b.Tries-1)); last > Duration(b.Keep) {
		c.bad(path, "the last of %d attempts would be after %s, but a promise is kept for %s: lower tries or every, or raise keep", b.Tries, last, Duration(b.Keep))
	}
	if !q.leads(queue.ExitCallback) {
		c.bad(path, "no caller can ask for it: let a key lead to callback, or leave callbacks out")
	}
}

// leads reports whether a way out of the queue is of the kind.
func (q QueueDoc) leads(kind queue.ExitKind) bool {
	return keysLead(q.Keys, kind) || q.Overflow != nil && waysLead(q.Overflow.Then, kind)
}

// leads reports whether any way is of the kind.
func (d Document) leads(kind queue.ExitKind) bool {
	return slices.ContainsFunc(d.Queues, func(q QueueDoc) bool { return q.leads(kind) }) ||
		slices.ContainsFunc(d.Hotlines, func(h HotlineDoc) bool {
			return h.AfterHours != nil && (keysLead(h.AfterHours.Keys, kind) || waysLead(h.AfterHours.Else, kind))
		})
}

func keysLead(list []KeyDoc, kind queue.ExitKind) bool {
	return slices.ContainsFunc(list, func(k KeyDoc) bool { return waysLead(k.Then, kind) })
}

func waysLead(list []ExitDoc, kind queue.ExitKind) bool {
	return slices.ContainsFunc(list, func(e ExitDoc) bool { return e.Kind == kind })
}
