package deploy

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// RedisOptions describe one instance of Redis. Only Dir is required.
type RedisOptions struct {
	Dir  string   // data, log and pid file
	Addr string   // host:port; default 127.0.0.1:0, a free port
	Args []string // added to the command line, as "--maxmemory", "64mb"
}

// Redis is a running instance.
type Redis struct {
	*Process
	Addr string
}

// redisStartLimit leaves time to load a large append-only file.
const redisStartLimit = 60 * time.Second

// StartRedis starts a Redis that keeps its data in Dir (append-only file, synced every second) and returns when it
// answers. What an earlier run of the same Dir left running is ended first.
func StartRedis(ctx context.Context, o RedisOptions) (*Redis, error) {
	if o.Dir == "" {
		return nil, errors.New("deploy: RedisOptions.Dir is empty")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("deploy: %w", err)
	}
	path, err := exec.LookPath("redis-server")
	if err != nil {
		return nil, fmt.Errorf("deploy: no redis-server found: run deploy/install.sh redis: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("deploy: %w", err)
	}
	if _, err := EndStale(ctx, filepath.Join(dir, "redis.pid"), "redis-server"); err != nil {
		return nil, err
	}
	addr, err := settle(cmp.Or(o.Addr, "127.0.0.1:0"))
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("deploy: Addr: %w", err)
	}
	process, err := Start(Command{
		Name: "redis", RunDir: dir, LogDir: dir, Path: path, WorkDir: dir,
		Args: append([]string{
			"--bind", host, "--port", port, "--dir", dir,
			"--appendonly", "yes", "--appendfsync", "everysec",
			"--save", "", "--daemonize", "no", "--logfile", "",
		}, o.Args...),
	})
	if err != nil {
		return nil, err
	}
	r := &Redis{Process: process, Addr: addr}
	if err := r.ready(ctx); err != nil {
		r.Kill()
		return nil, r.Failure(err)
	}
	return r, nil
}

// ready asks until Redis answers PONG: it refuses connections at first and says LOADING while it reads its file.
func (r *Redis) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, redisStartLimit)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := ping(ctx, r.Addr)
		if err == nil {
			return nil
		}
		select {
		case <-r.Done():
			return fmt.Errorf("ended while starting: %w", cmpErr(r.Err()))
		case <-ctx.Done():
			return fmt.Errorf("not ready in time: %w", err)
		case <-ticker.C:
		}
	}
}

func ping(ctx context.Context, addr string) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	if answer = strings.TrimSpace(answer); answer != "+PONG" {
		return fmt.Errorf("redis answers %q", answer)
	}
	return nil
}
