package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"thirdring/deploy"
)

// DemoCmd runs a whole centre on this machine: its own Asterisk, Redis and thirdring under one folder, a demo centre
// with agents and owners, and a file that tells scripts how to use it. Ctrl-C stops all of it.
type DemoCmd struct {
	Stop bool `help:"Stop a demo that runs, also one whose terminal is gone."`

	Var        string `help:"Folder for everything the demo owns." default:"var" type:"path" env:"THIRDRING_VAR" placeholder:"DIR"`
	Listen     string `help:"Address of the desktop and the API." default:"127.0.0.1:8080" env:"THIRDRING_LISTEN"`
	SIPAddr    string `name:"sip-addr" help:"Address that SIP phones use." default:"127.0.0.1:5060" env:"THIRDRING_SIP_ADDR"`
	ARIAddr    string `name:"ari-addr" help:"Address of Asterisk's ARI." default:"127.0.0.1:8088" env:"THIRDRING_ARI_ADDR"`
	RedisAddr  string `help:"Address of Redis." default:"127.0.0.1:6390" env:"THIRDRING_REDIS_ADDR"`
	RTPStart   int    `name:"rtp-start" help:"First UDP port for voice." default:"10000" env:"THIRDRING_RTP_START"`
	RTPEnd     int    `name:"rtp-end" help:"Last UDP port for voice." default:"19999" env:"THIRDRING_RTP_END"`
	CenterName string `help:"Name of the centre." default:"金桂园客户服务中心" env:"THIRDRING_CENTER_NAME" placeholder:"NAME"`
	Hotline    string `help:"Number of the hotline." default:"4008001234" env:"THIRDRING_HOTLINE"`
	Past       int    `help:"Further earlier calls of the first owner, to measure with." hidden:"" env:"THIRDRING_DEMO_PAST"`
	Site       string `help:"Name of the site in Redis." default:"site1" env:"THIRDRING_SITE"`
}

const demoMark = "demo" // on the command line of every demo process, next to the folder

func (c *DemoCmd) runDir() string { return filepath.Join(c.Var, "run") }

// Run starts the demo and returns when it was told to stop or a part failed.
func (c *DemoCmd) Run(ctx context.Context) (err error) {
	if err := c.alone(); err != nil {
		return err
	}
	if err := c.endStale(ctx); err != nil {
		return err
	}
	if c.Stop {
		return nil
	}
	began := time.Now()
	if err := c.prepare(); err != nil {
		return err
	}
	pidFile := filepath.Join(c.runDir(), "demo.pid")
	if err := os.WriteFile(pidFile, fmt.Appendln(nil, os.Getpid()), 0o644); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(pidFile)) }()

	file, err := c.loadFile()
	if err != nil {
		return err
	}
	rig := &demoRig{options: c, file: file}
	defer func() { err = errors.Join(err, rig.stop()) }()
	if err := rig.start(ctx); err != nil {
		return stopped(ctx, err)
	}
	c.print(os.Stdout, file, time.Since(began))
	return stopped(ctx, rig.wait(ctx))
}

// stopped turns what a Ctrl-C interrupted into success.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// alone refuses to start beside a demo of the same folder that is well.
func (c *DemoCmd) alone() error {
	pid, err := deploy.Running(filepath.Join(c.runDir(), "demo.pid"), demoMark)
	if err != nil || pid == 0 || c.Stop {
		return err
	}
	return fmt.Errorf("demo: a centre runs in %s already (process %d): use it, or end it with `make stop` first", c.Var, pid)
}

// endStale ends an earlier demo of the same folder: first its orderly self, then what a killed one left behind.
func (c *DemoCmd) endStale(ctx context.Context) error {
	for _, process := range []struct{ name, pidFile, mark string }{
		{"the centre", filepath.Join(c.runDir(), "demo.pid"), demoMark},
		{"thirdring, which a killed run left behind,", filepath.Join(c.runDir(), "thirdring.pid"), c.runDir()},
		{"Asterisk, which a killed run left behind,", filepath.Join(c.Var, "asterisk", "run", "asterisk.pid"), c.Var},
		{"Redis, which a killed run left behind,", filepath.Join(c.Var, "redis", "redis.pid"), "redis-server"},
	} {
		ended, err := deploy.EndStale(ctx, process.pidFile, process.mark)
		if err != nil {
			return err
		}
		if ended {
			fmt.Printf("%s has been stopped\n", process.name)
		}
	}
	return nil
}

// prepare makes the folders and looks whether the addresses are free, because a person can do something about it.
func (c *DemoCmd) prepare() error {
	for _, name := range []string{"run", "log", "spool"} {
		if err := os.MkdirAll(filepath.Join(c.Var, name), 0o755); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	var errs []error
	for _, address := range []struct{ network, addr, variable string }{
		{"tcp", c.Listen, "THIRDRING_LISTEN"},
		{"udp", c.SIPAddr, "THIRDRING_SIP_ADDR"},
		{"tcp", c.SIPAddr, "THIRDRING_SIP_ADDR"},
		{"tcp", c.ARIAddr, "THIRDRING_ARI_ADDR"},
		{"tcp", c.RedisAddr, "THIRDRING_REDIS_ADDR"},
	} {
		if err := free(address.network, address.addr); err != nil {
			errs = append(errs, fmt.Errorf("demo: %s is in use by another program; end that, or choose another address, as %s=127.0.0.1:PORT: %w",
				address.addr, address.variable, err))
		}
	}
	return errors.Join(errs...)
}

func free(network, addr string) error {
	if network == "udp" {
		conn, err := net.ListenPacket(network, addr)
		if err != nil {
			return err
		}
		return conn.Close()
	}
	listener, err := net.Listen(network, addr)
	if err != nil {
		return err
	}
	return listener.Close()
}
