package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"thirdring/telephony/sipphone"
)

// CallCmd calls the hotline as a customer would and tells what it hears.
type CallCmd struct {
	From    string `help:"Number of the caller." default:"13800001234"`
	To      string `help:"Number to call, if not the demo's hotline."`
	SIP     string `name:"sip" help:"SIP server as host:port, if not the demo's." placeholder:"HOST:PORT"`
	Voice   string `help:"What the caller says once connected: a sound file, or a text that espeak-ng speaks; none for a silent caller." default:"您好,我家楼下的电梯坏了,请派人来看一下。" placeholder:"FILE|TEXT"`
	Seconds int    `help:"Hang up after so many seconds." default:"60"`
	DTMF    string `name:"dtmf" help:"Keys to press, each with the seconds after the answer: 1@5,2#@12." placeholder:"KEYS@SECONDS,..."`
	Record  string `help:"Save what the caller hears as a WAV file." type:"path" placeholder:"FILE.wav"`
	Sounds  string `help:"Folder of the prompts to recognise, if not the demo's." type:"path" placeholder:"DIR"`
	JSON    bool   `name:"json" help:"One JSON object per line."`
	Lang    string `help:"Language of the lines: zh or en." enum:"zh,en" default:"zh"`

	out io.Writer // standard output, but for tests
}

// Help is the long help text.
func (*CallCmd) Help() string {
	return `Places a real SIP call and tells what it hears and when: ringing, the answer, the greeting, the place in the
queue, music, the agent. Ctrl-C hangs up. Example:

    thirdring call --from 13800001234 --seconds 90 --record call.wav`
}

const (
	probeFor  = 2 * time.Second
	partingIn = 3 * time.Second
	ringCycle = 5 * time.Second // 1 s on, 4 s off
)

// Run places the call and follows it to its end.
func (c *CallCmd) Run(ctx context.Context) (err error) {
	if c.out == nil {
		c.out = os.Stdout
	}
	if err := c.fromDemo(); err != nil {
		return err
	}
	keys, err := parseKeys(c.DTMF)
	if err != nil {
		return err
	}
	if err := c.reachable(ctx); err != nil {
		return err
	}
	voice, err := loadVoice(ctx, c.Voice)
	if err != nil {
		return err
	}
	prompts, err := c.prompts()
	if err != nil {
		return err
	}
	phone, err := sipphone.New(sipphone.Options{User: c.From, Registrar: c.SIP})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, phone.Close()) }()
	call, err := phone.Dial(ctx, sipphone.DialOptions{Number: c.To})
	if err != nil {
		return err
	}
	return c.follow(ctx, newCallStory(c, call, voice), prompts, keys)
}

// follow tells the story of a call until it is over.
func (c *CallCmd) follow(ctx context.Context, s *callStory, prompts *sipphone.Prompts, keys []keysAt) error {
	recorder := s.call.Record()
	listener := s.call.Listen(prompts, s.heard)
	defer listener.Stop()
	s.dialled()
	var ears sync.WaitGroup
	hearing, deaf := context.WithCancel(ctx)
	ears.Go(func() { s.keys(hearing) })
	limit := time.NewTimer(time.Duration(c.Seconds) * time.Second)
	defer limit.Stop()
	err := s.untilAnswered(ctx, limit.C)
	if err == nil {
		err = s.untilEnded(ctx, limit.C, keys)
	}
	listener.Stop()
	deaf()
	ears.Wait()
	s.ended()
	return errors.Join(err, c.save(recorder))
}

// fromDemo fills what was not given from the running demo.
func (c *CallCmd) fromDemo() error {
	demo, err := readDemo()
	switch {
	case err == nil:
		c.SIP = cmp.Or(c.SIP, demo.SIP)
		c.To = cmp.Or(c.To, demo.Hotline)
		c.Sounds = cmp.Or(c.Sounds, demo.Dirs["sounds"])
	case !errors.Is(err, fs.ErrNotExist):
		return err
	case c.SIP == "" || c.To == "":
		return errors.New("no demo has been started here: run `make run` first, or say --sip HOST:PORT and --to NUMBER")
	}
	return nil
}

// reachable says early and plainly when there is nobody to call.
func (c *CallCmd) reachable(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, probeFor)
	defer cancel()
	if err := sipphone.Probe(ctx, c.SIP); err != nil {
		return fmt.Errorf("no telephone exchange answers at %s: start it with `make run`, or say --sip HOST:PORT (%w)", c.SIP, err)
	}
	return nil
}

