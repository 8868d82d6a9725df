package ws

import (
	"maps"
	"slices"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

// floor is the hub's picture of the centre: the mirror of the core's state,
// the sockets that watch it, and what they have yet to be told. It belongs to
// the hub's goroutine.
type floor struct {
	hub     *Hub
	filled  bool      // the first update has come
	waiting []*socket // joined before that

	center center
	agents map[agent.ID]agent.Agent
	queues map[string]*board
	calls  map[queue.CallID]queue.Call
	pops   map[agent.ID]*pop
	help   map[queue.CallID]HelpAsked // who asks for it now

	lines       map[string]*line           // by queue
	lineOf      map[queue.CallID]string    // in which queue's line a call is
	emergencies map[queue.CallID]Emergency // urgent calls that nobody has answered
	incidents   []queue.Incident
	proposals   []queue.Proposal
	doing       map[agent.ID]Doing // as last told; agents without are left out

	tasks    map[agent.ID]*taskCount // of agents with a desktop
	tasksDue time.Time               // the soonest of tasks is due then, or sooner

	teamTasks   bool // somebody's changed since teamTasksAt
	teamTasksAt time.Time

	desks    map[agent.ID]map[*socket]struct{} // sockets of agents
	watchers map[*socket]struct{}              // sockets that see everybody

	dirtyQueues map[string]struct{}
	dirtyLines  map[string]struct{}
	team        map[agent.ID]struct{} // changed since teamAt
	teamAt      time.Time
	timer       *time.Timer // for what is held back
}

func newFloor(h *Hub) floor {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return floor{
		hub:         h,
		center:      newCenter(queue.Center{}),
		agents:      map[agent.ID]agent.Agent{},
		queues:      map[string]*board{},
		calls:       map[queue.CallID]queue.Call{},
		pops:        map[agent.ID]*pop{},
		help:        map[queue.CallID]HelpAsked{},
		lines:       map[string]*line{},
		lineOf:      map[queue.CallID]string{},
		emergencies: map[queue.CallID]Emergency{},
		doing:       map[agent.ID]Doing{},
		tasks:       map[agent.ID]*taskCount{},
		desks:       map[agent.ID]map[*socket]struct{}{},
		watchers:    map[*socket]struct{}{},
		dirtyQueues: map[string]struct{}{},
		dirtyLines:  map[string]struct{}{},
		team:        map[agent.ID]struct{}{},
		timer:       timer,
	}
}

func (f *floor) handle(item any) {
	switch it := item.(type) {
	case queue.Update:
		f.update(it)
	case queue.Center:
		f.configure(it)
	case command:
		f.command(it)
	case recentFound:
		f.recentFound(it)
	case cardsChanged:
		f.cardsChanged(it)
	case tasksChanged:
		f.tasksChanged(it)
	case tasksFound:
		f.tasksFound(it)
	case joined:
		f.join(it.socket)
	case left:
		f.remove(it.socket)
	case sessionEnded:
		f.endSession(string(it))
	}
}

func (f *floor) update(u queue.Update) {
	for _, figures := range u.Queues {
		f.board(figures.Queue).Figures = figures
		f.dirtyQueues[figures.Queue] = struct{}{}
	}
	for _, call := range u.Calls {
		f.calls[call.ID] = call
	}
	for _, a := range u.Agents {
		f.agentChanged(a)
	}
	help, urgent := false, false
	for i := range u.Calls {
		call := &u.Calls[i]
		f.callChanged(*call)
		f.doingChanged(call)
		f.lineChanged(call)
		help = f.helpChanged(*call) || help
		urgent = f.emergencyChanged(call) || urgent
	}
	for _, id := range u.Gone {
		delete(f.calls, id)
		delete(f.help, id)
		f.lineGone(id)
	}
	incidents := f.incidentsChanged(u)
	if !f.filled {
		f.open()
		return
	}
	if help {
		f.toSupervisors(TypeHelp, f.helpAsked())
	}
	if urgent {
		f.toSupervisors(TypeEmergencies, f.shownEmergencies(time.Now()))
	}
	if incidents {
		f.toSupervisors(TypeIncidents, f.shownIncidents())
	}
}

// open lets in who waited for the first update, and tells the core which
// desktops of a former life have not come back.
func (f *floor) open() {
	f.filled = true
	f.hub.open.Store(true)
	for _, s := range f.waiting {
		f.join(s)
	}
	f.waiting = nil
	for id, a := range f.agents {
		if a.Presence.Desktop && len(f.desks[id]) == 0 {
			f.hub.opts.Send(queue.DesktopState{Agent: id})
		}
	}
}

func (f *floor) agentChanged(a agent.Agent) {
	old, known := f.agents[a.ID]
	if known {
		f.count(old, -1)
	}
	f.count(a, +1)
	f.agents[a.ID] = a
	f.team[a.ID] = struct{}{}
	f.noteDoing(a)
	if !f.filled {
		f.adopt(a)
		return
	}
	f.tellAgent(a)
	f.rebind(a)
}

func (f *floor) tellAgent(a agent.Agent) {
	body := encode(f.agentState(a))
	for s := range f.watchers {
		f.send(s, frame{kind: TypeAgent, data: body})
	}
	f.toDesks(a.ID, frame{kind: TypeAgent, data: body})
}

// count adds the agent to, or takes it from, its queues' figures.
func (f *floor) count(a agent.Agent, n int) {
	for _, q := range a.Queues {
		f.board(q).staff.add(a.State, n)
		f.dirtyQueues[q] = struct{}{}
	}
}

func (f *floor) board(id string) *board {
	b := f.queues[id]
	if b == nil {
		b = &board{Figures: queue.Figures{Queue: id}}
		f.queues[id] = b
	}
	return b
}

func (f *floor) configure(c queue.Center) {
	f.center = newCenter(c)
	for id, a := range f.agents {
		if _, ok := f.center.agents[id]; !ok && a.Contact.Call == "" {
			f.count(a, -1)
			delete(f.agents, id)
		}
	}
	if !f.filled {
		return
	}
	body := encode(f.center.shown)
	for s := range f.everybody() {
		f.send(s, frame{kind: TypeCenter, data: body})
	}
}

// everybody yields all sockets; f must not change meanwhile except by send.
func (f *floor) everybody() map[*socket]struct{} {
	all := maps.Clone(f.watchers)
	for _, desk := range f.desks {
		maps.Copy(all, desk)
	}
	return all
}

func (f *floor) toDesks(id agent.ID, fr frame) {
	for s := range f.desks[id] {
		f.send(s, fr)
	}
}

// send numbers and queues a delta; a socket whose queue is full is closed.
func (f *floor) send(s *socket, fr frame) bool {
	s.seq++
	fr.seq = s.seq
	fr.at = time.Now()
	if s.queue(fr) {
		return true
	}
	f.remove(s)
	return false
}

func (f *floor) join(s *socket) {
	if !f.filled {
		f.waiting = append(f.waiting, s)
		return
	}
	id := s.who.Agent
	if s.who.Supervises() {
		f.tellLines() // the snapshot is what the others have been told
	}
	if s.who.SeesAll() {
		f.watchers[s] = struct{}{}
	}
	if id != "" {
		if f.desks[id] == nil {
			f.desks[id] = map[*socket]struct{}{}
		}
		f.desks[id][s] = struct{}{}
	}
	if !f.send(s, frame{kind: TypeSnapshot, data: encode(f.snapshot(s.who))}) {
		return
	}
	if p := f.pops[id]; p != nil {
		s.call.Store(&p.call.ID)
	}
	if id != "" && len(f.desks[id]) == 1 {
		f.lookUpTasks(id)
		f.hub.opts.Send(queue.DesktopState{Agent: id, Connected: true})
	}
}

// remove forgets a socket, closed or about to be. It may come twice.
func (f *floor) remove(s *socket) {
	s.close(CloseSlow)
	f.waiting = slices.DeleteFunc(f.waiting, func(w *socket) bool { return w == s })
	delete(f.watchers, s)
	if s.offer != nil {
		s.offer.failed()
		s.offer = nil
	}
	desk := f.desks[s.who.Agent]
	if _, ok := desk[s]; !ok {
		return
	}
	delete(desk, s)
	if len(desk) == 0 {
		delete(f.desks, s.who.Agent)
		delete(f.tasks, s.who.Agent)
		f.hub.opts.Send(queue.DesktopState{Agent: s.who.Agent})
	}
}

func (f *floor) endSession(session string) {
	for s := range f.everybody() {
		if s.who.Session == session {
			s.close(CloseSessionEnded)
			f.remove(s)
		}
	}
}

func (f *floor) closeAll(code CloseCode) {
	for _, s := range f.waiting {
		s.close(code)
	}
	for s := range f.everybody() {
		s.close(code)
	}
}
