package deploy

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// AsteriskOptions describe one instance of Asterisk. Only Dir and VarDir are required.
type AsteriskOptions struct {
	Dir    string // everything the instance owns: etc, run, spool, db, lib, cache, log
	VarDir string // where install.sh put a private Asterisk; "" looks on PATH only

	SIPAddr      string // host:port, UDP and TCP; default 127.0.0.1:0, a free port
	HTTPAddr     string // host:port of ARI; default 127.0.0.1:0
	MediaAddress string // offered for RTP; default SIPAddr's host
	RTPStart     int    // default 10000
	RTPEnd       int    // default 29999; instances may share a range

	ARIUser     string // default thirdring
	ARIPassword string // default: generated at the first start and kept in Dir
	App         string // the Stasis application of the dialplan; default thirdring

	SoundsDir    string        // made by MakePrompts; without it the fallback dialplan is silent
	PromptsDir   string        // the centre's own prompts and music; without it only what is in SoundsDir is played
	LineContact  string        // host:port of the carrier that takes calls to outside numbers; "" means none can be made
	TrustedNets  string        // whose calls enter the hotline without authentication; default 127.0.0.0/8
	AwayPatience time.Duration // how long callers wait for an absent application; default 60 s
	SessionLimit int           // HTTP sessions; default 2200, agents + 200

	ExtraModules  []string // for benchmarks and tests, as "app_dial.so"
	ExtraDialplan string   // appended to extensions.conf
}

// complete checks the required fields and fills in the defaults.
func (o *AsteriskOptions) complete() error {
	if o.Dir == "" {
		return errors.New("deploy: AsteriskOptions.Dir is empty")
	}
	var err error
	if o.Dir, err = filepath.Abs(o.Dir); err != nil {
		return fmt.Errorf("deploy: %w", err)
	}
	const longestSocketPath = 107
	if socket := filepath.Join(o.Dir, "run", "asterisk.ctl"); len(socket) > longestSocketPath {
		return fmt.Errorf("deploy: %s is too long for a Unix socket (%d bytes): choose a shorter Dir", socket, longestSocketPath)
	}
	if o.SIPAddr, err = settle(cmp.Or(o.SIPAddr, "127.0.0.1:0")); err != nil {
		return err
	}
	if o.HTTPAddr, err = settle(cmp.Or(o.HTTPAddr, "127.0.0.1:0")); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(o.SIPAddr)
	if err != nil {
		return fmt.Errorf("deploy: SIPAddr: %w", err)
	}
	o.MediaAddress = cmp.Or(o.MediaAddress, host)
	o.RTPStart = cmp.Or(o.RTPStart, 10000)
	o.RTPEnd = cmp.Or(o.RTPEnd, 29999)
	o.ARIUser = cmp.Or(o.ARIUser, "thirdring")
	o.App = cmp.Or(o.App, "thirdring")
	o.SoundsDir = cmp.Or(o.SoundsDir, filepath.Join(o.Dir, "sounds"))
	if o.SoundsDir, err = filepath.Abs(o.SoundsDir); err != nil {
		return fmt.Errorf("deploy: SoundsDir: %w", err)
	}
	if o.PromptsDir != "" {
		if o.PromptsDir, err = filepath.Abs(o.PromptsDir); err != nil {
			return fmt.Errorf("deploy: PromptsDir: %w", err)
		}
	}
	o.TrustedNets = cmp.Or(o.TrustedNets, "127.0.0.0/8")
	o.AwayPatience = cmp.Or(o.AwayPatience, time.Minute)
	o.SessionLimit = cmp.Or(o.SessionLimit, 2200)
	return nil
}

func (o *AsteriskOptions) makeDirs() error {
	for _, name := range []string{
		"etc", "run", "db", "lib/keys", "cache", "log", "spool/recording", "spool/voicemail", "spool/tmp", "spool/system",
	} {
		if err := os.MkdirAll(filepath.Join(o.Dir, name), 0o755); err != nil {
			return fmt.Errorf("deploy: %w", err)
		}
	}
	return nil
}

// values are the @NAMES@ of the templates.
func (o *AsteriskOptions) values(installed asterisk) (map[string]string, error) {
	sipHost, sipPort, err := net.SplitHostPort(o.SIPAddr)
	if err != nil {
		return nil, fmt.Errorf("deploy: SIPAddr: %w", err)
	}
	httpHost, httpPort, err := net.SplitHostPort(o.HTTPAddr)
	if err != nil {
		return nil, fmt.Errorf("deploy: HTTPAddr: %w", err)
	}
	iceDeny, iceHosts, err := iceCandidates(o.MediaAddress)
	if err != nil {
		return nil, err
	}
	var modules strings.Builder
	for _, name := range o.ExtraModules {
		fmt.Fprintf(&modules, "load = %s\n", name)
	}
	classes, err := musicClasses(o.SoundsDir)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"NAME":           o.App,
		"DIR":            o.Dir,
		"MODULES_DIR":    installed.modulesDir,
		"DATA_DIR":       installed.dataDir,
		"OPUS_MODULE":    installed.opusModule(),
		"EXTRA_MODULES":  modules.String(),
		"EXTRA_DIALPLAN": o.ExtraDialplan,
		"SIP_HOST":       sipHost,
		"SIP_PORT":       sipPort,
		"HTTP_HOST":      httpHost,
		"HTTP_PORT":      httpPort,
		"MEDIA_ADDRESS":  o.MediaAddress,
		"TRUSTED_NETS":   o.TrustedNets,
		"LINE_CONTACT":   lineContact(o.LineContact),
		"ICE_DENY":       iceDeny,
		"ICE_HOSTS":      iceHosts,
		"RTP_START":      strconv.Itoa(o.RTPStart),
		"RTP_END":        strconv.Itoa(o.RTPEnd),
		"SESSION_LIMIT":  strconv.Itoa(o.SessionLimit),
		"ARI_USER":       o.ARIUser,
		"ARI_PASSWORD":   o.ARIPassword,
		"APP":            o.App,
		"SOUNDS_DIR":     o.SoundsDir,
		"OWN_MUSIC":      ownMusic(o.PromptsDir),
		"MUSIC_CLASSES":  classes,
		"AWAY_SECONDS":   strconv.Itoa(int(o.AwayPatience.Seconds())),
	}, nil
}

// lineContact is the line of pjsip.conf that says where calls to outside numbers go.
func lineContact(address string) string {
	if address == "" {
		return "; none: calls to outside numbers cannot be made"
	}
	return "contact = sip:" + address
}
