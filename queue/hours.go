package queue

import (
	"slices"
	"time"
)

// Schedule says when a hotline is open. Its times are those of the clock on
// the wall in the centre's time zone, which is the zone of the times that Step
// is given; so a day on which the clock is changed needs no care.
type Schedule struct {
	ID, Name string
	Week     [7][]Hours // by time.Weekday
	Holiday  []Hours    // on the calendar's holidays; none: closed
	Workday  []Hours    // on days of a weekend that are worked instead (调休)
}

// Clock is minutes after midnight, 0 to 1440.
type Clock int

// Hours is a stretch of a day from From until just before To. If To is not
// after From it is on the next day.
type Hours struct{ From, To Clock }

// Day is a day of the centre's calendar that is not what its weekday is.
type Day struct {
	Date string // 2026-10-01
	Name string
	Kind DayKind
}

// DayKind is what a Day is instead.
type DayKind string

// Kinds of days.
const (
	Holiday DayKind = "holiday"
	Workday DayKind = "workday"
)

// open reports whether a hotline with the schedule is open at t.
func (s *Schedule) open(t time.Time, calendar []Day) bool {
	at := Clock(t.Hour()*60 + t.Minute())
	today := slices.ContainsFunc(s.on(t, calendar), func(h Hours) bool {
		return at >= h.From && (at < h.To || h.To <= h.From)
	})
	year, month, day := t.Date()
	yesterday := time.Date(year, month, day-1, 12, 0, 0, 0, t.Location()) // noon is never skipped
	return today || slices.ContainsFunc(s.on(yesterday, calendar), func(h Hours) bool {
		return h.To <= h.From && at < h.To
	})
}

// on is the hours that begin on the day of t.
func (s *Schedule) on(t time.Time, calendar []Day) []Hours {
	switch kindOf(t, calendar) {
	case Holiday:
		return s.Holiday
	case Workday:
		return s.Workday
	default:
		return s.Week[t.Weekday()]
	}
}

// kindOf is what the day of t is instead of its weekday, empty for most days.
func kindOf(t time.Time, calendar []Day) DayKind {
	if len(calendar) == 0 {
		return ""
	}
	date := t.Format(time.DateOnly)
	i := slices.IndexFunc(calendar, func(d Day) bool { return d.Date == date })
	if i < 0 {
		return ""
	}
	return calendar[i].Kind
}

// schedule is the hotline's, nil if it is always open. One whose schedule is not
// in the configuration is open: nobody shall find a door locked by a slip.
func (c *Core) schedule(line Hotline) *Schedule {
	i := slices.IndexFunc(c.center.Schedules, func(s Schedule) bool { return s.ID == line.Schedule })
	if line.Schedule == "" || i < 0 {
		return nil
	}
	return &c.center.Schedules[i]
}

// closed reports whether the hotline is closed now.
func (c *Core) closed(line Hotline) bool {
	s := c.schedule(line)
	return s != nil && !s.open(c.now, c.center.Calendar)
}

// closesAt is when the hotline, which is open now, closes; zero if it does not
// within days.
func (c *Core) closesAt(line Hotline) time.Time {
	s := c.schedule(line)
	if s == nil {
		return time.Time{}
	}
	return s.turns(c.now, c.center.Calendar)
}

// opensFrom is the first moment from t on at which the hotline is open, zero if
// it is not within days.
func (c *Core) opensFrom(line Hotline, t time.Time) time.Time {
	s := c.schedule(line)
	if s == nil || s.open(t, c.center.Calendar) {
		return t
	}
	return s.turns(t, c.center.Calendar)
}

// turns is when the hotline next opens or closes after t, zero if it does
// neither within days.
func (s *Schedule) turns(t time.Time, calendar []Day) (first time.Time) {
	open := s.open(t, calendar)
	year, month, day := t.Date()
	for d := day - 1; d <= day+maxNight; d++ {
		noon := time.Date(year, month, d, 12, 0, 0, 0, t.Location())
		for _, h := range s.on(noon, calendar) {
			if h.To <= h.From {
				h.To += 24 * 60
			}
			for _, minute := range [...]Clock{h.From, h.To} {
				at := time.Date(year, month, d, 0, int(minute), 0, 0, t.Location())
				if at.After(t) && (first.IsZero() || at.Before(first)) && s.open(at, calendar) != open {
					first = at
				}
			}
		}
	}
	return first
}

// maxTurns bounds how far openFor looks: hours of a minute are no opening hours.
const maxTurns = 200

// openFor is when the hotline will have been open for so long since t.
func (s *Schedule) openFor(t time.Time, span time.Duration, calendar []Day) time.Time {
	for range maxTurns {
		turn := s.turns(t, calendar)
		switch {
		case !s.open(t, calendar):
			if turn.IsZero() {
				return t
			}
		case turn.IsZero() || turn.Sub(t) >= span:
			return t.Add(span)
		default:
			span -= turn.Sub(t)
		}
		t = turn
	}
	return t
}

// afterHours answers a caller of a hotline that is closed. Opening hours are
// looked at once, when the call arrives: who came in time is served.
func (c *Core) afterHours(call *Call, line Hotline) {
	what := line.AfterHours
	menu := Menu{Prompt: what.Prompt, Keys: what.Keys}
	if menu.Prompt == "" {
		menu.Prompt = "after_hours"
	}
	if what.Holiday != "" && kindOf(c.now, c.center.Calendar) == Holiday {
		menu.Prompt = what.Holiday
	}
	call.Detour = &Detour{Why: WhyClosed, Menu: menu, Exits: what.Else}
	c.answer(call)
	c.offerKeys(call)
}
