package web

import (
	"context"
	"crypto/md5" //nolint:gosec // SIP's digest authentication knows nothing else that Asterisk and browsers share.
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"thirdring/agent"
)

// PagePhone is how the desktop's pages become telephones.
type PagePhone struct {
	Realm  string // SIP's, part of what a password is hashed with
	Suffix string // makes an agent's id the SIP user of the agent's page
	// Set makes the HA1 (hex MD5 of "user:realm:password") the only one with
	// which the agent's page can register; an empty one takes it away.
	Set func(ctx context.Context, id agent.ID, ha1 string) error
	// Server is the SIP websocket of a connected Asterisk. It fails with
	// ErrUnavailable when there is none.
	Server func() (string, error)
	// ICEServers are handed to the pages; none are needed where browsers reach
	// Asterisk's media address.
	ICEServers []ICEServer
	Lifetime   time.Duration // of a password; 8 hours
}

// ICEServer is a STUN or TURN server as browsers are told of it.
type ICEServer struct {
	URLs       []string `json:"urls" yaml:"urls"`
	Username   string   `json:"username,omitempty" yaml:"username"`
	Credential string   `json:"credential,omitempty" yaml:"credential"`
}

const passwordLifetime = 8 * time.Hour

// codeElsewhere refuses to renew the password of a page that is not the
// agent's telephone any more.
const codeElsewhere code = "elsewhere"

type (
	phoneInput struct {
		Body *phoneAsk `required:"false"`
	}
	phoneAsk struct {
		Page string `json:"page,omitempty" maxLength:"64" doc:"From the answer before, to renew it: 409 elsewhere when another page is the telephone now. Left out, this page becomes the telephone."`
	}
	phoneOutput struct{ Body phoneAccount }

	// phoneAccount is what a page registers with.
	phoneAccount struct {
		User       string      `json:"user"`
		Password   string      `json:"password"`
		Realm      string      `json:"realm"`
		Page       string      `json:"page" doc:"Names the page, for /sip?page= and for renewing."`
		ExpiresAt  time.Time   `json:"expires_at"`
		ICEServers []ICEServer `json:"ice_servers"`
	}
)

func (p *PagePhone) complete() error {
	switch {
	case p.Realm == "" || p.Suffix == "":
		return errors.New("web: Options.PagePhone: Realm and Suffix are required")
	case p.Set == nil || p.Server == nil:
		return errors.New("web: Options.PagePhone: Set and Server are required")
	}
	if p.Lifetime <= 0 {
		p.Lifetime = passwordLifetime
	}
	return nil
}

func (s *Server) phoneRoutes() {
	if s.opts.PagePhone == nil {
		return
	}
	serve(s, route{method: http.MethodPost, path: "/api/phone", summary: "A password for the telephone in the agent's page"}, s.pagePhone)
	s.mux.HandleFunc("GET /sip", s.only(s.sip))
}

// pagePhone gives the page a new password. The one before is void from then on.
func (s *Server) pagePhone(ctx context.Context, in *phoneInput) (*phoneOutput, error) {
	me := caller(ctx).session
	if me.User.Agent == "" {
		return nil, newProblem(http.StatusForbidden, codeForbidden)
	}
	var asked phoneAsk
	if in.Body != nil {
		asked = *in.Body
	}
	phone := s.opts.PagePhone
	if _, err := phone.Server(); err != nil {
		return nil, err
	}
	account := phoneAccount{
		User: string(me.User.Agent) + phone.Suffix, Password: rand.Text(), Realm: phone.Realm,
		ExpiresAt: time.Now().Add(phone.Lifetime), ICEServers: append([]ICEServer{}, phone.ICEServers...),
	}
	ha1 := md5.Sum([]byte(account.User + ":" + account.Realm + ":" + account.Password)) //nolint:gosec // see the import
	claim := holder{page: asked.Page, session: me.ID, expires: account.ExpiresAt}
	page, err := s.pages.claim(ctx, me.User.Agent, claim, hex.EncodeToString(ha1[:]))
	if err != nil {
		return nil, err
	}
	account.Page = page
	s.log.Info("page is a telephone", "agent", me.User.Agent, "renewed", asked.Page != "")
	return &phoneOutput{account}, nil
}

func elsewhere() *problem {
	p := newProblem(http.StatusConflict, codeElsewhere)
	p.sentence = sentence{"您的电话已在另一个页面使用。", "Your telephone is in another page now."}
	return p
}

// away says that Asterisk could not be told.
func away(err error) error { return fmt.Errorf("%w: page phone: %w", ErrUnavailable, err) }
