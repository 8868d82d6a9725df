package web

import (
	"time"

	"thirdring/owner"
)

// ownerFile is an owner's file to be read and edited. Whose role need not know
// gets it without the birthday, the needs and arrears, and cannot change them.
type ownerFile struct {
	ID           owner.ID       `json:"id" maxLength:"32"`
	Version      int            `json:"version" doc:"To be sent back with a change."`
	Name         string         `json:"name" minLength:"1" maxLength:"64"`
	Salutation   string         `json:"salutation,omitempty" maxLength:"64"`
	Relation     owner.Relation `json:"relation" enum:"owner,occupant,family,tenant,prospect"`
	Segment      owner.Segment  `json:"segment" enum:"ordinary,loyal,valued,prospect,vip"`
	LanguageNote string         `json:"language_note,omitempty" maxLength:"500"`
	Phones       []phoneFile    `json:"phones" minItems:"1" maxItems:"30" doc:"The primary one first."`
	Units        []unitFile     `json:"units" maxItems:"300"`
	Email        string         `json:"email,omitempty" maxLength:"500"`
	WeChat       string         `json:"wechat,omitempty" maxLength:"64"`
	HomeAddress  string         `json:"home_address,omitempty" maxLength:"500"`
	DecorStyle   string         `json:"decor_style,omitempty" maxLength:"500"`
	Amenities    string         `json:"amenities,omitempty" maxLength:"500"`
	OptOut       optOutFile     `json:"opt_out"`
	Alerts       []alertFile    `json:"alerts" maxItems:"30"`
	Private      *privateFile   `json:"private,omitempty" doc:"For supervisors and managers."`
	CreatedAt    time.Time      `json:"created_at,omitzero" doc:"Only read."`
	CreatedBy    string         `json:"created_by,omitempty" doc:"Only read."`
	UpdatedAt    time.Time      `json:"updated_at,omitzero" doc:"Only read."`
	UpdatedBy    string         `json:"updated_by,omitempty" doc:"Only read."`
}

// privateFile is what only supervisors and managers have to do with.
type privateFile struct {
	Birthday  string `json:"birthday,omitempty" maxLength:"10" doc:"MM-DD or YYYY-MM-DD."`
	HouseType string `json:"needs_house_type,omitempty" maxLength:"64"`
	Area      string `json:"needs_area,omitempty" maxLength:"64"`
	Budget    string `json:"needs_budget,omitempty" maxLength:"64"`
}

// phoneFile is a number. Index is its place in the version that was read: with
// it the number stays as it is, which the page does not know in full.
type phoneFile struct {
	Index      *int            `json:"index,omitempty" minimum:"0" maximum:"29"`
	Number     string          `json:"number,omitempty" maxLength:"64" doc:"A new number, in any written form; never sent to the page."`
	Masked     string          `json:"masked,omitempty" doc:"Only read."`
	Kind       owner.PhoneKind `json:"kind,omitempty" enum:"mobile,home,work,fax"`
	VerifiedAt time.Time       `json:"verified_at,omitzero" doc:"Only read."`
}

// unitFile is a home. Index is its place in the version that was read: with it
// what the page does not show stays as it is.
type unitFile struct {
	Index        *int           `json:"index,omitempty" minimum:"0" maximum:"299"`
	Ref          string         `json:"ref,omitempty" doc:"Only read."`
	Project      string         `json:"project,omitempty" maxLength:"64"`
	Phase        string         `json:"phase,omitempty" maxLength:"64"`
	Building     string         `json:"building,omitempty" maxLength:"64"`
	Unit         string         `json:"unit,omitempty" maxLength:"64"`
	Room         string         `json:"room,omitempty" maxLength:"64"`
	HouseType    string         `json:"house_type,omitempty" maxLength:"64"`
	AreaM2       float64        `json:"area_m2,omitempty" minimum:"0"`
	HandoverAt   owner.Date     `json:"handover_at,omitempty" maxLength:"10"`
	MoveInAt     owner.Date     `json:"move_in_at,omitempty" maxLength:"10"`
	Decoration   string         `json:"decoration_status,omitempty" maxLength:"64"`
	Occupancy    string         `json:"occupancy_status,omitempty" maxLength:"64"`
	Company      string         `json:"property_company,omitempty" maxLength:"64"`
	Ambassador   string         `json:"ambassador,omitempty" maxLength:"64"`
	Warranty     []warrantyView `json:"warranty,omitempty" maxItems:"50"`
	Arrears      *bool          `json:"fee_arrears,omitempty" doc:"For supervisors and managers."`
	ContractNo   *string        `json:"contract_no,omitempty" maxLength:"64" doc:"For supervisors and managers."`
	SignedAtDate *owner.Date    `json:"signed_at,omitempty" maxLength:"10" doc:"For supervisors and managers."`
}

