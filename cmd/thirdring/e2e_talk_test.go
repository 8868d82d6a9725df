package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony/sipphone"
	"thirdring/ws"
)

// The tones of the others in a conversation. Each is told from all others in a
// single packet.
const (
	colleagueTone = 800
	outsideTone   = 1400
)

// world is the telephone network outside of a site: calls to any number come here.
type world struct {
	t     testing.TB
	phone *sipphone.Phone
}

// newSiteInTheWorld is a site that can call out.
func newSiteInTheWorld(t testing.TB, change func(*store.Document)) (*site, *world) {
	t.Helper()
	phone, err := sipphone.New(sipphone.Options{User: "outside"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { phone.Close() })
	return newSiteOn(t, deploy.AsteriskOptions{LineContact: phone.Addr()}, change), &world{t, phone}
}

// called waits for a call to the outside and lets its fate be.
func (w *world) called(fate sipphone.Fate) *sipphone.Call {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	call, err := w.phone.NextCall(ctx)
	if err != nil {
		w.t.Fatalf("nobody outside was called: %v", err)
	}
	network := sipphone.Network{Voice: func() sipphone.Source { return sipphone.Tone(outsideTone, 12) }}
	if err := network.Play(ctx, call, fate); err != nil {
		w.t.Fatal(err)
	}
	return call
}

// talk is a conversation under way, as a test takes part in it.
type talk struct {
	*site
	id     queue.CallID
	ann    *worker
	caller *sipphone.Call
	phone  *sipphone.Call // of ann
}

// talking lets a caller talk to the agent, who has the phone of a desk.
func (s *site) talking(ann *worker, from string) *talk {
	s.t.Helper()
	ann.desk.forget()
	caller := s.caller(from)
	phone := ann.answer()
	t := &talk{site: s, ann: ann, caller: caller, phone: phone}
	t.id = ann.desk.wait("pop", func(f frame) bool { return f.pop().Phase == ws.PopTalking }).pop().Call
	t.hears("the caller", caller, agentTone)
	t.hears("the agent", phone, callerTone)
	return t
}

// control asks for something about the call, which must be granted.
func (t *talk) control(kind string, data any) {
	t.t.Helper()
	t.ann.desk.ask(kind, data)
}

func (t *talk) ref() ws.CallRef { return ws.CallRef{Call: t.id} }

// hears waits until a telephone hears exactly these tones; none is silence.
func (s *site) hears(who string, call *sipphone.Call, tones ...float64) {
	s.t.Helper()
	s.within(fmt.Sprintf("%s hears %v", who, tones), func(ctx context.Context) error {
		_, err := call.WaitTones(ctx, tones...)
		return err
	})
}

var soundsHeard = sync.OnceValues(func() (*sipphone.Prompts, error) {
	dir, err := sounds()
	if err != nil {
		return nil, err
	}
	return sipphone.LoadPrompts(dir)
})

// hearsSound waits until a telephone hears music, or the prompt of that id.
func (s *site) hearsSound(who string, call *sipphone.Call, want string) {
	s.t.Helper()
	prompts, err := soundsHeard()
	if err != nil {
		s.t.Fatal(err)
	}
	ear := call.Listen(prompts, nil)
	defer ear.Stop()
	s.within(who+" hears "+want, func(ctx context.Context) error {
		_, err := ear.Wait(ctx, want, func(h sipphone.Heard) bool { return string(h.Kind) == want || h.ID == want })
		return err
	})
}

// ended waits until a telephone's call is over.
func (s *site) ended(who string, call *sipphone.Call) {
	s.t.Helper()
	s.within("the end for "+who, func(ctx context.Context) error { _, err := call.WaitEnded(ctx); return err })
}

// say answers the phone that rings with a tone of its own.
func (w *worker) say(tone int) *sipphone.Call {
	w.t.Helper()
	call := w.rung()
	if err := call.Answer(sipphone.Tone(tone, 12)); err != nil {
		w.t.Fatal(err)
	}
	return call
}

// now waits until the agent is in the state.
func (w *worker) now(state agent.State) {
	w.t.Helper()
	w.site.waitAgent(w.id, state)
}

// registers ends the wrap-up and makes the agent ready.
func (w *worker) registers(id queue.CallID, summary string) {
	w.t.Helper()
	w.now(agent.WrapUp)
	w.desk.ask(ws.TypeWrapUpSave, ws.WrapUpSave{
		Call: id, Done: true, WrapUp: ws.WrapUp{Category: "INQ", SubCategory: "装修", Summary: summary, Resolved: true},
	})
	w.now(agent.Ready)
}

// shows waits until the pop on the agent's desktop is as wanted.
func (w *worker) shows(what string, ok func(ws.Pop) bool) ws.Pop {
	w.t.Helper()
	return w.desk.wait(what, func(f frame) bool {
		switch f.Type {
		case ws.TypePop, ws.TypePopUpdate:
			return ok(f.pop())
		}
		return false
	}).pop()
}

// moment is long enough for a few words in a recording.
const moment = 1500 * time.Millisecond

func (f frame) refusal() (refusal ws.Refusal) {
	if f.Type == ws.TypeError {
		_ = json.Unmarshal(f.Data, &refusal)
	}
	return refusal
}
