package redistest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"thirdring/store/redistest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func client(t *testing.T, addr string) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{Addr: addr, ContextTimeoutEnabled: true, MaxRetries: -1, DialerRetries: 1})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestStartIsPrivateAndEmpty(t *testing.T) {
	ctx := context.Background()
	one, two := client(t, redistest.Start(t)), client(t, redistest.Start(t))
	if err := one.Set(ctx, "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	if got, err := two.DBSize(ctx).Result(); err != nil || got != 0 {
		t.Errorf("the second server holds %d keys (%v), want none", got, err)
	}
}

func TestServerLeavesNothing(t *testing.T) {
	var dir string
	t.Run("inner", func(t *testing.T) {
		dir = filepath.Dir(redistest.Start(t))
		if _, err := os.Stat(dir); err != nil {
			t.Fatal(err)
		}
	})
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("stat of the directory after the test: got %v, want not exist", err)
	}
}

func TestStopStartKeepsDataWithAppendOnly(t *testing.T) {
	ctx := context.Background()
	s := redistest.Run(t, "--appendonly", "yes", "--appendfsync", "always")
	c := client(t, s.Addr)
	if err := c.Set(ctx, "k", "v", 0).Err(); err != nil {
		t.Fatal(err)
	}
	s.Stop()
	if err := c.Ping(ctx).Err(); err == nil {
		t.Error("ping of a stopped server: got no error")
	}
	s.Start()
	if got, err := c.Get(ctx, "k").Result(); err != nil || got != "v" {
		t.Errorf("after the restart: got %q, %v, want v", got, err)
	}
}

func TestFreeze(t *testing.T) {
	s := redistest.Run(t)
	c := client(t, s.Addr)
	s.Freeze()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := c.Ping(ctx).Err(); err == nil {
		t.Error("ping of a frozen server: got no error")
	}
	s.Thaw()
	if err := c.Ping(context.Background()).Err(); err != nil {
		t.Errorf("ping after Thaw: %v", err)
	}
}
