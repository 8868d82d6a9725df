package queue

// Timer names a deadline of a call. A call has at most one of each kind.
type Timer string

// The deadlines of a call.
const (
	TimerAnswer    Timer = "answer"    // the system answers now
	TimerPlay      Timer = "play"      // PlayEnded is overdue
	TimerComfort   Timer = "comfort"   // the next comfort prompt
	TimerThreshold Timer = "threshold" // the service-level threshold passes
	TimerShow      Timer = "show"      // OfferShown or LegCreated is overdue
	TimerOffer     Timer = "offer"     // the agent's phone has rung long enough
	TimerConnect   Timer = "connect"   // Connected is overdue
	TimerFinish    Timer = "finish"    // the recording's facts are overdue
)
