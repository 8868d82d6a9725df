package owner

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The stored form of a record is its version, a space and a JSON object with
// one- and two-letter names in which everything empty is left out: 150 to 350
// bytes for most people. Scripts read the version without parsing; a newer
// program reads what an older one wrote, and the other way round, because
// unknown names are ignored and missing ones are empty. Never give an old name
// a new meaning.

type wireOwner struct {
	Name       string      `json:"n"`
	Salutation string      `json:"s,omitempty"`
	Relation   Relation    `json:"r,omitempty"` // empty: owner
	Segment    Segment     `json:"g,omitempty"` // empty: ordinary
	Phones     []wirePhone `json:"p"`
	Units      []wireUnit  `json:"u,omitempty"`
	Email      string      `json:"e,omitempty"`
	WeChat     string      `json:"w,omitempty"`
	Home       string      `json:"h,omitempty"`
	Birthday   string      `json:"b,omitempty"`
	Language   string      `json:"l,omitempty"`
	NeedHouse  string      `json:"nh,omitempty"`
	NeedArea   string      `json:"na,omitempty"`
	NeedBudget string      `json:"nb,omitempty"`
	Decor      string      `json:"pd,omitempty"`
	Amenities  string      `json:"pa,omitempty"`
	OptOut     *wireOptOut `json:"o,omitempty"`
	Notice     string      `json:"cn,omitempty"`
	NoticeAt   int64       `json:"ca,omitempty"`
	Alerts     []wireAlert `json:"a,omitempty"`
	CreatedAt  int64       `json:"ct"` // milliseconds, as all stamps; other times are seconds
	CreatedBy  string      `json:"cb"`
	UpdatedAt  int64       `json:"ut,omitempty"` // left out while the record is as created
	UpdatedBy  string      `json:"ub,omitempty"`
}

type wirePhone struct {
	Number   string    `json:"n"`
	Ext      string    `json:"x,omitempty"`
	Kind     PhoneKind `json:"k,omitempty"` // empty: mobile
	Verified int64     `json:"v,omitempty"`
}

type wireUnit struct {
	Project    string         `json:"p,omitempty"`
	Phase      string         `json:"ph,omitempty"`
	Building   string         `json:"b,omitempty"`
	Unit       string         `json:"u,omitempty"`
	Room       string         `json:"r,omitempty"`
	HouseType  string         `json:"h,omitempty"`
	AreaM2     float64        `json:"a,omitempty"`
	Contract   string         `json:"c,omitempty"`
	Signed     Date           `json:"s,omitempty"`
	Handover   Date           `json:"d,omitempty"`
	MoveIn     Date           `json:"m,omitempty"`
	Decoration string         `json:"ds,omitempty"`
	Occupancy  string         `json:"os,omitempty"`
	Warranty   []wireWarranty `json:"w,omitempty"`
	Arrears    bool           `json:"f,omitempty"`
	Company    string         `json:"pc,omitempty"`
	Ambassador string         `json:"am,omitempty"`
}

type wireWarranty struct {
	Item  string `json:"i"`
	Until Date   `json:"u,omitempty"`
}

type wireAlert struct {
	Text  string     `json:"t"`
	Level AlertLevel `json:"l,omitempty"` // empty: info
	Until Date       `json:"u,omitempty"`
}

type wireOptOut struct {
	CareCall  bool   `json:"c,omitempty"`
	SMS       bool   `json:"s,omitempty"`
	Marketing bool   `json:"m,omitempty"`
	Survey    bool   `json:"v,omitempty"`
	At        int64  `json:"t,omitempty"`
	Source    string `json:"f,omitempty"`
}

// encode returns the stored form of a normalised record; the ID is the key.
func encode(o Owner) string {
	w := wireOwner{
		Name: o.Name, Salutation: o.Salutation,
		Relation: unless(o.Relation, RelationOwner), Segment: unless(o.Segment, SegmentOrdinary),
		Email: o.Contact.Email, WeChat: o.Contact.WeChat, Home: o.Contact.HomeAddress,
		Birthday: o.Birthday, Language: o.LanguageNote,
		NeedHouse: o.Needs.HouseType, NeedArea: o.Needs.Area, NeedBudget: o.Needs.Budget,
		Decor: o.Preferences.DecorStyle, Amenities: o.Preferences.Amenities,
		Notice: o.Consent.NoticeVersion, NoticeAt: seconds(o.Consent.At),
		CreatedAt: o.Stamp.CreatedAt.UnixMilli(), CreatedBy: o.Stamp.CreatedBy,
	}
	if o.Stamp.Version > 1 {
		w.UpdatedAt, w.UpdatedBy = o.Stamp.UpdatedAt.UnixMilli(), o.Stamp.UpdatedBy
	}
	if out := (wireOptOut{o.OptOut.CareCall, o.OptOut.SMS, o.OptOut.Marketing, o.OptOut.Survey, seconds(o.OptOut.At), o.OptOut.Source}); out != (wireOptOut{}) {
		w.OptOut = &out
	}
	for _, p := range o.Phones {
		w.Phones = append(w.Phones, wirePhone{p.Number, p.Ext, unless(p.Kind, PhoneMobile), seconds(p.VerifiedAt)})
	}
	for _, u := range o.Units {
		w.Units = append(w.Units, encodeUnit(u))
	}
	for _, a := range o.Alerts {
		w.Alerts = append(w.Alerts, wireAlert{a.Text, unless(a.Level, AlertInfo), a.Until})
	}
	return strconv.Itoa(o.Stamp.Version) + " " + compactJSON(w)
}

