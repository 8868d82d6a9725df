package deploy_test

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"thirdring/deploy"
	"thirdring/telephony/sipphone"
)

// pushAgent makes the three objects of an agent's phone with the fields that the comment at the end of pjsip.conf
// documents, so that the comment is what works.
func pushAgent(t *testing.T, a *deploy.Asterisk, id, password string) {
	t.Helper()
	fields := documentedFields(t, a)
	fields["auth"]["md5_cred"] = fmt.Sprintf("%x", md5.Sum([]byte(id+":thirdring:"+password)))
	for _, kind := range []string{"auth", "aor", "endpoint"} {
		type attribute struct {
			Attribute string `json:"attribute"`
			Value     string `json:"value"`
		}
		var body struct {
			Fields []attribute `json:"fields"`
		}
		for name, value := range fields[kind] {
			body.Fields = append(body.Fields, attribute{name, strings.ReplaceAll(value, "1001", id)})
		}
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		target := a.ARIURL + "/asterisk/config/dynamic/res_pjsip/" + kind + "/" + id
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, target, bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		request.SetBasicAuth(a.ARIUser, a.ARIPassword)
		request.Header.Set("Content-Type", "application/json")
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		if err := response.Body.Close(); err != nil {
			t.Error(err)
		}
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("push %s: %s: %s (%v)", kind, response.Status, answer, err)
		}
	}
}

// documentedFields reads the comment of the instance's pjsip.conf: after the name of a kind come its fields.
func documentedFields(t *testing.T, a *deploy.Asterisk) map[string]map[string]string {
	t.Helper()
	file, err := os.Open(a.Dir + "/etc/pjsip.conf")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	fields := map[string]map[string]string{"auth": {}, "aor": {}, "endpoint": {}}
	kind := ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line, isComment := strings.CutPrefix(lines.Text(), ";   ")
		if !isComment {
			continue
		}
		words := strings.Fields(line)
		switch words[0] {
		case "auth", "aor", "endpoint":
			kind = words[0]
		case "for":
			kind = ""
		}
		for _, word := range words {
			if name, value, ok := strings.Cut(word, "="); ok && kind != "" {
				fields[kind][name] = value
			}
		}
	}
	return fields
}

func TestAgentsPhoneIsReachableAgainAfterARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := startAsterisk(t, deploy.AsteriskOptions{Dir: dir})
	pushAgent(t, a, "1001", "secret1")
	phone, err := sipphone.New(sipphone.Options{User: "1001", Secret: "secret1", Registrar: a.SIPAddr})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := phone.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := phone.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkContact(t, a, phone.Addr())

	stop(t, a.Process)
	again := startAsterisk(t, deploy.AsteriskOptions{Dir: dir, SIPAddr: a.SIPAddr, HTTPAddr: a.HTTPAddr})
	if again.ARIPassword != a.ARIPassword {
		t.Error("the ARI password changed with the restart")
	}
	pushAgent(t, again, "1001", "secret1")
	checkContact(t, again, phone.Addr())

	stranger, err := sipphone.New(sipphone.Options{User: "1001", Secret: "wrong", Registrar: again.SIPAddr})
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	if err := stranger.Register(t.Context()); err == nil {
		t.Error("a wrong SIP password was accepted")
	}
}

func checkContact(t *testing.T, a *deploy.Asterisk, addr string) {
	t.Helper()
	output, err := a.CLI(t.Context(), "pjsip show contacts")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(output, addr) {
		t.Errorf("no contact %s:\n%s", addr, output)
	}
}
