package owner

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

func (o *Owner) normalizeUnits() error {
	if len(o.Units) > maxUnits {
		return &FieldError{"units", fmt.Sprintf("holds %d units, at most %d are kept", len(o.Units), maxUnits)}
	}
	seen := make(map[place]bool, len(o.Units))
	for i := range o.Units {
		if err := o.Units[i].normalize(fmt.Sprintf("units[%d].", i)); err != nil {
			return err
		}
		if at := o.Units[i].place(); seen[at] {
			return &FieldError{fmt.Sprintf("units[%d]", i), "is in the record twice"}
		}
		seen[o.Units[i].place()] = true
	}
	return nil
}

func (u *Unit) normalize(path string) error {
	for _, t := range []struct {
		field string
		text  *string
	}{
		{"project", &u.Project},
		{"phase", &u.Phase},
		{"building", &u.Building},
		{"unit", &u.Unit},
		{"room", &u.Room},
		{"house_type", &u.HouseType},
		{"contract_no", &u.ContractNo},
		{"decoration_status", &u.DecorationStatus},
		{"occupancy_status", &u.OccupancyStatus},
		{"property_company", &u.PropertyCompany},
		{"ambassador", &u.Ambassador},
	} {
		if err := normalizeText(path+t.field, t.text, maxShort); err != nil {
			return err
		}
	}
	if u.Room == "" && u.Building == "" && u.Project == "" {
		return &FieldError{path + "room", "is empty: a unit needs a project, a building or a room"}
	}
	if !(u.AreaM2 >= 0 && u.AreaM2 < 1e7) { // written so that NaN fails
		return &FieldError{path + "area_m2", "want square metres, 0 if unknown"}
	}
	for field, d := range map[string]Date{"signed_at": u.SignedAt, "handover_at": u.HandoverAt, "move_in_at": u.MoveInAt} {
		if !d.valid() {
			return &FieldError{path + field, fmt.Sprintf("%q: want a date such as 2026-05-01", d)}
		}
	}
	if len(u.Warranty) > maxWarranty {
		return &FieldError{path + "warranty", fmt.Sprintf("holds more than %d items", maxWarranty)}
	}
	for i := range u.Warranty {
		w := &u.Warranty[i]
		field := path + "warranty[" + strconv.Itoa(i) + "]"
		if err := normalizeText(field+".item", &w.Item, maxShort); err != nil {
			return err
		}
		if w.Item == "" || !w.Until.valid() {
			return &FieldError{field, "want an item and a date such as 2026-05-01"}
		}
		if slices.ContainsFunc(u.Warranty[:i], func(x Warranty) bool { return x.Item == w.Item }) {
			return &FieldError{field, "names an item twice"}
		}
	}
	return nil
}

func (o *Owner) normalizeAlerts() error {
	if len(o.Alerts) > maxAlerts {
		return &FieldError{"alerts", fmt.Sprintf("holds more than %d alerts", maxAlerts)}
	}
	for i := range o.Alerts {
		a, field := &o.Alerts[i], fmt.Sprintf("alerts[%d]", i)
		if err := normalizeText(field+".text", &a.Text, maxLong); err != nil {
			return err
		}
		a.Level = cmp.Or(a.Level, AlertInfo)
		switch {
		case a.Text == "":
			return &FieldError{field + ".text", "is empty"}
		case slices.ContainsFunc(o.Alerts[:i], func(b Alert) bool { return b.Text == a.Text }):
			return &FieldError{field + ".text", "is in the record twice"}
		case !slices.Contains(alertLevels.codes, string(a.Level)):
			return &FieldError{field + ".level", alertLevels.want(string(a.Level))}
		case !a.Until.valid():
			return &FieldError{field + ".until", fmt.Sprintf("%q: want a date such as 2026-05-01", a.Until)}
		}
	}
	return nil
}
