package deploy_test

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"thirdring/deploy"
)

func startAsterisk(t *testing.T, o deploy.AsteriskOptions) *deploy.Asterisk {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	o.VarDir = varDir(t)
	a, err := deploy.StartAsterisk(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, a.Process) })
	return a
}

func stop(t *testing.T, p *deploy.Process) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := p.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func TestTwoAsterisksRunSideBySide(t *testing.T) {
	one := startAsterisk(t, deploy.AsteriskOptions{})
	two := startAsterisk(t, deploy.AsteriskOptions{})
	if one.SIPAddr == two.SIPAddr || one.ARIURL == two.ARIURL {
		t.Errorf("both use %s and %s", one.SIPAddr, one.ARIURL)
	}
	if one.ARIPassword == two.ARIPassword {
		t.Error("both generated the same ARI password")
	}
	for _, a := range []*deploy.Asterisk{one, two} {
		if got := ariStatus(t, a, a.ARIPassword); got != http.StatusOK {
			t.Errorf("ARI of %s answers %d", a.SIPAddr, got)
		}
		if got := ariStatus(t, a, "wrong"); got != http.StatusUnauthorized {
			t.Errorf("ARI of %s answers %d to a wrong password", a.SIPAddr, got)
		}
	}
}

func ariStatus(t *testing.T, a *deploy.Asterisk, password string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.ARIURL+"/applications", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(a.ARIUser, password)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

func TestEveryConfiguredModuleRuns(t *testing.T) {
	a := startAsterisk(t, deploy.AsteriskOptions{})
	output, err := a.CLI(t.Context(), "module show")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(output) {
		if strings.Contains(line, "Not Running") {
			t.Errorf("not running: %s", line)
		}
	}
	for _, unwanted := range []string{"app_queue.so", "cdr_csv.so", "cel_custom.so", "chan_iax2.so"} {
		if strings.Contains(output, unwanted) {
			t.Errorf("%s is loaded", unwanted)
		}
	}
}

func TestStartRefusesATakenPort(t *testing.T) {
	one := startAsterisk(t, deploy.AsteriskOptions{})
	for _, o := range []deploy.AsteriskOptions{
		{SIPAddr: one.SIPAddr},
		{HTTPAddr: one.HTTPAddr},
	} {
		o.Dir, o.VarDir = t.TempDir(), varDir(t)
		second, err := deploy.StartAsterisk(t.Context(), o)
		if err == nil {
			stop(t, second.Process)
			t.Errorf("a second instance started on %s%s", o.SIPAddr, o.HTTPAddr)
			continue
		}
		if !strings.Contains(err.Error(), "port") {
			t.Errorf("the error does not speak of the port: %v", err)
		}
	}
}

func TestStopLeavesNothingRunning(t *testing.T) {
	a := startAsterisk(t, deploy.AsteriskOptions{})
	stop(t, a.Process)
	stop(t, a.Process)
	if entries, err := os.ReadDir(filepath.Join(a.Dir, "run")); err != nil || len(entries) > 0 {
		t.Errorf("left in the run folder: %v %v", entries, err)
	}
	if conn, err := net.Dial("tcp", a.HTTPAddr); err == nil {
		t.Errorf("%s still answers", a.HTTPAddr)
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}
