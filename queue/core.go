package queue

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"thirdring/agent"
)

// Core owns every live call and agent of a site. It is driven by one
// goroutine; Step and Changes must not be called concurrently.
type Core struct {
	now      time.Time
	center   Center
	calls    map[CallID]*Call
	agents   map[agent.ID]*agent.Agent
	legs     map[LegID]leg
	queues   map[string]*waitingRoom
	alarms   alarms
	restored time.Time // when an earlier instance's state was taken up; zero if none was
	midnight time.Time // when the figures start anew
	seq      uint64
	nodes    map[string]bool // every node heard of
	down     map[string]bool // those without a connection

	lostPlaces map[string]*lostPlace
	promises   map[string]CallID // calls back that are promised, by their customers' numbers
	incidents  []Incident        // those switched on, also some that are over
	surges     map[Home][]heard
	calmed     time.Time // when surges were looked through last

	out     []Command
	about   CallID // see About
	ignored uint64
	illegal uint64 // moves outside the table: bugs, see Illegal

	// What this step must match: agents whose state moved, lanes where a caller
	// or an agent came.
	moved   []*agent.Agent
	touched []*lane
	posts   map[agent.ID]*post
	own     map[agent.ID]*lane // callers who wait for one agent

	emergency *lane // those in an emergency; nil while there are none

	skilled map[string][]Skill       // hotlines' own needs
	credits map[string]time.Duration // and the credit of their callers

	greeted []*Call // joined in this step: told what comes next after the matching

	changedCalls  map[CallID]bool
	changedAgents map[agent.ID]bool
	changedQueues map[string]bool
	gone          []CallID
}

// New makes a core without calls; agents come with the first Configured.
func New() *Core {
	return &Core{
		calls:         map[CallID]*Call{},
		agents:        map[agent.ID]*agent.Agent{},
		legs:          map[LegID]leg{},
		queues:        map[string]*waitingRoom{},
		nodes:         map[string]bool{},
		down:          map[string]bool{},
		lostPlaces:    map[string]*lostPlace{},
		promises:      map[string]CallID{},
		surges:        map[Home][]heard{},
		posts:         map[agent.ID]*post{},
		own:           map[agent.ID]*lane{},
		changedCalls:  map[CallID]bool{},
		changedAgents: map[agent.ID]bool{},
		changedQueues: map[string]bool{},
	}
}

// Step takes one event and returns the commands it leads to, in order. The
// slice is valid until the next Step. Deadlines up to now fire first.
func (c *Core) Step(now time.Time, ev Event) []Command {
	if now.After(c.now) {
		c.now = now
	}
	c.out = c.out[:0]
	c.fire()
	c.about = c.callOf(ev)
	c.handle(ev)
	if c.about == "" {
		c.about = c.callOf(ev) // it has just arrived
	}
	c.match()
	c.welcome()
	return c.out
}

func (c *Core) handle(ev Event) {
	switch ev := ev.(type) {
	case CallArrived:
		c.arrive(ev)
	case LegCreated:
		c.legCreated(ev)
	case LegAnswered:
		c.legAnswered(ev)
	case LegGone:
		c.legGone(ev)
	case LegHeld:
		c.phoneHold(ev.Leg, true)
	case LegUnheld:
		c.phoneHold(ev.Leg, false)
	case LegTalking:
		c.legTalking(ev)
	case LegDigit:
		c.legDigit(ev)
	case PlayStarted:
		c.playStarted(ev)
	case PlayEnded:
		c.playEnded(ev)
	case Connected:
		c.connected(ev)
	case RecordingEnded:
		c.recordingEnded(ev)
	case CommandFailed:
		c.commandFailed(ev)
	case Resync:
		c.resync(ev)
	case NodeLost:
		c.nodeLost(ev)
	default:
		c.handlePeople(ev)
	}
}

