package sipphone_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/deploy"
	"thirdring/telephony/sipphone"
)

// dialplan is what the tests call: 600 answers and plays, 601 rings and never answers, 7xxxx dials the phone xxxx.
const dialplan = `
[hotline](+)
exten = 600,1,Answer()
 same = n,Playback(%[1]s/tone1000)
 same = n,Hangup(16)
exten = 601,1,Ringing()
 same = n,Wait(30)
exten = 602,1,Hangup(17)
exten = _7XXXX,1,Dial(PJSIP/${EXTEN:1},30)
`

// startAsterisk runs a real Asterisk with a phone 1001 that may register.
func startAsterisk(t *testing.T) *deploy.Asterisk {
	t.Helper()
	dir, err := os.MkdirTemp("", "ta") // Asterisk's control socket needs a short path
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	var tone bytes.Buffer
	pcm := make([]int16, 3*sipphone.Rate)
	sipphone.Tone(1000, 12)(pcm)
	must(t, binary.Write(&tone, binary.LittleEndian, pcm))
	must(t, os.WriteFile(filepath.Join(dir, "tone1000.sln"), tone.Bytes(), 0o600))
	varDir, err := filepath.Abs(cmp.Or(os.Getenv("THIRDRING_VAR"), "../../var"))
	must(t, err)
	a, err := deploy.StartAsterisk(t.Context(), deploy.AsteriskOptions{
		Dir: dir, VarDir: varDir, ExtraModules: []string{"app_dial.so"}, ExtraDialplan: fmt.Sprintf(dialplan, dir),
	})
	must(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		must(t, a.Stop(ctx))
	})
	push(t, a, "auth", "auth_type=userpass username=1001 password=secret")
	push(t, a, "aor", "max_contacts=1 remove_existing=yes")
	push(t, a, "endpoint", "auth=1001 aors=1001 context=agents disallow=all allow=alaw,ulaw direct_media=no "+
		"bind_rtp_to_media_address=yes media_address=127.0.0.1 rtp_symmetric=yes tone_zone=cn")
	return a
}

// push makes a PJSIP object named 1001. The order of its fields counts: allow before disallow leaves no codec.
func push(t *testing.T, a *deploy.Asterisk, kind, fields string) {
	t.Helper()
	type field struct {
		Attribute string `json:"attribute"`
		Value     string `json:"value"`
	}
	var body struct {
		Fields []field `json:"fields"`
	}
	for f := range strings.FieldsSeq(fields) {
		name, value, _ := strings.Cut(f, "=")
		body.Fields = append(body.Fields, field{name, value})
	}
	text, err := json.Marshal(body)
	must(t, err)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPut,
		a.ARIURL+"/asterisk/config/dynamic/res_pjsip/"+kind+"/1001", bytes.NewReader(text))
	must(t, err)
	req.SetBasicAuth(a.ARIUser, a.ARIPassword)
	req.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	must(t, err)
	must(t, res.Body.Close())
	if res.StatusCode != http.StatusOK {
		t.Fatalf("push %s: %s", kind, res.Status)
	}
}

func TestOnARealAsterisk(t *testing.T) {
	a := startAsterisk(t)
	caller := phone(t, sipphone.Options{User: "13800001234", Registrar: a.SIPAddr})
	agent := phone(t, sipphone.Options{User: "1001", Secret: "secret", Registrar: a.SIPAddr})

	t.Run("a wrong password is refused", func(t *testing.T) {
		liar := phone(t, sipphone.Options{User: "1001", Secret: "guess", Registrar: a.SIPAddr})
		if err := liar.Register(within(t)); err == nil {
			t.Error("registered")
		}
	})
	t.Run("registers by digest", func(t *testing.T) {
		must(t, agent.Register(within(t)))
		must(t, agent.Register(within(t))) // again is a renewal
	})
	t.Run("playback is heard at once and its end is the other side's", func(t *testing.T) { playback(t, caller) })
	t.Run("cancel while ringing", func(t *testing.T) { cancelRinging(t, caller) })
	t.Run("busy", func(t *testing.T) {
		c := dial(t, caller, "602")
		if end := over(t, c); end.By != sipphone.ByPeer || end.Code != 486 || end.Cause != 17 {
			t.Errorf("end: got %+v", end)
		}
	})
	t.Run("through Asterisk to a desk phone", func(t *testing.T) { throughAsterisk(t, caller, agent) })
	t.Run("the desk phone sees the caller give up", func(t *testing.T) { givingUp(t, caller, agent) })
	t.Run("a phone that signed out is not reached", func(t *testing.T) {
		must(t, agent.Unregister(within(t)))
		if end := over(t, dial(t, caller, "71001")); end.By != sipphone.ByPeer || end.Code < 400 {
			t.Errorf("end: got %+v", end)
		}
	})
}

