package ws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"thirdring/agent"
	"thirdring/queue"
)

func TestRequestsReachTheCore(t *testing.T) {
	o := newOffice(t, func(opts *Options) {
		opts.Cards = func(queue.CallID) []Card {
			return []Card{{ID: "o1", Name: "李雷", Relation: "owner", Units: []Unit{{Ref: "滨江/1/101"}}}}
		}
	})
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.offer(testCall("c1", "1001"))
	d.next(TypePop)
	promised := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	for text, want := range map[string]queue.Event{
		`{"type":"state.set","id":"a","data":{"state":"break","reason":"lunch"}}`: queue.SetState{
			Req: "r1", Agent: "1001", State: agent.Break, Reason: "lunch", By: "1001",
		},
		`{"type":"wrapup.save","id":"b","data":{"call":"c1","category":"INQ","sub_category":"装修","summary":"问装修",
		  "resolved":false,"unresolved_reason":"需核实","promised_reply_at":"2026-11-24T09:00:00+08:00","must_keep":true,"done":true}}`: queue.SaveWrapUp{
			Req: "r1", Agent: "1001", Call: "c1", Done: true, Wrap: queue.Disposition{
				Category: "INQ", SubCategory: "装修", Summary: "问装修", UnresolvedReason: "需核实", PromisedReplyAt: promised, MustKeep: true,
			},
		},
		`{"type":"owner.choose","id":"c","data":{"call":"c1","owner":"o1","unit":"滨江/1/101"}}`: queue.ChooseOwner{
			Req: "r1", Agent: "1001", Call: "c1", Owner: queue.OwnerRef{ID: "o1", Name: "李雷", Relation: "owner", Unit: "滨江/1/101"},
		},
		`{"type":"call.hangup","id":"d","data":{"call":"c1"}}`: queue.HangUp{Req: "r1", Agent: "1001", Call: "c1"},
	} {
		d.send(text)
		d.next(TypeOK)
		got := o.lastAsked(t)
		if save, ok := got.(queue.SaveWrapUp); ok { // times compare by their zone as well
			save.Wrap.PromisedReplyAt = save.Wrap.PromisedReplyAt.UTC()
			got = save
		}
		if got != want {
			t.Errorf("%s\n became %+v\n want   %+v", text, got, want)
		}
	}
}

// TestLies sends what no honest desktop sends. Each gets one error, and the
// socket lives on.
func TestLies(t *testing.T) {
	o := newOffice(t, func(opts *Options) {
		opts.Cards = func(queue.CallID) []Card { return []Card{{ID: "o1", Units: []Unit{{Ref: "u1"}}}} }
	})
	o.open(testAgent("1001"), testAgent("1002"))
	d, _ := o.join(t, "agent=1001&role=agent")
	o.offer(testCall("c1", "1001"))
	d.next(TypePop)
	long := strings.Repeat("长", maxText+1)
	for text, want := range map[string]ErrorCode{
		`{`:                                      CodeBadFrame,
		`[]`:                                     CodeBadFrame,
		`null`:                                   CodeBadFrame,
		"\x00\xff":                               CodeBadFrame,
		`{"type":"ping"}`:                        CodeBadFrame,
		`{"type":"ping","id":7}`:                 CodeBadFrame,
		`{"type":"ping","id":"` + long + `"}`:    CodeBadFrame,
		`{"type":"drop.tables","id":"1"}`:        CodeBadType,
		`{"type":"snapshot","id":"1","data":{}}`: CodeBadType,
		`{"type":"state.set","id":"1"}`:          CodeBadData,
		`{"type":"state.set","id":"1","data":[]}`:                                                         CodeBadData,
		`{"type":"state.set","id":"1","data":{"state":9}}`:                                                CodeBadData,
		`{"type":"call.hangup","id":"1","data":{"call":""}}`:                                              CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","summary":"` + long + `"}}`:                   CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","promised_reply_at":"tomorrow"}}`:             CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","promised_reply_at":"0099-01-01T00:00:00Z"}}`: CodeBadData,
		`{"type":"owner.choose","id":"1","data":{"call":"c2","owner":"o1"}}`:                              CodeNoCall,
		`{"type":"owner.choose","id":"1","data":{"call":"c1","owner":"o7"}}`:                              CodeNoOwner,
		`{"type":"owner.choose","id":"1","data":{"call":"c1","owner":"o1","unit":"u7"}}`:                  CodeNoOwner,
	} {
		d.send(text)
		f := d.next(TypeError)
		var got Refusal
		if err := json.Unmarshal(f.Data, &got); err != nil {
			t.Fatal(err)
		}
		if got.Code != want || got.Message == "" {
			t.Errorf("%.80s got %+v, want code %d", text, got, want)
		}
	}
	o.mu.Lock()
	if len(o.asked) != 0 {
		t.Errorf("the core was asked %+v", o.asked)
	}
	o.mu.Unlock()
	d.send(`{"type":"ping","id":"last"}`)
	if f := d.next(TypeOK); f.ID != "last" {
		t.Errorf("answered %q", f.ID)
	}
}

