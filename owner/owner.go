package owner

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ID names an owner within a site. It never changes and is never used again.
type ID string

// Owner is one person in the directory: everything known about somebody who may call.
type Owner struct {
	ID           ID
	Name         string
	Salutation   string // 先生, 女士, ...
	Relation     Relation
	Segment      Segment
	Phones       []Phone // the primary one first
	Units        []Unit
	Contact      Contact
	Birthday     string // "MM-DD" or "YYYY-MM-DD"
	LanguageNote string // 普通话, 粤语, ...
	Needs        Needs
	Preferences  Preferences
	OptOut       OptOut
	Consent      Consent
	Alerts       []Alert
	Stamp        Stamp
}

// Stamp says which version of a record this is and who made it.
type Stamp struct {
	Version   int // 1 when created
	CreatedAt time.Time
	CreatedBy string
	UpdatedAt time.Time
	UpdatedBy string
}

// Relation is what a person is to the homes of the record.
type Relation string

// The relations of DOMAIN.md section 6.
const (
	RelationOwner    Relation = "owner"    // 业主
	RelationOccupant Relation = "occupant" // 使用人
	RelationFamily   Relation = "family"   // 家属
	RelationTenant   Relation = "tenant"   // 租户
	RelationProspect Relation = "prospect" // 意向客户
)

// Segment is how the centre classes a customer.
type Segment string

// The segments of DOMAIN.md section 6.
const (
	SegmentOrdinary Segment = "ordinary" // 普通
	SegmentLoyal    Segment = "loyal"    // 老客户
	SegmentValued   Segment = "valued"   // 优质客户
	SegmentProspect Segment = "prospect" // 潜在意向客户
	SegmentVIP      Segment = "vip"      // 重要客户
)

// PhoneKind says what sort of line a number is.
type PhoneKind string

// The kinds of phones.
const (
	PhoneMobile PhoneKind = "mobile"
	PhoneHome   PhoneKind = "home"
	PhoneWork   PhoneKind = "work"
	PhoneFax    PhoneKind = "fax"
)

// Phone is one number of an owner.
type Phone struct {
	Number     string // canonical: E.164 or a short code
	Ext        string
	Kind       PhoneKind
	Primary    bool
	VerifiedAt time.Time // zero if never verified
}

// Masked returns the number as it may be shown outside the current call.
func (p Phone) Masked() string { return canonicalNumber(p.Number, p.Ext).Masked() }

// National returns the number as people write it.
func (p Phone) National() string { return canonicalNumber(p.Number, p.Ext).National() }

// Date is a day as "2006-01-02", or empty.
type Date string

// Unit is one home or shop which the owner has to do with.
type Unit struct {
	Project   string
	Phase     string // 期
	Building  string
	Unit      string
	Room      string
	HouseType string
	AreaM2    float64

	ContractNo       string
	SignedAt         Date
	HandoverAt       Date // 交付/入伙
	MoveInAt         Date
	DecorationStatus string
	OccupancyStatus  string
	Warranty         []Warranty
	FeeArrears       bool // never an amount
	PropertyCompany  string
	Ambassador       string // 客户大使
}

// Address returns the place in one line, the way it is read aloud.
func (u Unit) Address() string {
	parts := make([]string, 0, 5)
	for _, p := range []string{u.Project, u.Phase, u.Building, u.Unit, u.Room} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}

// place is what makes two units the same one.
type place struct{ project, phase, building, unit, room string }

func (u Unit) place() place { return place{u.Project, u.Phase, u.Building, u.Unit, u.Room} }

// Warranty is one item under warranty (维保) until a day, that day included.
type Warranty struct {
	Item  string
	Until Date
}

// Over reports whether the warranty has ended before the day. One without an
// end has not.
func (w Warranty) Over(today Date) bool { return w.Until != "" && w.Until < today }

// Contact holds the ways to reach an owner other than by phone.
type Contact struct {
	Email       string
	WeChat      string
	HomeAddress string
}

// Needs is what a prospect looks for (购房需求).
type Needs struct {
	HouseType string
	Area      string
	Budget    string
}

// Preferences is what an owner likes (偏好).
type Preferences struct {
	DecorStyle string
	Amenities  string
}

// OptOut says which contacts the owner has refused (退订).
type OptOut struct {
	CareCall  bool
	SMS       bool
	Marketing bool
	Survey    bool
	At        time.Time
	Source    string
}

// Any reports whether the owner has refused anything.
func (o OptOut) Any() bool { return o.CareCall || o.SMS || o.Marketing || o.Survey }

// Consent says which recording notice the owner has heard.
type Consent struct {
	NoticeVersion string
	At            time.Time
}

// AlertLevel says how loud an alert is.
type AlertLevel string

// The levels of alerts.
const (
	AlertInfo     AlertLevel = "info"
	AlertWarning  AlertLevel = "warning"
	AlertCritical AlertLevel = "critical"
)

// Alert is something an agent has to see before speaking (重大事件).
type Alert struct {
	Text  string
	Level AlertLevel
	Until Date // empty: until somebody removes it
}

// next returns the stamp of the version that follows.
func (s Stamp) next(now time.Time, by string) Stamp {
	now = now.UTC().Truncate(time.Millisecond)
	if s.Version == 0 {
		return Stamp{Version: 1, CreatedAt: now, CreatedBy: by, UpdatedAt: now, UpdatedBy: by}
	}
	s.Version++
	s.UpdatedAt, s.UpdatedBy = now, by
	return s
}

// clone returns a copy which shares nothing with o.
func (o Owner) clone() Owner {
	o.Phones, o.Units, o.Alerts = slices.Clone(o.Phones), slices.Clone(o.Units), slices.Clone(o.Alerts)
	for i := range o.Units {
		o.Units[i].Warranty = slices.Clone(o.Units[i].Warranty)
	}
	return o
}

// minted returns the number of an id as the directory mints them, or 0.
func (id ID) minted() int64 {
	n, err := strconv.ParseInt(string(id), 10, 64)
	if err != nil || n < 1 || n > 1<<52 || string(idOf(n)) != string(id) {
		return 0
	}
	return n
}
