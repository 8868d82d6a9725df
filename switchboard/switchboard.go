package switchboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
)

// Store keeps the live state and the journal. A Save that fails leaves the
// state old until SaveAll succeeds; entries are taken over either way.
type Store interface {
	Save(ctx context.Context, changed queue.Update, entries []queue.Entry) error
	SaveAll(ctx context.Context, all queue.Update, entries []queue.Entry) error
}

// Phones carries out commands to Asterisk. Do must not block.
type Phones interface{ Do(queue.PhoneCommand) }

// Desks are the agents' desktops. Neither method may block.
type Desks interface {
	Do(queue.DeskCommand)
	Publish(queue.Update)
}

// Register writes the rows of the call register. Save must not block.
type Register interface {
	Save(record queue.Record, final bool)
}

// Directory looks callers up and answers with an Identified event. Identify
// must not block.
type Directory interface{ Identify(queue.Identify) }

// Options are what a Switchboard needs. All but Fenced and Now are required.
type Options struct {
	Core       *queue.Core
	Store      Store
	Phones     Phones
	Desks      Desks
	Register   Register
	Directory  Directory
	Logger     *slog.Logger
	Registerer prometheus.Registerer
	Fenced     error            // the Store's error that says another instance took over; the loop ends
	Now        func() time.Time // the centre's clock, time.Now by default
}

func (o *Options) validate() error {
	for name, missing := range map[string]bool{
		"Core": o.Core == nil, "Store": o.Store == nil, "Phones": o.Phones == nil, "Desks": o.Desks == nil,
		"Register": o.Register == nil, "Directory": o.Directory == nil, "Logger": o.Logger == nil, "Registerer": o.Registerer == nil,
	} {
		if missing {
			return fmt.Errorf("switchboard: Options.%s is missing", name)
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return nil
}

// ErrStopped answers requests that come when the loop has ended.
var ErrStopped = errors.New("the switchboard has stopped")

// Switchboard is the loop around the core.
type Switchboard struct {
	opts  Options
	log   *slog.Logger
	inbox *inbox
	saver *saver
	board *board
	meter *meter
	done  chan struct{} // closed when Run has returned

	// Only touched by Run.
	asked    uint64
	waiting  map[queue.RequestID]chan<- error
	commands []queue.Command
	entries  []queue.Entry
}

// New makes a switchboard around a core that may hold restored state.
func New(opts Options) (*Switchboard, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	s := &Switchboard{
		opts:    opts,
		log:     opts.Logger.With("component", "switchboard"),
		inbox:   newInbox(),
		board:   newBoard(),
		done:    make(chan struct{}),
		waiting: map[queue.RequestID]chan<- error{},
	}
	s.meter = newMeter(opts.Registerer, s)
	s.saver = newSaver(opts.Store, opts.Fenced, s.log)
	s.board.apply(opts.Core.Snapshot(), s.log)
	return s, nil
}

// Send hands an event to the loop. It never blocks.
func (s *Switchboard) Send(ev queue.Event) { s.put(letter{event: ev}) }

// put keeps nothing for a loop that has ended.
func (s *Switchboard) put(l letter) {
	select {
	case <-s.done:
	default:
		s.inbox.put(l)
	}
}

// Ask hands a request to the loop and waits for its answer. The request is
// carried out even if ctx ends first. ErrStopped means that it is not.
func (s *Switchboard) Ask(ctx context.Context, request func(queue.RequestID) queue.Event) error {
	reply := make(chan error, 1)
	s.put(letter{ask: request, reply: reply})
	select {
	case err := <-reply:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
	}
	select {
	case err := <-reply: // it came in the last turn
		return err
	default:
		return ErrStopped
	}
}

// Snapshot is everything that lives now, as copies.
func (s *Switchboard) Snapshot() queue.Update { return s.board.snapshot() }

// Degraded reports whether the state cannot be saved at the moment.
func (s *Switchboard) Degraded() bool { return s.saver.degraded.Load() }

// Run drives the core until ctx ends. It saves the last state before it
// returns; calls live on in Asterisk.
func (s *Switchboard) Run(ctx context.Context) error {
	defer close(s.done)
	s.opts.Desks.Publish(s.board.snapshot())
	timer := time.NewTimer(0)
	defer timer.Stop()
	var letters []letter
	for {
		var woke bool
		select {
		case <-ctx.Done():
			return s.saver.last(s.opts.Core)
		case <-s.inbox.ready:
		case <-timer.C:
			woke = true
		case <-s.saver.probe:
			if err := s.saver.recover(ctx, s.opts.Core); err != nil {
				return err
			}
			continue
		}
		letters = s.inbox.take(letters)
		if woke {
			letters = append(letters, letter{event: queue.Woke{}})
		}
		if err := s.turn(ctx, letters); err != nil {
			return err
		}
		s.arm(timer)
	}
}

// arm sets the timer to the core's next deadline.
func (s *Switchboard) arm(timer *time.Timer) {
	at, ok := s.opts.Core.Deadline()
	if !ok {
		timer.Stop()
		return
	}
	timer.Reset(max(0, at.Sub(s.opts.Now())))
}

// turn steps the core through the letters, saves once, and hands out.
func (s *Switchboard) turn(ctx context.Context, letters []letter) error {
	s.commands, s.entries = s.commands[:0], s.entries[:0]
	for _, l := range letters {
		s.step(l)
	}
	changed := s.opts.Core.Changes()
	if err := s.saver.save(ctx, changed, s.entries); err != nil {
		return err
	}
	s.board.apply(changed, s.log)
	s.opts.Desks.Publish(changed)
	for _, cmd := range s.commands {
		s.do(cmd)
	}
	return nil
}

func (s *Switchboard) step(l letter) {
	ev := l.event
	if l.ask != nil {
		s.asked++
		req := queue.RequestID(strconv.FormatUint(s.asked, 10))
		s.waiting[req] = l.reply
		ev = l.ask(req)
	}
	began := time.Now()
	now := s.opts.Now()
	commands := s.opts.Core.Step(now, ev)
	s.meter.step.Observe(time.Since(began).Seconds())
	kept := append([]queue.Command(nil), commands...)
	s.commands = append(s.commands, kept...)
	if noteworthy(ev, kept) {
		s.entries = append(s.entries, queue.Entry{At: now, Call: s.opts.Core.About(), Event: ev, Commands: kept})
	}
}

// noteworthy reports whether an event belongs in the journal. A draft of the
// wrap-up does not: it comes every few words, decides nothing and is in the call.
func noteworthy(ev queue.Event, commands []queue.Command) bool {
	switch ev := ev.(type) {
	case queue.Woke:
		return len(commands) > 0
	case queue.SaveWrapUp:
		return ev.Done || len(commands) > 1
	default:
		return true
	}
}

// do hands a command to whoever carries it out.
func (s *Switchboard) do(cmd queue.Command) {
	switch cmd := cmd.(type) {
	case queue.PhoneCommand:
		s.opts.Phones.Do(cmd)
	case queue.DeskCommand:
		s.opts.Desks.Do(cmd)
	case queue.SaveRecord:
		s.opts.Register.Save(cmd.Record, cmd.Final)
	case queue.Identify:
		s.opts.Directory.Identify(cmd)
	case queue.Reply:
		if reply, ok := s.waiting[cmd.Req]; ok {
			delete(s.waiting, cmd.Req)
			reply <- cmd.Err
		}
	case queue.Explain: // in the journal already
	default:
		s.log.Error("command for nobody", "command", fmt.Sprintf("%T", cmd))
	}
}
