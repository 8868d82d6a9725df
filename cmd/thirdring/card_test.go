package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"thirdring/owner"
	"thirdring/ws"
)

// TestCardCodes sends codes to the page, and finds each code's words in the
// page's source language, the same that files of owners use.
func TestCardCodes(t *testing.T) {
	files, err := filepath.Glob("../../web/ui/src/i18n/*zh.ts")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var words []byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, text...)
	}
	translated := func(key, label string) {
		t.Helper()
		if line := fmt.Sprintf("'%s': '%s',", key, label); !strings.Contains(string(words), line) {
			t.Errorf("web/ui/src/i18n lacks %s", line)
		}
	}
	for _, r := range []owner.Relation{
		owner.RelationOwner, owner.RelationOccupant, owner.RelationFamily, owner.RelationTenant, owner.RelationProspect,
	} {
		got := card(owner.Owner{Relation: r}, "").Relation
		translated("relation."+got, r.Label())
		if ref := ownerRef(owner.Owner{Relation: r}); ref.Relation != got {
			t.Errorf("the call says %q of a %s, the card %q", ref.Relation, r, got)
		}
	}
	for _, s := range []owner.Segment{
		owner.SegmentOrdinary, owner.SegmentLoyal, owner.SegmentValued, owner.SegmentProspect, owner.SegmentVIP,
	} {
		translated("segment."+card(owner.Owner{Segment: s}, "").Segment, s.Label())
	}
	all := card(owner.Owner{OptOut: owner.OptOut{CareCall: true, SMS: true, Marketing: true, Survey: true}}, "").OptOuts
	for _, code := range all {
		if !strings.Contains(string(words), "'pop.optOut."+code+"':") {
			t.Errorf("web/ui/src/i18n has no words for the opt-out %q", code)
		}
	}
	if len(all) != 4 {
		t.Errorf("opt-outs are %q, want all four", all)
	}
}

// TestCardAlerts leaves out what is over, and grades the rest.
func TestCardAlerts(t *testing.T) {
	got := card(owner.Owner{Alerts: []owner.Alert{
		{Text: "over", Level: owner.AlertCritical, Until: "2020-01-31"},
		{Text: "ends", Level: owner.AlertCritical, Until: "2999-12-31"},
		{Text: "stays", Level: owner.AlertWarning},
		{Text: "known", Level: owner.AlertInfo},
	}}, "2026-11-22").Alerts
	want := []ws.Alert{{Text: "ends", Level: "danger"}, {Text: "stays", Level: "warn"}, {Text: "known", Level: "info"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("alerts are %+v, want %+v", got, want)
	}
}
