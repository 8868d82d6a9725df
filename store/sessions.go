package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed" // the script
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// ErrNoSession says that nobody is signed in with the token.
var ErrNoSession = errors.New("you are not signed in, or were signed out")

// Session is one sign-in of a user.
type Session struct {
	ID      string    `json:"id"` // the token's hash; the token itself is not kept
	User    string    `json:"user"`
	Begun   time.Time `json:"begun"`
	Address string    `json:"address"`
	Browser string    `json:"browser"`
}

//go:embed lua/session.lua
var sessionLua string

var sessionScript = redis.NewScript(sessionLua)

// NewSession signs a user in and returns the token for the cookie. The session
// ends 12 h after it was last looked up.
func (s *Store) NewSession(ctx context.Context, user, address, browser string) (token string, err error) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	token = base64.RawURLEncoding.EncodeToString(raw)
	session := Session{
		ID: sessionID(token), User: user, Begun: time.Now().UTC(),
		Address: address, Browser: browser[:min(len(browser), 256)],
	}
	value, err := json.Marshal(session)
	if err != nil {
		return "", fmt.Errorf("store: session: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	tx := s.client.TxPipeline()
	tx.Set(ctx, s.keys.of(keySession+session.ID), value, sessionTTL)
	tx.SAdd(ctx, s.keys.of(keySessions+user), session.ID)
	tx.Expire(ctx, s.keys.of(keySessions+user), sessionTTL)
	if _, err := tx.Exec(ctx); err != nil {
		return "", s.meter.failed(opSession, err)
	}
	return token, nil
}

// Session returns who is signed in with a token and prolongs the session, or
// fails with ErrNoSession.
func (s *Store) Session(ctx context.Context, token string) (User, Session, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	id := sessionID(token)
	got, err := sessionScript.Run(ctx, s.client,
		s.keys.all(keySession+id, keyUsers), s.keys.of(keySessions), sessionTTL.Milliseconds()).StringSlice()
	switch {
	case errors.Is(err, redis.Nil):
		return User{}, Session{}, ErrNoSession
	case err != nil:
		return User{}, Session{}, s.meter.failed(opSession, err)
	}
	var session Session
	var a account
	errSession := json.Unmarshal([]byte(got[0]), &session)
	errUser := json.Unmarshal([]byte(got[1]), &a)
	if err := errors.Join(errSession, errUser); err != nil {
		return User{}, Session{}, s.meter.failed(opSession, err)
	}
	if a.Disabled {
		return User{}, Session{}, ErrNoSession
	}
	return a.User, session, nil
}

// SignOut ends the session of a token; one that has ended is no error.
func (s *Store) SignOut(ctx context.Context, token string) error {
	return s.Revoke(ctx, sessionID(token))
}

// Revoke ends a session by its ID.
func (s *Store) Revoke(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	return s.meter.failed(opSession, s.client.Del(ctx, s.keys.of(keySession+id)).Err())
}

// RevokeSessions ends all sessions of a user.
func (s *Store) RevokeSessions(ctx context.Context, user string) error {
	ids, err := s.sessionIDs(ctx, user)
	if err != nil {
		return err
	}
	keys := []string{s.keys.of(keySessions + user)}
	for _, id := range ids {
		keys = append(keys, s.keys.of(keySession+id))
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	return s.meter.failed(opSession, s.client.Del(ctx, keys...).Err())
}

// Sessions returns a user's sessions, newest first.
func (s *Store) Sessions(ctx context.Context, user string) ([]Session, error) {
	ids, err := s.sessionIDs(ctx, user)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = s.keys.of(keySession + id)
	}
	values, err := s.client.MGet(ctx, keys...).Result()
	if err != nil {
		return nil, s.meter.failed(opSession, err)
	}
	var out []Session
	var ended []any
	for i, v := range values {
		text, _ := v.(string)
		if session, _ := read[Session](text); session != nil {
			out = append(out, *session)
		} else {
			ended = append(ended, ids[i])
		}
	}
	slices.SortFunc(out, func(a, b Session) int {
		return cmp.Or(b.Begun.Compare(a.Begun), cmp.Compare(a.ID, b.ID))
	})
	if len(ended) == 0 {
		return out, nil
	}
	return out, s.meter.failed(opSession, s.client.SRem(ctx, s.keys.of(keySessions+user), ended...).Err())
}

func (s *Store) sessionIDs(ctx context.Context, user string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	ids, err := s.client.SMembers(ctx, s.keys.of(keySessions+user)).Result()
	return ids, s.meter.failed(opSession, err)
}

func sessionID(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
