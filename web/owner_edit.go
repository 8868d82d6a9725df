package web

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"thirdring/owner"
	"thirdring/queue"
)

// Cards are the owners' files that desktops show with live calls.
type Cards interface {
	// Owners are those who the call's customer may be, as the desktop shows.
	Owners(call queue.CallID) []owner.ID
	// Choose makes the owner one of the call's cards, and the one whom the
	// call is about. It fails with queue.ErrNoCall when the call is not the agent's.
	Choose(ctx context.Context, by User, call queue.CallID, o owner.Owner) error
	// Changed shows the owner's new file wherever the old one is shown.
	Changed(o owner.Owner)
}

type (
	fileInput struct {
		ID   owner.ID     `path:"id" maxLength:"32"`
		Call queue.CallID `query:"call" maxLength:"64" doc:"The call that the agent has now; agents must say it."`
	}
	fileOutput struct{ Body ownerFile }
	editInput  struct { // huma does not fill an embedded fileInput
		ID   owner.ID     `path:"id" maxLength:"32"`
		Call queue.CallID `query:"call" maxLength:"64" doc:"The call that the agent has now; agents must say it."`
		Body ownerFile
	}
	createInput struct {
		Call queue.CallID `query:"call" maxLength:"64" doc:"The call that the agent has now; agents must say it."`
		Body struct {
			Name       string         `json:"name" minLength:"1" maxLength:"64"`
			Salutation string         `json:"salutation,omitempty" maxLength:"64"`
			Relation   owner.Relation `json:"relation,omitempty" enum:"owner,occupant,family,tenant,prospect" default:"owner"`
			Number     string         `json:"number,omitempty" maxLength:"64" doc:"In any written form; the caller's of the call unless given."`
			Unit       *placeInput    `json:"unit,omitempty"`
		}
	}
	placeInput struct {
		Project  string `json:"project,omitempty" maxLength:"64"`
		Phase    string `json:"phase,omitempty" maxLength:"64"`
		Building string `json:"building,omitempty" maxLength:"64"`
		Unit     string `json:"unit,omitempty" maxLength:"64"`
		Room     string `json:"room,omitempty" maxLength:"64"`
	}
	historyOutput struct {
		Body struct {
			Changes []changeView `json:"changes" doc:"Newest first; the creation is told by the file."`
		}
	}
	changeView struct {
		Version int         `json:"version"`
		At      time.Time   `json:"t"`
		By      string      `json:"by"`
		Fields  []fieldView `json:"fields"`
	}
	fieldView struct {
		Field string `json:"field"`
		Old   string `json:"old,omitempty"`
		New   string `json:"new,omitempty"`
	}
)

func (s *Server) ownerEditRoutes() {
	who := []Role{Agent, Supervisor, Manager}
	serve(s, route{method: http.MethodGet, path: "/api/owners/{id}", summary: "An owner's file", roles: who}, s.ownerFile)
	serve(s, route{method: http.MethodPut, path: "/api/owners/{id}", summary: "Change an owner's file", roles: who}, s.editOwner)
	serve(s, route{
		method: http.MethodPost, path: "/api/owners", summary: "A new owner, in few words; the owner of the call, if one is given",
		status: http.StatusCreated, roles: who,
	}, s.createOwner)
	serve(s, route{method: http.MethodGet, path: "/api/owners/{id}/history", summary: "Who changed an owner's file", roles: who}, s.ownerHistory)
}

func (s *Server) ownerFile(ctx context.Context, in *fileInput) (*fileOutput, error) {
	o, err := s.openFile(ctx, in, "owner.view")
	if err != nil {
		return nil, err
	}
	return s.fileAnswer(ctx, o), nil
}

// openFile reads a file that the sender may see, and notes it in the audit.
func (s *Server) openFile(ctx context.Context, in *fileInput, what string) (owner.Owner, error) {
	if p := s.mayOpen(ctx, in.Call, in.ID); p != nil {
		return owner.Owner{}, p
	}
	if err := s.audit(ctx, what, string(in.ID)); err != nil {
		return owner.Owner{}, err
	}
	return s.opts.Owners.Get(ctx, in.ID)
}

// mayOpen lets an agent see the files of the call on the desktop only.
func (s *Server) mayOpen(ctx context.Context, call queue.CallID, id owner.ID) *problem {
	user := caller(ctx).session.User
	if user.Role != Agent || s.isOwnCall(user, call) && slices.Contains(s.opts.Cards.Owners(call), id) {
		return nil
	}
	return newProblem(http.StatusForbidden, codeForbidden)
}

