package queue

import (
	"time"

	"thirdring/agent"
)

// Command is something the core wants done. The interfaces below say by whom.
type Command interface{ command() }

// PhoneCommand is carried out by Asterisk. Commands of one call are carried
// out in order. A failure is answered by CommandFailed.
type PhoneCommand interface {
	Command
	ForCall() (CallID, string) // the call and the node it is on
}

// On says which call, and which node, a PhoneCommand is for.
type On struct {
	Call CallID
	Node string
}

// ForCall implements PhoneCommand.
func (o On) ForCall() (CallID, string) { return o.Call, o.Node }

// Commands to Asterisk.
type (
	// Ring lets the caller hear ringing.
	Ring struct {
		On
		Leg LegID
	}
	// Answer answers the caller; LegAnswered follows.
	Answer struct {
		On
		Leg LegID
	}
	// Play plays prompts to the caller, or to both people where Bridge is set;
	// PlayStarted and PlayEnded follow.
	Play struct {
		On
		Leg     LegID
		Bridge  BridgeID
		ID      PlayID
		Prompts []Prompt
	}
	// StopPlay stops prompts at once; PlayEnded may follow.
	StopPlay struct {
		On
		ID PlayID
	}
	// Music starts or stops music on hold for the caller.
	Music struct {
		On
		Leg   LegID
		Start bool
		Class string // of the music; empty: the usual one
	}
	// CreateLeg makes the channel to an agent's phone, or to an outside number
	// where Agent is empty or the device says so; LegCreated follows.
	CreateLeg struct {
		On
		Leg          LegID
		Agent        agent.ID
		Device       agent.Device
		Number       string   // outside number, when no agent is rung
		Bridge       BridgeID // where the two will talk
		CallerNumber string
		DetectTalk   bool // report LegTalking when somebody speaks on the leg
		AutoAnswer   bool // the phone shall answer by itself: the agent asked for the call
		Ringback     bool // who is in Bridge hears the progress: ringing, or the network's announcements
	}
	// DialLeg rings the phone; LegAnswered or LegGone follows.
	DialLeg struct {
		On
		Leg   LegID
		Limit time.Duration
	}
	// Connect puts the caller into the bridge with the agent; Connected follows.
	Connect struct {
		On
		Bridge    BridgeID
		Caller    LegID
		Agent     LegID
		StopMusic bool        // the caller hears music
		Recording RecordingID // empty: do not record; else RecordingEnded follows some day
	}
	// JoinLeg puts a channel into the bridge, which is made if need be.
	JoinLeg struct {
		On
		Bridge    BridgeID
		Leg       LegID
		StopMusic bool // the leg hears music
	}
	// HoldLeg takes a channel out of the bridge and plays music to it.
	HoldLeg struct {
		On
		Bridge BridgeID
		Leg    LegID
	}
	// MuteLeg keeps what is said on the channel from the others, or stops that.
	MuteLeg struct {
		On
		Leg  LegID
		Mute bool
	}
	// SendDTMF plays keys to the channel's far end.
	SendDTMF struct {
		On
		Leg    LegID
		Digits string
	}
	// PauseRecord writes silence instead of the voices, or stops that, so that
	// the file's time stays that of the call.
	PauseRecord struct {
		On
		Recording RecordingID
		Pause     bool
	}
	// RecordLeg records what is said on a leg, after a tone; RecordingEnded
	// follows when it is as long as Limit, after Silence, with EndKey, or when the
	// leg goes.
	RecordLeg struct {
		On
		Leg       LegID
		Recording RecordingID
		Limit     time.Duration
		Silence   time.Duration
		EndKey    string
	}
	// AskRecording asks for the word of a leg's recording that may have ended
	// unheard: RecordingEnded follows at once if it has.
	AskRecording struct {
		On
		Recording RecordingID
	}
	// ReportTransfer tells a phone what became of the transfer it asked for.
	ReportTransfer struct {
		On
		Leg  LegID
		Done bool // else it was refused or nobody took it
	}
	// HangupLeg ends a channel; LegGone follows.
	HangupLeg struct {
		On
		Leg   LegID
		Cause int // Q.850; 0 normal
	}
	// CloseBridge removes the bridge and so ends its recording.
	CloseBridge struct {
		On
		Bridge BridgeID
	}
)

// DeskCommand is carried out by the agents' desktops.
type DeskCommand interface {
	Command
	ForAgent() agent.ID
}

// Commands to a desktop.
type (
	// ShowOffer shows the pop; OfferShown follows, at once where no desktop is.
	ShowOffer struct {
		Agent agent.ID
		Call  Call // a copy
		Leg   LegID
	}
	// WithdrawOffer takes an offer back.
	WithdrawOffer struct {
		Agent  agent.ID
		Call   CallID
		Result OfferResult
	}
)

// Other commands.
type (
	// Identify looks the caller up; Identified follows or never comes.
	Identify struct {
		Call CallID
		From string
	}
	// SaveRecord writes the register's row; it is repeated whenever the row
	// changes, and Final says that the core has nothing to add. RecordSaved
	// follows once the row is safe; a call is kept until its final one is.
	SaveRecord struct {
		Record Record
		Final  bool
	}
	// Reply answers a request: Err is nil when it was done.
	Reply struct {
		Req RequestID
		Err error
	}
	// Explain tells the journal why an agent was chosen.
	Explain struct {
		Call   CallID
		Agent  agent.ID
		Rule   string        // how the agent was chosen
		Idle   time.Duration // how long the agent had been idle
		Ready  int           // agents of the queue who were ready
		Waited time.Duration // how long the caller had waited
		Behind int           // callers who wait behind
		Rung   int           // phones that ring at once for the call; 0: this one alone, as usual
		Others []Passed      // some who did not get the call, at most 20

		By    string        // the supervisor who gave the call to the agent
		Stage int           // how often the search was widened
		Ahead time.Duration // waiting time that the caller was spared,
		For   string        // and for what
	}
)

// ForAgent implements DeskCommand.
func (c ShowOffer) ForAgent() agent.ID { return c.Agent }

// ForAgent implements DeskCommand.
func (c WithdrawOffer) ForAgent() agent.ID { return c.Agent }

func (On) command()            {}
func (ShowOffer) command()     {}
func (WithdrawOffer) command() {}
func (Identify) command()      {}
func (SaveRecord) command()    {}
func (Reply) command()         {}
func (Explain) command()       {}
