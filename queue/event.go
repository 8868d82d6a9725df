package queue

import (
	"time"

	"thirdring/agent"
)

// Event is something that happened outside the core.
type Event interface{ event() }

// Events from the telephone network.
type (
	// CallArrived says that a caller's channel entered the system.
	CallArrived struct {
		Leg  LegID
		Node string
		From string // caller's number as the network gave it
		To   string // the hotline dialled
		Up   bool   // already answered (by the fallback dialplan)
	}
	// LegCreated says that a minted channel exists and waits to be dialled.
	LegCreated struct{ Leg LegID }
	// LegAnswered says that the channel is up.
	LegAnswered struct{ Leg LegID }
	// LegGone says that the channel does not exist any more.
	LegGone struct {
		Leg   LegID
		Cause int // Q.850; 0 unknown
	}
	// LegHeld says that the phone's own hold button was pressed.
	LegHeld struct{ Leg LegID }
	// LegUnheld says that it was pressed again.
	LegUnheld struct{ Leg LegID }
	// LegTalking says that somebody began to speak on the leg.
	LegTalking struct{ Leg LegID }
	// LegDigit says that a key was pressed on the leg.
	LegDigit struct {
		Leg   LegID
		Digit string // one of 0-9, *, # and A-D
	}
	// LegReferred says that a phone asked with REFER for a transfer; the other
	// side has been told to wait for ReportTransfer.
	LegReferred struct {
		Leg LegID
		To  string // the user part it named: a number, an agent's or a queue's id
	}
	// PlayStarted says how long the prompts of a Play will take, and which
	// versions of them are heard; 0, as installed, is left out.
	PlayStarted struct {
		Call     CallID
		Play     PlayID
		Length   time.Duration
		Versions map[string]int `json:",omitempty"`
	}
	// PlayEnded says that the prompts ended, were stopped, or could not be played.
	PlayEnded struct {
		Call   CallID
		Play   PlayID
		Failed string // reason, empty on success
	}
	// Connected says that caller and agent are in the bridge.
	Connected struct {
		Call CallID
		Leg  LegID // the agent's
	}
	// RecordingEnded says what became of a recording.
	RecordingEnded struct {
		Call      CallID
		Recording Recording
	}
	// CommandFailed says that a command could not be carried out.
	CommandFailed struct {
		Call   CallID
		Leg    LegID  // the leg it was about, if one
		What   string // the command's name
		Reason string
	}
	// PhoneState says whether an agent's phone can be reached.
	PhoneState struct {
		Agent     agent.ID
		Reachable bool
		Device    agent.DeviceKind // DeskPhone if empty
	}
	// Resync says what lives on a node after a connection to it was made.
	Resync struct {
		Node   string
		Legs   []LiveLeg
		Phones []agent.ID // reachable desk phones
		Pages  []agent.ID // reachable phones in pages
	}
	// NodeLost says that the connection to a node broke; its calls live on.
	NodeLost struct{ Node string }
)

// LiveLeg is a channel found on a node.
type LiveLeg struct {
	Leg      LegID
	From, To string // set for a caller's channel
	Inbound  bool
	Up       bool
	Bridge   BridgeID // empty when in none
}

// Events from people and from the rest of the product.
type (
	// DesktopState says that an agent's last desktop went or the first came.
	DesktopState struct {
		Agent     agent.ID
		Connected bool
	}
	// OfferShown says that the pop is on the desktop's socket, or that there
	// is no desktop to show it.
	OfferShown struct {
		Call  CallID
		Leg   LegID
		Shown bool
	}
	// SetState is a wish of the agent, or of somebody on the agent's behalf.
	SetState struct {
		Req      RequestID
		Agent    agent.ID
		State    agent.State
		Reason   agent.Reason
		By       string // who asked, for the journal
		Deskless bool   // asked without a desktop (shell, supervisor)
	}
	// SaveWrapUp registers the call; Done ends wrap-up as well.
	SaveWrapUp struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		Wrap  Disposition
		Done  bool
	}
	// ChooseOwner picks the owner and unit that the call is about.
	ChooseOwner struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		Owner OwnerRef

		NoSurvey bool // the owner does not want to be asked for opinions
	}
	// HangUp ends the agent's call.
	HangUp struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// ExtendWrapUp asks for another WrapUp's length, up to the queue's WrapUpMax
	// from the end of the call.
	ExtendWrapUp struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// DecideBreak grants or refuses the break that an agent asked for.
	DecideBreak struct {
		Req   RequestID
		Agent agent.ID
		By    string // the supervisor, for the journal
		Grant bool
	}
	// SetDevice chooses the telephone that the agent uses from the next call on.
	SetDevice struct {
		Req    RequestID
		Agent  agent.ID
		Device agent.Device
	}
	// PhoneBack says that the page's phone is there again after the page was
	// reloaded or cut off. Alive means that it still has the call.
	PhoneBack struct {
		Req   RequestID
		Agent agent.ID
		Alive bool
	}
	// Dial calls a customer: the agent's own phone first, then the number.
	Dial struct {
		Req     RequestID
		Agent   agent.ID
		Number  string // as it is to be dialled
		Purpose string // code of the centre's list
		Owner   OwnerRef
		Task    string // the task that the call is for, if one
	}
	// SetIncident switches on a notice for callers from a project or building,
	// or changes it; without a prompt it switches it off.
	SetIncident struct {
		Req      RequestID
		Project  string
		Building string // empty: all of the project
		Prompt   string
		Until    time.Time // zero: until it is switched off
		By       string
	}
	// Identified answers Identify.
	Identified struct {
		Call   CallID
		Number string // canonical
		Match  Match
		Owner  OwnerRef // set when Match is Known
		Homes  []Home   // of all whom the caller may be

		Segment string   // the owner's
		Last    LastTalk // with this number before; zero if not known

		NoSurvey bool // the owner does not want to be asked for opinions

		Dial string // the number as it is to be dialled; empty if it cannot be
	}
	// RecordSaved says that a row of SaveRecord cannot be lost any more.
	RecordSaved struct {
		Call  CallID
		Final bool
	}
	// Configured replaces the centre's configuration.
	Configured struct{ Center Center }
	// Woke says that a deadline may have passed.
	Woke struct{}
)

