package store

import (
	"context"
	"errors"
	"fmt"
)

// ErrLastAdmin refuses what would leave nobody who may change configuration
// and users.
var ErrLastAdmin = errors.New("this is the last administrator who can sign in: make another one first")

// ChangeUser replaces name, role and agent of the user with u's id. A user
// whose rights change has to sign in again; with another agent, the phone's
// secret is gone, for it was made for the old one.
func (s *Store) ChangeUser(ctx context.Context, u User) error {
	if err := u.validate(); err != nil {
		return err
	}
	if err := s.agentFree(ctx, u); err != nil {
		return err
	}
	if u.Role != RoleAdmin {
		if err := s.adminLeft(ctx, u.ID); err != nil {
			return err
		}
	}
	rights := false
	err := s.changeUser(ctx, u.ID, func(a *account) error {
		rights = a.Role != u.Role || a.Agent != u.Agent
		if a.Agent != u.Agent {
			a.SIPHA1 = ""
		}
		a.Name, a.Role, a.Agent = u.Name, u.Role, u.Agent
		return nil
	})
	if err != nil || !rights {
		return err
	}
	return s.RevokeSessions(ctx, u.ID)
}

// LockOut disables a user as SetDisabled does, unless it is the last admin.
func (s *Store) LockOut(ctx context.Context, id string) error {
	if err := s.adminLeft(ctx, id); err != nil {
		return err
	}
	return s.SetDisabled(ctx, id, true)
}

// adminLeft fails when nobody but the user is an admin. Two admins who lock
// each other out in the same moment are not seen; `thirdring user` helps them.
func (s *Store) adminLeft(ctx context.Context, without string) error {
	users, err := s.Users(ctx)
	if err != nil {
		return err
	}
	was := false
	for _, u := range users {
		if u.Role != RoleAdmin || u.Disabled {
			continue
		}
		if u.ID != without {
			return nil
		}
		was = true
	}
	if was {
		return fmt.Errorf("%q: %w", without, ErrLastAdmin)
	}
	return nil
}
