package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
)

// Role says what a user may see and do.
type Role string

// The roles, as in the design.
const (
	Agent      Role = "agent"      // own calls, the current caller's file
	Supervisor Role = "supervisor" // team, board, register
	QA         Role = "qa"         // register and recordings; changes no call
	Manager    Role = "manager"    // register and reports
	Admin      Role = "admin"      // configuration and users; no call content
)

// User is a person who signed in.
type User struct {
	ID    string
	Name  string
	Role  Role
	Agent agent.ID // empty when the user answers no calls
}

// Session is one sign-in.
type Session struct {
	ID   string // not the cookie's token
	User User
}

// Credentials are what a person signs in with, and from where.
type Credentials struct {
	User, Password   string
	Address, Browser string
}

// Errors of Accounts.
var (
	// ErrSignIn says that user or password is wrong, and not which.
	ErrSignIn = errors.New("web: the user or the password is wrong")
	// ErrNoSession says that the token is nobody's.
	ErrNoSession = errors.New("web: no such session")
)

// ErrUnavailable is wrapped by a part that cannot answer yet, or no more; the
// answer is then 503.
var ErrUnavailable = errors.New("web: not available at the moment")

// TooManyError refuses a sign-in after too many failed ones.
type TooManyError struct{ RetryAfter time.Duration }

// Error says how long to wait.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("web: too many failed sign-ins: try again in %s", e.RetryAfter)
}

// Accounts proves who somebody is. SignIn fails with ErrSignIn or a
// *TooManyError, Session with ErrNoSession.
type Accounts interface {
	SignIn(ctx context.Context, c Credentials) (token string, session Session, err error)
	Session(ctx context.Context, token string) (Session, error)
	SignOut(ctx context.Context, token string) error
}

// Board is the live state, and the way to change it.
type Board interface {
	Snapshot() queue.Update
	Ask(ctx context.Context, request func(queue.RequestID) queue.Event) error
}

// Register is the call register.
type Register interface {
	Search(ctx context.Context, q record.Query) (record.Page, error)
	Get(ctx context.Context, id queue.CallID, numbers record.Numbers) (record.Row, error)
}

// Owners is the owners' directory.
type Owners interface {
	Lookup(ctx context.Context, number string) (owner.Match, error)
	Find(ctx context.Context, q owner.Query) ([]owner.Owner, error)
	Get(ctx context.Context, id owner.ID) (owner.Owner, error)
	Put(ctx context.Context, o owner.Owner, by string) (owner.Owner, error)
	QuickCreate(ctx context.Context, q owner.Quick, by string) (owner.Owner, error)
	History(ctx context.Context, id owner.ID) ([]owner.Change, error)
	Salutations(ctx context.Context, ids ...owner.ID) (map[owner.ID]string, error)
	Places(ctx context.Context) ([]owner.Place, error)
	Numbering() owner.Numbering
}

// Audit keeps who looked at what. When it fails, nothing is shown.
type Audit interface {
	Audit(ctx context.Context, who, what, subject string) error
}

// Status says whether the server can do its work.
type Status string

// The statuses of /readyz.
const (
	Starting Status = "starting"
	Ready    Status = "ready"
	Degraded Status = "degraded" // serves calls, but a part is away
	Standby  Status = "standby"  // another instance serves the site
	Draining Status = "draining"
)

// Health is a status with its reasons, which anybody may read.
type Health struct {
	Status  Status
	Reasons []string
}

// Options is what a Server works with. All but those marked optional are
// required.
type Options struct {
	Listen    string // host:port; empty: the caller serves Handler itself
	PublicURL string // the address that browsers use
	Site      string
	Version   string
	// OperatorToken lets programs on this machine act as admin; optional.
	OperatorToken string
	// Origins of pages, besides our own, that may use the API; optional.
	Origins []string
	Zone    *time.Location // of days in queries; time.Local

	Accounts Accounts
	Board    Board
	Center   func() queue.Center
	Register Register
	Tasks    Tasks
	Owners   Owners
	Cards    Cards
	Audit    Audit
	Health   func() Health
	// Configuration and Users are what admins change; optional.
	Configuration Configuration
	Users         Users

	// Journal explains decisions; optional.
	Journal Journal
	// Notices are the prompts that a supervisor may switch on; none by default.
	Notices func() []Notice

	// Prompts are what callers hear; optional.
	Prompts *Prompts

	// Recordings holds the files that rows of the register name.
	Recordings fs.FS
	// Socket serves the desktop's websocket to a signed-in user.
	Socket func(http.ResponseWriter, *http.Request, Session)
	// SignedOut is told that a session has ended, to end its sockets; optional.
	SignedOut func(session string)
	// SessionCheck is how often the session of an open socket is looked at
	// again; a minute.
	SessionCheck time.Duration
	// PagePhone lets agents use the telephone in the desktop's page; optional.
	PagePhone *PagePhone
	// Metrics serves /metrics; optional.
	Metrics http.Handler
	// DemoCall places a call and reports lines, one at a time, until it ended;
	// optional, and left out in production.
	DemoCall func(ctx context.Context, from string, line func(string)) error

	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

func (o *Options) complete() error {
	for _, field := range []struct {
		name    string
		missing bool
	}{
		{"Accounts", o.Accounts == nil},
		{"Board", o.Board == nil},
		{"Center", o.Center == nil},
		{"Register", o.Register == nil},
		{"Tasks", o.Tasks == nil},
		{"Owners", o.Owners == nil},
		{"Cards", o.Cards == nil},
		{"Audit", o.Audit == nil},
		{"Health", o.Health == nil},
		{"Recordings", o.Recordings == nil},
		{"Socket", o.Socket == nil},
	} {
		if field.missing {
			return fmt.Errorf("web: Options.%s is missing", field.name)
		}
	}
	for _, origin := range o.Origins {
		if u, err := url.Parse(origin); err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host {
			return fmt.Errorf("web: Options.Origins: %q is not an origin such as https://desk.example.com", origin)
		}
	}
	if o.Prompts != nil {
		if err := o.Prompts.complete(); err != nil {
			return err
		}
	}
	if o.PagePhone != nil {
		if err := o.PagePhone.complete(); err != nil {
			return err
		}
	}
	if o.SignedOut == nil {
		o.SignedOut = func(string) {}
	}
	if o.Notices == nil {
		o.Notices = func() []Notice { return nil }
	}
	if o.SessionCheck <= 0 {
		o.SessionCheck = time.Minute
	}
	if o.Zone == nil {
		o.Zone = time.Local
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registerer == nil {
		o.Registerer = prometheus.NewRegistry()
	}
	return nil
}
