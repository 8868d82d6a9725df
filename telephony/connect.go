package telephony

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"

	"thirdring/queue"
)

var (
	errFenced  = errors.New("another process connected with the same application name and has the calls now")
	errStopped = errors.New("stopped")
)

// oldest is the first Asterisk with the fixes of ARI that thirdring relies on.
var oldest = [3]int{22, 10, 1}

// refusedError is a first connect that waiting does not cure.
type refusedError struct{ error }

func (e refusedError) Unwrap() error { return e.error }

// connect opens a connection and brings both sides to the same knowledge: the
// events wanted, the phones, and what lives. What arrives meanwhile waits in
// the link's queue, behind the Resync.
func (n *node) connect(ctx context.Context, again bool) error {
	version, err := n.version(ctx)
	if err != nil {
		return n.explain(err)
	}
	l, err := openLink(ctx, n.config)
	if err != nil {
		return n.explain(err)
	}
	if err := n.settle(ctx, l, version); err != nil {
		l.close(err)
		return n.explain(err)
	}
	if again {
		n.metrics.reconnects.WithLabelValues(n.config.Name).Inc()
	}
	n.logger.Info("asterisk connected", "version", version)
	return nil
}

func (n *node) settle(ctx context.Context, l *link, version string) error {
	if err := n.filter(ctx); err != nil {
		return fmt.Errorf("choose events: %w", err)
	}
	if err := n.pushEndpoints(ctx); err != nil {
		return fmt.Errorf("make phones known: %w", err)
	}
	resync, err := n.inventory(ctx)
	if err != nil {
		return fmt.Errorf("list what lives: %w", err)
	}
	n.connected(l, version)
	n.send(resync)
	n.musicMayHaveChanged()
	return nil
}

// filter asks for the wanted events only. Asterisk forgets it when the
// application had no channels as its socket closed.
func (n *node) filter(ctx context.Context) error {
	type eventType struct {
		Type string `json:"type"`
	}
	allowed := make([]eventType, 0, len(wanted))
	for kind := range wanted {
		allowed = append(allowed, eventType{kind})
	}
	return n.rest.do(ctx, request{
		command: "event_filter", method: http.MethodPut,
		path: []string{"applications", n.config.App, "eventFilter"},
		body: map[string]any{"allowed": allowed},
	}, nil)
}

func (n *node) version(ctx context.Context) (string, error) {
	var info struct {
		System struct {
			Version string `json:"version"`
		} `json:"system"`
	}
	err := n.rest.do(ctx, request{command: "info", method: http.MethodGet, path: []string{"asterisk", "info"}}, &info)
	if err != nil {
		return "", err
	}
	if v := info.System.Version; tooOld(v) {
		return "", refusedError{fmt.Errorf("it is Asterisk %s, which is too old: ARI is safe and complete from %d.%d.%d on; install that or a newer one",
			clean(v, 40), oldest[0], oldest[1], oldest[2])}
	}
	return clean(info.System.Version, 40), nil
}

// tooOld compares the leading numbers of a version such as
// 22.10.1+dfsg+~cs6.17. One that cannot be read, a development build, passes.
func tooOld(version string) bool {
	numbers := strings.FieldsFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	if len(version) == 0 || version[0] < '0' || version[0] > '9' {
		return false
	}
	for i, least := range oldest {
		have := 0
		if i < len(numbers) {
			have, _ = strconv.Atoi(numbers[i])
		}
		if have != least {
			return have < least
		}
	}
	return false
}

// explain says what is wrong with a connection and what to do about it.
func (n *node) explain(err error) error {
	var refusal *refusal
	var dial *net.OpError
	where := fmt.Sprintf("telephony: node %s at %s", n.config.Name, n.config.URL)
	switch {
	case errors.As(err, new(refusedError)):
		return fmt.Errorf("%s: %w", where, err)
	case errors.As(err, &refusal) && (refusal.status == http.StatusUnauthorized || refusal.status == http.StatusForbidden):
		return refusedError{fmt.Errorf("%s refuses user %q: check the user and its password in Asterisk's ari.conf: %w", where, n.config.User, err)}
	case errors.As(err, &refusal) && refusal.status == http.StatusNotFound:
		// An Asterisk that is still starting says the same, so waiting may cure it.
		return fmt.Errorf("%s has no ARI: set enabled=yes in Asterisk's ari.conf and http.conf, load res_ari, and check the URL's path (/ari): %w", where, err)
	case errors.As(err, &dial) && dial.Op == "dial":
		return fmt.Errorf("%s: nothing answers: start Asterisk, or correct the address (http.conf: enabled, bindaddr, bindport): %w", where, err)
	default:
		return fmt.Errorf("%s: %w", where, err)
	}
}

// inventory lists what lives on the node and takes it as what is known.
func (n *node) inventory(ctx context.Context) (queue.Resync, error) {
	live, err := n.liveLegs(ctx)
	if err != nil {
		return queue.Resync{}, err
	}
	phones, err := n.reachable(ctx)
	if err != nil {
		return queue.Resync{}, err
	}
	desks, pages := n.phones.reset(phones)
	return queue.Resync{Node: n.config.Name, Legs: live, Phones: desks, Pages: pages}, nil
}
