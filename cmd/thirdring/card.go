package main

import (
	"context"
	"time"

	"thirdring/owner"
	"thirdring/ws"
)

// cards are what the pop shows of owners. What cannot be looked up in time is
// left out.
func (c *callers) cards(_ context.Context, owners []owner.Owner) []ws.Card {
	shown := make([]ws.Card, len(owners))
	for i, o := range owners {
		shown[i] = card(o)
	}
	return shown
}

// card is what the pop shows of an owner: what the agent needs on this call
// and no more (no birthday, no budget, no arrears).
func card(o owner.Owner) ws.Card {
	c := ws.Card{
		ID: string(o.ID), Name: o.Name, Salutation: o.Salutation, Relation: string(o.Relation),
		Segment: string(o.Segment), LanguageNote: o.LanguageNote,
		Units: []ws.Unit{}, OptOuts: cardOptOuts(o.OptOut),
	}
	for _, u := range o.Units {
		c.Units = append(c.Units, unitCard(u))
	}
	for _, a := range o.Alerts {
		if a.Until == "" || string(a.Until) >= time.Now().Format(time.DateOnly) {
			c.Alerts = append(c.Alerts, ws.Alert{Text: a.Text, Level: alertLevel(a.Level)})
		}
	}
	return c
}

func unitCard(u owner.Unit) ws.Unit {
	unit := ws.Unit{
		Ref: u.Address(), Project: u.Project, Phase: u.Phase, Building: u.Building, Room: u.Room,
		HouseType: u.HouseType, Ambassador: u.Ambassador, Company: u.PropertyCompany,
		HandoverAt: string(u.HandoverAt), Status: u.OccupancyStatus,
	}
	if u.Unit != "" {
		unit.Room = u.Unit + " " + u.Room
	}
	for _, w := range u.Warranty {
		unit.Warranty = append(unit.Warranty, ws.Warranty{Item: w.Item, Until: string(w.Until)})
	}
	return unit
}

func alertLevel(l owner.AlertLevel) string {
	switch l {
	case owner.AlertWarning:
		return "warn"
	case owner.AlertCritical:
		return "danger"
	default:
		return "info"
	}
}

func cardOptOuts(o owner.OptOut) []string {
	var out []string
	for _, each := range []struct {
		name string
		set  bool
	}{{"care_call", o.CareCall}, {"sms", o.SMS}, {"marketing", o.Marketing}, {"survey", o.Survey}} {
		if each.set {
			out = append(out, each.name)
		}
	}
	return out
}