func (c *Core) handlePeople(ev Event) {
	switch ev := ev.(type) {
	case PhoneState:
		c.phoneState(ev)
	case DesktopState:
		c.desktopState(ev)
	case OfferShown:
		c.offerShown(ev)
	case SetState:
		c.reply(ev.Req, c.setState(ev))
	case SaveWrapUp:
		c.reply(ev.Req, c.saveWrapUp(ev))
	case ChooseOwner:
		c.reply(ev.Req, c.chooseOwner(ev))
	case HangUp:
		c.reply(ev.Req, c.hangUp(ev))
	case Hold:
		c.reply(ev.Req, c.holdSide(ev))
	case Swap:
		c.reply(ev.Req, c.swap(ev))
	case Conference:
		c.reply(ev.Req, c.conference(ev))
	case Mute:
		c.reply(ev.Req, c.mute(ev))
	case SendDigits:
		c.reply(ev.Req, c.sendDigits(ev))
	case PauseRecording:
		c.reply(ev.Req, c.pauseRecording(ev))
	case Consult:
		c.reply(ev.Req, c.consult(ev))
	case Transfer:
		c.reply(ev.Req, c.transfer(ev))
	case CompleteTransfer:
		c.reply(ev.Req, c.completeTransfer(ev))
	case DropThird:
		c.reply(ev.Req, c.dropThird(ev))
	case SendToSurvey:
		c.reply(ev.Req, c.sendToSurvey(ev))
	case LegReferred:
		c.referred(ev)
	default:
		c.handleDesk(ev)
	}
}

// handleDesk takes what people ask for beside the conversation itself.
func (c *Core) handleDesk(ev Event) {
	switch ev := ev.(type) {
	case AskHelp:
		c.reply(ev.Req, c.askHelp(ev))
	case TakeHelp:
		c.reply(ev.Req, c.takeHelp(ev))
	case ExtendWrapUp:
		c.reply(ev.Req, c.extendWrapUp(ev))
	case DecideBreak:
		c.reply(ev.Req, c.decideBreak(ev))
	case SetDevice:
		c.reply(ev.Req, c.setDevice(ev))
	case PhoneBack:
		c.reply(ev.Req, c.phoneBack(ev))
	case Dial:
		c.reply(ev.Req, c.dialOut(ev))
	case SetIncident:
		c.reply(ev.Req, c.setIncident(ev))
	case MoveUpInLine:
		c.reply(ev.Req, c.moveUp(ev))
	case MoveToQueue:
		c.reply(ev.Req, c.moveToQueue(ev))
	case GiveToAgent:
		c.reply(ev.Req, c.giveToAgent(ev))
	case SignQueue:
		c.reply(ev.Req, c.signQueue(ev))
	case CancelCallback:
		c.reply(ev.Req, c.cancelCallback(ev))
	case CallBackNow:
		c.reply(ev.Req, c.callBackNow(ev))
	case Identified:
		c.identified(ev)
	case RecordSaved:
		c.recordSaved(ev)
	case Configured:
		c.configure(ev.Center)
	case Woke:
	default:
		c.ignored++
	}
}

// Illegal counts moves that the table of phases or states forbids. Anything
// but zero is a bug of the core; the call goes on all the same.
func (c *Core) Illegal() uint64 { return c.illegal }

// Ignored counts events about calls and legs that are unknown or over.
func (c *Core) Ignored() uint64 { return c.ignored }

// Changes returns copies of what changed since the last call of Changes.
func (c *Core) Changes() Update {
	u := Update{Seq: c.seq, At: c.now, Gone: c.gone, Incidents: c.activeIncidents(), Proposals: c.proposals()}
	u.Calls = copied(c.changedCalls, c.calls, func(call *Call) Call { return call.clone() })
	u.Agents = copied(c.changedAgents, c.agents, func(a *agent.Agent) agent.Agent { return *a })
	u.Queues = copied(c.changedQueues, c.queues, (*waitingRoom).snapshot)
	c.gone = nil
	clear(c.changedCalls)
	clear(c.changedAgents)
	clear(c.changedQueues)
	return u
}

