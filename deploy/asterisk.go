package deploy

import (
	"context"
	"path/filepath"
	"time"
)

// Asterisk is a running instance.
type Asterisk struct {
	*Process
	Dir           string
	SIPAddr       string
	HTTPAddr      string
	ARIURL        string // http://host:port/ari
	WebsocketURL  string // where agents' pages speak SIP, ws://host:port/ws
	ARIUser       string
	ARIPassword   string
	App           string
	RecordingsDir string // where ARI's recordings appear
	VoicemailDir  string // where the fallback dialplan leaves messages
	SoundsDir     string

	binary string
	config string
}

// asteriskStartLimit bounds a start; it takes about a second on an idle machine.
const asteriskStartLimit = 30 * time.Second

// StartAsterisk writes the configuration of an instance, starts it, and returns when ARI and SIP answer. What an
// earlier run of the same Dir left running is ended first.
func StartAsterisk(ctx context.Context, o AsteriskOptions) (*Asterisk, error) {
	if err := o.complete(); err != nil {
		return nil, err
	}
	installed, err := findAsterisk(ctx, o.VarDir)
	if err != nil {
		return nil, err
	}
	if err := o.makeDirs(); err != nil {
		return nil, err
	}
	if _, err := EndStale(ctx, filepath.Join(o.Dir, "run", "asterisk.pid"), o.Dir); err != nil {
		return nil, err
	}
	if o.ARIPassword == "" {
		if o.ARIPassword, err = SecretFile(filepath.Join(o.Dir, "ari.secret")); err != nil {
			return nil, err
		}
	}
	values, err := o.values(installed)
	if err != nil {
		return nil, err
	}
	if err := renderAsterisk(filepath.Join(o.Dir, "etc"), values); err != nil {
		return nil, err
	}
	return o.start(ctx, installed)
}

func (o *AsteriskOptions) start(ctx context.Context, installed asterisk) (*Asterisk, error) {
	ctx, cancel := context.WithTimeout(ctx, asteriskStartLimit)
	defer cancel()
	notify, err := listenNotify(filepath.Join(o.Dir, "run", "notify"))
	if err != nil {
		return nil, err
	}
	defer notify.close()
	config := filepath.Join(o.Dir, "etc", "asterisk.conf")
	process, err := Start(Command{
		Name:    "asterisk",
		RunDir:  filepath.Join(o.Dir, "run"),
		LogDir:  filepath.Join(o.Dir, "log"),
		Path:    installed.binary,
		Args:    []string{"-f", "-C", config},
		Env:     []string{"NOTIFY_SOCKET=" + notify.path},
		WorkDir: o.Dir,
	})
	if err != nil {
		return nil, err
	}
	a := &Asterisk{
		Process:       process,
		Dir:           o.Dir,
		SIPAddr:       o.SIPAddr,
		HTTPAddr:      o.HTTPAddr,
		ARIURL:        "http://" + o.HTTPAddr + "/ari",
		WebsocketURL:  "ws://" + o.HTTPAddr + "/ws",
		ARIUser:       o.ARIUser,
		ARIPassword:   o.ARIPassword,
		App:           o.App,
		RecordingsDir: filepath.Join(o.Dir, "spool", "recording"),
		VoicemailDir:  filepath.Join(o.Dir, "spool", "voicemail"),
		SoundsDir:     o.SoundsDir,
		binary:        installed.binary,
		config:        config,
	}
	if err := a.ready(ctx, notify); err != nil {
		a.Kill()
		return nil, a.Failure(err)
	}
	return a, nil
}
