package queue

import (
	"errors"
	"testing"
	"time"
)

// TestComplete follows a registration through saves: what is kept, and
// whether it is called complete.
func TestComplete(t *testing.T) {
	c, now := talking1(t)
	var call *Call
	for _, call = range c.calls {
	}
	full := Disposition{Category: "INQ", SubCategory: "装修", Summary: "装修", UnresolvedReason: "等物业", PromisedReplyAt: now.Add(time.Minute), FollowUpAt: now.Add(time.Minute)}
	with := func(change func(*Disposition)) Disposition {
		w := full
		change(&w)
		return w
	}
	for _, step := range []struct {
		name     string
		after    time.Duration
		wrap     Disposition
		done     bool
		err      error
		complete bool
	}{
		{"a draft with all of it", 0, full, false, nil, false},
		{"handed in without a sub-category", 0, with(func(w *Disposition) { w.SubCategory = "" }), true, ErrCategory, false},
		{"handed in without a summary", 0, with(func(w *Disposition) { w.Summary = "" }), true, ErrSummary, false},
		{"handed in with a promise that is over", 0, with(func(w *Disposition) { w.PromisedReplyAt = now }), true, ErrUnresolved, false},
		{"handed in with a follow-up that is over", 0, with(func(w *Disposition) { w.FollowUpAt = now }), true, ErrFollowUp, false},
		{"handed in", 0, full, true, nil, true},
		{"a word corrected", 0, with(func(w *Disposition) { w.Summary = "装修时间" }), false, nil, true},
		{"the same when the times have come", time.Hour, full, false, nil, true},
		{"handed in again then", 0, full, true, nil, true},
		{"a new promise that is over", 0, with(func(w *Disposition) { w.PromisedReplyAt = now.Add(2 * time.Minute) }), false, nil, false},
		{"the old one, which counts no more", 0, full, true, ErrFollowUp, false},
		{"solved instead, nothing to follow", 0, Disposition{Category: "INQ", SubCategory: "装修", Summary: "装修", Resolved: true}, true, nil, true},
		{"the category taken away", 0, Disposition{Summary: "装修", Resolved: true}, false, nil, false},
		{"a category that is none", 0, Disposition{Category: "?"}, false, ErrCategory, false},
	} {
		now = now.Add(step.after)
		before := call.Record.Wrap
		step.wrap.Complete = !step.complete // only the core says so
		cmds := c.Step(now, SaveWrapUp{Req: "r", Agent: "1001", Call: call.ID, Wrap: step.wrap, Done: step.done})
		reply, _ := cmds[len(cmds)-1].(Reply)
		got := call.Record.Wrap
		switch {
		case !errors.Is(reply.Err, step.err):
			t.Errorf("%s: %v, want %v", step.name, reply.Err, step.err)
		case step.err != nil && got != before:
			t.Errorf("%s: refused, but kept as %+v", step.name, got)
		case step.err == nil && (got.Summary != step.wrap.Summary || got.By != "1001" || !got.SavedAt.Equal(now)):
			t.Errorf("%s: kept as %+v", step.name, got)
		case got.Complete != step.complete:
			t.Errorf("%s: complete %v", step.name, got.Complete)
		}
	}
}