// copied are copies of those of all that are changed and still there, by id. The ids are
// sorted, not the copies, which are large.
func copied[ID ~string, T, Copy any](changed map[ID]bool, all map[ID]*T, snap func(*T) Copy) []Copy {
	ids := make([]ID, 0, len(changed))
	for id := range changed {
		if all[id] != nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	copies := make([]Copy, 0, len(ids))
	for _, id := range ids {
		copies = append(copies, snap(all[id]))
	}
	return copies
}

// Snapshot returns copies of everything that lives.
func (c *Core) Snapshot() Update {
	u := Update{Seq: c.seq, At: c.now, Incidents: c.activeIncidents(), Proposals: c.proposals()}
	for _, call := range c.calls {
		u.Calls = append(u.Calls, call.clone())
	}
	for _, a := range c.agents {
		u.Agents = append(u.Agents, *a)
	}
	for _, room := range c.queues {
		if f := room.snapshot(); !room.removed || f.Waiting > 0 {
			u.Queues = append(u.Queues, f)
		}
	}
	u.sort()
	return u
}

func (c *Core) emit(cmd Command) { c.out = append(c.out, cmd) }

func (c *Core) touch(call *Call) { c.changedCalls[call.ID] = true }

func (c *Core) touchAgent(a *agent.Agent) {
	c.changedAgents[a.ID] = true
	c.moved = append(c.moved, a)
}

func (c *Core) on(call *Call) On { return On{Call: call.ID, Node: call.Node} }

func (c *Core) reply(req RequestID, err error) {
	if req != "" {
		c.emit(Reply{Req: req, Err: err})
	}
}

// enter moves the call to a phase.
func (c *Core) enter(call *Call, next Phase) {
	if call.Phase == next {
		return
	}
	if !call.Phase.mayBecome(next) {
		c.illegal++
	}
	call.Phase, call.Since = next, c.now
	c.touch(call)
}

// mintCall names a new call by its moment and a number that never repeats
// within it: 20261122-090000123-7.
func (c *Core) mintCall() CallID {
	c.seq++
	b := c.now.AppendFormat(make([]byte, 0, 32), "20060102-150405.000")
	b = append(b[:15], b[16:]...)
	b = append(b, '-')
	return CallID(strconv.AppendUint(b, c.seq, 10))
}

// mint names a thing of the call; kind is one letter.
func (call *Call) mint(kind string) string {
	call.Minted++
	return string(call.ID) + "-" + kind + strconv.Itoa(call.Minted)
}

func (call *Call) clone() Call {
	copied := *call
	copied.Offers = cloneOffers(call.Offers)
	if call.Talk != nil {
		talk := *call.Talk
		if talk.Third != nil {
			third := *talk.Third
			talk.Third = &third
		}
		copied.Talk = &talk
	}
	if call.Detour != nil {
		detour := *call.Detour // its lists only ever get shorter
		copied.Detour = &detour
	}
	if call.Callback != nil {
		callback := *call.Callback
		copied.Callback = &callback
	}
	if call.Survey != nil {
		survey := *call.Survey
		copied.Survey = &survey
	}
	copied.Due = maps.Clone(call.Due)
	copied.Homes = slices.Clone(call.Homes)
	copied.Record = call.Record.clone()
	return copied
}

func cloneOffers(offers []*Offer) []*Offer {
	if len(offers) == 0 {
		return nil
	}
	values, copied := make([]Offer, len(offers)), make([]*Offer, len(offers))
	for i, o := range offers {
		values[i] = *o
		copied[i] = &values[i]
	}
	return copied
}

func (r Record) clone() Record {
	r.Offers = slices.Clone(r.Offers)
	r.Holds = slices.Clone(r.Holds)
	r.Prompts = slices.Clone(r.Prompts)
	r.Earlier = slices.Clone(r.Earlier)
	r.Parts = slices.Clone(r.Parts)
	r.Transfers = slices.Clone(r.Transfers)
	r.Help = slices.Clone(r.Help)
	r.Exits = slices.Clone(r.Exits)
	r.Moves = slices.Clone(r.Moves)
	r.Recording.Gaps = slices.Clone(r.Recording.Gaps)
	for i := range r.Earlier {
		r.Earlier[i].Gaps = slices.Clone(r.Earlier[i].Gaps)
	}
	return r
}

func (u *Update) sort() {
	slices.SortFunc(u.Calls, func(a, b Call) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(u.Agents, func(a, b agent.Agent) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(u.Queues, func(a, b Figures) int { return cmp.Compare(a.Queue, b.Queue) })
}