func playback(t *testing.T, caller *sipphone.Phone) {
	c := dial(t, caller, "600")
	ctx := within(t)
	must(t, c.WaitAnswered(ctx))
	at, err := c.WaitTone(ctx, 1000)
	must(t, err)
	if delay := at.Sub(c.Times().Answer); delay > 500*time.Millisecond {
		t.Errorf("tone %v after the answer", delay)
	}
	end := over(t, c)
	if end.By != sipphone.ByPeer || end.Cause != 16 {
		t.Errorf("end: got %+v", end)
	}
	heard := c.Audio()
	t.Logf("PDD %v, answer %v, tone %v after it, %d packets, %d lost, %d gaps, level %.1f dBFS, end %+v",
		c.Times().PDD(), c.Times().AnswerDelay(), at.Sub(c.Times().Answer), heard.Packets, heard.Lost, len(heard.Gaps),
		heard.Level, end)
	if heard.Packets < 145 || heard.Lost > 0 {
		t.Errorf("3 s of tone came as %d packets, %d lost", heard.Packets, heard.Lost)
	}
}

func cancelRinging(t *testing.T, caller *sipphone.Phone) {
	c := dial(t, caller, "601")
	must(t, c.WaitRinging(within(t)))
	must(t, c.Hangup(within(t)))
	if end := over(t, c); end.By != sipphone.BySelf || end.Code != 487 {
		t.Errorf("end: got %+v", end)
	}
}

func throughAsterisk(t *testing.T, caller, agent *sipphone.Phone) {
	ctx := within(t)
	out := dial(t, caller, "71001")
	in, err := agent.NextCall(ctx)
	if err != nil {
		t.Fatalf("%v; the caller's call is %v, %+v, %+v", err, out.State(), out.End(), out.Times())
	}
	if got := in.From().Number; got != "13800001234" {
		t.Errorf("caller id: got %q", got)
	}
	must(t, in.Ring())
	must(t, out.WaitRinging(ctx))
	must(t, in.Answer(sipphone.Tone(620, 12)))
	must(t, out.WaitAnswered(ctx))
	out.Send(sipphone.Tone(440, 12))
	_, err = out.WaitTone(ctx, 620)
	must(t, err)
	_, err = in.WaitTone(ctx, 440)
	must(t, err)
	must(t, out.SendDTMF(ctx, "15#"))
	keys, err := in.WaitKeys(ctx, 3)
	must(t, err)
	if keys != "15#" {
		t.Errorf("keys: got %q", keys)
	}
	must(t, in.Hold(ctx))
	must(t, in.Resume(ctx))
	must(t, in.Hangup(ctx))
	if end := over(t, out); end.By != sipphone.ByPeer || end.Cause != 16 {
		t.Errorf("end: got %+v", end)
	}
}

func givingUp(t *testing.T, caller, agent *sipphone.Phone) {
	ctx := within(t)
	out := dial(t, caller, "71001")
	in, err := agent.NextCall(ctx)
	if err != nil {
		t.Fatalf("%v; the caller's call is %v, %+v, %+v", err, out.State(), out.End(), out.Times())
	}
	must(t, in.Ring())
	must(t, out.WaitRinging(ctx))
	must(t, out.Hangup(ctx))
	if end := over(t, in); end.By != sipphone.ByPeer || end.Reason != "cancelled" {
		t.Errorf("end: got %+v", end)
	}
	t.Logf("the agent's CANCEL came %v after the caller's", in.Times().Cancel.Sub(out.Times().Cancel))
}

func phone(t *testing.T, o sipphone.Options) *sipphone.Phone {
	t.Helper()
	p, err := sipphone.New(o)
	must(t, err)
	t.Cleanup(func() { must(t, p.Close()) })
	return p
}

func dial(t *testing.T, p *sipphone.Phone, number string) *sipphone.Call {
	t.Helper()
	c, err := p.Dial(within(t), sipphone.DialOptions{Number: number})
	must(t, err)
	return c
}

func over(t *testing.T, c *sipphone.Call) sipphone.End {
	t.Helper()
	end, err := c.WaitEnded(within(t))
	must(t, err)
	return end
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
