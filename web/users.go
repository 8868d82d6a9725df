package web

import (
	"context"
	"errors"
	"net/http"

	"thirdring/agent"
)

// Users are the people who may sign in. Errors are those below and
// *InputError.
type Users interface {
	Users(ctx context.Context) ([]Account, error)
	// Add makes a user and the secrets that are empty.
	Add(ctx context.Context, u Account, password string) (Secrets, error)
	Change(ctx context.Context, u Account) error
	// SetPassword ends the user's sessions. An empty one is made.
	SetPassword(ctx context.Context, id, password string) (Secrets, error)
	// SetPhoneSecret makes a new secret for the agent's desk phone.
	SetPhoneSecret(ctx context.Context, id string) (Secrets, error)
	SetDisabled(ctx context.Context, id string, disabled bool) error
}

// Errors of Users.
var (
	ErrNoUser     = errors.New("web: no such user")
	ErrUserExists = errors.New("web: there is such a user already")
	ErrAgentTaken = errors.New("web: the agent belongs to another user")
	ErrLastAdmin  = errors.New("web: the last administrator")
	ErrNoPhone    = errors.New("web: the user is no agent")
)

// Account is a user as administrators see one.
type Account struct {
	ID       string   `json:"id" minLength:"1" maxLength:"32"`
	Name     string   `json:"name" maxLength:"64"`
	Role     Role     `json:"role" enum:"agent,supervisor,qa,manager,admin"`
	Agent    agent.ID `json:"agent,omitempty" maxLength:"32" doc:"The agent of the configuration whose calls the user takes."`
	Disabled bool     `json:"disabled,omitempty"`
}

// Secrets were made for the user; they are told once and kept nowhere.
type Secrets struct {
	Password  string `json:"password,omitempty"`
	SIPUser   string `json:"sip_user,omitempty"`
	SIPSecret string `json:"sip_secret,omitempty" doc:"Of the agent's desk phone."`
}

type (
	usersOutput struct {
		Body struct {
			Users []Account `json:"users"`
		}
	}
	addUserInput struct {
		Body struct {
			Account
			Password string `json:"password,omitempty" maxLength:"256" doc:"One is made if it is missing."`
		}
	}
	changeUserInput struct {
		ID   string `path:"id" maxLength:"32"`
		Body struct {
			Name  string   `json:"name" maxLength:"64"`
			Role  Role     `json:"role" enum:"agent,supervisor,qa,manager,admin"`
			Agent agent.ID `json:"agent,omitempty" maxLength:"32"`
		}
	}
	passwordInput struct {
		ID   string `path:"id" maxLength:"32"`
		Body struct {
			Password string `json:"password,omitempty" maxLength:"256" doc:"One is made if it is missing."`
		}
	}
	userInput struct {
		ID string `path:"id" maxLength:"32"`
	}
	disabledInput struct {
		ID   string `path:"id" maxLength:"32"`
		Body struct {
			Disabled bool `json:"disabled"`
		}
	}
	secretsOutput struct{ Body Secrets }
)

func (s *Server) userRoutes() {
	if s.opts.Users == nil {
		return
	}
	who := []Role{Admin}
	serve(s, route{method: http.MethodGet, path: "/api/users", summary: "The people who may sign in", roles: who}, s.users)
	serve(s, route{method: http.MethodPost, path: "/api/users", summary: "A new user; the answer tells secrets that were made, once", roles: who, status: http.StatusCreated}, s.addUser)
	serve(s, route{method: http.MethodPut, path: "/api/users/{id}", summary: "Change a user's name, role and agent", roles: who}, s.changeUser)
	serve(s, route{method: http.MethodPost, path: "/api/users/{id}/password", summary: "A new password; the user's sessions end", roles: who}, s.setPassword)
	serve(s, route{method: http.MethodPost, path: "/api/users/{id}/phone", summary: "A new secret for the agent's desk phone", roles: who}, s.setPhoneSecret)
	serve(s, route{method: http.MethodPost, path: "/api/users/{id}/disabled", summary: "Lock a user out, or let one in again", roles: who}, s.setDisabled)
}

func (s *Server) users(ctx context.Context, _ *struct{}) (*usersOutput, error) {
	found, err := s.opts.Users.Users(ctx)
	out := &usersOutput{}
	out.Body.Users = append([]Account{}, found...)
	return out, err
}

func (s *Server) addUser(ctx context.Context, in *addUserInput) (*secretsOutput, error) {
	if err := s.audit(ctx, "user.add", in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.Disabled = false
	secrets, err := s.opts.Users.Add(ctx, in.Body.Account, in.Body.Password)
	return &secretsOutput{secrets}, err
}

func (s *Server) changeUser(ctx context.Context, in *changeUserInput) (*usersOutput, error) {
	if in.ID == caller(ctx).session.User.ID && in.Body.Role != Admin {
		return nil, refusedWith(sentence{"不能取消自己的管理员角色。", "You cannot give up your own role as administrator."})
	}
	if err := s.audit(ctx, "user.change", in.ID); err != nil {
		return nil, err
	}
	if err := s.opts.Users.Change(ctx, Account{ID: in.ID, Name: in.Body.Name, Role: in.Body.Role, Agent: in.Body.Agent}); err != nil {
		return nil, err
	}
	return s.users(ctx, nil)
}

func (s *Server) setPassword(ctx context.Context, in *passwordInput) (*secretsOutput, error) {
	if err := s.audit(ctx, "user.password", in.ID); err != nil {
		return nil, err
	}
	secrets, err := s.opts.Users.SetPassword(ctx, in.ID, in.Body.Password)
	return &secretsOutput{secrets}, err
}

func (s *Server) setPhoneSecret(ctx context.Context, in *userInput) (*secretsOutput, error) {
	if err := s.audit(ctx, "user.sip_secret", in.ID); err != nil {
		return nil, err
	}
	secrets, err := s.opts.Users.SetPhoneSecret(ctx, in.ID)
	return &secretsOutput{secrets}, err
}

func (s *Server) setDisabled(ctx context.Context, in *disabledInput) (*usersOutput, error) {
	what := "user.enable"
	if in.Body.Disabled {
		what = "user.disable"
		if in.ID == caller(ctx).session.User.ID {
			return nil, refusedWith(sentence{"不能停用自己。", "You cannot lock yourself out."})
		}
	}
	if err := s.audit(ctx, what, in.ID); err != nil {
		return nil, err
	}
	if err := s.opts.Users.SetDisabled(ctx, in.ID, in.Body.Disabled); err != nil {
		return nil, err
	}
	return s.users(ctx, nil)
}

func problemOfUsers(err error) *problem {
	switch {
	case errors.Is(err, ErrNoUser):
		return newProblem(http.StatusNotFound, codeNotFound)
	case errors.Is(err, ErrUserExists):
		return badField("body.id", sentence{"已有同名用户。", "There is such a user already."})
	case errors.Is(err, ErrAgentTaken):
		return badField("body.agent", sentence{"该坐席已属于其他用户。", "This agent belongs to another user."})
	case errors.Is(err, ErrLastAdmin):
		return refusedWith(sentence{"这是最后一位可登录的管理员,请先设立另一位。", "This is the last administrator who can sign in; make another one first."})
	case errors.Is(err, ErrNoPhone):
		return refusedWith(sentence{"该用户不是坐席,没有话机。", "The user is no agent and so has no phone."})
	}
	return nil
}
