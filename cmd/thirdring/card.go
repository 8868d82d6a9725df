package main

import (
	"context"
	"time"

	"thirdring/owner"
	"thirdring/ws"
)

// maxCounted is how many of a number's owners get their complaints counted: a
// family, not a company.
const maxCounted = 8

// cards are what the pop shows of owners. What cannot be looked up in time,
// such as complaints, is left out: the agent still sees who calls.
func (c *callers) cards(ctx context.Context, owners []owner.Owner) []ws.Card {
	today := owner.Date(time.Now().In(c.zone).Format(time.DateOnly))
	shown := make([]ws.Card, len(owners))
	var units []owner.Unit
	for i, o := range owners {
		shown[i] = card(o, today)
		units = append(units, o.Units...)
	}
	similar, err := c.directory.SoundsLike(ctx, units)
	if err != nil {
		c.log.Debug("similar buildings not looked up", "err", err)
		similar = make([][]string, len(units))
	}
	for i := range shown {
		for j := range shown[i].Units {
			shown[i].Units[j].SoundsLike, similar = similar[0], similar[1:]
		}
	}
	for i := range shown[:min(len(shown), maxCounted)] {
		if c.complaints == nil || ctx.Err() != nil {
			break
		}
		if shown[i].Complaints, shown[i].Repeat, err = c.complaints(ctx, owners[i].ID); err != nil {
			c.log.Debug("complaints not counted", "err", err)
		}
	}
	return shown
}

// card is what the pop shows of an owner: what the agent needs on this call
// and no more (no birthday, no budget, no arrears).
func card(o owner.Owner, today owner.Date) ws.Card {
	c := ws.Card{
		ID: string(o.ID), Name: o.Name, Salutation: o.Salutation, Relation: string(o.Relation),
		Segment: string(o.Segment), LanguageNote: o.LanguageNote,
		Units: []ws.Unit{}, OptOuts: cardOptOuts(o.OptOut),
	}
	for _, u := range o.Units {
		c.Units = append(c.Units, unitCard(u, today))
	}
	for _, a := range o.Alerts {
		if a.Until == "" || a.Until >= today {
			c.Alerts = append(c.Alerts, ws.Alert{Text: a.Text, Level: alertLevel(a.Level)})
		}
	}
	return c
}

func unitCard(u owner.Unit, today owner.Date) ws.Unit {
	unit := ws.Unit{
		Ref: u.Address(), Project: u.Project, Phase: u.Phase, Building: u.Building, Room: u.Room,
		HouseType: u.HouseType, Ambassador: u.Ambassador, Company: u.PropertyCompany,
		HandoverAt: string(u.HandoverAt), Status: u.OccupancyStatus,
	}
	if u.Unit != "" {
		unit.Room = u.Unit + " " + u.Room
	}
	for _, w := range u.Warranty {
		unit.Warranty = append(unit.Warranty, ws.Warranty{Item: w.Item, Until: string(w.Until), Over: w.Over(today)})
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
