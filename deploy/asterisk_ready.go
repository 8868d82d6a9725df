package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"time"
)

// ready waits until the instance has booted, then makes sure that ARI accepts the password and SIP answers: a port that
// somebody else holds does not keep Asterisk from booting.
func (a *Asterisk) ready(ctx context.Context, notify *notifySocket) error {
	if err := notify.wait(ctx, a.Process); err != nil {
		return err
	}
	if err := a.checkARI(ctx); err != nil {
		return err
	}
	return a.checkSIP(ctx)
}

func (a *Asterisk) checkARI(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.ARIURL+"/asterisk/ping", nil)
	if err != nil {
		return fmt.Errorf("ari: %w", err)
	}
	request.SetBasicAuth(a.ARIUser, a.ARIPassword)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("ari does not answer at %s (is the port taken?): %w", a.ARIURL, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		// The body of a refusal only helps if it can be read.
		body, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return fmt.Errorf("ari at %s answers %s (does another instance hold the port?): %s", a.ARIURL, response.Status, body)
	}
	return nil
}

// checkSIP sends OPTIONS; any final answer shows that the transport is ours and alive.
func (a *Asterisk) checkSIP(ctx context.Context) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", a.SIPAddr)
	if err != nil {
		return fmt.Errorf("sip: %w", err)
	}
	defer conn.Close()
	const attempts = 3
	request := optionsRequest(conn.LocalAddr().String(), a.SIPAddr)
	buffer := make([]byte, 4096)
	for range attempts {
		if _, err = conn.Write([]byte(request)); err != nil {
			continue
		}
		if err = conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			return fmt.Errorf("sip: %w", err)
		}
		var length int
		if length, err = conn.Read(buffer); err == nil && strings.HasPrefix(string(buffer[:length]), "SIP/2.0 ") {
			return nil
		}
	}
	return fmt.Errorf("sip does not answer at %s (is the port taken?): %w", a.SIPAddr, errors.Join(err, ctx.Err()))
}

func optionsRequest(local, remote string) string {
	return strings.Join([]string{
		"OPTIONS sip:ready@" + remote + " SIP/2.0",
		"Via: SIP/2.0/UDP " + local + ";branch=z9hG4bKthirdringready;rport",
		"Max-Forwards: 5",
		"From: <sip:ready@" + local + ">;tag=ready",
		"To: <sip:ready@" + remote + ">",
		"Call-ID: ready@" + local,
		"CSeq: 1 OPTIONS",
		"Contact: <sip:ready@" + local + ">",
		"Content-Length: 0",
		"", "",
	}, "\r\n")
}

// CLI runs one command of Asterisk's console and returns what it prints.
func (a *Asterisk) CLI(ctx context.Context, line string) (string, error) {
	output, err := exec.CommandContext(ctx, a.binary, "-C", a.config, "-rx", line).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("deploy: asterisk console %q: %w: %s", line, err, output)
	}
	return string(output), nil
}