type optOutFile struct {
	CareCall  bool      `json:"care_call"`
	SMS       bool      `json:"sms"`
	Marketing bool      `json:"marketing"`
	Survey    bool      `json:"survey"`
	At        time.Time `json:"at,omitzero" doc:"When it was last changed; only read."`
	Source    string    `json:"source,omitempty" maxLength:"500"`
}

type alertFile struct {
	Text  string     `json:"text" minLength:"1" maxLength:"500"`
	Level string     `json:"level" enum:"info,warn,danger"`
	Until owner.Date `json:"until,omitempty" maxLength:"10"`
}

// seesPrivate reports whether the role has to do with birthdays, budgets and
// arrears (DOMAIN: data minimisation).
func (r Role) seesPrivate() bool { return r == Supervisor || r == Manager }

func fileOf(o owner.Owner, role Role, today owner.Date) ownerFile {
	f := ownerFile{
		ID: o.ID, Version: o.Stamp.Version, Name: o.Name, Salutation: o.Salutation, Relation: o.Relation, Segment: o.Segment,
		LanguageNote: o.LanguageNote, Phones: []phoneFile{}, Units: []unitFile{}, Alerts: []alertFile{},
		Email: o.Contact.Email, WeChat: o.Contact.WeChat, HomeAddress: o.Contact.HomeAddress,
		DecorStyle: o.Preferences.DecorStyle, Amenities: o.Preferences.Amenities,
		OptOut:    optOutFile{o.OptOut.CareCall, o.OptOut.SMS, o.OptOut.Marketing, o.OptOut.Survey, o.OptOut.At, o.OptOut.Source},
		CreatedAt: o.Stamp.CreatedAt, CreatedBy: o.Stamp.CreatedBy, UpdatedAt: o.Stamp.UpdatedAt, UpdatedBy: o.Stamp.UpdatedBy,
	}
	for i, p := range o.Phones {
		f.Phones = append(f.Phones, phoneFile{Index: &i, Masked: p.Masked(), Kind: p.Kind, VerifiedAt: p.VerifiedAt})
	}
	for i, u := range o.Units {
		f.Units = append(f.Units, unitFileOf(u, i, role, today))
	}
	for _, a := range o.Alerts {
		f.Alerts = append(f.Alerts, alertFile{Text: a.Text, Level: levels[a.Level], Until: a.Until})
	}
	if role.seesPrivate() {
		f.Private = &privateFile{o.Birthday, o.Needs.HouseType, o.Needs.Area, o.Needs.Budget}
	}
	return f
}

func unitFileOf(u owner.Unit, index int, role Role, today owner.Date) unitFile {
	f := unitFile{
		Index: &index, Ref: u.Address(), Project: u.Project, Phase: u.Phase, Building: u.Building, Unit: u.Unit, Room: u.Room,
		HouseType: u.HouseType, AreaM2: u.AreaM2, HandoverAt: u.HandoverAt, MoveInAt: u.MoveInAt,
		Decoration: u.DecorationStatus, Occupancy: u.OccupancyStatus, Company: u.PropertyCompany, Ambassador: u.Ambassador,
		Warranty: warrantyOf(u, today),
	}
	if role.seesPrivate() {
		f.Arrears, f.ContractNo, f.SignedAtDate = &u.FeeArrears, &u.ContractNo, &u.SignedAt
	}
	return f
}

