package ws

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"thirdring/agent"
	"thirdring/queue"
)

const (
	benchSockets = 2000
	benchChanges = 20 // agents whose state changes with each update
)

// BenchmarkSockets publishes updates to 2,000 desktops of one queue: new
// figures for all, and a new state for some. It reports the time from Publish
// until a client has read the frame, clients included in the two cores' work.
func BenchmarkSockets(b *testing.B) {
	o := newOffice(b, nil)
	agents := make([]agent.Agent, benchSockets)
	for i := range agents {
		agents[i] = testAgent(agent.ID(fmt.Sprint(10000 + i)))
	}
	o.open(agents...)
	var read readers
	for i := range agents {
		read.start(b, o, string(agents[i].ID))
	}
	waitFor(b, func() bool { return o.sockets() == benchSockets })
	var own, figures []time.Duration
	n, cpu := 0, cpuTime(b)
	for b.Loop() {
		n++
		u := queue.Update{Queues: []queue.Figures{{Queue: "service", Oldest: time.Now()}}}
		for i := range benchChanges {
			a := agents[(n*benchChanges+i)%benchSockets]
			a.Since = time.Now()
			u.Agents = append(u.Agents, a)
		}
		read.expect(benchSockets + benchChanges)
		o.Publish(u)
		gotOwn, gotFigures := read.wait()
		own, figures = append(own, gotOwn...), append(figures, gotFigures...)
	}
	b.ReportMetric((cpuTime(b)-cpu).Seconds()*1000/float64(n), "cpu-ms/update")
	report(b, "own", own)
	report(b, "figures", figures)
}

// cpuTime is what the process has used, which other processes do not change.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func report(b *testing.B, name string, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, name+"-p50-ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, name+"-p99-ms")
}

// readers read all sockets and note how late each frame of interest is.
type readers struct {
	mu           sync.Mutex // guards all below
	left         int
	done         chan struct{}
	own, figures []time.Duration
}

func (r *readers) start(b *testing.B, o *office, id string) {
	conn, _, err := websocket.DefaultDialer.Dial(o.url+"/?role=agent&agent="+id, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	go func() {
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				return
			}
			switch {
			case bytes.HasPrefix(text, []byte(`{"type":"agent"`)):
				r.note(&r.own, text, `"since":"`)
			case bytes.HasPrefix(text, []byte(`{"type":"queue"`)):
				r.note(&r.figures, text, `"oldest":"`)
			}
		}
	}()
}

// note takes the time that the frame was published from its own field.
func (r *readers) note(list *[]time.Duration, text []byte, field string) {
	now := time.Now()
	_, rest, ok := bytes.Cut(text, []byte(field))
	if !ok {
		return
	}
	stamp, _, _ := bytes.Cut(rest, []byte(`"`))
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	if err != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	*list = append(*list, now.Sub(at))
	if r.left--; r.left == 0 {
		close(r.done)
	}
}

func (r *readers) expect(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left, r.done, r.own, r.figures = n, make(chan struct{}), nil, nil
}

func (r *readers) wait() (own, figures []time.Duration) {
	<-r.done
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.own, r.figures
}