// prompts loads what can be recognised; without a folder every sound is only told by its nature.
func (c *CallCmd) prompts() (*sipphone.Prompts, error) {
	if c.Sounds == "" {
		return &sipphone.Prompts{}, nil
	}
	prompts, err := sipphone.LoadPrompts(c.Sounds)
	if err != nil {
		return nil, fmt.Errorf("the prompts cannot be read, so none would be recognised; `make prompts` makes them: %w", err)
	}
	return prompts, nil
}

func (c *CallCmd) save(r *sipphone.Recorder) (err error) {
	if c.Record == "" {
		return nil
	}
	file, err := os.Create(c.Record)
	if err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return sipphone.WriteWAV(file, r.PCM())
}

// keysAt are keys to press and when, after the answer.
type keysAt struct {
	keys  string
	after time.Duration
}

// parseKeys reads 1@5,2#@12; keys without a time are pressed after three seconds.
func parseKeys(text string) ([]keysAt, error) {
	var all []keysAt
	for item := range strings.SplitSeq(text, ",") {
		if item == "" {
			continue
		}
		keys, after, timed := strings.Cut(item, "@")
		seconds := 3.0
		if timed {
			var err error
			if seconds, err = strconv.ParseFloat(after, 64); err != nil || seconds < 0 {
				return nil, fmt.Errorf("--dtmf %q: %q is no number of seconds; write for example 1@5,2#@12", text, after)
			}
		}
		if keys == "" || strings.Trim(keys, "0123456789*#") != "" {
			return nil, fmt.Errorf("--dtmf %q: a telephone has the keys 0 to 9, * and #", text)
		}
		all = append(all, keysAt{keys, time.Duration(seconds * float64(time.Second))})
	}
	return all, nil
}

// loadVoice reads a sound file, or lets espeak-ng speak a text.
func loadVoice(ctx context.Context, voice string) ([]int16, error) {
	if voice == "" || voice == "none" {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "thirdring-voice")
	if err != nil {
		return nil, fmt.Errorf("voice: %w", err)
	}
	defer os.RemoveAll(dir)
	file := voice
	if _, err := os.Stat(voice); err != nil {
		if filepath.Ext(voice) != "" && !strings.Contains(voice, " ") && len(filepath.Ext(voice)) <= 5 {
			return nil, fmt.Errorf("voice: %w", err)
		}
		file = filepath.Join(dir, "spoken.wav")
		if err := runTool(ctx, "espeak-ng", "-v", "cmn", "-s", "165", "-w", file, "--", voice); err != nil {
			return nil, err
		}
	}
	if pcm, err := sipphone.LoadAudio(file); err == nil {
		return pcm, nil
	}
	narrow := filepath.Join(dir, "narrow.wav")
	if err := runTool(ctx, "sox", "-V1", file, "-r", "8000", "-c", "1", "-b", "16", narrow, "norm", "-6"); err != nil {
		return nil, err
	}
	return sipphone.LoadAudio(narrow)
}

// callEvent is one line of the story.
type callEvent struct {
	Seconds float64           `json:"t"` // since dialling
	Event   string            `json:"event"`
	Rings   int               `json:"rings,omitempty"`
	Millis  float64           `json:"ms,omitempty"`
	Prompt  string            `json:"prompt,omitempty"`
	Text    string            `json:"text,omitempty"`
	Slots   map[string]string `json:"slots,omitempty"`
	Hz      float64           `json:"hz,omitempty"`
	Level   float64           `json:"dbfs,omitempty"`
	Keys    string            `json:"keys,omitempty"`
	From    string            `json:"from,omitempty"`
	To      string            `json:"to,omitempty"`
	SIP     string            `json:"sip,omitempty"`
	By      string            `json:"by,omitempty"`
	Code    int               `json:"code,omitempty"`
	Cause   int               `json:"cause,omitempty"`
	Reason  string            `json:"reason,omitempty"`
}

// print writes one line.
func (c *CallCmd) print(e callEvent) {
	if c.JSON {
		text, err := json.Marshal(e)
		if err == nil {
			fmt.Fprintf(c.out, "%s\n", text)
		}
		return
	}
	minutes := int(e.Seconds) / 60
	fmt.Fprintf(c.out, "%02d:%05.2f  %s\n", minutes, e.Seconds-float64(60*minutes), callLine(c.Lang, e))
}
