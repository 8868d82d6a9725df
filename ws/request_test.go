package ws

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
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
		opts.Dial = func(_ context.Context, who Identity, d CallDial) (queue.Dial, error) {
			return queue.Dial{Number: strings.ReplaceAll(d.Number, " ", ""), Purpose: d.Purpose, Owner: queue.OwnerRef{ID: d.Owner}}, nil
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
		`{"type":"call.hold","id":"e","data":{"call":"c1","side":"third","on":true}}`: queue.Hold{
			Req: "r1", Agent: "1001", Call: "c1", Side: queue.SideThird, On: true,
		},
		`{"type":"call.swap","id":"e","data":{"call":"c1"}}`:                   queue.Swap{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"call.conference","id":"e","data":{"call":"c1"}}`:             queue.Conference{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"call.mute","id":"e","data":{"call":"c1","on":true}}`:         queue.Mute{Req: "r1", Agent: "1001", Call: "c1", On: true},
		`{"type":"call.pause","id":"e","data":{"call":"c1","on":true}}`:        queue.PauseRecording{Req: "r1", Agent: "1001", Call: "c1", On: true},
		`{"type":"call.digits","id":"e","data":{"call":"c1","digits":"12#"}}`:  queue.SendDigits{Req: "r1", Agent: "1001", Call: "c1", Digits: "12#"},
		`{"type":"call.complete","id":"e","data":{"call":"c1"}}`:               queue.CompleteTransfer{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"call.survey","id":"e","data":{"call":"c1"}}`:                 queue.SendToSurvey{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"call.drop","id":"e","data":{"call":"c1"}}`:                   queue.DropThird{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"call.help","id":"e","data":{"call":"c1","text":" 客户要求主管 "}}`: queue.AskHelp{Req: "r1", Agent: "1001", Call: "c1", Text: "客户要求主管"},
		`{"type":"wrapup.extend","id":"e","data":{"call":"c1"}}`:               queue.ExtendWrapUp{Req: "r1", Agent: "1001", Call: "c1"},
		`{"type":"phone.back","id":"e","data":{"alive":true}}`:                 queue.PhoneBack{Req: "r1", Agent: "1001", Alive: true},
		`{"type":"device.set","id":"e","data":{"kind":"number","number":"13900001111"}}`: queue.SetDevice{
			Req: "r1", Agent: "1001", Device: agent.Device{Kind: agent.OutsidePhone, Number: "13900001111"},
		},
		`{"type":"call.consult","id":"e","data":{"call":"c1","to":{"kind":"agent","id":"1002"},"reason":"工程问题"}}`: queue.Consult{
			Req: "r1", Agent: "1001", Call: "c1", To: queue.Target{Kind: queue.ToAgent, ID: "1002"}, Reason: "工程问题",
		},
		`{"type":"call.transfer","id":"e","data":{"call":"c1","to":{"kind":"department","id":"repair"},"reason":""}}`: queue.Transfer{
			Req: "r1", Agent: "1001", Call: "c1", To: queue.Target{Kind: queue.ToDepartment, ID: "repair"}, // the core refuses it without a reason
		},
		`{"type":"call.dial","id":"e","data":{"number":"138 0000 1234","purpose":"follow_up","owner":"o1"}}`: queue.Dial{
			Req: "r1", Agent: "1001", Number: "13800001234", Purpose: "follow_up", Owner: queue.OwnerRef{ID: "o1"},
		},
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
		`{"type":"state.set","id":"1","data":[]}`:                                                                       CodeBadData,
		`{"type":"state.set","id":"1","data":{"state":9}}`:                                                              CodeBadData,
		`{"type":"call.hangup","id":"1","data":{"call":""}}`:                                                            CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","summary":"` + long + `"}}`:                                 CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","promised_reply_at":"tomorrow"}}`:                           CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","promised_reply_at":"0099-01-01T00:00:00Z"}}`:               CodeBadData,
		`{"type":"wrapup.save","id":"1","data":{"call":"c1","follow_up_at":"9999-01-01T00:00:00Z"}}`:                    CodeBadData,
		`{"type":"call.hold","id":"1","data":{"call":"c1","side":"both","on":true}}`:                                    CodeBadData,
		`{"type":"call.digits","id":"1","data":{"call":"c1","digits":""}}`:                                              CodeBadData,
		`{"type":"call.digits","id":"1","data":{"call":"c1","digits":"` + strings.Repeat("1", 33) + `"}}`:               CodeBadData,
		`{"type":"call.consult","id":"1","data":{"call":"c1","to":{"kind":"friend","id":"x"}}}`:                         CodeBadData,
		`{"type":"call.consult","id":"1","data":{"call":"c1","to":{"kind":"agent","id":""}}}`:                           CodeBadData,
		`{"type":"call.transfer","id":"1","data":{"call":"","to":{"kind":"agent","id":"1"}}}`:                           CodeBadData,
		`{"type":"call.transfer","id":"1","data":{"call":"c1","reason":"` + long + `","to":{"kind":"agent","id":"1"}}}`: CodeBadData,
		`{"type":"call.help","id":"1","data":{"call":"c1","text":"` + long + `"}}`:                                      CodeBadData,
		`{"type":"call.dial","id":"1","data":{"purpose":"follow_up"}}`:                                                  CodeBadData,
		`{"type":"call.dial","id":"1","data":{"number":"` + long + `"}}`:                                                CodeBadData,
		`{"type":"call.dial","id":"1","data":{"number":"1"}}`:                                                           CodeNumber,
		`{"type":"device.set","id":"1","data":{}}`:                                                                      CodeBadData,
		`{"type":"help.take","id":"1","data":{"call":"c1"}}`:                                                            CodeNotAllowed,
		`{"type":"break.decide","id":"1","data":{"agent":"1001","grant":true}}`:                                         CodeNotAllowed,
		`{"type":"owner.choose","id":"1","data":{"call":"c2","owner":"o1"}}`:                                            CodeNoCall,
		`{"type":"owner.choose","id":"1","data":{"call":"c1","owner":"o7"}}`:                                            CodeNoOwner,
		`{"type":"owner.choose","id":"1","data":{"call":"c1","owner":"o1","unit":"u7"}}`:                                CodeNoOwner,
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
	for _, code := range errorCodes(t) {
		if text := sentences[code]; text[chinese] == "" || text[english] == "" {
			t.Errorf("code %d lacks a sentence", code)
		}
	}
	for accept, want := range map[string]lang{"": chinese, "en-GB,en;q=0.9": english, "zh-CN,zh;q=0.9,en;q=0.8": chinese, "de": chinese} {
		if got := language(accept); got != want {
			t.Errorf("%q is language %d, want %d", accept, got, want)
		}
	}
}

// TestEveryErrorOfTheCoreHasACode looks for each error of the core in codeOf:
// one that is not there would be told as CodeFailed.
func TestEveryErrorOfTheCoreHasACode(t *testing.T) {
	core, err := os.ReadFile("../queue/view.go")
	if err != nil {
		t.Fatal(err)
	}
	numbered, err := os.ReadFile("refusal.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(Err\w+) +=`).FindAllSubmatch(core, -1)
	if len(names) < 20 {
		t.Fatalf("found only %d errors in queue/view.go", len(names))
	}
	for _, name := range names {
		if !strings.Contains(string(numbered), "{queue."+string(name[1])+", ") {
			t.Errorf("queue.%s has no code", name[1])
		}
	}
}