func encodeUnit(u Unit) wireUnit {
	w := wireUnit{
		Project: u.Project, Phase: u.Phase, Building: u.Building, Unit: u.Unit, Room: u.Room,
		HouseType: u.HouseType, AreaM2: u.AreaM2, Contract: u.ContractNo,
		Signed: u.SignedAt, Handover: u.HandoverAt, MoveIn: u.MoveInAt,
		Decoration: u.DecorationStatus, Occupancy: u.OccupancyStatus,
		Arrears: u.FeeArrears, Company: u.PropertyCompany, Ambassador: u.Ambassador,
	}
	for _, x := range u.Warranty {
		w.Warranty = append(w.Warranty, wireWarranty(x))
	}
	return w
}

// decode reads what encode wrote.
func decode(id ID, stored string) (Owner, error) {
	version, text, _ := strings.Cut(stored, " ")
	v, err := strconv.Atoi(version)
	if err != nil {
		return Owner{}, fmt.Errorf("owner: record %s has no version", id)
	}
	var w wireOwner
	if err := json.Unmarshal([]byte(text), &w); err != nil {
		return Owner{}, fmt.Errorf("owner: record %s: %w", id, err)
	}
	o := Owner{
		ID: id, Name: w.Name, Salutation: w.Salutation,
		Relation: orElse(w.Relation, RelationOwner), Segment: orElse(w.Segment, SegmentOrdinary),
		Contact:  Contact{Email: w.Email, WeChat: w.WeChat, HomeAddress: w.Home},
		Birthday: w.Birthday, LanguageNote: w.Language,
		Needs:       Needs{HouseType: w.NeedHouse, Area: w.NeedArea, Budget: w.NeedBudget},
		Preferences: Preferences{DecorStyle: w.Decor, Amenities: w.Amenities},
		Consent:     Consent{NoticeVersion: w.Notice, At: fromSeconds(w.NoticeAt)},
		Stamp:       Stamp{Version: v, CreatedAt: time.UnixMilli(w.CreatedAt).UTC(), CreatedBy: w.CreatedBy},
	}
	o.Stamp.UpdatedAt, o.Stamp.UpdatedBy = o.Stamp.CreatedAt, o.Stamp.CreatedBy
	if w.UpdatedAt != 0 {
		o.Stamp.UpdatedAt, o.Stamp.UpdatedBy = time.UnixMilli(w.UpdatedAt).UTC(), w.UpdatedBy
	}
	if x := w.OptOut; x != nil {
		o.OptOut = OptOut{x.CareCall, x.SMS, x.Marketing, x.Survey, fromSeconds(x.At), x.Source}
	}
	for i, p := range w.Phones {
		o.Phones = append(o.Phones, Phone{p.Number, p.Ext, orElse(p.Kind, PhoneMobile), i == 0, fromSeconds(p.Verified)})
	}
	for _, u := range w.Units {
		o.Units = append(o.Units, decodeUnit(u))
	}
	for _, a := range w.Alerts {
		o.Alerts = append(o.Alerts, Alert{a.Text, orElse(a.Level, AlertInfo), a.Until})
	}
	return o, nil
}

func decodeUnit(w wireUnit) Unit {
	u := Unit{
		Project: w.Project, Phase: w.Phase, Building: w.Building, Unit: w.Unit, Room: w.Room,
		HouseType: w.HouseType, AreaM2: w.AreaM2, ContractNo: w.Contract,
		SignedAt: w.Signed, HandoverAt: w.Handover, MoveInAt: w.MoveIn,
		DecorationStatus: w.Decoration, OccupancyStatus: w.Occupancy,
		FeeArrears: w.Arrears, PropertyCompany: w.Company, Ambassador: w.Ambassador,
	}
	for _, x := range w.Warranty {
		u.Warranty = append(u.Warranty, Warranty(x))
	}
	return u
}

// compactJSON marshals plain structs, which cannot fail, without escaping <, > and &.
func compactJSON(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n")
}

func unless[T comparable](v, usual T) T {
	if v == usual {
		var zero T
		return zero
	}
	return v
}

func orElse[T comparable](v, usual T) T {
	var zero T
	if v == zero {
		return usual
	}
	return v
}

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromSeconds(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}
