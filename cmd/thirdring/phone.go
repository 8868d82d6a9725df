package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"thirdring/telephony/sipphone"
)

// PhoneCmd is an agent's desk phone for trying things out: it registers and
// answers every call.
type PhoneCmd struct {
	Agent       string        `help:"Agent of the demo; its server and secret are read from demo.json." default:"1002"`
	User        string        `help:"SIP user, if not the agent's."`
	Secret      string        `help:"SIP secret, if not the demo's." env:"THIRDRING_SIP_SECRET"`
	Server      string        `help:"SIP server as host:port, if not the demo's."`
	AnswerAfter time.Duration `help:"How long to ring before answering." default:"2s"`
	NoAnswer    bool          `help:"Let it ring and never answer."`
	Tone        int           `help:"Frequency in Hz that the caller hears a few seconds after the answer; 0 is silence." default:"1000"`
}

// Help is the long help text.
func (*PhoneCmd) Help() string {
	return `Registers a SIP phone as an agent and answers what rings, until Ctrl-C. The agent must also be ready:
on the desktop page, or with "thirdring agent ready 1002". The agent's device must be a desk phone, as
that of 1002 and 1003 in the demo; "thirdring agent device phone 1001" makes it so.`
}

// Run answers calls until ctx ends.
func (c *PhoneCmd) Run(ctx context.Context) (err error) {
	if err := c.fromDemo(); err != nil {
		return err
	}
	phone, err := sipphone.New(sipphone.Options{User: c.User, Secret: c.Secret, Registrar: c.Server})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, phone.Close()) }()
	if err := phone.Register(ctx); err != nil {
		return fmt.Errorf("phone %s could not register at %s: %w", c.User, c.Server, err)
	}
	fmt.Printf("%s  phone %s is registered at %s; Ctrl-C ends it\n", clock(), c.User, c.Server)
	for {
		call, err := phone.NextCall(ctx)
		if err != nil {
			return c.leave(phone)
		}
		if err := c.take(ctx, call); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, "phone:", err)
		}
	}
}

func clock() string { return time.Now().Format("15:04:05.000") }

func (c *PhoneCmd) leave(phone *sipphone.Phone) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return phone.Unregister(ctx)
}

// take rings, answers and waits for the end of one call.
func (c *PhoneCmd) take(ctx context.Context, call *sipphone.Call) error {
	if err := call.Ring(); err != nil {
		return err
	}
	fmt.Printf("%s  rings: %s\n", clock(), call.From().Number)
	answer := time.After(c.AnswerAfter)
	if c.NoAnswer {
		answer = nil
	}
	select {
	case <-answer:
	case <-call.Done():
		fmt.Printf("%s  stopped ringing\n", clock())
		return nil
	case <-ctx.Done():
		return call.Reject(480)
	}
	if err := call.Answer(c.voice()); err != nil {
		return err
	}
	fmt.Printf("%s  answered\n", clock())
	end, err := call.WaitEnded(ctx)
	if err != nil {
		hangUp, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		return call.Hangup(hangUp)
	}
	fmt.Printf("%s  ended by %s\n", clock(), end.By)
	return nil
}

// listenFirst is how long the phone is silent after the answer, as a person is
// who lets the announcement of the work number finish.
const listenFirst = 4 * time.Second

// voice is what the caller hears: silence at first, then the tone.
func (c *PhoneCmd) voice() sipphone.Source {
	if c.Tone <= 0 {
		return nil
	}
	tone := sipphone.Tone(c.Tone, 12)
	silent := int(listenFirst.Seconds() * sipphone.Rate)
	return func(pcm []int16) {
		if silent > 0 {
			silent -= len(pcm)
			clear(pcm)
			return
		}
		tone(pcm)
	}
}

// fromDemo fills what was not given from the running demo.
func (c *PhoneCmd) fromDemo() error {
	if c.User == "" {
		c.User = c.Agent
	}
	if c.Server != "" && c.Secret != "" {
		return nil
	}
	demo, err := readDemo()
	if err != nil {
		return fmt.Errorf("give --server and --secret, or start the demo with `make run`: %w", err)
	}
	for _, a := range demo.Agents {
		if a.ID == c.Agent {
			c.User, c.Secret, c.Server = a.SIPUser, a.SIPSecret, demo.SIP
			return nil
		}
	}
	return fmt.Errorf("the demo has no agent %q", c.Agent)
}
