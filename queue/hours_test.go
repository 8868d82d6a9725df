package queue

import (
	"testing"
	"time"
)

func TestOpeningHours(t *testing.T) {
	week := func(day time.Weekday, hours ...Hours) (w [7][]Hours) {
		w[day] = hours
		return w
	}
	split := Schedule{Week: week(time.Monday, Hours{9 * 60, 12 * 60}, Hours{13*60 + 30, 18 * 60})}
	night := Schedule{Week: week(time.Saturday, Hours{22 * 60, 2 * 60})}
	always := Schedule{Week: week(time.Monday, Hours{0, 1440})}
	china := Schedule{
		Week:    week(time.Sunday, Hours{10 * 60, 16 * 60}),
		Holiday: []Hours{{8 * 60, 9 * 60}}, Workday: []Hours{{9 * 60, 18 * 60}},
	}
	calendar := []Day{{"2026-10-01", "国庆节", Holiday}, {"2026-10-10", "调休", Workday}, {"2026-11-21", "节", Holiday}}
	shanghai := zone(t, "Asia/Shanghai")
	for _, c := range []struct {
		name string
		s    Schedule
		at   string
		zone *time.Location
		want bool
	}{
		{"before", split, "2026-11-23 08:59", shanghai, false},
		{"opens on the minute", split, "2026-11-23 09:00", shanghai, true},
		{"noon break", split, "2026-11-23 12:00", shanghai, false},
		{"afternoon", split, "2026-11-23 13:30", shanghai, true},
		{"closes on the minute", split, "2026-11-23 18:00", shanghai, false},
		{"another day", split, "2026-11-24 10:00", shanghai, false},
		{"before midnight", night, "2026-11-28 23:59", shanghai, true},
		{"after midnight", night, "2026-11-29 00:00", shanghai, true},
		{"to its end", night, "2026-11-29 02:00", shanghai, false},
		{"not the morning before", night, "2026-11-28 01:00", shanghai, false},
		{"a night of a holiday", night, "2026-11-22 01:00", shanghai, true}, // without a calendar
		{"all day", always, "2026-11-23 23:59", shanghai, true},
		{"and no longer", always, "2026-11-24 00:00", shanghai, false},
		{"when the clock goes back, first", night, "2026-11-29 01:30", zone(t, "Europe/Berlin"), true},
		{"a day of 23 hours", Schedule{Week: week(time.Sunday, Hours{9 * 60, 18 * 60})}, "2026-03-29 17:59", zone(t, "Europe/Berlin"), true},
		{"its end", Schedule{Week: week(time.Sunday, Hours{9 * 60, 18 * 60})}, "2026-03-29 18:00", zone(t, "Europe/Berlin"), false},
	} {
		if got := c.s.open(moment(t, c.at, c.zone), nil); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
	for at, want := range map[string]bool{
		"2026-11-22 10:00": true, "2026-10-01 10:00": false, "2026-10-01 08:30": true,
		"2026-10-10 09:30": true, "2026-10-17 09:30": false,
	} {
		if got := china.open(moment(t, at, shanghai), calendar); got != want {
			t.Errorf("with the calendar at %s: got %v", at, got)
		}
	}
	if night.open(moment(t, "2026-11-22 01:00", shanghai), calendar) {
		t.Error("the night of a holiday on which nobody works is open")
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func moment(t *testing.T, at string, z *time.Location) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", at, z)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestNextOpening(t *testing.T) {
	office := func(from, to Clock) (week [7][]Hours) {
		for day := time.Monday; day <= time.Friday; day++ {
			week[day] = []Hours{{from, to}}
		}
		return week
	}
	days := Schedule{Week: office(9*60, 18*60), Workday: []Hours{{9 * 60, 12 * 60}}}
	nights := Schedule{Week: office(22*60, 2*60)}
	always := Schedule{Week: everyDay(Hours{0, 1440}), Holiday: []Hours{{0, 1440}}, Workday: []Hours{{0, 1440}}}
	split := Schedule{Week: everyDay(Hours{9 * 60, 12 * 60}, Hours{13*60 + 30, 18 * 60})}
	calendar := []Day{{"2026-11-23", "节", Holiday}, {"2026-11-28", "调休", Workday}, {"2026-11-30", "节", Holiday}}
	shanghai, berlin := zone(t, "Asia/Shanghai"), zone(t, "Europe/Berlin")
	for _, c := range []struct {
		name     string
		s        Schedule
		at       string
		zone     *time.Location
		want     string
		span     time.Duration
		openedBy string
	}{
		{"closes", days, "2026-11-24 17:59", shanghai, "2026-11-24 18:00", time.Hour, "2026-11-25 09:59"},
		{"opens", days, "2026-11-24 18:00", shanghai, "2026-11-25 09:00", time.Hour, "2026-11-25 10:00"},
		{"before a holiday", days, "2026-11-20 18:00", shanghai, "2026-11-24 09:00", 9 * time.Hour, "2026-11-24 18:00"},
		{"before a Saturday that is worked", days, "2026-11-27 18:00", shanghai, "2026-11-28 09:00", 4 * time.Hour, "2026-12-01 10:00"},
		{"noon break", split, "2026-11-24 12:00", shanghai, "2026-11-24 13:30", 5 * time.Hour, "2026-11-25 09:30"},
		{"after midnight", nights, "2026-11-25 01:00", shanghai, "2026-11-25 02:00", 2 * time.Hour, "2026-11-25 23:00"},
		{"never closes", always, "2026-11-24 12:00", shanghai, "", 30 * time.Hour, "2026-11-25 18:00"},
		{"never opens", Schedule{}, "2026-11-24 12:00", shanghai, "", time.Hour, "2026-11-24 12:00"},
		{"a night of 25 hours", split, "2026-10-24 18:00", berlin, "2026-10-25 09:00", time.Hour, "2026-10-25 10:00"},
		{"a night of 23 hours", split, "2026-03-28 18:00", berlin, "2026-03-29 09:00", time.Hour, "2026-03-29 10:00"},
	} {
		at, want := moment(t, c.at, c.zone), time.Time{}
		if c.want != "" {
			want = moment(t, c.want, c.zone)
		}
		if got := c.s.turns(at, calendar); !got.Equal(want) {
			t.Errorf("%s: got %s", c.name, got)
		}
		if got := c.s.openFor(at, c.span, calendar); !got.Equal(moment(t, c.openedBy, c.zone)) {
			t.Errorf("%s: open for %s until %s", c.name, c.span, got)
		}
	}
}
