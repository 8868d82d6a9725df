package owner

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Change is one entry of a record's history: who changed what and when.
type Change struct {
	Version int // the version which the change made
	At      time.Time
	By      string
	Fields  []FieldChange
}

// FieldChange is one changed field. A field which appears or goes away has an
// empty Old or New. Units are named by their address: units[翡翠湾 11栋 1501].room.
type FieldChange struct {
	Field string
	Old   string
	New   string
}

type wireChange struct {
	Version int         `json:"v"`
	At      int64       `json:"t"` // milliseconds
	By      string      `json:"by"`
	Fields  [][3]string `json:"f"`
}

// changes returns what differs between two versions, in the order of the columns.
func changes(table []column, before, after Owner) []FieldChange {
	var list []FieldChange
	note := func(field, was, is string) {
		if was != is {
			list = append(list, FieldChange{field, was, is})
		}
	}
	was, is := unitsByPlace(before), unitsByPlace(after)
	for _, c := range table {
		if !c.unit {
			note(c.field, c.get(&before, nil), c.get(&after, nil))
		}
	}
	for _, u := range before.Units {
		if _, ok := is[u.place()]; !ok {
			note("units["+u.Address()+"]", u.Address(), "")
		}
	}
	for _, u := range after.Units {
		old, ok := was[u.place()]
		if !ok {
			note("units["+u.Address()+"]", "", u.Address())
			old = Unit{Project: u.Project, Phase: u.Phase, Building: u.Building, Unit: u.Unit, Room: u.Room}
		}
		for _, c := range table {
			if c.unit {
				note("units["+u.Address()+"]."+c.field, c.get(nil, &old), c.get(nil, &u))
			}
		}
	}
	return list
}

func unitsByPlace(o Owner) map[place]Unit {
	m := make(map[place]Unit, len(o.Units))
	for _, u := range o.Units {
		m[u.place()] = u
	}
	return m
}

// encodeChange returns the history entry which leads to the record's version.
func encodeChange(o Owner, fields []FieldChange) string {
	w := wireChange{Version: o.Stamp.Version, At: o.Stamp.UpdatedAt.UnixMilli(), By: o.Stamp.UpdatedBy}
	for _, f := range fields {
		w.Fields = append(w.Fields, [3]string{f.Field, f.Old, f.New})
	}
	return compactJSON(w)
}

// History returns all changes of a record since its creation, oldest first. The
// creation itself is told by the record's stamp.
func (d *Directory) History(ctx context.Context, id ID) ([]Change, error) {
	pipe := d.redis.TxPipeline()
	folded := pipe.HGet(ctx, d.keys.history, string(id))
	staged := pipe.HGet(ctx, d.keys.stagedHistory, string(id))
	if _, err := pipe.Exec(ctx); err != nil && !isNil(err) {
		return nil, fmt.Errorf("owner: history of %s: %w", id, err)
	}
	var list []Change
	for line := range strings.Lines(folded.Val() + "\n" + staged.Val()) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		var w wireChange
		if err := json.Unmarshal([]byte(line), &w); err != nil {
			return nil, fmt.Errorf("owner: history of %s: %w", id, err)
		}
		c := Change{Version: w.Version, At: time.UnixMilli(w.At).UTC(), By: w.By}
		for _, f := range w.Fields {
			c.Fields = append(c.Fields, FieldChange{f[0], f[1], f[2]})
		}
		list = append(list, c)
	}
	return list, nil
}
