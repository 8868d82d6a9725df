package telephony

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// requestLimit bounds every request. After it the command may still be
	// carried out, so a request is never repeated.
	requestLimit = 3 * time.Second
	// idleConnLimit is below the 15 s after which Asterisk closes an idle
	// connection, so that no request is sent into a closing one.
	idleConnLimit = 9 * time.Second
	// bodyLimit is more than the list of 10,000 channels needs.
	bodyLimit = 16 << 20
)

// rest sends requests to one node's ARI.
type rest struct {
	base     string // http://host:port/ari
	user     string
	password string
	client   *http.Client
	metrics  *metrics
}

func newREST(n Node, m *metrics) *rest {
	return &rest{
		base: strings.TrimRight(n.URL, "/"), user: n.User, password: n.Password, metrics: m,
		client: &http.Client{
			Timeout: requestLimit,
			Transport: &http.Transport{
				MaxIdleConns:        workers + pushers,
				MaxIdleConnsPerHost: workers + pushers,
				IdleConnTimeout:     idleConnLimit,
			},
		},
	}
}

// refusal is an answer of ARI other than success.
type refusal struct {
	status int
	text   string
}

func (r *refusal) Error() string {
	if r.text == "" {
		return fmt.Sprintf("Asterisk answered %d %s", r.status, http.StatusText(r.status))
	}
	return fmt.Sprintf("Asterisk answered %d: %s", r.status, r.text)
}

func refused(err error, status int) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == status
}

// ignoreMissing makes a success of not finding what was to be removed.
func ignoreMissing(err error) error {
	if refused(err, http.StatusNotFound) {
		return nil
	}
	return err
}

// request is one request of ARI; command is its name in the metrics.
type request struct {
	command string
	method  string
	path    []string
	query   url.Values
	body    any
}

// do carries out r and decodes the answer into result unless that is nil.
func (c *rest) do(ctx context.Context, r request, result any) error {
	began := time.Now()
	err := c.send(ctx, r, result)
	c.metrics.requests.WithLabelValues(r.command).Observe(time.Since(began).Seconds())
	if err != nil {
		c.metrics.failures.WithLabelValues(r.command).Inc()
	}
	return err
}

func (c *rest) send(ctx context.Context, r request, result any) error {
	var body io.Reader
	if r.body != nil {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			return fmt.Errorf("encode: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, c.address(r), body)
	if err != nil {
		return err
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.SetBasicAuth(c.user, c.password)
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, bodyLimit))
	if err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	if resp.StatusCode >= 300 {
		return &refusal{status: resp.StatusCode, text: reasonIn(answer)}
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(answer, result); err != nil {
		return fmt.Errorf("decode answer: %w", err)
	}
	return nil
}

func (c *rest) address(r request) string {
	var b strings.Builder
	b.WriteString(c.base)
	for _, part := range r.path {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(part))
	}
	if len(r.query) > 0 {
		b.WriteByte('?')
		b.WriteString(r.query.Encode())
	}
	return b.String()
}

// reasonIn finds what ARI says in the body of a refusal; it uses both names.
func reasonIn(body []byte) string {
	var said struct{ Message, Error string }
	if json.Unmarshal(body, &said) == nil {
		if said.Message != "" {
			return said.Message
		}
		if said.Error != "" {
			return said.Error
		}
	}
	if bytes.HasPrefix(body, []byte("<")) {
		return "" // a page for people, which says no more than the status
	}
	const most = 200
	return clean(string(body), most)
}
