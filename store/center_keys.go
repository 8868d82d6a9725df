package store

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// yamlFields are the keys of a struct with their fields' indexes.
func yamlFields(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name != "-" {
			fields[name] = i
		}
	}
	return fields
}

func keyList(fields map[string]int) string {
	return strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
}

// nearest is the key that key is most likely a slip of, or empty.
func nearest(key string, fields map[string]int) string {
	best, distance := "", max(2, len(key)/3)+1
	for _, known := range slices.Sorted(maps.Keys(fields)) {
		if d := editDistance(key, known); d < distance {
			best, distance = known, d
		}
	}
	return best
}

// editDistance counts the letters to insert, delete or replace.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// filled is a copy whose lists are empty instead of missing, so that JSON has
// [] where browsers expect a list.
func (d Document) filled() Document {
	d.Hotlines = orEmpty(d.Hotlines)
	d.Queues = orEmpty(d.Queues)
	d.Breaks = orEmpty(d.Breaks)
	d.Agents = orEmpty(slices.Clone(d.Agents))
	for i := range d.Agents {
		d.Agents[i].Queues = orEmpty(d.Agents[i].Queues)
	}
	d.Categories = orEmpty(slices.Clone(d.Categories))
	for i := range d.Categories {
		d.Categories[i].Subs = orEmpty(d.Categories[i].Subs)
	}
	d.Departments = orEmpty(d.Departments)
	if d.TransferReasons == nil {
		d.TransferReasons = defaultTransferReasons()
	}
	if d.Purposes == nil {
		d.Purposes = defaultPurposes()
	}
	d.Schedules = orEmpty(d.Schedules)
	d.Calendar = orEmpty(d.Calendar)
	d.DutyLists = orEmpty(d.DutyLists)
	if d.Voicemail == (VoicemailDoc{}) {
		d.Voicemail = defaultVoicemail()
	}
	return d
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
