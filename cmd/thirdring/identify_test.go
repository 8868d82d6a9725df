package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"thirdring/owner"
	"thirdring/queue"
	"thirdring/store/redistest"
)

// TestLookUpIsTriedAgain looks a caller up while Redis is away: the call is
// not delayed, and the owner is found when Redis is back.
func TestLookUpIsTriedAgain(t *testing.T) {
	server := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	client := redis.NewClient(&redis.Options{Addr: server.Addr, ContextTimeoutEnabled: true, MaxRetries: -1})
	defer client.Close()
	directory, err := owner.New(owner.Options{Redis: client, Site: "test", AreaCode: "021"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := directory.QuickCreate(t.Context(), owner.Quick{Number: "13800001234", Name: "王建国"}, "test"); err != nil {
		t.Fatal(err)
	}
	found := make(chan queue.Event, 1)
	c := newCallers(directory, func(ev queue.Event) { found <- ev }, slog.New(slog.DiscardHandler))
	c.start()
	t.Cleanup(func() {
		if err := c.stop(context.Background()); err != nil {
			t.Error(err)
		}
	})

	server.Stop()
	c.Identify(queue.Identify{Call: "c1", From: "13800001234"})
	eventually(t, "the look-up fails", func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.live["c1"].missed == nil {
			return errors.New("not yet")
		}
		return nil
	})
	server.Start()
	select {
	case ev := <-found:
		if id, ok := ev.(queue.Identified); !ok || id.Match != queue.Known || id.Owner.Name != "王建国" {
			t.Errorf("got %+v", ev)
		}
	case <-time.After(patience):
		t.Fatal("the caller was never looked up again")
	}
	if len(c.Cards("c1")) != 1 {
		t.Error("no card for the desktop")
	}
	c.forget([]queue.CallID{"c1"})
	if len(c.Cards("c1")) != 0 {
		t.Error("the card outlives the call")
	}
}

// TestWhoOptedOutOfSurveysIsKnown: of several owners of a number one is enough.
func TestWhoOptedOutOfSurveysIsKnown(t *testing.T) {
	client := redis.NewClient(&redis.Options{Addr: redistest.Start(t), ContextTimeoutEnabled: true, MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() })
	directory, err := owner.New(owner.Options{Redis: client, Site: "test", AreaCode: "021"})
	if err != nil {
		t.Fatal(err)
	}
	phones := []owner.Phone{{Number: "13800001234"}}
	for _, o := range []owner.Owner{{Name: "王建国", Phones: phones}, {Name: "王芳", Phones: phones, OptOut: owner.OptOut{Survey: true}}} {
		if _, err := directory.Put(t.Context(), o, "test"); err != nil {
			t.Fatal(err)
		}
	}
	var told queue.Event
	c := newCallers(directory, func(ev queue.Event) { told = ev }, slog.New(slog.DiscardHandler))
	c.lookup(queue.Identify{Call: "c1", From: "13800001234"})
	if id, ok := told.(queue.Identified); !ok || id.Match != queue.Choice || !id.NoSurvey {
		t.Errorf("got %+v", told)
	}
	c.lookup(queue.Identify{Call: "c2", From: "13900000000"})
	if id, ok := told.(queue.Identified); !ok || id.NoSurvey {
		t.Errorf("a stranger: got %+v", told)
	}
}
