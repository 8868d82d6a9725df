package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/queue"
	"thirdring/switchboard"
	"thirdring/web"
)

// nobody is every part of a switchboard that only stops.
type nobody struct{}

func (nobody) SaveAll(context.Context, queue.Update, []queue.Entry) error { return nil }
func (nobody) Identify(queue.Identify)                                    {}
func (nobody) Publish(queue.Update)                                       {}

// saver and its like give the methods that share a name their own shapes.
type (
	saver  struct{ nobody }
	filer  struct{ nobody }
	phones struct{ nobody }
	screen struct{ nobody }
)

func (saver) Save(context.Context, queue.Update, []queue.Entry) error { return nil }
func (filer) Save(queue.Record, bool)                                 {}
func (phones) Do(queue.PhoneCommand)                                  {}
func (screen) Do(queue.DeskCommand)                                   {}

// TestBoardIsUnavailable makes the web answer 503 before the loop is there
// and after it has ended.
func TestBoardIsUnavailable(t *testing.T) {
	app := &App{}
	wish := func(req queue.RequestID) queue.Event {
		return queue.SetState{Req: req, Agent: "1001", State: "ready", By: "1001"}
	}
	if err := (board{app}).Ask(t.Context(), wish); !errors.Is(err, web.ErrUnavailable) {
		t.Errorf("before the start Ask gives %v, want web.ErrUnavailable", err)
	}
	if got := (board{app}).Snapshot(); len(got.Agents) != 0 {
		t.Errorf("before the start the board shows %+v", got)
	}

	loop, err := switchboard.New(switchboard.Options{
		Core: queue.New(), Store: saver{}, Phones: phones{}, Desks: screen{}, Register: filer{}, Directory: nobody{},
		Logger: slog.New(slog.DiscardHandler), Registerer: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	app.loop.Store(loop)
	ended, end := context.WithCancel(t.Context())
	end()
	if err := loop.Run(ended); err != nil {
		t.Fatal(err)
	}
	err = board{app}.Ask(t.Context(), wish)
	if !errors.Is(err, web.ErrUnavailable) || !errors.Is(err, switchboard.ErrStopped) {
		t.Errorf("after the end Ask gives %v, want web.ErrUnavailable and switchboard.ErrStopped", err)
	}
}
