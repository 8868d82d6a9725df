package deploy_test

import (
	"context"
	"net/http"
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
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := a.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return a
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