func TestSupervisorsDecide(t *testing.T) {
	o := newOffice(t, nil)
	o.open(testAgent("1001"))
	boss, _ := o.join(t, "role=supervisor&user=sun")
	for text, want := range map[string]queue.Event{
		`{"type":"help.take","id":"1","data":{"call":"c1"}}`:                    queue.TakeHelp{Req: "r1", Call: "c1", By: "sun"},
		`{"type":"break.decide","id":"2","data":{"agent":"1001","grant":true}}`: queue.DecideBreak{Req: "r1", Agent: "1001", By: "sun", Grant: true},
	} {
		boss.send(text)
		boss.next(TypeOK)
		if got := o.lastAsked(t); got != want {
			t.Errorf("%s became %+v, want %+v", text, got, want)
		}
	}
	for _, role := range []string{"qa", "manager"} {
		other, _ := o.join(t, "role="+role)
		other.send(`{"type":"help.take","id":"1","data":{"call":"c1"}}`)
		if got := data[Refusal](other, TypeError); got.Code != CodeNotAllowed {
			t.Errorf("%s got %+v", role, got)
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
		`{"type":"call.transfer","id":"1","data":{"call":"c","to":{"kind":"queue","id":"service"},"reason":"x"}}`,
		`{"type":"call.dial","id":"1","data":{"number":"1","purpose":"x"}}`,
		`{"type":1}`, `"`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		req, code := decode(body)
		if code == noError && req.kind != TypePing && req.event == nil && req.resolve == nil {
			t.Fatalf("%q is accepted without an event", body)
		}
		if code == noError && req.id == "" {
			t.Fatalf("%q is accepted without an id", body)
		}
		if code != noError && sentences[code][chinese] == "" {
			t.Fatalf("%q gives code %d, which has no sentence", body, code)
		}
		if code == noError && req.event != nil {
			encode(fmt.Sprintf("%+v", req.event(Identity{Agent: "1001"}, "r")))
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
