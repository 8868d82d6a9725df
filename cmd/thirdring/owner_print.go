package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"thirdring/owner"
)

// importReport is the report of an import as JSON shows it.
type importReport struct {
	Format       string            `json:"format"`
	Rows         int               `json:"rows"`
	People       int               `json:"people"`
	Created      int               `json:"created"`
	Updated      int               `json:"updated"`
	Unchanged    int               `json:"unchanged"`
	RejectedRows int               `json:"rejected_rows"`
	Rejected     []importRejection `json:"rejected"`
	Ignored      []string          `json:"ignored_columns,omitempty"`
	Stored       bool              `json:"stored"`
	Seconds      float64           `json:"seconds"`
}

type importRejection struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

func (c *OwnerImportCmd) print(out io.Writer, r owner.Report) error {
	if c.JSON {
		shown := importReport{
			Format: r.Format, Rows: r.Rows, People: r.People, Created: r.Created, Updated: r.Updated, Unchanged: r.Unchanged,
			RejectedRows: r.RejectedRows, Rejected: []importRejection{}, Ignored: r.Ignored, Stored: r.Stored, Seconds: r.Took.Seconds(),
		}
		for _, rejection := range r.Rejected {
			shown.Rejected = append(shown.Rejected, importRejection(rejection))
		}
		return writeJSON(out, shown)
	}
	if r.RejectedRows > 0 {
		table := [][]string{{"ROW", "COLUMN", "VALUE", "REASON"}}
		for _, rejection := range r.Rejected {
			table = append(table, []string{fmt.Sprint(rejection.Row), rejection.Column, rejection.Value, rejection.Reason})
		}
		if err := writeColumns(out, table); err != nil {
			return err
		}
		if more := r.RejectedRows - len(r.Rejected); more > 0 {
			fmt.Fprintf(out, "and %d more rejected rows\n", more)
		}
	}
	if len(r.Ignored) > 0 {
		fmt.Fprintf(out, "columns that mean nothing to the directory: %s\n", strings.Join(r.Ignored, ", "))
	}
	verdict := "stored"
	switch {
	case c.DryRun:
		verdict = "nothing stored (dry run)"
	case !r.Stored:
		verdict = "nothing stored: correct the rows above, or store the others with --partial"
	}
	_, err := fmt.Fprintf(out, "%d rows, %d rejected; %d people: %d new, %d changed, %d as they were; %s (%.1f s)\n",
		r.Rows, r.RejectedRows, r.People, r.Created, r.Updated, r.Unchanged, verdict, r.Took.Seconds())
	return err
}

// shownMatch is a match as JSON shows it.
type shownMatch struct {
	Number string       `json:"number"` // masked
	Form   string       `json:"form"`
	Match  string       `json:"match"`
	More   bool         `json:"more,omitempty"`
	TookMS float64      `json:"took_ms"`
	Owners []shownOwner `json:"owners"`
}

func (m shownMatch) print(out io.Writer) error {
	if len(m.Owners) == 0 {
		say := map[string]string{"withheld": "withheld: there is no number to look up", "unusable": "this is not a telephone number"}[m.Form]
		if say == "" {
			say = m.Number + " belongs to nobody in the directory"
		}
		_, err := fmt.Fprintln(out, say)
		return err
	}
	table := [][]string{{"ID", "NAME", "RELATION", "SEGMENT", "NUMBERS", "UNITS"}}
	for _, o := range m.Owners {
		var numbers, units []string
		for _, p := range o.Phones {
			numbers = append(numbers, p.Number)
		}
		for _, u := range o.Units {
			units = append(units, u.Address)
		}
		table = append(table, []string{
			string(o.ID), strings.TrimSpace(o.Name + " " + o.Salutation), o.Relation.Label(), o.Segment.Label(),
			strings.Join(numbers, ", "), strings.Join(units, "; "),
		})
	}
	if m.More {
		table = append(table, []string{"...", "and more people"})
	}
	return writeColumns(out, table)
}

// shownOwner is an owner's file as JSON shows it.
type shownOwner struct {
	ID           owner.ID        `json:"id"`
	Name         string          `json:"name"`
	Salutation   string          `json:"salutation,omitempty"`
	Relation     owner.Relation  `json:"relation"`
	Segment      owner.Segment   `json:"segment"`
	Phones       []shownPhone    `json:"phones"`
	Units        []shownUnit     `json:"units"`
	Email        string          `json:"email,omitempty"`
	WeChat       string          `json:"wechat,omitempty"`
	HomeAddress  string          `json:"home_address,omitempty"`
	Birthday     string          `json:"birthday,omitempty"`
	LanguageNote string          `json:"language_note,omitempty"`
	Budget       string          `json:"budget,omitempty"`
	OptOut       []string        `json:"opt_out,omitempty"`
	Alerts       []string        `json:"alerts,omitempty"`
	Version      int             `json:"version"`
	CreatedAt    time.Time       `json:"created_at"`
	CreatedBy    string          `json:"created_by"`
	UpdatedAt    time.Time       `json:"updated_at"`
	UpdatedBy    string          `json:"updated_by"`
	History      []shownRevision `json:"history,omitempty"`
}

type shownPhone struct {
	Number     string          `json:"number"` // masked without a reason
	Kind       owner.PhoneKind `json:"kind"`
	Primary    bool            `json:"primary,omitempty"`
	VerifiedAt time.Time       `json:"verified_at,omitzero"`
}

