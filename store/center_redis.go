package store

import (
	"context"
	_ "embed" // the script
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// Errors about the centre's configuration.
var (
	ErrNoCenter = errors.New("the centre has not been configured yet: `thirdring center export --default FILE` writes a file to start from, `thirdring center import FILE` loads it")
	ErrConflict = errors.New("somebody else changed the configuration meanwhile: read it again and repeat your change")
	ErrVersion  = errors.New("there is no such version of the configuration, or it is too old")
)

//go:embed lua/center_put.lua
var centerPutLua string

var centerPutScript = redis.NewScript(centerPutLua)

// Revision says who made a version of the configuration, when and why.
type Revision struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Comment string    `json:"comment"`
}

// storedRevision is a Revision as kept. The token names the Put, so that
// repeating it does nothing.
type storedRevision struct {
	Revision
	Token string `json:"token"`
}

// Current returns the configuration in force, or ErrNoCenter.
func (s *Store) Current(ctx context.Context) (Document, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	version, err := s.client.Get(ctx, s.keys.of(keyCenter)).Int()
	if errors.Is(err, redis.Nil) {
		return Document{}, ErrNoCenter
	}
	if err != nil {
		return Document{}, s.meter.failed(opCenter, err)
	}
	d, err := s.At(ctx, version)
	if err == nil {
		s.meter.targets.set(d)
	}
	return d, err
}

// At returns the configuration as it was in a version, or ErrVersion.
func (s *Store) At(ctx context.Context, version int) (Document, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	text, err := s.client.HGet(ctx, s.keys.of(keyCenterVersions), strconv.Itoa(version)).Result()
	if errors.Is(err, redis.Nil) {
		return Document{}, fmt.Errorf("version %d: %w", version, ErrVersion)
	}
	if err != nil {
		return Document{}, s.meter.failed(opCenter, err)
	}
	var d Document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		return Document{}, s.meter.failed(opCenter, fmt.Errorf("version %d cannot be read: %w", version, err))
	}
	return d.filled(), nil // earlier versions lack some lists
}

// Put makes d the configuration if it is valid and d.Version is still the one
// in force, 0 for the first; else it fails with an InvalidError or ErrConflict.
// The running server takes it up at once.
func (s *Store) Put(ctx context.Context, d Document, by, comment string) (Document, error) {
	if err := d.Validate(); err != nil {
		return Document{}, err
	}
	d = d.filled()
	expected := d.Version
	d.Version++
	rev := storedRevision{
		Revision: Revision{Version: d.Version, At: time.Now().UTC(), By: by, Comment: comment},
		Token:    newToken(),
	}
	document, errDoc := json.Marshal(d)
	revision, errRev := json.Marshal(rev)
	if err := errors.Join(errDoc, errRev); err != nil {
		return Document{}, fmt.Errorf("store: center: %w", err)
	}
	put := func() (int, error) {
		ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
		defer cancel()
		return centerPutScript.Run(ctx, s.client,
			s.keys.all(keyCenter, keyCenterVersions, keyCenterHistory),
			expected, document, revision, rev.Token, centerVersions, s.keys.of(channelChanged)).Int()
	}
	ok, err := put()
	if err != nil { // the reply may have been lost; the token makes a second try harmless
		ok, err = put()
	}
	if err != nil {
		return Document{}, s.meter.failed(opCenter, err)
	}
	if ok == 0 {
		return Document{}, ErrConflict
	}
	return d, nil
}

// History returns the newest revisions, at most n, newest first.
func (s *Store) History(ctx context.Context, n int) ([]Revision, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	found, err := s.client.LRange(ctx, s.keys.of(keyCenterHistory), 0, int64(n)-1).Result()
	if err != nil {
		return nil, s.meter.failed(opCenter, err)
	}
	out := make([]Revision, len(found))
	for i, text := range found {
		if err := json.Unmarshal([]byte(text), &out[i]); err != nil {
			return nil, s.meter.failed(opCenter, err)
		}
	}
	return out, nil
}

// Watch calls take with the configuration whenever there is a version other
// than known, until ctx ends. It learns of changes by a message and, should
// one be lost, by looking every Options.PollEvery.
func (s *Store) Watch(ctx context.Context, known int, take func(Document)) {
	s.watch(ctx, keyCenter, strconv.Itoa(known), func(ctx context.Context) error {
		d, err := s.Current(ctx)
		if err == nil {
			take(d)
		}
		return err
	})
}
