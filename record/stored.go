package record

import (
	"encoding/hex"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// stored is a queue.Record as it is kept in Redis and in the spool. Names are
// short and stay for ever: a newer version must read what an older one wrote.
// Times are milliseconds, all but Ring relative to Ring (see mark).
type stored struct {
	Call      queue.CallID    `json:"id"`
	Direction queue.Direction `json:"d,omitempty"`
	Hotline   string          `json:"h,omitempty"`
	Project   string          `json:"p,omitempty"`
	Queue     string          `json:"q,omitempty"`
	Cadence   []int64         `json:"cd,omitempty"` // on, off in milliseconds
	Raw       string          `json:"cr,omitempty"`
	Number    string          `json:"cn,omitempty"`
	Match     queue.Match     `json:"cm,omitempty"`
	Owner     []string        `json:"ow,omitempty"` // id, name, relation, unit
	Ring      int64           `json:"t"`            // milliseconds since 1970
	Times     []mark          `json:"ts"`           // answer, queue in, person, connect, hangup, wrapped
	Position  int             `json:"po,omitempty"`
	Offers    []storedOffer   `json:"of,omitempty"`
	Holds     [][2]mark       `json:"ho,omitempty"`
	Agent     []string        `json:"a,omitempty"` // id, work number, name
	Class     queue.Class     `json:"ec,omitempty"`
	Reason    queue.EndReason `json:"er,omitempty"`
	Cause     int             `json:"eq,omitempty"`
	Outcome   queue.Outcome   `json:"o,omitempty"`
	Wrap      *storedWrap     `json:"w,omitempty"`
	Recording *storedFile     `json:"r,omitempty"`
	Earlier   []*storedFile   `json:"re,omitempty"`
	Prompts   []storedPrompt  `json:"pr,omitempty"`

	Parts     []storedPart     `json:"pt,omitempty"`
	Transfers []storedTransfer `json:"tr,omitempty"`
	Purpose   string           `json:"pp,omitempty"`
	Task      string           `json:"tk,omitempty"`
	Help      []storedHelp     `json:"hp,omitempty"`

	Ways    []storedWay       `json:"wy,omitempty"`
	LeftOut int               `json:"lo,omitempty"`
	PlaceOf queue.CallID      `json:"pl,omitempty"`
	Message queue.RecordingID `json:"mg,omitempty"`
	Why     string            `json:"why,omitempty"`
	Moves   []storedMove      `json:"mv,omitempty"`
	Segment string            `json:"sg,omitempty"`
	Last    *storedLast       `json:"la,omitempty"`
	Urgent  *storedUrgent     `json:"ur,omitempty"`
	Promise *storedPromise    `json:"cb,omitempty"`
	Survey  *storedSurvey     `json:"sv,omitempty"`

	Final bool `json:"f,omitempty"`
}

type storedOffer struct {
	Agent  agent.ID          `json:"a"`
	Times  [3]mark           `json:"t"` // at, dialled, ended
	Shown  bool              `json:"s,omitempty"`
	Result queue.OfferResult `json:"r,omitempty"`
}

type storedWrap struct {
	Category   string   `json:"c,omitempty"`
	Sub        string   `json:"s,omitempty"`
	Summary    string   `json:"t,omitempty"`
	Resolved   bool     `json:"ok,omitempty"`
	Unresolved string   `json:"no,omitempty"`
	Promised   mark     `json:"pa,omitempty"`
	MustKeep   bool     `json:"mk,omitempty"`
	FollowUp   mark     `json:"fu,omitempty"`
	SavedAt    mark     `json:"sa,omitempty"`
	By         agent.ID `json:"by,omitempty"`
	Complete   bool     `json:"cp,omitempty"`
}

type storedFile struct {
	ID       queue.RecordingID `json:"i,omitempty"`
	File     string            `json:"f,omitempty"`
	From     mark              `json:"t,omitempty"`
	Duration int64             `json:"d,omitempty"` // milliseconds
	SHA256   []byte            `json:"h,omitempty"`
	Gaps     [][2]mark         `json:"g,omitempty"`
	Digest   string            `json:"hx,omitempty"` // a digest that is not hexadecimal, as it came
	Failed   string            `json:"x,omitempty"`
}

type storedPrompt struct {
	ID      string `json:"i"`
	Version int    `json:"v,omitempty"`
	At      mark   `json:"t"`
}

// mark is a time as milliseconds from Ring: 0 is "never", d+1 is d after (or
// at) Ring, a negative number is before it.
type mark int64

func markOf(t time.Time, ring int64) mark {
	if t.IsZero() {
		return 0
	}
	d := t.UnixMilli() - ring
	if d >= 0 {
		d++
	}
	return mark(d)
}

func (m mark) time(ring int64, zone *time.Location) time.Time {
	switch {
	case m == 0:
		return time.Time{}
	case m > 0:
		m--
	}
	return time.UnixMilli(ring + int64(m)).In(zone)
}

// noRing stands for a zero Ring, which 0 cannot: it is a real moment.
const noRing = -1 << 62

func store(rec queue.Record, final bool) stored {
	ring, origin := int64(noRing), int64(0)
	if !rec.Times.Ring.IsZero() {
		ring = rec.Times.Ring.UnixMilli()
		origin = ring
	}
	at := func(t time.Time) mark { return markOf(t, origin) }
	s := stored{
		Call: rec.Call, Direction: rec.Direction, Hotline: rec.Hotline, Project: rec.Project, Queue: rec.Queue,
		Raw: rec.Caller.Raw, Number: rec.Caller.Number, Match: rec.Caller.Match, Ring: ring,
		Position: rec.Position, Class: rec.End.Class, Reason: rec.End.Reason, Cause: rec.End.Cause,
		Outcome: rec.Outcome, Purpose: rec.Purpose, Task: rec.Task, Final: final,
		Agent: storeAgent(rec.Agent), Holds: storeSpans(rec.Holds, at),
	}
	if c := rec.Cadence; c != (queue.Cadence{}) {
		s.Cadence = []int64{c.On.Milliseconds(), c.Off.Milliseconds()}
	}
	if o := rec.Caller.Owner; o != (queue.OwnerRef{}) {
		s.Owner = []string{o.ID, o.Name, o.Relation, o.Unit}
	}
	t := rec.Times
	s.Times = []mark{at(t.Answer), at(t.QueueIn), at(t.Person), at(t.Connect), at(t.Hangup), at(t.Wrapped)}
	for _, o := range rec.Offers {
		s.Offers = append(s.Offers, storedOffer{
			Agent: o.Agent, Times: [3]mark{at(o.At), at(o.Dialled), at(o.Ended)}, Shown: o.Shown, Result: o.Result,
		})
	}
	for _, p := range rec.Prompts {
		s.Prompts = append(s.Prompts, storedPrompt{ID: p.Prompt, Version: p.Version, At: at(p.At)})
	}
	s.storeTalk(rec, at)
	s.storeWays(rec, at)
	s.storeRoute(rec, at)
	s.storeUrgent(rec.Urgent, at)
	s.storePromise(rec)
	s.storeSurvey(rec.Survey, at)
	s.Wrap, s.Recording = storeWrap(rec.Wrap, at), storeFile(rec.Recording, at)
	for _, r := range rec.Earlier {
		s.Earlier = append(s.Earlier, storeFile(r, at))
	}
	return s
}

func storeWrap(d queue.Disposition, at func(time.Time) mark) *storedWrap {
	if d == (queue.Disposition{}) {
		return nil
	}
	return &storedWrap{
		Category: d.Category, Sub: d.SubCategory, Summary: d.Summary, Resolved: d.Resolved,
		Unresolved: d.UnresolvedReason, Promised: at(d.PromisedReplyAt), MustKeep: d.MustKeep,
		FollowUp: at(d.FollowUpAt), SavedAt: at(d.SavedAt), By: d.By, Complete: d.Complete,
	}
}

func storeFile(r queue.Recording, at func(time.Time) mark) *storedFile {
	if !r.Made() {
		return nil
	}
	f := &storedFile{ID: r.ID, File: r.File, From: at(r.From), Duration: r.Duration.Milliseconds(), Gaps: storeSpans(r.Gaps, at), Failed: r.Failed}
	if sum, err := hex.DecodeString(r.SHA256); err == nil && hex.EncodeToString(sum) == r.SHA256 {
		f.SHA256 = sum
	} else {
		f.Digest = r.SHA256
	}
	return f
}

func (s stored) record(zone *time.Location) (rec queue.Record, final bool) {
	ring := s.Ring
	rec = queue.Record{
		Call: s.Call, Direction: s.Direction, Hotline: s.Hotline, Project: s.Project, Queue: s.Queue,
		Caller:   queue.Party{Raw: s.Raw, Number: s.Number, Match: s.Match},
		Position: s.Position, Outcome: s.Outcome, Purpose: s.Purpose, Task: s.Task, Agent: agentRef(s.Agent),
		End: queue.End{Class: s.Class, Reason: s.Reason, Cause: s.Cause},
	}
	if ring == noRing {
		ring = 0
	} else {
		rec.Times.Ring = time.UnixMilli(ring).In(zone)
	}
	at := func(m mark) time.Time { return m.time(ring, zone) }
	if len(s.Cadence) == 2 {
		rec.Cadence = queue.Cadence{On: ms(s.Cadence[0]), Off: ms(s.Cadence[1])}
	}
	if len(s.Owner) == 4 {
		rec.Caller.Owner = queue.OwnerRef{ID: s.Owner[0], Name: s.Owner[1], Relation: s.Owner[2], Unit: s.Owner[3]}
	}
	t := &rec.Times
	for i, to := range []*time.Time{&t.Answer, &t.QueueIn, &t.Person, &t.Connect, &t.Hangup, &t.Wrapped} {
		if i < len(s.Times) {
			*to = at(s.Times[i])
		}
	}
	for _, o := range s.Offers {
		rec.Offers = append(rec.Offers, queue.OfferTry{
			Agent: o.Agent, At: at(o.Times[0]), Dialled: at(o.Times[1]), Ended: at(o.Times[2]), Shown: o.Shown, Result: o.Result,
		})
	}
	rec.Holds = spansOf(s.Holds, at)
	s.talk(&rec, at)
	s.waysOf(&rec, at)
	s.route(&rec, at)
	s.urgent(&rec, at)
	s.promise(&rec)
	s.survey(&rec, at)
	for _, p := range s.Prompts {
		rec.Prompts = append(rec.Prompts, queue.Played{Prompt: p.ID, Version: p.Version, At: at(p.At)})
	}
	if w := s.Wrap; w != nil {
		rec.Wrap = queue.Disposition{
			Category: w.Category, SubCategory: w.Sub, Summary: w.Summary, Resolved: w.Resolved,
			UnresolvedReason: w.Unresolved, PromisedReplyAt: at(w.Promised), MustKeep: w.MustKeep,
			FollowUpAt: at(w.FollowUp), SavedAt: at(w.SavedAt), By: w.By, Complete: w.Complete,
		}
	}
	rec.Recording = s.Recording.recording(at)
	for _, f := range s.Earlier {
		rec.Earlier = append(rec.Earlier, f.recording(at))
	}
	return rec, s.Final
}

func (f *storedFile) recording(at func(mark) time.Time) queue.Recording {
	if f == nil {
		return queue.Recording{}
	}
	return queue.Recording{
		ID: f.ID, File: f.File, From: at(f.From), Duration: ms(f.Duration), SHA256: hex.EncodeToString(f.SHA256) + f.Digest,
		Gaps: spansOf(f.Gaps, at), Failed: f.Failed,
	}
}
