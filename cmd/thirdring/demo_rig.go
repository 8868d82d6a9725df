package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/goccy/go-yaml"

	"thirdring/deploy"
)

// demoRig is the demo's processes, in the order of their start.
type demoRig struct {
	options  *DemoCmd
	file     *demoFile
	asterisk *deploy.Asterisk
	redis    *deploy.Redis
	server   *deploy.Process
	outside  *demoOutside
}

// How long the parts of a stop may take: calls get a moment to end.
const (
	demoDrain     = 2 * time.Second
	demoStopLimit = 10 * time.Second
	demoReady     = 30 * time.Second
)

func (c *DemoCmd) soundsDir() string { return filepath.Join(c.Var, "sounds") }

// start brings everything up and writes demo.json.
func (r *demoRig) start(ctx context.Context) error {
	if err := r.makePrompts(ctx); err != nil {
		return err
	}
	if err := r.startRedis(ctx); err != nil {
		return err
	}
	if err := r.startOutside(ctx); err != nil {
		return err
	}
	if err := r.startAsterisk(ctx); err != nil {
		return err
	}
	if err := loadDemoCenter(ctx, r.options, r.redis.Addr, r.file); err != nil {
		return err
	}
	if err := r.startServer(ctx); err != nil {
		return err
	}
	return r.savePIDs()
}

func (r *demoRig) savePIDs() error {
	r.file.PIDs["asterisk"] = r.asterisk.Pid()
	r.file.PIDs["redis"] = r.redis.Pid()
	r.file.PIDs["thirdring"] = r.server.Pid()
	return r.file.save()
}

func (r *demoRig) makePrompts(ctx context.Context) error {
	bar := newProgressBar(os.Stderr, "prompts")
	defer bar.end()
	_, err := deploy.MakePrompts(ctx, deploy.PromptOptions{
		CenterName: r.options.CenterName, Dir: r.options.soundsDir(), Progress: bar.show,
	})
	return err
}

func (r *demoRig) startRedis(ctx context.Context) (err error) {
	c := r.options
	r.redis, err = deploy.StartRedis(ctx, deploy.RedisOptions{Dir: filepath.Join(c.Var, "redis"), Addr: c.RedisAddr})
	return err
}

func (r *demoRig) startAsterisk(ctx context.Context) (err error) {
	c := r.options
	r.asterisk, err = deploy.StartAsterisk(ctx, deploy.AsteriskOptions{
		Dir:        filepath.Join(c.Var, "asterisk"),
		VarDir:     c.Var,
		SIPAddr:    c.SIPAddr,
		HTTPAddr:   c.ARIAddr,
		RTPStart:   c.RTPStart,
		RTPEnd:     c.RTPEnd,
		SoundsDir:  c.soundsDir(),
		PromptsDir: r.file.Dirs["prompts"],

		LineContact: r.outside.addr(),
	})
	return err
}

func (r *demoRig) startOutside(ctx context.Context) (err error) {
	r.outside, err = startDemoOutside(ctx, r.file.Dirs["log"])
	return err
}

// startServer writes thirdring's configuration, starts it, and waits until it takes calls.
func (r *demoRig) startServer(ctx context.Context) error {
	if err := r.writeConfig(); err != nil {
		return err
	}
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	r.server, err = deploy.Start(deploy.Command{
		Name:    "thirdring",
		RunDir:  r.options.runDir(),
		LogDir:  r.file.Dirs["log"],
		Path:    binary,
		Args:    []string{"--config", r.file.Config, "serve"},
		WorkDir: r.options.Var,
	})
	if err != nil {
		return err
	}
	if err := r.ready(ctx); err != nil {
		return r.server.Failure(err)
	}
	return nil
}

func (r *demoRig) writeConfig() error {
	token, err := deploy.SecretFile(filepath.Join(r.options.runDir(), "operator.secret"))
	if err != nil {
		return err
	}
	config := DefaultConfig()
	config.Site = r.options.Site
	config.Listen = r.options.Listen
	config.PublicURL = r.file.URL
	config.OperatorToken = token
	config.Redis.Addr = r.redis.Addr
	config.SpoolDir = r.file.Dirs["spool"]
	config.PromptsDir = r.file.Dirs["prompts"]
	config.Demo.SIP = r.asterisk.SIPAddr
	config.DrainTimeout = demoDrain.String()
	config.Asterisk = []AsteriskConfig{{
		Name:          "ast1",
		ARIURL:        r.asterisk.ARIURL,
		ARIUser:       r.asterisk.ARIUser,
		ARIPassword:   r.asterisk.ARIPassword,
		App:           r.asterisk.App,
		SoundsDir:     r.asterisk.SoundsDir,
		RecordingsDir: r.asterisk.RecordingsDir,
	}}
	text, err := yaml.Marshal(config)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.WriteFile(r.file.Config, text, 0o600); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// ready asks /readyz until it says yes.
func (r *demoRig) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, demoReady)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := askReady(ctx, r.file.URL+"/readyz")
		if err == nil {
			return nil
		}
		select {
		case <-r.server.Done():
			return errors.New("ended while starting")
		case <-ctx.Done():
			return fmt.Errorf("not ready in time: %w", err)
		case <-ticker.C:
		}
	}
}

func askReady(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1000))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", response.Status, body)
	}
	return err
}

// stop ends what was started, the last first, and takes the pids out of demo.json.
func (r *demoRig) stop() error {
	var errs []error
	if r.server != nil {
		fmt.Println("stopping thirdring")
		errs = append(errs, stopWithin(r.server))
	}
	if r.asterisk != nil {
		fmt.Println("stopping asterisk")
		errs = append(errs, stopWithin(r.asterisk.Process))
	}
	if r.redis != nil {
		fmt.Println("stopping redis")
		errs = append(errs, stopWithin(r.redis.Process))
	}
	if r.outside != nil {
		errs = append(errs, r.outside.stop())
	}
	r.file.PIDs = map[string]int{}
	return errors.Join(append(errs, r.file.save())...)
}

func stopWithin(p *deploy.Process) error {
	ctx, cancel := context.WithTimeout(context.Background(), demoStopLimit)
	defer cancel()
	return p.Stop(ctx)
}
