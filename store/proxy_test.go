package store

import (
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"thirdring/queue"
	"thirdring/store/redistest"
)

// proxy stands between a store and its Redis and may swallow answers: the
// request is carried out, but the connection breaks before the reply comes.
type proxy struct {
	addr    string
	swallow atomic.Bool // the next answer, once
	wg      sync.WaitGroup
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	p := &proxy{addr: filepath.Join(filepath.Dir(to), "proxy.sock")}
	l, err := net.Listen("unix", p.addr)
	must(t, err)
	var mu sync.Mutex // guards open
	var open []net.Conn
	p.wg.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", to)
			if err != nil {
				_ = client.Close()
				continue
			}
			mu.Lock()
			open = append(open, client, server)
			mu.Unlock()
			p.wg.Go(func() { _, _ = io.Copy(server, client); _ = server.Close() })
			p.wg.Go(func() { p.answer(client, server); _ = client.Close() })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		for _, c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		p.wg.Wait()
	})
	return p
}

func (p *proxy) answer(client, server net.Conn) {
	buf := make([]byte, 64<<10)
	for {
		n, err := server.Read(buf)
		if err != nil || p.swallow.CompareAndSwap(true, false) {
			return
		}
		if _, err := client.Write(buf[:n]); err != nil {
			return
		}
	}
}

func TestLostReplyOfASave(t *testing.T) {
	addr := redistest.Start(t)
	p := startProxy(t, addr)
	s := open(t, p.addr)
	must(t, s.Save(t.Context(), sampleUpdate(), sampleEntries()))

	p.swallow.Store(true)
	err := s.Save(t.Context(), queue.Update{Seq: 8, At: noon, Gone: []queue.CallID{sampleCall(1).ID}}, sampleEntries())
	if err == nil {
		t.Fatal("a save without a reply: got no error")
	}
	want := queue.Update{Seq: 9, At: noon, Calls: []queue.Call{sampleCall(2)}}
	must(t, s.SaveAll(t.Context(), want, sampleEntries()[:1]))
	same(t, loaded(t, s), want)
	entries, err := s.Tail(t.Context(), 100)
	must(t, err)
	if len(entries) != 5 {
		t.Errorf("journal: got %d entries, want 5: none lost, none twice", len(entries))
	}
}

func TestLostReplyOfAPut(t *testing.T) {
	p := startProxy(t, redistest.Start(t))
	s := open(t, p.addr)
	// The script has to be known, or the lost answer would be "NOSCRIPT".
	d, err := s.Put(t.Context(), Default(), "me", "first")
	must(t, err)
	d.Name = "改名"
	p.swallow.Store(true)
	d, err = s.Put(t.Context(), d, "me", "second")
	if err != nil || d.Version != 2 {
		t.Fatalf("got version %d, %v, want 2", d.Version, err)
	}
	history, err := s.History(t.Context(), 10)
	if err != nil || len(history) != 2 {
		t.Errorf("history: got %d revisions (%v), want 2", len(history), err)
	}
}

func TestLostReplyOfAUser(t *testing.T) {
	p := startProxy(t, redistest.Start(t))
	s := open(t, p.addr)
	must(t, s.AddUser(t.Context(), User{ID: "a", Name: "A", Role: RoleAdmin}, "password", ""))
	p.swallow.Store(true)
	if err := s.AddUser(t.Context(), User{ID: "b", Name: "B", Role: RoleAdmin}, "password", ""); err == nil {
		t.Error("a lost reply: got no error")
	}
	if err := s.AddUser(t.Context(), User{ID: "b", Name: "B", Role: RoleAdmin}, "password", ""); !errors.Is(err, ErrUserExists) {
		t.Errorf("adding again: got %v, want ErrUserExists", err)
	}
}
