package queue

import "slices"

// Phase is where a call stands. The legal moves:
//
//	arrived --> ringing ---> greeting --> waiting <--> offering
//	   |          |            ^   |  \      ^   \         |
//	   +----------|------------+   |   +-> offering       v
//	              +----------------+------> talking <-----+
//
//	talking --> waiting       when the agent's phone dies under the caller, or to another queue
//	talking --> transferring  given away; --> talking, outside, or back to waiting
//	talking --> outside       left to a third party outside; --> waiting when that line breaks
//	arrived --> dialling      an agent calls a customer; --> talking
//	any     --> ended         when the caller goes
//
// An agent-first call is offered while it rings and keeps that phase; the
// same goes for its greeting when the answer limit passes during the offer.
type Phase string

// The phases of a call.
const (
	Arrived  Phase = "arrived"  // known, nothing decided
	Ringing  Phase = "ringing"  // the caller hears ringing
	Greeting Phase = "greeting" // answered by the system, hears the greeting
	Waiting  Phase = "waiting"  // in the queue
	Offering Phase = "offering" // an agent's phone is rung
	Talking  Phase = "talking"  // a person answered
	Ended    Phase = "ended"    // no caller any more; kept for wrap-up and recording

	Dialling     Phase = "dialling"     // outbound: the agent's phone, then the customer's is rung
	Transferring Phase = "transferring" // the customer is given away; the target is rung
	Outside      Phase = "outside"      // the customer talks to somebody outside the centre
)

// Phases lists every phase, for closed sets such as metric labels.
var Phases = []Phase{Arrived, Ringing, Greeting, Waiting, Offering, Dialling, Talking, Transferring, Outside, Ended}

var moves = map[Phase][]Phase{
	Arrived:  {Ringing, Greeting, Waiting, Dialling, Ended},
	Ringing:  {Greeting, Talking, Ended},
	Greeting: {Waiting, Offering, Talking, Ended},
	Waiting:  {Offering, Ended},
	Offering: {Waiting, Talking, Ended},
	Talking:  {Waiting, Transferring, Outside, Ended},

	Dialling:     {Talking, Ended},
	Transferring: {Talking, Outside, Waiting, Ended},
	Outside:      {Waiting, Ended},
}

func (p Phase) mayBecome(next Phase) bool { return slices.Contains(moves[p], next) }
