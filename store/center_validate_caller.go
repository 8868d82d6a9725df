package store

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"thirdring/queue"
)

var (
	promptID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)
	menuKey  = regexp.MustCompile(`^[0-9*#]$`)
)

// callers checks what the document says of callers whom no agent serves at
// once. Queues and duty lists are named by ways anywhere.
func (c *checker) callers(d Document, queues map[string]bool) {
	lists, schedules := map[string]bool{}, map[string]bool{}
	for _, l := range d.DutyLists {
		lists[l.ID] = true
	}
	for _, s := range d.Schedules {
		schedules[s.ID] = true
	}
	to := ways{queues: queues, lists: lists, emergency: d.Emergency != nil}
	for i, h := range d.Hotlines {
		path := fmt.Sprintf("hotlines[%d].", i)
		if h.Schedule != "" && !schedules[h.Schedule] {
			c.bad(path+"schedule", "there is no schedule %q: choose another", h.Schedule)
		}
		c.prompt(path+"greeting", h.Greeting)
		c.prompt(path+"closing", h.Closing)
		if h.AfterHours != nil {
			c.afterHours(path+"after_hours.", *h.AfterHours, to)
		}
	}
	for i, q := range d.Queues {
		path := fmt.Sprintf("queues[%d].", i)
		switch q.Announce {
		case queue.AnnounceAll, queue.AnnouncePosition, queue.AnnounceWait, queue.AnnounceNothing:
		default:
			c.bad(path+"announce", "%q is unknown: use position, wait or nothing, or leave it out for both", q.Announce)
		}
		c.within(path+"keep_place", q.KeepPlace, 0, 10*time.Minute)
		if q.Overflow != nil {
			out := to
			out.own, out.promises = q.ID, q.Callbacks != nil
			c.overflow(path+"overflow.", *q.Overflow, out)
		}
	}
	c.service(d, to)
	c.schedules(d.Schedules)
	c.calendar(d.Calendar)
	c.dutyLists(d.DutyLists)
	if v := d.Voicemail; v != (VoicemailDoc{}) {
		c.within("voicemail.limit", v.Limit, 10*time.Second, 10*time.Minute)
		c.within("voicemail.silence", v.Silence, 2*time.Second, time.Minute)
		c.within("voicemail.shortest", v.Shortest, 0, 10*time.Second)
	}
	if d.Surge < 0 || d.Surge > 1000 {
		c.bad("surge", "%d is out of range: use 0 to 1000", d.Surge)
	}
}

// prompt checks an id; whether it was recorded is known to telephony alone.
func (c *checker) prompt(path, id string) {
	if id != "" && !promptID.MatchString(id) {
		c.bad(path, "%q is not possible: use the id of a prompt, such as close.main", id)
	}
}

func (c *checker) afterHours(path string, a AfterHoursDoc, to ways) {
	c.prompt(path+"prompt", a.Prompt)
	c.prompt(path+"holiday_prompt", a.Holiday)
	c.keys(path+"keys", a.Keys, to)
	c.exits(path+"otherwise", a.Else, to)
}

func (c *checker) overflow(path string, o OverflowDoc, to ways) {
	if o.MaxWaiting < 0 || o.MaxWaiting > 10_000 {
		c.bad(path+"max_waiting", "%d is out of range: use 0 to 10000", o.MaxWaiting)
	}
	if o.MaxWait != 0 {
		c.within(path+"max_wait", o.MaxWait, 10*time.Second, 2*time.Hour)
	}
	if o.Nobody != 0 {
		c.within(path+"nobody", o.Nobody, 5*time.Second, time.Hour)
	}
	c.exits(path+"then", o.Then, to)
	if len(o.Then) == 0 {
		c.bad(path+"then", "is missing: say which ways are open to the caller")
	}
}

func (c *checker) schedules(list []ScheduleDoc) {
	seen := map[string]bool{}
	for i, s := range list {
		path := fmt.Sprintf("schedules[%d].", i)
		c.matches(path+"id", s.ID, machineID, codeForm, seen)
		c.name(path+"name", s.Name)
		for j, w := range s.Week {
			for k, day := range w.Days {
				if !slices.Contains(weekdays, day) {
					c.bad(fmt.Sprintf("%sweek[%d].days[%d]", path, j, k), "%q is no day: use %s", day, strings.Join(weekdays, ", "))
				}
			}
			c.lasting(fmt.Sprintf("%sweek[%d].hours", path, j), w.Hours)
		}
		c.lasting(path+"holiday", s.Holiday)
		c.lasting(path+"workday", s.Workday)
	}
}

// lasting checks that stretches of a day have a length.
func (c *checker) lasting(path string, list []HoursDoc) {
	for i, h := range list {
		if h.From == h.To {
			c.bad(fmt.Sprintf("%s[%d]", path, i), "begins and ends at the same time: write 00:00-24:00 for all day")
		}
	}
}

// longestHoliday catches a slip in a year.
const longestHoliday = 60

func (c *checker) calendar(list []CalendarDoc) {
	seen := map[string]string{} // names by days
	for i, d := range list {
		path := fmt.Sprintf("calendar[%d].", i)
		c.name(path+"name", d.Name)
		if d.Kind != queue.Holiday && d.Kind != queue.Workday {
			c.bad(path+"kind", "%q is unknown: use holiday or workday", d.Kind)
		}
		first, last, err := d.span()
		switch {
		case err != nil:
			at := "date"
			if _, wrong := time.Parse(time.DateOnly, d.Date); wrong == nil {
				at = "until"
			}
			c.bad(path+at, "%v", err)
			continue
		case last.Before(first):
			c.bad(path+"until", "%s is before %s: write the last day, or leave it out", d.Until, d.Date)
			continue
		case last.Sub(first) > longestHoliday*24*time.Hour:
			c.bad(path+"until", "%s to %s is longer than %d days: look at the year", d.Date, d.Until, longestHoliday)
			continue
		}
		for _, day := range d.days() {
			if other, known := seen[day.Date]; known {
				c.bad(path+"date", "%s is in %q already: take one of them away", day.Date, other)
				break
			}
			seen[day.Date] = d.Name
		}
	}
}

func (c *checker) dutyLists(list []DutyListDoc) {
	seen := map[string]bool{}
	for i, l := range list {
		path := fmt.Sprintf("duty_lists[%d].", i)
		c.matches(path+"id", l.ID, machineID, codeForm, seen)
		c.name(path+"name", l.Name)
		if len(l.Phones) == 0 {
			c.bad(path+"phones", "at least one phone is needed")
		}
		for j, p := range l.Phones {
			at := fmt.Sprintf("%sphones[%d].", path, j)
			c.name(at+"name", p.Name)
			if !dialled.MatchString(p.Number) {
				c.bad(at+"number", "%q is not possible: use 3 to 15 digits as they are to be dialled, without spaces, perhaps with a leading +", p.Number)
			}
			c.within(at+"ring", p.Ring, 5*time.Second, 2*time.Minute)
		}
	}
}
