package web

import (
	"context"
	"net/http"
	"time"

	"thirdring/agent"
)

// sessionAge is how long a browser keeps the cookie; the session itself may
// end sooner.
const sessionAge = 7 * 24 * time.Hour

// me is the signed-in user as pages see one.
type me struct {
	User  string   `json:"user"`
	Name  string   `json:"name"`
	Role  Role     `json:"role" enum:"agent,supervisor,qa,manager,admin"`
	Agent agent.ID `json:"agent,omitempty" doc:"Set when the user answers calls."`
	Site  string   `json:"site"`
	Zone  string   `json:"time_zone" doc:"The centre's, such as Asia/Shanghai; pages write times in it."`
	Demo  bool     `json:"demo" doc:"Whether demo calls can be placed."`
}

type (
	loginInput struct {
		Body struct {
			User     string `json:"user" minLength:"1" maxLength:"64"`
			Password string `json:"password" minLength:"1" maxLength:"256"`
		}
	}
	loginOutput struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
		Body      me
	}
	logoutOutput struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	meOutput struct{ Body me }
)

func (s *Server) sessionRoutes() {
	serve(s, route{method: http.MethodPost, path: "/api/login", summary: "Sign in", public: true}, s.login)
	serve(s, route{method: http.MethodPost, path: "/api/logout", summary: "Sign out", status: http.StatusNoContent}, s.logout)
	serve(s, route{method: http.MethodGet, path: "/api/me", summary: "Who is signed in"},
		func(ctx context.Context, _ *struct{}) (*meOutput, error) {
			return &meOutput{s.me(caller(ctx).session.User)}, nil
		})
}

func (s *Server) me(u User) me {
	return me{User: u.ID, Name: u.Name, Role: u.Role, Agent: u.Agent, Site: s.opts.Site, Zone: s.opts.Zone.String(), Demo: s.opts.DemoCall != nil}
}

func (s *Server) login(ctx context.Context, in *loginInput) (*loginOutput, error) {
	from := caller(ctx)
	token, session, err := s.opts.Accounts.SignIn(ctx, Credentials{
		User: in.Body.User, Password: in.Body.Password, Address: from.address, Browser: from.browser,
	})
	if err != nil {
		s.log.Info("sign-in refused", "address", from.address, "err", err)
		return nil, err
	}
	s.log.Info("signed in", "user", session.User.ID, "role", session.User.Role)
	return &loginOutput{s.cookie(token, int(sessionAge.Seconds())), s.me(session.User)}, nil
}

func (s *Server) logout(ctx context.Context, _ *struct{}) (*logoutOutput, error) {
	from := caller(ctx)
	if from.token != "" { // the operator has none
		if err := s.opts.Accounts.SignOut(ctx, from.token); err != nil {
			return nil, err
		}
		s.memory.forget(from.token)
		s.signedOut(ctx, from.session.ID)
	}
	return &logoutOutput{s.cookie("", -1)}, nil
}

// signedOut ends what a session had open.
func (s *Server) signedOut(ctx context.Context, session string) {
	s.opts.SignedOut(session)
	if s.opts.PagePhone != nil {
		s.pages.signedOut(ctx, session)
	}
}

func (s *Server) cookie(token string, maxAge int) http.Cookie {
	return http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteStrictMode,
	}
}
