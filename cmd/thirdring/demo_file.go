package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"thirdring/agent"
)

// demoFile is var/run/demo.json: how scripts and other people's SIP tools use the running demo. It also keeps the
// secrets from one start to the next.
type demoFile struct {
	URL        string            `json:"url"`
	SIP        string            `json:"sip"`
	Hotline    string            `json:"hotline"`
	Agents     []demoAgent       `json:"agents"`
	Supervisor demoSignIn        `json:"supervisor"`
	QA         demoSignIn        `json:"qa"`
	Admin      demoSignIn        `json:"admin"`
	Config     string            `json:"config"` // for the shell commands: thirdring --config
	PIDs       map[string]int    `json:"pids"`
	Dirs       map[string]string `json:"dirs"`

	path  string
	fresh bool // the secrets were made just now
}

type demoAgent struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Password  string `json:"password"`
	SIPUser   string `json:"sip_user"`
	SIPSecret string `json:"sip_secret"`

	Device agent.DeviceKind `json:"device"` // as the demo's centre begins
}

type demoSignIn struct {
	User     string `json:"user"`
	Password string `json:"password"`
}

// loadFile reads the secrets of an earlier start, or makes new ones.
func (c *DemoCmd) loadFile() (*demoFile, error) {
	file := &demoFile{}
	path := filepath.Join(c.runDir(), "demo.json")
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		if err := json.Unmarshal(text, file); err != nil {
			return nil, fmt.Errorf("demo: %s is damaged; remove it, and new secrets are made: %w", path, err)
		}
	case !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("demo: %w", err)
	}
	file.path = path
	if len(file.Agents) != len(demoAgentNames) {
		file.makeSecrets()
	}
	for i, a := range file.Agents {
		file.Agents[i].Device = demoDevice(a.ID)
	}
	file.URL = "http://" + c.Listen
	file.SIP = c.SIPAddr
	file.Hotline = c.Hotline
	file.Config = filepath.Join(c.runDir(), "thirdring.yaml")
	file.PIDs = map[string]int{"demo": os.Getpid()}
	file.Dirs = map[string]string{
		"var":      c.Var,
		"run":      c.runDir(),
		"log":      filepath.Join(c.Var, "log"),
		"spool":    filepath.Join(c.Var, "spool"),
		"prompts":  filepath.Join(c.Var, "own-prompts"),
		"sounds":   c.soundsDir(),
		"asterisk": filepath.Join(c.Var, "asterisk"),
		"redis":    filepath.Join(c.Var, "redis"),
	}
	return file, nil
}

func (f *demoFile) makeSecrets() {
	f.fresh = true
	f.Agents = nil
	for i, name := range demoAgentNames {
		id := strconv.Itoa(1001 + i)
		f.Agents = append(f.Agents, demoAgent{ID: id, Name: name, Password: newSecret(), SIPUser: id, SIPSecret: newSecret()})
	}
	f.Supervisor = demoSignIn{"supervisor", newSecret()}
	f.QA = demoSignIn{"qa", newSecret()}
	f.Admin = demoSignIn{"admin", newSecret()}
}

// newSecret is short enough to be typed into a telephone and long enough not to be guessed: 12 characters, 60 bits.
func newSecret() string { return strings.ToLower(rand.Text()[:12]) }

// save writes the file for its owner only.
func (f *demoFile) save() error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.WriteFile(f.path+".tmp", append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.Rename(f.path+".tmp", f.path); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// print tells a person what runs and what to try.
func (c *DemoCmd) print(out io.Writer, f *demoFile, took time.Duration) {
	first, second := f.Agents[0], f.Agents[1]
	fmt.Fprintf(out, `
%s is open (started in %.1f s).

  Desktop    %s
  Sign in    user %s, password %s
             (%s to %s; supervisor, qa and admin: passwords in %s)
             the telephone is in the page
  SIP phone  agent %s has a desk phone: register %s at %s, secret %s
  Call it    hotline %s at %s from any SIP phone of this machine, or
             bin/thirdring call --from 13800001234
  Call out   any number: somebody answers, but one that ends in 7 is busy, in 8 never answers,
             in 9 cannot be reached
  Operate    bin/thirdring --config %s queue status
  Logs       %s

Ctrl-C stops everything.
`, c.CenterName, took.Seconds(), f.URL, first.ID, first.Password, first.ID, f.Agents[len(f.Agents)-1].ID, f.path,
		second.ID, second.SIPUser, f.SIP, second.SIPSecret, f.Hotline, f.SIP, f.Config, f.Dirs["log"])
}
