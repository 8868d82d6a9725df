package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrHeld says that another instance serves the site. The error returned is a
// HeldError that names it.
var ErrHeld = errors.New("another instance serves this site")

// HeldError names the instance that holds the lease.
type HeldError struct {
	Site   string
	Holder Holder
}

// Error says who holds the lease and what to do.
func (e *HeldError) Error() string {
	return fmt.Sprintf("site %q is already served by process %d on %s (since %s): stop that one, give this one another site, or start it with standby on",
		e.Site, e.Holder.PID, cmp.Or(e.Holder.Host, "an unknown host"), e.Holder.Since.Format(time.DateTime))
}

// Is makes errors.Is(err, ErrHeld) true.
func (e *HeldError) Is(target error) bool { return target == ErrHeld }

// Holder is the process that holds a lease.
type Holder struct {
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	Space   string    `json:"space,omitempty"`   // boot and process namespace that PID is valid in
	Started string    `json:"started,omitempty"` // tells the process from a later one with its PID
}

// parseHolder reads the value of the lease: a token, a space, JSON.
func parseHolder(value string) Holder {
	var h Holder
	if len(value) > tokenLength {
		_ = json.Unmarshal([]byte(value[tokenLength:]), &h) // an unreadable holder stays unnamed
	}
	return h
}

// StaticLease is a lease that is always held, for an instance that knows by
// other means that it is alone. It has the methods of Lease.
type StaticLease struct{}

// Acquire always succeeds.
func (StaticLease) Acquire(context.Context) error { return nil }

// Wait returns at once.
func (StaticLease) Wait(context.Context) error { return nil }

// Lost is never closed.
func (StaticLease) Lost() <-chan struct{} { return nil }

// Trusted is always true.
func (StaticLease) Trusted() bool { return true }

// Release does nothing.
func (StaticLease) Release(context.Context) error { return nil }
