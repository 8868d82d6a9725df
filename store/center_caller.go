package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"thirdring/queue"
)

// What the document says of callers whom no agent serves at once: opening
// hours, ways out of a queue, phones of people on duty, messages.

// AfterHoursDoc is what callers of a closed hotline hear and may do.
type AfterHoursDoc struct {
	Prompt  string    `json:"prompt,omitempty" yaml:"prompt,omitempty" format:"prompt" doc:"Prompt that says so and names the keys; after_hours if missing."`
	Holiday string    `json:"holiday_prompt,omitempty" yaml:"holiday_prompt,omitempty" format:"prompt" doc:"Prompt on holidays instead, such as holiday."`
	Keys    []KeyDoc  `json:"keys,omitempty" yaml:"keys,omitempty" doc:"Keys that the caller may press."`
	Else    []ExitDoc `json:"otherwise,omitempty" yaml:"otherwise,omitempty" doc:"Ways for who presses no key, tried in order; none: a polite end."`
}

// KeyDoc is a key and where it leads.
type KeyDoc struct {
	Key  string    `json:"key" yaml:"key" doc:"One of 0-9, * and #."`
	Then []ExitDoc `json:"then" yaml:"then" doc:"Ways, tried in order: queue:ID, duty:ID, voicemail, callback, emergency, goodbye."`
}

// OverflowDoc says when a queue does not take or keep a caller.
type OverflowDoc struct {
	MaxWaiting int       `json:"max_waiting,omitempty" yaml:"max_waiting,omitempty" doc:"Takes nobody more when so many wait; 0 or missing: no limit."`
	MaxWait    Duration  `json:"max_wait,omitempty" yaml:"max_wait,omitempty" doc:"Keeps a caller no longer than this; 0s or missing: no limit."`
	Nobody     Duration  `json:"nobody,omitempty" yaml:"nobody,omitempty" doc:"Keeps a caller no longer than this, at most twice as long, while nobody takes the queue's calls; 0s or missing: no limit."`
	Then       []ExitDoc `json:"then" yaml:"then" doc:"Ways, tried in order: queue:ID, duty:ID, voicemail, callback, emergency, goodbye."`
}

// ScheduleDoc is the opening hours of hotlines.
type ScheduleDoc struct {
	ID      string     `json:"id" yaml:"id" doc:"Short name for machines."`
	Name    string     `json:"name" yaml:"name" doc:"Name for people."`
	Week    []DaysDoc  `json:"week" yaml:"week" doc:"Hours of the days of a week."`
	Holiday []HoursDoc `json:"holiday,omitempty" yaml:"holiday,omitempty" doc:"Hours on the calendar's holidays; missing: closed."`
	Workday []HoursDoc `json:"workday,omitempty" yaml:"workday,omitempty" doc:"Hours on days of a weekend that are worked (调休); missing: those of Monday."`
}

// DaysDoc is the hours of some days of the week.
type DaysDoc struct {
	Days  []string   `json:"days" yaml:"days" doc:"mon, tue, wed, thu, fri, sat, sun."`
	Hours []HoursDoc `json:"hours" yaml:"hours" doc:"Such as 09:00-12:00; 22:00-02:00 goes on after midnight, 00:00-24:00 is all day."`
}

// CalendarDoc is a day, or a stretch of days, that is not what its weekday is.
type CalendarDoc struct {
	Date  string        `json:"date" yaml:"date" doc:"First day, such as 2026-10-01."`
	Until string        `json:"until,omitempty" yaml:"until,omitempty" doc:"Last day; missing: the same day."`
	Name  string        `json:"name" yaml:"name" doc:"Name for people."`
	Kind  queue.DayKind `json:"kind" yaml:"kind" enum:"holiday,workday" doc:"holiday, or workday for a day of a weekend that is worked (调休)."`
}

// DutyListDoc is the phones of people on duty, rung in turn.
type DutyListDoc struct {
	ID     string         `json:"id" yaml:"id" doc:"Short name for machines."`
	Name   string         `json:"name" yaml:"name" doc:"Name for people."`
	Phones []DutyPhoneDoc `json:"phones" yaml:"phones" doc:"In the order in which they are rung. Who answers takes the call with the key 1."`
}

// DutyPhoneDoc is a telephone outside the centre.
type DutyPhoneDoc struct {
	Name   string   `json:"name" yaml:"name" doc:"Whose it is."`
	Number string   `json:"number" yaml:"number" doc:"Number as it is to be dialled."`
	Ring   Duration `json:"ring" yaml:"ring" doc:"It rings at most this long, then the next one."`
}

// VoicemailDoc says how messages are taken.
type VoicemailDoc struct {
	Limit    Duration `json:"limit" yaml:"limit" doc:"Longest message."`
	Silence  Duration `json:"silence" yaml:"silence" doc:"A message ends after so much silence."`
	Shortest Duration `json:"shortest" yaml:"shortest" doc:"A message that is shorter is asked for again, once."`
}

func defaultVoicemail() VoicemailDoc {
	return VoicemailDoc{Limit: seconds(180), Silence: seconds(8), Shortest: seconds(3)}
}