// Call control: what an agent may do with the call under way.
type (
	// Hold puts one side on hold or takes it back.
	Hold struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		Side  Side
		On    bool
	}
	// Swap holds the side the agent talks to and takes the other one back.
	Swap struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// Conference brings customer, agent and third party together.
	Conference struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// Mute keeps the agent from being heard.
	Mute struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		On    bool
	}
	// SendDigits plays keys to whom the agent talks to.
	SendDigits struct {
		Req    RequestID
		Agent  agent.ID
		Call   CallID
		Digits string // 0-9, * and #, at most 32
	}
	// PauseRecording stops recording and goes on with it.
	PauseRecording struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		On    bool // paused
	}
	// Consult holds the customer and rings somebody for the agent to talk to.
	Consult struct {
		Req    RequestID
		Agent  agent.ID
		Call   CallID
		To     Target
		Reason string // code of the centre's transfer reasons, or words
	}
	// Transfer gives the customer away without talking to the target before.
	// If nobody takes the call it returns.
	Transfer struct {
		Req    RequestID
		Agent  agent.ID
		Call   CallID
		To     Target
		Reason string
	}
	// CompleteTransfer gives the customer to the third party; the agent leaves.
	CompleteTransfer struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// DropThird stops ringing the third party, or sends them away.
	DropThird struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// SendToSurvey ends the conversation and asks the customer for an opinion.
	SendToSurvey struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// AskHelp asks a supervisor for help. An empty text withdraws it.
	AskHelp struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
		Text  string
	}
	// TakeHelp says that a supervisor has seen it and helps.
	TakeHelp struct {
		Req  RequestID
		Call CallID
		By   string
	}
)

// What a supervisor changes while callers wait.
type (
	// MoveUpInLine moves a waiting call before the one ahead, or to the head.
	MoveUpInLine struct {
		Req    RequestID
		Call   CallID
		By     string // the supervisor
		ToHead bool
	}
	// MoveToQueue moves a waiting call to another queue.
	MoveToQueue struct {
		Req   RequestID
		Call  CallID
		By    string
		Queue string
	}
	// GiveToAgent lets a waiting call wait for one agent, up to a limit, or
	// for nobody in particular any more.
	GiveToAgent struct {
		Req   RequestID
		Call  CallID
		By    string
		Agent agent.ID // empty: whoever is able
		Limit time.Duration
	}
	// CancelCallback takes a promise to call back from its queue and makes a
	// task of it.
	CancelCallback struct {
		Req  RequestID
		Call CallID // the one that is promised
		By   string
	}
	// CallBackNow lets a promise to call back that rests stand in line at once.
	CallBackNow struct {
		Req  RequestID
		Call CallID
		By   string
	}
	// SignQueue lets an agent serve a queue, or no longer, for the time being.
	SignQueue struct {
		Req   RequestID
		Agent agent.ID
		By    string
		Queue string
		In    bool
	}
)

func (CallArrived) event()      {}
func (LegCreated) event()       {}
func (LegAnswered) event()      {}
func (LegGone) event()          {}
func (LegHeld) event()          {}
func (LegUnheld) event()        {}
func (LegTalking) event()       {}
func (LegDigit) event()         {}
func (PlayStarted) event()      {}
func (PlayEnded) event()        {}
func (Connected) event()        {}
func (RecordingEnded) event()   {}
func (CommandFailed) event()    {}
func (PhoneState) event()       {}
func (Resync) event()           {}
func (NodeLost) event()         {}
func (DesktopState) event()     {}
func (OfferShown) event()       {}
func (SetState) event()         {}
func (SaveWrapUp) event()       {}
func (ChooseOwner) event()      {}
func (HangUp) event()           {}
func (Identified) event()       {}
func (RecordSaved) event()      {}
func (Configured) event()       {}
func (Woke) event()             {}
func (LegReferred) event()      {}
func (ExtendWrapUp) event()     {}
func (DecideBreak) event()      {}
func (SetDevice) event()        {}
func (PhoneBack) event()        {}
func (Dial) event()             {}
func (SetIncident) event()      {}
func (Hold) event()             {}
func (Swap) event()             {}
func (Conference) event()       {}
func (Mute) event()             {}
func (SendDigits) event()       {}
func (PauseRecording) event()   {}
func (Consult) event()          {}
func (Transfer) event()         {}
func (CompleteTransfer) event() {}
func (DropThird) event()        {}
func (SendToSurvey) event()     {}
func (AskHelp) event()          {}
func (TakeHelp) event()         {}
func (MoveUpInLine) event()     {}
func (MoveToQueue) event()      {}
func (GiveToAgent) event()      {}
func (SignQueue) event()        {}
func (CancelCallback) event()   {}
func (CallBackNow) event()      {}
