package record

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"thirdring/agent"
	"thirdring/queue"
	"thirdring/store/redistest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var shanghai = time.FixedZone("CST", 8*3600)

// at is a moment of the day that most tests play on.
func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05.999", "2026-11-22 "+clock, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func dial(t testing.TB, addr string) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: addr, ContextTimeoutEnabled: true, MaxRetries: -1, DialerRetries: 1})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// testClock goes on by a second with every look at it.
func testClock() func() time.Time {
	now := at("12:00:00")
	return func() time.Time { now = now.Add(time.Second); return now }
}

func newRegister(t testing.TB, client *redis.Client) *Register {
	t.Helper()
	r, err := NewRegister(RegisterOptions{Redis: client, Site: "s1", Zone: shanghai, Now: testClock()})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func startRegister(t testing.TB) *Register {
	t.Helper()
	return newRegister(t, dial(t, redistest.Start(t)))
}

func mustSave(t testing.TB, r *Register, rec queue.Record, final bool) {
	t.Helper()
	if err := r.Save(context.Background(), rec, final); err != nil {
		t.Fatal(err)
	}
}

func mustGet(t testing.TB, r *Register, id queue.CallID) Row {
	t.Helper()
	row, err := r.Get(context.Background(), id, Clear)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// answered is a usual call: answered by the system on the third ring and by
// agent 1001 on the second offer, held once, registered.
func answered() queue.Record {
	return queue.Record{
		Call: "20261122-093000.000-1", Direction: queue.Inbound, Hotline: "4008001234", Project: "翠湖", Queue: "main",
		Cadence: queue.Cadence{On: time.Second, Off: 4 * time.Second},
		Caller: queue.Party{
			Raw: "13800001234", Number: "+8613800001234", Match: queue.Known,
			Owner: queue.OwnerRef{ID: "o17", Name: "王建国", Relation: "owner", Unit: "翠湖/3栋/1502"},
		},
		Times: queue.Times{
			Ring: at("09:30:00"), Answer: at("09:30:10.5"), QueueIn: at("09:30:18"), Person: at("09:30:40"),
			Connect: at("09:30:40.1"), Hangup: at("09:33:40.1"), Wrapped: at("09:34:00.1"),
		},
		Position: 2,
		Offers: []queue.OfferTry{
			{Agent: "1002", At: at("09:30:19"), Dialled: at("09:30:19.2"), Ended: at("09:30:34.2"), Shown: true, Result: queue.OfferNoAnswer},
			{Agent: "1001", At: at("09:30:34.3"), Dialled: at("09:30:34.4"), Ended: at("09:30:40"), Shown: true, Result: queue.OfferAnswered},
		},
		Holds:   []queue.Span{{From: at("09:31:00"), To: at("09:31:30")}},
		Agent:   queue.AgentRef{ID: "1001", WorkNo: "8001", Name: "李婷"},
		End:     queue.End{Class: queue.ByCaller, Reason: queue.EndHangup, Cause: 16},
		Outcome: queue.OutcomeAnswered,
		Wrap: queue.Disposition{
			Category: "REP-U", SubCategory: "水", Summary: "厨房水管爆裂,已派工程部上门处理。",
			UnresolvedReason: "等待维修", PromisedReplyAt: at("11:30:00"), MustKeep: true, SavedAt: at("09:33:55"),
		},
		Recording: queue.Recording{
			ID: "20261122-093000.000-1-r1", File: "2026/11/22/20261122-093000.000-1-r1.wav", From: at("09:30:40.2"),
			Duration: 179_900 * time.Millisecond, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		},
		Prompts: []queue.Played{{Prompt: "greet.main", At: at("09:30:10.6")}, {Prompt: NoticePrompt, At: at("09:30:14")}},
	}
}

// abandoned is a call whose caller went while waiting.
func abandoned(n int, ring time.Time) queue.Record {
	return queue.Record{
		Call: queue.CallID(fmt.Sprintf("a-%d", n)), Direction: queue.Inbound, Hotline: "4008001234", Queue: "main",
		Caller:  queue.Party{Raw: fmt.Sprintf("1390000%04d", n), Number: fmt.Sprintf("+861390000%04d", n), Match: queue.Unknown},
		Times:   queue.Times{Ring: ring, Answer: ring.Add(time.Second), QueueIn: ring.Add(9 * time.Second), Hangup: ring.Add(30 * time.Second)},
		End:     queue.End{Class: queue.ByCaller, Reason: queue.EndHangup},
		Outcome: queue.AbandonedQueue,
		Agent:   queue.AgentRef{ID: agent.ID("")},
	}
}