// callers fills in what the core needs to know of all that.
func (d Document) callers(c *queue.Center) {
	for _, s := range d.Schedules {
		c.Schedules = append(c.Schedules, s.schedule())
	}
	for _, day := range d.Calendar {
		c.Calendar = append(c.Calendar, day.days()...)
	}
	for _, l := range d.DutyLists {
		list := queue.DutyList{ID: l.ID, Name: l.Name}
		for _, p := range l.Phones {
			list.Phones = append(list.Phones, queue.DutyPhone{Name: p.Name, Number: p.Number, Ring: time.Duration(p.Ring)})
		}
		c.DutyLists = append(c.DutyLists, list)
	}
	c.Emergency = d.Emergency.emergency()
	c.Surge = d.Surge
	c.Voicemail = queue.Voicemail{
		Limit: time.Duration(d.Voicemail.Limit), Silence: time.Duration(d.Voicemail.Silence), Shortest: time.Duration(d.Voicemail.Shortest),
	}
}

func (a *AfterHoursDoc) afterHours() queue.AfterHours {
	if a == nil {
		return queue.AfterHours{}
	}
	return queue.AfterHours{Prompt: a.Prompt, Holiday: a.Holiday, Keys: menuKeys(a.Keys), Else: exits(a.Else)}
}

func (o *OverflowDoc) overflow() queue.Overflow {
	if o == nil {
		return queue.Overflow{}
	}
	return queue.Overflow{
		MaxWaiting: o.MaxWaiting, MaxWait: time.Duration(o.MaxWait), Nobody: time.Duration(o.Nobody), Exits: exits(o.Then),
	}
}

func exits(list []ExitDoc) []queue.Exit {
	var out []queue.Exit
	for _, e := range list {
		out = append(out, queue.Exit(e))
	}
	return out
}

// weekdays are the days' names, by time.Weekday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (s ScheduleDoc) schedule() queue.Schedule {
	out := queue.Schedule{ID: s.ID, Name: s.Name, Holiday: hours(s.Holiday), Workday: hours(s.Workday)}
	for _, w := range s.Week {
		for _, name := range w.Days {
			if day := slices.Index(weekdays, name); day >= 0 {
				out.Week[day] = append(out.Week[day], hours(w.Hours)...)
			}
		}
	}
	if out.Workday == nil {
		out.Workday = out.Week[time.Monday]
	}
	return out
}

func hours(list []HoursDoc) []queue.Hours {
	var out []queue.Hours
	for _, h := range list {
		out = append(out, queue.Hours(h))
	}
	return out
}

// days lists each day; none if the dates make no sense.
func (d CalendarDoc) days() []queue.Day {
	first, last, err := d.span()
	if err != nil {
		return nil
	}
	var out []queue.Day
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		out = append(out, queue.Day{Date: day.Format(time.DateOnly), Name: d.Name, Kind: d.Kind})
	}
	return out
}

func (d CalendarDoc) span() (first, last time.Time, err error) {
	if first, err = time.Parse(time.DateOnly, d.Date); err != nil {
		return first, last, fmt.Errorf("%q is no date: write 2026-10-01", d.Date)
	}
	if d.Until == "" {
		return first, first, nil
	}
	if last, err = time.Parse(time.DateOnly, d.Until); err != nil {
		return first, last, fmt.Errorf("%q is no date: write 2026-10-07", d.Until)
	}
	return first, last, nil
}

// ExitDoc is a way, written as queue:repairs, duty:night, voicemail,
// callback, emergency or goodbye.
type ExitDoc queue.Exit

// MarshalText writes it so.
func (e ExitDoc) MarshalText() ([]byte, error) {
	if e.ID == "" {
		return []byte(e.Kind), nil
	}
	return []byte(string(e.Kind) + ":" + e.ID), nil
}

// UnmarshalText reads it. Whether there is such a queue or list is for Validate.
func (e *ExitDoc) UnmarshalText(text []byte) error {
	kind, id, named := strings.Cut(string(text), ":")
	read := ExitDoc{Kind: queue.ExitKind(kind), ID: id}
	valid := false
	switch read.Kind {
	case queue.ExitQueue, queue.ExitDuty:
		valid = id != ""
	case queue.ExitVoicemail, queue.ExitCallback, queue.ExitEmergency, queue.ExitGoodbye:
		valid = !named
	}
	if valid {
		*e = read
		return nil
	}
	return fmt.Errorf("%q is no way on: write queue:ID, duty:ID, voicemail, callback, emergency or goodbye", text)
}

// HoursDoc is a stretch of a day, written as 09:00-18:00.
type HoursDoc queue.Hours

// MarshalText writes it so.
func (h HoursDoc) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60), nil
}

// UnmarshalText reads it.
func (h *HoursDoc) UnmarshalText(text []byte) error {
	var fromHour, from, toHour, to queue.Clock
	_, err := fmt.Sscanf(string(text), "%2d:%2d-%2d:%2d", &fromHour, &from, &toHour, &to)
	read := HoursDoc{From: fromHour*60 + from, To: toHour*60 + to}
	back, _ := read.MarshalText() // never fails
	if err != nil || string(back) != string(text) || from > 59 || to > 59 || read.From >= 1440 || read.To > 1440 {
		return fmt.Errorf("%q is no stretch of a day: write 09:00-18:00, or 22:00-02:00 over midnight", text)
	}
	*h = read
	return nil
}
