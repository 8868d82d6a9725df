package replay

import (
	"maps"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Result is what came of a day.
type Result struct {
	Queues  []Figures             `json:"queues"`
	Agents  []Load                `json:"agents"`
	Fates   map[queue.CallID]Fate `json:"-"` // of the day's callers who came to a queue
	Assumed Assumed               `json:"assumed,omitzero"`
}

// Figures are a queue's.
type Figures struct {
	Queue      string        `json:"queue"`
	Offered    int           `json:"offered"` // entered the queue
	Answered   int           `json:"answered"`
	InTime     int           `json:"in_time"`   // within the threshold
	Abandoned  int           `json:"abandoned"` // short ones included
	Short      int           `json:"short"`
	Left       int           `json:"left"`     // another way, and nobody answered
	Promised   int           `json:"promised"` // asked to be called back
	PromisedIn int           `json:"promised_in"`
	Kept       int           `json:"kept"`    // of those, were talked to
	Waiting    int           `json:"waiting"` // nobody ever took them
	Wait       time.Duration `json:"-"`       // mean of those answered
	Longest    time.Duration `json:"-"`       // of all
}

// ServiceLevel is the headline formula of the board; ok is false where nothing
// was counted.
func (f Figures) ServiceLevel() (level float64, ok bool) {
	counted := f.Answered + f.Abandoned - f.Short + f.Left + f.Promised - f.PromisedIn + f.Waiting
	if counted <= 0 {
		return 0, false
	}
	return float64(f.InTime) / float64(counted), true
}

// Load is an agent's work.
type Load struct {
	Agent agent.ID      `json:"agent"`
	Calls int           `json:"calls"`
	Talk  time.Duration `json:"-"`
}

// Fate is what became of a caller.
type Fate string

// Fates.
const (
	FateInTime   Fate = "in_time" // answered within the threshold
	FateLate     Fate = "late"    // answered
	FateGaveUp   Fate = "gave_up"
	FatePromised Fate = "promised" // asked to be called back
	FateLeft     Fate = "left"     // another way, and nobody answered
	FateWaits    Fate = "waits"    // still, since nobody takes her
	FateOther    Fate = "other"    // cut off
)

// Assumed counts what the day does not know and had to be assumed.
type Assumed struct {
	Patience int `json:"patience,omitempty"` // callers who gave up when others do, as they waited longer than on the day
	Talks    int `json:"talks,omitempty"`    // conversations that never were: as long as another
	Kept     int `json:"kept,omitempty"`     // transfers that were not possible: the agent kept the caller
	Tries    int `json:"tries,omitempty"`    // calls back that were not made: the customer does what another did
	Duty     int `json:"duty,omitempty"`     // duty phones that were not rung: as the others
	Messages int `json:"messages,omitempty"` // left by callers who left none
}

// fact is a call as it is counted.
type fact struct {
	call                          queue.CallID // of the day
	queue                         string
	entered, answered, out, ended time.Time
	byCaller, left, promised, try bool
	waits                         bool
	parts                         []queue.BriefPart
}

// factOf is the row as it is counted.
func factOf(id queue.CallID, b *queue.Brief) fact {
	f := fact{
		call: id, queue: b.Queue, entered: b.QueueIn, answered: b.Person, ended: b.Hangup, byCaller: b.By == queue.ByCaller,
		left: left(b.Outcome), promised: b.Outcome == queue.OutcomeCallback, try: b.Callback.Try > 0, parts: b.Parts,
	}
	for _, x := range b.Exits {
		if f.left && x.Kind != queue.ExitQueue {
			f.out = x.At
		}
	}
	return f
}

// result counts what was played.
func (p *player) result(center queue.Center) Result {
	var all []fact
	for _, name := range slices.Sorted(maps.Keys(p.done)) {
		b := p.done[name]
		var id queue.CallID
		if c := p.of[name]; c != nil {
			id = c.ID
		}
		all = append(all, factOf(id, &b))
	}
	for _, live := range p.core.Snapshot().Calls { // nobody ever took them
		if b := live.Record.Brief(); b.Hangup.IsZero() && live.Callback == nil {
			b.Hangup = p.now
			f := factOf(p.of[live.ID].ID, &b)
			f.waits = true
			all = append(all, f)
		}
	}
	out := count(center, all)
	out.Assumed = p.assumed
	return out
}

// Actual is what the day was, as the journal says, with the queues' thresholds
// of the configuration.
func Actual(day *Day, center queue.Center) Result {
	var all []fact
	for _, c := range day.Calls {
		all = append(all, c.fact(center))
		for _, t := range c.Tries {
			if t.Row != nil {
				all = append(all, factOf(c.ID, t.Row))
			}
		}
	}
	return count(center, all)
}

// fact is the call's row, or what an earlier version's journal says instead.
func (c *Call) fact(center queue.Center) fact {
	if c.Row != nil {
		return factOf(c.ID, c.Row)
	}
	f := fact{
		call: c.ID, queue: hotline(center, c.Arrived.To), entered: c.Entered, answered: c.Answered, out: c.Out, ended: c.Ended,
		byCaller: c.ByCaller, left: c.Left,
	}
	if !c.Answered.IsZero() {
		f.parts = []queue.BriefPart{{Agent: c.Agent, From: c.Answered, To: c.Ended}}
	}
	return f
}

func hotline(center queue.Center, number string) string {
	for _, h := range center.Hotlines {
		if h.Number == number {
			return h.Queue
		}
	}
	if len(center.Hotlines) > 0 {
		return center.Hotlines[0].Queue
	}
	return ""
}

func count(center queue.Center, all []fact) Result {
	out := Result{Fates: map[queue.CallID]Fate{}}
	for _, q := range center.Queues {
		f := Figures{Queue: q.ID}
		for _, c := range all {
			if c.queue == q.ID && c.try && !c.answered.IsZero() {
				f.Kept++
			} else if c.queue == q.ID && !c.try && !c.entered.IsZero() {
				out.Fates[c.call] = f.add(c, q)
			}
		}
		if f.Answered > 0 {
			f.Wait /= time.Duration(f.Answered)
		}
		out.Queues = append(out.Queues, f)
	}
	out.Agents = loads(center, all)
	return out
}

func loads(center queue.Center, all []fact) []Load {
	found := map[agent.ID]*Load{}
	for _, a := range center.Agents {
		found[a.ID] = &Load{Agent: a.ID}
	}
	for _, c := range all {
		had := map[agent.ID]bool{}
		for _, part := range c.parts {
			if part.Agent == "" {
				continue
			}
			if found[part.Agent] == nil { // no longer in the configuration
				found[part.Agent] = &Load{Agent: part.Agent}
			}
			if !had[part.Agent] {
				found[part.Agent].Calls++
			}
			had[part.Agent] = true
			if part.To.After(part.From) {
				found[part.Agent].Talk += part.To.Sub(part.From)
			}
		}
	}
	var out []Load
	for _, id := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[id])
	}
	return out
}

// add counts a caller of the queue.
func (f *Figures) add(c fact, q queue.QueueConfig) (fate Fate) {
	f.Offered++
	wait := c.ended.Sub(c.entered)
	if !c.out.IsZero() {
		wait = c.out.Sub(c.entered)
	}
	switch {
	case !c.answered.IsZero():
		wait = max(0, c.answered.Sub(c.entered))
		f.Answered++
		f.Wait += wait
		if fate = FateLate; wait <= q.Threshold {
			f.InTime++
			fate = FateInTime
		}
	case c.promised:
		f.Promised++
		if fate = FatePromised; wait <= q.Threshold {
			f.PromisedIn++
		}
	case c.left:
		f.Left++
		fate = FateLeft
	case c.byCaller:
		f.Abandoned++
		if fate = FateGaveUp; wait < q.Short {
			f.Short++
		}
	case c.waits:
		f.Waiting++
		fate = FateWaits
	default:
		fate = FateOther
	}
	f.Longest = max(f.Longest, wait)
	return fate
}
