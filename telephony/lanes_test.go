package telephony

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"thirdring/queue"
)

func TestLanesKeepTheOrderOfEachCall(t *testing.T) {
	l := newLanes()
	l.start()
	const calls, jobs = 100, 50
	done := make([][]int, calls) // each only touched by its lane
	for j := range jobs {
		for c := range calls {
			l.add(queue.CallID(fmt.Sprint(c)), func() { done[c] = append(done[c], j) })
		}
	}
	if err := l.close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for c, got := range done {
		if len(got) != jobs || !slices.IsSorted(got) {
			t.Errorf("call %d: got %v", c, got)
		}
	}
}

func TestAStuckCallHoldsUpNobodyElse(t *testing.T) {
	l := newLanes()
	l.start()
	release := make(chan struct{})
	var stuck, behind, others sync.WaitGroup
	stuck.Add(1)
	l.add("stuck", func() { defer stuck.Done(); <-release })
	behind.Add(1)
	l.add("stuck", behind.Done)
	others.Add(500)
	for i := range 500 {
		l.add(queue.CallID(fmt.Sprint(i)), others.Done)
	}
	others.Wait()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := l.close(ctx); err == nil {
		t.Error("closing did not say that a command is undone")
	}
	close(release)
	stuck.Wait()
	behind.Wait()
	if err := l.close(t.Context()); err != nil {
		t.Error(err)
	}
	l.add("late", func() { t.Error("a job was taken after the end") })
}

func TestFramesAreTakenInOrderAndThenTheReason(t *testing.T) {
	f := newFrames()
	const count = 10_000
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := range count {
			if err := f.push(fmt.Append(nil, i)); err != nil {
				t.Error(err)
			}
		}
		f.close(errStopped)
		f.close(errBehind) // the first reason counts
	})
	next := 0
	for {
		batch, err := f.take()
		if err != nil {
			if !errors.Is(err, errStopped) {
				t.Errorf("got %v, want %v", err, errStopped)
			}
			break
		}
		for _, frame := range batch {
			if got, want := string(frame), fmt.Sprint(next); got != want {
				t.Fatalf("got frame %s, want %s", got, want)
			}
			next++
		}
	}
	writer.Wait()
	if next != count {
		t.Errorf("got %d frames, want %d", next, count)
	}
	if _, err := f.take(); !errors.Is(err, errStopped) {
		t.Errorf("got %v, want %v again", err, errStopped)
	}
}

func TestFramesHaveALimit(t *testing.T) {
	f := newFrames()
	for range framesLimit {
		if err := f.push(nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.push(nil); !errors.Is(err, errBehind) {
		t.Errorf("got %v, want %v", err, errBehind)
	}
}