func TestRefusals(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	d, _ := o.join(t, "agent=1001&role=agent")
	for _, tc := range []struct {
		err       error
		want      ErrorCode
		temporary bool
	}{
		{queue.ErrNoCall, CodeNoCall, false},
		{fmt.Errorf("wrapped: %w", queue.ErrUnresolved), CodeUnresolved, false},
		{fmt.Errorf("%w: from x to y", agent.ErrIllegal), CodeBadState, false},
		{agent.ErrReason, CodeNoReason, false},
		{context.DeadlineExceeded, CodeTimeout, true},
		{errors.New("secret: redis at 10.0.0.1"), CodeFailed, true},
	} {
		o.answerWith(tc.err)
		d.send(`{"type":"call.hangup","id":"x","data":{"call":"c9"}}`)
		f := d.next(TypeError)
		var got Refusal
		if err := json.Unmarshal(f.Data, &got); err != nil {
			t.Fatal(err)
		}
		if got.Code != tc.want || got.Temporary != tc.temporary || strings.Contains(got.Message, "10.0.0.1") || f.ID != "x" {
			t.Errorf("%v became %+v for %q, want code %d", tc.err, got, f.ID, tc.want)
		}
	}
	boss, _ := o.join(t, "role=supervisor")
	boss.send(`{"type":"state.set","id":"1","data":{"state":"ready"}}`)
	if got := data[Refusal](boss, TypeError); got.Code != CodeNotAgent {
		t.Errorf("a supervisor without agent got %+v", got)
	}
}

func TestEveryCodeHasASentence(t *testing.T) {
	for code, text := range sentences {
		if text[chinese] == "" || text[english] == "" {
			t.Errorf("code %d lacks a sentence", code)
		}
	}
	for accept, want := range map[string]lang{"": chinese, "en-GB,en;q=0.9": english, "zh-CN,zh;q=0.9,en;q=0.8": chinese, "de": chinese} {
		if got := language(accept); got != want {
			t.Errorf("%q is language %d, want %d", accept, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"type":"ping","id":"1"}`,
		`{"type":"state.set","id":"1","data":{"state":"break","reason":"lunch"}}`,
		`{"type":"wrapup.save","id":"1","data":{"call":"c","promised_reply_at":"2026-11-24T09:00:00+08:00"}}`,
		`{"type":"owner.choose","id":"1","data":{"call":"c","owner":"o"}}`,
		`{"type":"call.hangup","id":"1","data":null}`,
		`{"type":1}`, `"`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		req, code := decode(body)
		if code == noError && req.kind != TypePing && req.event == nil {
			t.Fatalf("%q is accepted without an event", body)
		}
		if code == noError && req.id == "" {
			t.Fatalf("%q is accepted without an id", body)
		}
		if code != noError && sentences[code][chinese] == "" {
			t.Fatalf("%q gives code %d, which has no sentence", body, code)
		}
		if code == noError && req.event != nil {
			encode(fmt.Sprintf("%+v", req.event("1001")("r")))
		}
		encode(refusal(code, english))
		if !json.Valid(frame{kind: TypeOK, id: req.id, data: []byte("{}")}.append(nil)) {
			t.Fatalf("the answer to %q is not JSON", body)
		}
	})
}

func TestFramesAreTheProtocols(t *testing.T) {
	for _, f := range []frame{
		{kind: TypeOK, id: `a"b`, data: []byte(`{"x":1}`)},
		{kind: TypeQueue, seq: 7, data: []byte(`{}`)},
	} {
		want := encode(ServerFrame{Type: f.kind, ID: f.id, Seq: f.seq, Data: json.RawMessage(f.data)})
		if got := f.append(nil); string(got) != string(want) {
			t.Errorf("written %s, want %s", got, want)
		}
	}
}
