package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"testing"

	"thirdring/agent"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// TestCallCommand lets `thirdring call` wait behind another caller until an agent comes, and tell all that it hears.
func TestCallCommand(t *testing.T) {
	s := newSite(t, nil)
	first := s.caller("13900005678")
	s.within("answer", first.WaitAnswered)
	events, ended := runCall(t, s)
	if e := events("queue.position"); e.Slots["n"] != "1" {
		t.Errorf("position: %+v", e)
	}
	events("music")
	s.within("the first caller hangs up", first.Hangup)

	ann := &worker{t: t, site: s, id: "1001"} // gets the call before she could be seen to be ready
	ann.signIn()
	ann.desk = ann.open()
	ann.register()
	ann.desk.wait("phone reachable", func(f frame) bool { return f.mine("1001").Phone })
	ann.desk.ask(ws.TypeStateSet, ws.StateSet{State: agent.Ready})
	phone := ann.rung()
	if err := phone.Answer(nil); err != nil {
		t.Fatal(err)
	}
	if e := events("agent.workno"); e.Slots["digits"] != "1001" {
		t.Errorf("work number: %+v", e)
	}
	phone.Send(sipphone.Tone(agentTone, 12))
	if e := events("tone"); e.Hz < agentTone-5 || e.Hz > agentTone+5 {
		t.Errorf("the agent: %+v", e)
	}
	ear := phone.Listen(&sipphone.Prompts{}, nil)
	defer ear.Stop()
	s.within("the agent hears the caller speak", func(ctx context.Context) error {
		_, err := ear.Wait(ctx, "a voice", func(h sipphone.Heard) bool { return h.Kind == sipphone.Voice })
		return err
	})
	s.within("the agent hangs up", phone.Hangup)
	if e := events("ended"); e.By != string(sipphone.ByPeer) || e.Cause != 16 {
		t.Errorf("end: %+v", e)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// runCall starts the command. Its first result waits for an event or a prompt of that name.
func runCall(t *testing.T, s *site) (wait func(name string) callEvent, ended <-chan error) {
	t.Helper()
	reader, writer := io.Pipe()
	command := CallCmd{
		From: "13800001234", To: s.demo.Hotline, SIP: s.asterisk.SIPAddr, Sounds: s.asterisk.SoundsDir, Seconds: 90, JSON: true,
		Voice: "您好,我家楼下的电梯坏了,请派人来看一下。", out: writer,
	}
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go func() {
		err := command.Run(ctx)
		done <- err
		writer.CloseWithError(err)
	}()
	lines := bufio.NewScanner(reader)
	return func(name string) callEvent {
		t.Helper()
		for lines.Scan() {
			t.Logf("%s", lines.Text())
			var e callEvent
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				t.Fatal(err)
			}
			if e.Event == name || e.Prompt == name {
				return e
			}
		}
		t.Fatalf("%s was never told: %v", name, lines.Err())
		return callEvent{}
	}, done
}