type shownUnit struct {
	Address    string     `json:"address"`
	HouseType  string     `json:"house_type,omitempty"`
	AreaM2     float64    `json:"area_m2,omitempty"`
	HandoverAt owner.Date `json:"handover_at,omitempty"`
	Status     string     `json:"occupancy_status,omitempty"`
	Warranty   []string   `json:"warranty,omitempty"`
	FeeArrears bool       `json:"fee_arrears,omitempty"`
	Company    string     `json:"property_company,omitempty"`
	Ambassador string     `json:"ambassador,omitempty"`
}

type shownRevision struct {
	Version int           `json:"version"`
	At      time.Time     `json:"at"`
	By      string        `json:"by"`
	Changes []shownChange `json:"changes"`
}

type shownChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// showOwner takes from an owner what may be shown; only with full does that
// include numbers, addresses, birthday, budget and arrears.
func showOwner(o owner.Owner, full bool) shownOwner {
	s := shownOwner{
		ID: o.ID, Name: o.Name, Salutation: o.Salutation, Relation: o.Relation, Segment: o.Segment,
		Phones: []shownPhone{}, Units: []shownUnit{}, LanguageNote: o.LanguageNote, OptOut: optOuts(o.OptOut),
		Version: o.Stamp.Version, CreatedAt: o.Stamp.CreatedAt, CreatedBy: o.Stamp.CreatedBy,
		UpdatedAt: o.Stamp.UpdatedAt, UpdatedBy: o.Stamp.UpdatedBy,
	}
	for _, p := range o.Phones {
		number := p.Masked()
		if full {
			number = p.National()
		}
		s.Phones = append(s.Phones, shownPhone{number, p.Kind, p.Primary, p.VerifiedAt})
	}
	for _, u := range o.Units {
		unit := shownUnit{
			Address: u.Address(), HouseType: u.HouseType, AreaM2: u.AreaM2, HandoverAt: u.HandoverAt, Status: u.OccupancyStatus,
			FeeArrears: u.FeeArrears && full, Company: u.PropertyCompany, Ambassador: u.Ambassador,
		}
		for _, w := range u.Warranty {
			unit.Warranty = append(unit.Warranty, strings.TrimSpace(w.Item+" "+string(w.Until)))
		}
		s.Units = append(s.Units, unit)
	}
	for _, a := range o.Alerts {
		s.Alerts = append(s.Alerts, strings.TrimSpace(a.Level.Label()+": "+a.Text+" "+string(a.Until)))
	}
	if full {
		s.Email, s.WeChat, s.HomeAddress = o.Contact.Email, o.Contact.WeChat, o.Contact.HomeAddress
		s.Birthday, s.Budget = o.Birthday, o.Needs.Budget
	}
	return s
}

func optOuts(o owner.OptOut) []string {
	var list []string
	for _, x := range []struct {
		on   bool
		name string
	}{{o.CareCall, "care_call"}, {o.SMS, "sms"}, {o.Marketing, "marketing"}, {o.Survey, "survey"}} {
		if x.on {
			list = append(list, x.name)
		}
	}
	return list
}

func showHistory(list []owner.Change) []shownRevision {
	shown := make([]shownRevision, len(list))
	for i, c := range list {
		shown[i] = shownRevision{Version: c.Version, At: c.At, By: c.By}
		for _, f := range c.Fields {
			shown[i].Changes = append(shown[i].Changes, shownChange(f))
		}
	}
	return shown
}

// print writes one line for each field that holds something.
func (s shownOwner) print(out io.Writer) error {
	table := [][]string{
		{"id", string(s.ID)},
		{"name", strings.TrimSpace(s.Name + " " + s.Salutation)},
		{"relation", s.Relation.Label()},
		{"segment", s.Segment.Label()},
	}
	for _, p := range s.Phones {
		table = append(table, []string{"number", strings.TrimSpace(p.Number + " " + p.Kind.Label())})
	}
	for _, u := range s.Units {
		line := []string{u.Address}
		if u.AreaM2 > 0 {
			line = append(line, fmt.Sprintf("%g m²", u.AreaM2))
		}
		if u.FeeArrears {
			line = append(line, "欠费")
		}
		for _, part := range append([]string{u.HouseType, u.Status, string(u.HandoverAt)}, u.Warranty...) {
			if part != "" {
				line = append(line, part)
			}
		}
		table = append(table, []string{"unit", strings.Join(line, ", ")})
	}
	for _, field := range [][]string{
		{"email", s.Email},
		{"wechat", s.WeChat},
		{"home address", s.HomeAddress},
		{"birthday", s.Birthday},
		{"language", s.LanguageNote},
		{"budget", s.Budget},
		{"opt-outs", strings.Join(s.OptOut, ", ")},
		{"alerts", strings.Join(s.Alerts, "; ")},
		{"created", stampText(s.CreatedAt, s.CreatedBy)},
		{"version", fmt.Sprintf("%d, %s", s.Version, stampText(s.UpdatedAt, s.UpdatedBy))},
	} {
		if field[1] != "" {
			table = append(table, field)
		}
	}
	for _, r := range s.History {
		for _, c := range r.Changes {
			table = append(table, []string{
				fmt.Sprintf("change %d", r.Version),
				fmt.Sprintf("%s: %s: %q -> %q", stampText(r.At, r.By), c.Field, c.Old, c.New),
			})
		}
	}
	return writeColumns(out, table)
}

func stampText(at time.Time, by string) string {
	return at.Local().Format("2006-01-02 15:04:05") + " by " + by
}
