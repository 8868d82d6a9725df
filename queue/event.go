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
	// PlayStarted says how long the prompts of a Play will take.
	PlayStarted struct {
		Call   CallID
		Play   PlayID
		Length time.Duration
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
	}
	// Resync says what lives on a node after a connection to it was made.
	Resync struct {
		Node   string
		Legs   []LiveLeg
		Phones []agent.ID // reachable phones
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
	}
	// HangUp ends the agent's call.
	HangUp struct {
		Req   RequestID
		Agent agent.ID
		Call  CallID
	}
	// Identified answers Identify.
	Identified struct {
		Call   CallID
		Number string // canonical
		Match  Match
		Owner  OwnerRef // set when Match is Known
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

func (CallArrived) event()    {}
func (LegCreated) event()     {}
func (LegAnswered) event()    {}
func (LegGone) event()        {}
func (LegHeld) event()        {}
func (LegUnheld) event()      {}
func (LegTalking) event()     {}
func (PlayStarted) event()    {}
func (PlayEnded) event()      {}
func (Connected) event()      {}
func (RecordingEnded) event() {}
func (CommandFailed) event()  {}
func (PhoneState) event()     {}
func (Resync) event()         {}
func (NodeLost) event()       {}
func (DesktopState) event()   {}
func (OfferShown) event()     {}
func (SetState) event()       {}
func (SaveWrapUp) event()     {}
func (ChooseOwner) event()    {}
func (HangUp) event()         {}
func (Identified) event()     {}
func (RecordSaved) event()    {}
func (Configured) event()     {}
func (Woke) event()           {}
