package record

import (
	"errors"
	"slices"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// Filter chooses rows; an empty field chooses all. From and To bound t_ring:
// From is inside, To is outside.
type Filter struct {
	From, To  time.Time
	Queue     string
	Agent     agent.ID // one of those who talked to the customer
	Number    string   // canonical form
	Owner     string   // id of the owner's file
	Outcome   queue.Outcome
	Category  string
	Direction queue.Direction
	Purpose   string       // of an outbound call
	Urgent    bool         // in the emergency lane
	Survey    queue.Score  // the customer's answer
	Callback  PromiseState // calls in which a call-back was asked for, of which this has become
	Text      string       // part of the summary, the owner's name, the unit, or the call's id; any case

	attemptsOf queue.CallID // attempts to make the call-back that was asked for in this call
}

// Numbers says how telephone numbers are shown.
type Numbers bool

// Ways to show numbers. Clear is for a caller of this package that has a
// reason, and has audited it.
const (
	Masked Numbers = false
	Clear  Numbers = true
)

// Query asks for one page of rows, newest first; calls of the same
// millisecond come in the reverse of the order they were registered in.
type Query struct {
	Filter
	Cursor  string // of the page before; empty for the newest
	Limit   int    // rows per page, 1 to MaxLimit; 0 means DefaultLimit
	Numbers Numbers
}

// Limits of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 500
)

// Page is an answer to a Query. A page may hold fewer rows than asked for,
// even none, and still have a Next: a search by Text reads a bounded number of
// rows per page. Next is empty on the last page only.
type Page struct {
	Rows []Row
	Next string
}

// Errors a person can do something about.
var (
	ErrNotFound = errors.New("record: the register has no such call")
	ErrCursor   = errors.New("record: this page's cursor is not valid; start from the first page")
	ErrLimit    = errors.New("record: a page holds 1 to 500 rows")
)

// Matches reports whether the filter chooses the record. Of a call-back it
// knows only that one was asked for: what has become of it is in other rows,
// and in exact bitmaps.
func (f Filter) Matches(rec queue.Record) bool {
	return inside(f.From, f.To, placeTime(rec)) &&
		same(f.Queue, rec.Queue) &&
		(f.Agent == "" || slices.Contains(agentsOf(rec), f.Agent)) &&
		same(f.Number, rec.Caller.Number) &&
		same(f.Owner, rec.Caller.Owner.ID) &&
		same(f.Outcome, rec.Outcome) &&
		same(f.Category, rec.Wrap.Category) &&
		same(f.Direction, rec.Direction) &&
		same(f.Purpose, rec.Purpose) &&
		(!f.Urgent || rec.Urgent != queue.Urgent{}) &&
		(f.Survey == 0 || f.Survey == rec.Survey.Score) &&
		(f.Callback == "" || asked(rec)) &&
		(f.attemptsOf == "" || f.attemptsOf == rec.Callback.Of && rec.Callback.Try > 0) &&
		(f.Text == "" || contains(rec, f.Text))
}

func same[S ~string](want, got S) bool { return want == "" || want == got }

func contains(rec queue.Record, text string) bool {
	text = strings.ToLower(text)
	for _, s := range []string{rec.Wrap.Summary, rec.Caller.Owner.Name, rec.Caller.Owner.Unit, string(rec.Call)} {
		if strings.Contains(strings.ToLower(s), text) {
			return true
		}
	}
	return false
}

func inside(from, to, t time.Time) bool {
	return (from.IsZero() || !t.Before(from)) && (to.IsZero() || t.Before(to))
}
