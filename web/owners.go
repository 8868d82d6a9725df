package web

import (
	"context"
	"fmt"
	"net/http"

	"thirdring/owner"
	"thirdring/queue"
)

// ownerView is an owner's file as far as a call needs it: no birthday, no
// budget, no arrears, numbers masked.
type ownerView struct {
	ID           owner.ID    `json:"id"`
	Name         string      `json:"name"`
	Salutation   string      `json:"salutation,omitempty"`
	Relation     string      `json:"relation,omitempty" enum:"owner,occupant,family,tenant,prospect"`
	Segment      string      `json:"segment,omitempty" enum:"ordinary,loyal,valued,prospect,vip"`
	LanguageNote string      `json:"language_note,omitempty"`
	Phones       []string    `json:"phones" doc:"Masked."`
	Units        []unitView  `json:"units"`
	OptOuts      []string    `json:"opt_outs,omitempty"`
	Alerts       []alertView `json:"alerts,omitempty"`
}

type unitView struct {
	Ref        string         `json:"ref"`
	Project    string         `json:"project"`
	Phase      string         `json:"phase,omitempty"`
	Building   string         `json:"building,omitempty"`
	Room       string         `json:"room,omitempty"`
	HouseType  string         `json:"house_type,omitempty"`
	Ambassador string         `json:"ambassador,omitempty"`
	Company    string         `json:"company,omitempty"`
	HandoverAt owner.Date     `json:"handover_at,omitempty"`
	Status     string         `json:"status,omitempty"`
	Warranty   []warrantyView `json:"warranty,omitempty"`
}

type warrantyView struct {
	Item  string     `json:"item" minLength:"1" maxLength:"64"`
	Until owner.Date `json:"until,omitempty" maxLength:"10"`
	Over  bool       `json:"over,omitempty" doc:"Only read."`
}

type alertView struct {
	Text  string `json:"text"`
	Level string `json:"level" enum:"info,warn,danger"`
}

type (
	lookupInput struct {
		Number string `query:"number" required:"true" minLength:"1" maxLength:"64" doc:"In any written form."`
	}
	lookupOutput struct {
		Body struct {
			Number string      `json:"number" doc:"Masked."`
			Match  queue.Match `json:"match" enum:"known,choice,unknown,withheld"`
			Owners []ownerView `json:"owners"`
			More   bool        `json:"more,omitempty" doc:"More people share the number than are listed."`
		}
	}
)

func (s *Server) ownerRoutes() {
	serve(s, route{
		method: http.MethodGet, path: "/api/owners/lookup", summary: "Who a number belongs to; an agent may ask for the own call's",
		roles: []Role{Agent, Supervisor, Manager},
	}, s.lookup)
}

func (s *Server) lookup(ctx context.Context, in *lookupInput) (*lookupOutput, error) {
	user := caller(ctx).session.User
	number := s.opts.Owners.Numbering().Canonical(in.Number)
	if user.Role == Agent && !s.isOwnCaller(user, number) {
		return nil, newProblem(http.StatusForbidden, codeForbidden)
	}
	found, err := s.opts.Owners.Lookup(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	out := &lookupOutput{}
	out.Body.Number, out.Body.Match, out.Body.More = found.Number.Masked(), matches[found.Kind], found.More
	out.Body.Owners = []ownerView{}
	for _, o := range found.Owners {
		if err := s.opts.Audit.Audit(ctx, user.ID, "owner.view", string(o.ID)); err != nil {
			return nil, fmt.Errorf("audit: %w", err)
		}
		out.Body.Owners = append(out.Body.Owners, s.viewOwner(o))
	}
	return out, nil
}

// isOwnCaller reports whether the number is that of the call the agent is
// bound to at this moment.
func (s *Server) isOwnCaller(user User, number owner.Number) bool {
	if user.Agent == "" || !number.Matchable() {
		return false
	}
	for _, a := range s.opts.Board.Snapshot().Agents {
		if a.ID == user.Agent && a.Contact.Call != "" {
			return s.customerOf(queue.CallID(a.Contact.Call)).Number == number.Value
		}
	}
	return false
}

var matches = map[owner.Kind]queue.Match{
	owner.KindKnown: queue.Known, owner.KindChoice: queue.Choice, owner.KindUnknown: queue.Unknown, owner.KindWithheld: queue.Withheld,
}

var levels = map[owner.AlertLevel]string{
	owner.AlertInfo: "info", owner.AlertWarning: "warn", owner.AlertCritical: "danger",
}

func (s *Server) viewOwner(o owner.Owner) ownerView {
	today := s.today()
	out := ownerView{
		ID: o.ID, Name: o.Name, Salutation: o.Salutation, Relation: string(o.Relation), Segment: string(o.Segment),
		LanguageNote: o.LanguageNote, Phones: []string{}, Units: []unitView{},
	}
	for _, p := range o.Phones {
		out.Phones = append(out.Phones, p.Masked())
	}
	for _, u := range o.Units {
		out.Units = append(out.Units, viewUnit(u, today))
	}
	for _, refused := range []struct {
		name string
		is   bool
	}{
		{"care_call", o.OptOut.CareCall}, {"sms", o.OptOut.SMS}, {"marketing", o.OptOut.Marketing}, {"survey", o.OptOut.Survey},
	} {
		if refused.is {
			out.OptOuts = append(out.OptOuts, refused.name)
		}
	}
	for _, a := range o.Alerts {
		if a.Until != "" && a.Until < today {
			continue
		}
		out.Alerts = append(out.Alerts, alertView{Text: a.Text, Level: levels[a.Level]})
	}
	return out
}

func viewUnit(u owner.Unit, today owner.Date) unitView {
	return unitView{
		Ref: u.Address(), Project: u.Project, Phase: u.Phase, Building: u.Building, Room: u.Room, HouseType: u.HouseType,
		Ambassador: u.Ambassador, Company: u.PropertyCompany, HandoverAt: u.HandoverAt, Status: u.OccupancyStatus,
		Warranty: warrantyOf(u, today),
	}
}

func warrantyOf(u owner.Unit, today owner.Date) []warrantyView {
	var out []warrantyView
	for _, w := range u.Warranty {
		out = append(out, warrantyView{Item: w.Item, Until: w.Until, Over: w.Over(today)})
	}
	return out
}
