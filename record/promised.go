package record

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/queue"
)

// Calls back that callers asked for while they waited: the call in which one
// asked, and the attempts, each a row of its own.

// PromisedCall says that the call is one in which a call-back was asked for,
// or an attempt to make it.
type PromisedCall struct {
	Of      queue.CallID `json:"of" doc:"The call in which it was asked for first; on that call itself its own id."`
	Try     int          `json:"try,omitempty" doc:"The number of the attempt, from 1; left out where it was asked for, once or again."`
	Last    bool         `json:"last" doc:"Nothing more is tried: it was kept, or given up."`
	Reached bool         `json:"reached" doc:"The customer answered and confirmed."`
	Spared  bool         `json:"spared,omitempty" doc:"The attempt failed by our side and does not count as one of those that the queue makes."`

	State    PromiseState `json:"state,omitempty" enum:"open,kept,given_up" doc:"What has become of it; only with the single row of the call in which it was asked for."`
	Attempts []Attempt    `json:"attempts,omitempty" doc:"The calls that were made for it, the first in front; only with the same row."`
}

// Attempt is a call that was made to keep a promised call-back.
type Attempt struct {
	CallID  queue.CallID  `json:"call_id"`
	At      time.Time     `json:"t"`
	Outcome queue.Outcome `json:"outcome,omitempty"`
	Reached bool          `json:"reached"`
	Last    bool          `json:"last"`
}

// PromiseState is what has become of a promised call-back.
type PromiseState string

// States of promised call-backs.
const (
	PromiseOpen    PromiseState = "open"
	PromiseKept    PromiseState = "kept"
	PromiseGivenUp PromiseState = "given_up"
)

// promiseAsked is the bitmap of calls in which a call-back was asked for; those
// of PromiseKept and PromiseGivenUp are subsets of it.
const promiseAsked = "asked"

// storedPromise is a queue.PromisedCall; Of is left out where it is the call itself.
type storedPromise struct {
	Of      queue.CallID `json:"o,omitempty"`
	Own     bool         `json:"s,omitempty"`
	Try     int          `json:"n,omitempty"`
	Last    bool         `json:"l,omitempty"`
	Reached bool         `json:"r,omitempty"`
	Spared  bool         `json:"f,omitempty"`
}

func promisedCall(rec queue.Record) *PromisedCall {
	p := rec.Callback
	if p == (queue.PromisedCall{}) {
		return nil
	}
	return &PromisedCall{Of: p.Of, Try: p.Try, Last: p.Last, Reached: p.Reached, Spared: p.Spared}
}

// linked is the call that this one belongs to.
func linked(rec queue.Record) queue.CallID {
	if of := rec.Callback.Of; of != rec.Call {
		return cmp.Or(of, rec.PlaceOf)
	}
	return rec.PlaceOf
}

func (s *stored) storePromise(rec queue.Record) {
	p := rec.Callback
	if p == (queue.PromisedCall{}) {
		return
	}
	s.Promise = &storedPromise{Of: p.Of, Try: p.Try, Last: p.Last, Reached: p.Reached, Spared: p.Spared}
	if p.Of == rec.Call {
		s.Promise.Of, s.Promise.Own = "", true
	}
}

func (s *stored) promise(rec *queue.Record) {
	p := s.Promise
	if p == nil {
		return
	}
	rec.Callback = queue.PromisedCall{Of: p.Of, Try: p.Try, Last: p.Last, Reached: p.Reached, Spared: p.Spared}
	if p.Own {
		rec.Callback.Of = rec.Call
	}
}

// asked reports whether a call-back was asked for in the call.
func asked(rec queue.Record) bool { return rec.Callback.Of != "" && rec.Callback.Of == rec.Call }

// settled reports whether nothing more is tried, and how that ended.
func settled(p queue.PromisedCall, final bool) (PromiseState, bool) {
	switch {
	case !final || p.Of == "" || !p.Last:
		return PromiseOpen, false
	case p.Reached:
		return PromiseKept, true
	}
	return PromiseGivenUp, true
}

// settle notes at the calls in which call-backs were asked for what became of
// them, so that a search finds them by it. It may be repeated.
func (r *Register) settle(ctx context.Context, rows []entry) error {
	pipe := r.redis.Pipeline()
	var where []*redis.StringCmd
	var states []PromiseState
	for _, e := range rows {
		if state, ok := settled(e.Record.Callback, e.Final); ok {
			of := string(e.Record.Callback.Of)
			where, states = append(where, pipe.HGet(ctx, r.keys.id(of), of)), append(states, state)
		}
	}
	if len(where) == 0 {
		return nil
	}
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		return fmt.Errorf("record: find promised call-backs: %w", err)
	}
	pipe = r.redis.Pipeline()
	for i, cmd := range where {
		if at, ok := decodeRef(cmd.Val()); ok { // else the register never had the call
			pipe.SetBit(ctx, r.keys.bits(at.day, field{"callback", string(states[i])}), int64(at.slot), 1)
		}
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return fmt.Errorf("record: note promised call-backs: %w", err)
	}
	return nil
}

// attempts completes the row of a call in which a call-back was asked for with
// what became of that. Attempts are found by the customer's number, of which
// there are few calls.
func (r *Register) attempts(ctx context.Context, row *Row, of loaded) error {
	number := of.rec.Caller.Number
	if !asked(of.rec) || number == "" {
		return nil
	}
	after := Filter{Number: number, From: placeTime(of.rec), attemptsOf: of.rec.Call}
	page, err := r.Search(ctx, Query{Filter: after, Limit: MaxLimit})
	if err != nil {
		return err
	}
	row.Callback.State, _ = settled(of.rec.Callback, of.final)
	for _, try := range slices.Backward(page.Rows) {
		p := try.Callback
		row.Callback.Attempts = append(row.Callback.Attempts, Attempt{
			CallID: try.CallID, At: try.Ring, Outcome: try.Outcome, Reached: p.Reached, Last: p.Last,
		})
		if state, ok := settled(queue.PromisedCall{Of: p.Of, Last: p.Last, Reached: p.Reached}, try.Final); ok {
			row.Callback.State = state
		}
	}
	return nil
}

const (
	givenUpText = "客户排队时要求回电,还没有联系上,请给客户回电"
	givenUpDue  = 24 * time.Hour // DOMAIN: replies within 24 h
)

// givenUp reports whether the row says that a promised call-back was given up.
func (e entry) givenUp() bool {
	state, _ := settled(e.Record.Callback, e.Final)
	return state == PromiseGivenUp
}

// callAgain makes the task that a call-back which was given up gives rise to.
// It is named after the call in which the customer asked, so that there is one
// however often the attempts are saved.
func (k *kept) callAgain(e entry) {
	rec := e.Record
	of := rec.Callback.Of
	k.once(e, Task{
		ID: taskID(of, Callback), Kind: Callback, CreatedAt: rec.Times.Hangup, Due: rec.Times.Hangup.Add(givenUpDue), Text: givenUpText,
	})
	k.CallID = of
}
