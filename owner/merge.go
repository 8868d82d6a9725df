package owner

import (
	"cmp"
	"slices"
)

// merged returns a record completed and corrected by what a file says of the
// same person. Nothing is taken away: a phone, a unit or an opt-out which the
// file does not mention stays.
func merged(have, file Owner, g given, numbering Numbering) (Owner, error) {
	o := have.clone()
	file = file.clone()
	for _, f := range []struct{ to, from *string }{
		{&o.Name, &file.Name},
		{&o.Salutation, &file.Salutation},
		{&o.Birthday, &file.Birthday},
		{&o.LanguageNote, &file.LanguageNote},
		{&o.Contact.Email, &file.Contact.Email},
		{&o.Contact.WeChat, &file.Contact.WeChat},
		{&o.Contact.HomeAddress, &file.Contact.HomeAddress},
		{&o.Needs.HouseType, &file.Needs.HouseType},
		{&o.Needs.Area, &file.Needs.Area},
		{&o.Needs.Budget, &file.Needs.Budget},
		{&o.Preferences.DecorStyle, &file.Preferences.DecorStyle},
		{&o.Preferences.Amenities, &file.Preferences.Amenities},
		{&o.Consent.NoticeVersion, &file.Consent.NoticeVersion},
		{&o.OptOut.Source, &file.OptOut.Source},
	} {
		*f.to = cmp.Or(*f.from, *f.to)
	}
	if g.relation {
		o.Relation = file.Relation
	}
	if g.segment {
		o.Segment = file.Segment
	}
	o.OptOut.CareCall = o.OptOut.CareCall || file.OptOut.CareCall
	o.OptOut.SMS = o.OptOut.SMS || file.OptOut.SMS
	o.OptOut.Marketing = o.OptOut.Marketing || file.OptOut.Marketing
	o.OptOut.Survey = o.OptOut.Survey || file.OptOut.Survey
	if !file.OptOut.At.IsZero() {
		o.OptOut.At = file.OptOut.At
	}
	if !file.Consent.At.IsZero() {
		o.Consent.At = file.Consent.At
	}
	for _, p := range file.Phones {
		p.Primary = false // the directory's choice, or the first row's, stays
		o.Phones = addPhone(o.Phones, p)
	}
	for _, u := range file.Units {
		o.Units = addUnit(o.Units, u, g)
	}
	for _, a := range file.Alerts {
		o.Alerts = addAlert(o.Alerts, a)
	}
	return o, o.Normalize(numbering)
}

func addUnit(list []Unit, u Unit, g given) []Unit {
	i := slices.IndexFunc(list, func(v Unit) bool { return v.place() == u.place() })
	if i < 0 {
		return append(list, u)
	}
	v := &list[i]
	for _, f := range []struct{ to, from *string }{
		{&v.HouseType, &u.HouseType},
		{&v.ContractNo, &u.ContractNo},
		{&v.DecorationStatus, &u.DecorationStatus},
		{&v.OccupancyStatus, &u.OccupancyStatus},
		{&v.PropertyCompany, &u.PropertyCompany},
		{&v.Ambassador, &u.Ambassador},
	} {
		*f.to = cmp.Or(*f.from, *f.to)
	}
	v.AreaM2 = cmp.Or(u.AreaM2, v.AreaM2)
	v.SignedAt, v.HandoverAt, v.MoveInAt = cmp.Or(u.SignedAt, v.SignedAt), cmp.Or(u.HandoverAt, v.HandoverAt), cmp.Or(u.MoveInAt, v.MoveInAt)
	if g.arrears {
		v.FeeArrears = u.FeeArrears
	}
	for _, w := range u.Warranty {
		if j := slices.IndexFunc(v.Warranty, func(x Warranty) bool { return x.Item == w.Item }); j >= 0 {
			v.Warranty[j] = w
		} else {
			v.Warranty = append(v.Warranty, w)
		}
	}
	return list
}

func addAlert(list []Alert, a Alert) []Alert {
	if i := slices.IndexFunc(list, func(b Alert) bool { return b.Text == a.Text }); i >= 0 {
		list[i] = a
		return list
	}
	return append(list, a)
}
