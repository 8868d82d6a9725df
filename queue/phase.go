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
//	arrived --> promised --> calling_back --> offering, waiting
//	                          a call-back: without a line until the customer answers and confirms
//	arrived --> in_menu       a closed hotline's message and its keys
//	in_menu, greeting, waiting --> on_duty, leaving_message
//	                          the ways of a caller whom no agent serves, see Detour;
//	                          on_duty --> outside when a duty phone takes the call, and back if that
//	                          line breaks; each --> waiting for another queue
//	any     --> ended         when the caller goes, or shall hear no more than a farewell
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

	InMenu         Phase = "in_menu"         // the caller has a choice of keys
	OnDuty         Phase = "on_duty"         // the phones of a duty list are rung for the caller
	LeavingMessage Phase = "leaving_message" // the caller is asked for a message, and speaks

	Promised    Phase = "promised"     // a call-back keeps its place in the queue, without a line
	CallingBack Phase = "calling_back" // an agent is reserved, the customer's phone is rung
)

// Phases lists every phase, for closed sets such as metric labels.
var Phases = []Phase{Arrived, Ringing, Greeting, Waiting, Offering, Dialling, Talking, Transferring, Outside, InMenu, OnDuty, LeavingMessage, Promised, CallingBack, Ended}

var moves = map[Phase][]Phase{
	Arrived:  {Ringing, Greeting, Waiting, Dialling, InMenu, OnDuty, LeavingMessage, Promised, Ended},
	Ringing:  {Greeting, Talking, Ended},
	Greeting: {Waiting, Offering, Talking, Outside, OnDuty, LeavingMessage, Ended},
	Waiting:  {Offering, OnDuty, LeavingMessage, Ended},
	Offering: {Waiting, Talking, Outside, Ended},
	Talking:  {Waiting, Transferring, Outside, Ended},

	Dialling:     {Talking, Ended},
	Transferring: {Talking, Outside, Waiting, Ended},
	Outside:      {Waiting, OnDuty, Ended},

	InMenu:         {Waiting, OnDuty, LeavingMessage, Ended},
	OnDuty:         {Waiting, Outside, LeavingMessage, Ended},
	LeavingMessage: {Waiting, OnDuty, Ended},

	Promised:    {CallingBack, Ended},
	CallingBack: {Waiting, Offering, Ended},
}

func (p Phase) mayBecome(next Phase) bool { return slices.Contains(moves[p], next) }
