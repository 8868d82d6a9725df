package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"
)

// api speaks with the running server of this machine as its operator.
type api struct {
	base  string
	token string
	http  *http.Client
}

func newAPI(cfg *Config) (*api, error) {
	if cfg.OperatorToken == "" {
		return nil, errors.New("the configuration has no operator_token, which this command needs: set it, or THIRDRING_OPERATOR_TOKEN, for the server and here")
	}
	host, port, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("configuration: listen %q: %w", cfg.Listen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // the token is good on this machine only
	}
	return &api{
		base:  "http://" + net.JoinHostPort(host, port),
		token: cfg.OperatorToken,
		http:  &http.Client{Timeout: 10 * time.Second},
	}, nil
}

// call sends in, unless it is nil, and decodes the answer into out.
func (a *api) call(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	kind := ""
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
		kind = "application/json"
	}
	text, err := a.send(ctx, method, path, kind, body)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}

// send sends a body as it is, if it has a kind, and returns the answer's.
func (a *api) send(ctx context.Context, method, path, kind string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	req.Header.Set("Accept-Language", cliLanguage())
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := a.http.Do(req)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil, fmt.Errorf("no server answers at %s: start it with thirdring serve, or see listen in the configuration", a.base)
	}
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.base, err)
	}
	if res.StatusCode >= http.StatusBadRequest {
		return nil, refusal(res, text)
	}
	return text, nil
}

// refusal is the server's sentence, with what to do where it cannot know.
func refusal(res *http.Response, text []byte) error {
	var said struct {
		Message string
		Fields  []struct{ Field, Message string }
	}
	if json.Unmarshal(text, &said) != nil || said.Message == "" {
		return fmt.Errorf("%s answered %s; is that a thirdring server?", res.Request.URL.Host, res.Status)
	}
	if res.StatusCode == http.StatusUnauthorized {
		return errors.New("the server does not take this operator_token: give this command the server's configuration")
	}
	for _, f := range said.Fields {
		said.Message += " " + f.Field + ": " + f.Message
	}
	return errors.New(said.Message)
}

// cliLanguage follows the shell's locale; the commands' own texts are English.
func cliLanguage() string {
	locale := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	if strings.HasPrefix(locale, "zh") {
		return "zh-CN"
	}
	return "en"
}