func (s *Server) fileAnswer(ctx context.Context, o owner.Owner) *fileOutput {
	return &fileOutput{fileOf(o, caller(ctx).session.User.Role, s.today())}
}

func (s *Server) editOwner(ctx context.Context, in *editInput) (*fileOutput, error) {
	o, err := s.openFile(ctx, &fileInput{in.ID, in.Call}, "owner.edit")
	if err != nil {
		return nil, err
	}
	if o.Stamp.Version != in.Body.Version {
		return nil, owner.ErrConflict // before the indices of another version are followed
	}
	user := caller(ctx).session.User
	o, bad := in.Body.edited(o, user.Role, time.Now())
	if bad != nil {
		return nil, bad
	}
	if o, err = s.opts.Owners.Put(ctx, o, user.ID); err != nil {
		return nil, err
	}
	s.opts.Cards.Changed(o)
	return s.fileAnswer(ctx, o), nil
}

func (s *Server) createOwner(ctx context.Context, in *createInput) (*fileOutput, error) {
	user := caller(ctx).session.User
	own := s.isOwnCall(user, in.Call)
	if user.Role == Agent && !own {
		return nil, newProblem(http.StatusForbidden, codeForbidden)
	}
	quick := owner.Quick{
		Number: in.Body.Number, Name: in.Body.Name, Salutation: in.Body.Salutation, Relation: in.Body.Relation,
	}
	if quick.Number == "" && in.Call != "" {
		quick.Number = s.customerOf(in.Call).Number
	}
	if quick.Number == "" {
		return nil, badField("body.number", sentence{"来电未显示号码,请填写联系电话。", "There is no caller's number: give one."})
	}
	if u := in.Body.Unit; u != nil {
		quick.Unit = owner.Unit{Project: u.Project, Phase: u.Phase, Building: u.Building, Unit: u.Unit, Room: u.Room}
	}
	if err := s.audit(ctx, "owner.create", string(in.Call)); err != nil {
		return nil, err
	}
	o, err := s.opts.Owners.QuickCreate(ctx, quick, user.ID)
	if err == nil && own {
		err = s.opts.Cards.Choose(ctx, user, in.Call, o)
	}
	if err != nil {
		return nil, err
	}
	return s.fileAnswer(ctx, o), nil
}

func (s *Server) ownerHistory(ctx context.Context, in *fileInput) (*historyOutput, error) {
	if _, err := s.openFile(ctx, in, "owner.history"); err != nil {
		return nil, err
	}
	changes, err := s.opts.Owners.History(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &historyOutput{}
	out.Body.Changes = []changeView{}
	role := caller(ctx).session.User.Role
	for _, c := range slices.Backward(changes) {
		view := changeView{Version: c.Version, At: c.At, By: c.By, Fields: []fieldView{}}
		for _, f := range c.Fields {
			if role.seesPrivate() || !isPrivate(f.Field) {
				view.Fields = append(view.Fields, fieldView{f.Field, s.maskNumbers(f.Old), s.maskNumbers(f.New)})
			}
		}
		out.Body.Changes = append(out.Body.Changes, view)
	}
	return out, nil
}

func isPrivate(field string) bool {
	if field == "birthday" || strings.HasPrefix(field, "needs") {
		return true
	}
	_, last, ofUnit := strings.Cut(field, "].")
	return ofUnit && slices.Contains([]string{"fee_arrears", "contract_no", "signed_at"}, last)
}

// someNumber is what a history may hold of a telephone number as people write it.
var someNumber = regexp.MustCompile(`\+?\d[\d-]{5,}\d`)

func (s *Server) maskNumbers(text string) string {
	return someNumber.ReplaceAllStringFunc(text, func(written string) string {
		if owner.Date(written).Valid() {
			return written
		}
		if masked := s.opts.Owners.Numbering().Canonical(written).Masked(); masked != "" {
			return masked
		}
		return "****"
	})
}

func (s *Server) today() owner.Date {
	return owner.Date(time.Now().In(s.opts.Zone).Format(time.DateOnly))
}

func place(list string, at int, field string) string {
	return fmt.Sprintf("body.%s[%d].%s", list, at, field)
}

func levelOf(name string) owner.AlertLevel {
	for level, known := range levels {
		if known == name {
			return level
		}
	}
	return owner.AlertInfo
}
