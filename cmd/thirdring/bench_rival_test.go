package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"thirdring/deploy"
)

// centre is one of those that are measured side by side.
type centre struct {
	name  string
	sip   string // where callers call
	queue string // the number whose callers the agents serve
	away  string // the number whose callers wait, since the agents are on a break
	parts processes
}

// The numbers of app_queue's Asterisk.
const (
	rivalQueue = "7100"
	rivalAway  = "7200"
)

// rivalDialplan does with a caller what thirdring does: answer, greet, tell of
// the recording, queue.
const rivalDialplan = `
[hotline](+)
exten => ` + rivalQueue + `,1,Answer()
 same => n,Playback(@SOUNDS@/greet.main&@SOUNDS@/greet.record)
 same => n,Queue(bench)
 same => n,Hangup()
exten => ` + rivalAway + `,1,Answer()
 same => n,Playback(@SOUNDS@/greet.main&@SOUNDS@/greet.record)
 same => n,Queue(away)
 same => n,Hangup()
`

// rivalQueues is app_queue at its quickest: the caller ahead is tried once a
// second, which is the least it can, several callers at a time.
const rivalQueues = `[general]
persistentmembers = no
autofill = yes

[common](!)
musicclass = thirdring
strategy = leastrecent
timeout = 15
retry = 1
wrapuptime = 0
autofill = yes
ringinuse = no
joinempty = yes
leavewhenempty = no
announce-frequency = 0
monitor-format = wav
monitor-type = MixMonitor

[bench](common)
`

// rivalPhone is an agent's telephone as thirdring describes it to its own
// Asterisk, with a fixed address.
const rivalPhone = `
[%[1]s]
type = endpoint
aors = %[1]s
context = agents
disallow = all
allow = alaw,ulaw,g722,opus
direct_media = no
rtp_symmetric = yes
force_rport = yes
rewrite_contact = yes
dtmf_mode = auto
tone_zone = cn
moh_suggest = thirdring
bind_rtp_to_media_address = yes
media_address = 127.0.0.1
rtp_timeout = 120
rtp_timeout_hold = 3600

[%[1]s]
type = aor
contact = sip:%[1]s@%[2]s
`

// rival starts an Asterisk of its own, configured as thirdring's but for
// app_queue, whose members are the crew.
func (s *site) rival(c *crew) centre {
	s.t.Helper()
	dir := shortDir(s.t)
	sounds, err := sounds()
	if err != nil {
		s.t.Fatal(err)
	}
	queues, phones := rivalQueues, ""
	for _, w := range c.workers {
		queues += "member = PJSIP/" + w.id + "\n"
		phones += fmt.Sprintf(rivalPhone, w.id, w.phone.Addr())
	}
	queues += "\n[away](common)\n"
	for _, w := range c.workers {
		queues += "member = PJSIP/" + w.id + ",0,,,,,yes\n" // the last says paused
	}
	etc := filepath.Join(dir, "etc")
	if err := os.MkdirAll(etc, 0o755); err != nil {
		s.t.Fatal(err)
	}
	for name, text := range map[string]string{"queues.conf": queues, "pjsip_trunk.conf": phones} {
		if err := os.WriteFile(filepath.Join(etc, name), []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	varDir, err := filepath.Abs("../../var")
	if err != nil {
		s.t.Fatal(err)
	}
	asterisk, err := deploy.StartAsterisk(s.t.Context(), deploy.AsteriskOptions{
		Dir: dir, VarDir: varDir, SoundsDir: sounds,
		ExtraModules:  []string{"app_queue.so", "app_mixmonitor.so"},
		ExtraDialplan: strings.ReplaceAll(rivalDialplan, "@SOUNDS@", sounds),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(asterisk.Kill)
	return centre{
		name: "app_queue", sip: asterisk.SIPAddr, queue: rivalQueue, away: rivalAway,
		parts: processes{{"asterisk", asterisk.Pid()}},
	}
}

// own is thirdring as a centre. All its numbers lead to the same queue.
func (s *site) own() centre {
	return centre{
		name: "thirdring", sip: s.asterisk.SIPAddr, queue: s.demo.Hotline, away: s.demo.Hotline,
		parts: processes{{"asterisk", s.asterisk.Pid()}, {"thirdring", s.server.Pid()}, {"redis", s.redis.Pid()}},
	}
}

// both are thirdring and app_queue, with the same agents.
func (s *site) both(c *crew) [2]centre {
	s.t.Helper()
	return [2]centre{s.own(), s.rival(c)}
}