// edited is the stored file with what the sender may change of it.
func (f ownerFile) edited(o owner.Owner, role Role, now time.Time) (owner.Owner, *problem) {
	before := o.OptOut
	old := o
	o.Name, o.Salutation, o.Relation, o.Segment, o.LanguageNote = f.Name, f.Salutation, f.Relation, f.Segment, f.LanguageNote
	o.Contact = owner.Contact{Email: f.Email, WeChat: f.WeChat, HomeAddress: f.HomeAddress}
	o.Preferences = owner.Preferences{DecorStyle: f.DecorStyle, Amenities: f.Amenities}
	o.OptOut.CareCall, o.OptOut.SMS, o.OptOut.Marketing, o.OptOut.Survey = f.OptOut.CareCall, f.OptOut.SMS, f.OptOut.Marketing, f.OptOut.Survey
	o.OptOut.Source = f.OptOut.Source
	if o.OptOut != before {
		o.OptOut.At = now
	}
	o.Phones, o.Units, o.Alerts = nil, nil, nil
	for i, p := range f.Phones {
		phone, bad := p.edited(old.Phones, i)
		if bad != nil {
			return o, bad
		}
		o.Phones = append(o.Phones, phone)
	}
	for i, u := range f.Units {
		unit, bad := u.edited(old.Units, i, role)
		if bad != nil {
			return o, bad
		}
		o.Units = append(o.Units, unit)
	}
	for _, a := range f.Alerts {
		o.Alerts = append(o.Alerts, owner.Alert{Text: a.Text, Level: levelOf(a.Level), Until: a.Until})
	}
	if p := f.Private; p != nil && role.seesPrivate() {
		o.Birthday, o.Needs = p.Birthday, owner.Needs{HouseType: p.HouseType, Area: p.Area, Budget: p.Budget}
	}
	return o, nil
}

var noSuchIndex = sentence{"该序号在读取的版本中不存在,请重新打开档案。", "The version that was read has no such entry; open the file again."}

func (f phoneFile) edited(old []owner.Phone, at int) (owner.Phone, *problem) {
	phone := owner.Phone{Number: f.Number}
	if f.Index != nil {
		if *f.Index < 0 || *f.Index >= len(old) {
			return phone, badField(place("phones", at, "index"), noSuchIndex)
		}
		phone = old[*f.Index]
		if f.Number != "" {
			phone = owner.Phone{Number: f.Number}
		}
	}
	if f.Kind != "" {
		phone.Kind = f.Kind
	}
	phone.Primary = at == 0
	return phone, nil
}

func (f unitFile) edited(old []owner.Unit, at int, role Role) (owner.Unit, *problem) {
	var u owner.Unit
	if f.Index != nil {
		if *f.Index < 0 || *f.Index >= len(old) {
			return u, badField(place("units", at, "index"), noSuchIndex)
		}
		u = old[*f.Index]
	}
	u.Project, u.Phase, u.Building, u.Unit, u.Room = f.Project, f.Phase, f.Building, f.Unit, f.Room
	u.HouseType, u.AreaM2, u.HandoverAt, u.MoveInAt = f.HouseType, f.AreaM2, f.HandoverAt, f.MoveInAt
	u.DecorationStatus, u.OccupancyStatus, u.PropertyCompany, u.Ambassador = f.Decoration, f.Occupancy, f.Company, f.Ambassador
	u.Warranty = nil
	for _, w := range f.Warranty {
		u.Warranty = append(u.Warranty, owner.Warranty{Item: w.Item, Until: w.Until})
	}
	if role.seesPrivate() {
		set(&u.FeeArrears, f.Arrears)
		set(&u.ContractNo, f.ContractNo)
		set(&u.SignedAt, f.SignedAtDate)
	}
	return u, nil
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
