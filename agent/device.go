package agent

import "strings"

// Device is a telephone on which an agent takes calls.
type Device struct {
	Kind   DeviceKind
	Number string // of an OutsidePhone
}

// DeviceKind is what an agent's telephone is.
type DeviceKind string

// Kinds of telephones. The zero value means a desk phone in a profile and no
// choice in Agent.Chosen.
const (
	DeskPhone    DeviceKind = "phone"  // a SIP telephone registered as the agent
	PagePhone    DeviceKind = "page"   // the telephone in the desktop's page
	OutsidePhone DeviceKind = "number" // a number reached through the line, such as a mobile
)

// Usable reports whether the device says all that is needed to ring it.
func (d Device) Usable() bool {
	switch d.Kind {
	case DeskPhone, PagePhone:
		return d.Number == ""
	case OutsidePhone:
		return Dialable(d.Number)
	default:
		return false
	}
}

// Dialable reports whether a telephone can dial the number: 3 to 32 keys,
// perhaps behind a plus sign.
func Dialable(number string) bool {
	keys := strings.TrimPrefix(number, "+")
	return len(keys) >= 3 && len(number) <= 32 && strings.Trim(keys, "0123456789*#") == ""
}

// Phone is the telephone that the agent uses now.
func (a *Agent) Phone() Device {
	d := a.Device
	if a.Chosen.Kind != "" {
		d = a.Chosen
	}
	if d.Kind == "" {
		d.Kind = DeskPhone
	}
	return d
}

// Choose makes the device the agent's telephone. To choose the profile's is to
// have no choice of one's own, so that a change of the profile counts again.
func (a *Agent) Choose(d Device) {
	a.Chosen = Device{}
	if d != a.Phone() {
		a.Chosen = d
	}
}

// Reachable reports whether that telephone can be rung.
func (a *Agent) Reachable() bool {
	switch a.Phone().Kind {
	case PagePhone:
		return a.Presence.Page
	case OutsidePhone:
		return true
	default:
		return a.Presence.Phone
	}
}

// Registered notes whether a telephone of that kind has a reachable contact,
// and reports whether that is new.
func (p *Presence) Registered(kind DeviceKind, reachable bool) (changed bool) {
	contact := &p.Phone
	if kind == PagePhone {
		contact = &p.Page
	}
	changed = *contact != reachable
	*contact = reachable
	return changed
}
