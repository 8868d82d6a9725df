package queue

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"thirdring/agent"
)

func (s *scenario) show(out *strings.Builder) {
	u := s.core.Snapshot()
	for _, c := range u.Calls {
		fmt.Fprintf(out, "= call %s %s%s\n", s.alias(string(c.ID)), c.Phase, s.alias(c.where()))
	}
	for _, c := range u.Calls {
		s.showPlace(out, &c)
		s.showTalk(out, &c)
	}
	for _, a := range u.Agents {
		if a.State != agent.SignedOut {
			fmt.Fprintf(out, "= agent %s %s%s\n", a.ID, a.State, s.alias(optional(" reason=", string(a.Reason))+optional(" asked=", string(a.Asked.Reason))+only(a.Usual != nil, fmt.Sprintf(" serves=%v instead of %v", a.Queues, a.Usual))+optional(" next=", string(a.Next))+optional(" call=", a.Contact.Call)+optional(" leg=", a.Contact.Leg)))
		}
	}
	for _, i := range u.Incidents {
		fmt.Fprintf(out, "= incident %s/%s %s\n", i.Project, i.Building, i.Prompt)
	}
	for _, p := range u.Proposals {
		fmt.Fprintf(out, "= proposal %s/%s callers=%d\n", p.Project, p.Building, p.Callers)
	}
	for _, f := range u.Queues {
		fmt.Fprintf(out, "= queue %s waiting=%d offered=%d answered=%d/%d abandoned=%d short=%d late=%d%s%s%s%s\n",
			f.Queue, f.Waiting, f.Offered, f.AnsweredIn, f.Answered, f.Abandoned, f.Short, f.LateNow,
			only(f.Overflowed > 0, fmt.Sprintf(" overflowed=%d", f.Overflowed)),
			only(f.Promised+f.Kept > 0, fmt.Sprintf(" promised=%d/%d kept=%d", f.PromisedIn, f.Promised, f.Kept)),
			only(f.UrgentAgent+f.UrgentDuty+f.UrgentLost > 0, fmt.Sprintf(" emergencies=%d/%d/%d", f.UrgentAgent, f.UrgentDuty, f.UrgentLost)),
			only(f.Asked > 0, fmt.Sprintf(" asked=%d rated=%d satisfied=%d", f.Asked, f.Rated, f.Satisfied)))
	}
}

// showPlace writes what is special of a place in the line.
func (s *scenario) showPlace(out *strings.Builder, c *Call) {
	line := optional(" for=", c.Place.Why) + only(c.Place.Stage > 0, fmt.Sprintf(" stage=%d", c.Place.Stage)) + optional(" wants=", string(c.Place.Wants)) + optional(" by=", c.Place.WantsBy)
	if c.Place.Priority != 0 {
		line = fmt.Sprintf(" priority=%s", c.Place.Priority) + line
	}
	for _, m := range c.Record.Moves {
		line += fmt.Sprintf(" %s:%s by %s", m.What, m.To, m.By)
	}
	if line == "" || !c.inLine() {
		return
	}
	fmt.Fprintf(out, "= place %s ahead=%d%s\n", s.alias(string(c.ID)), s.core.room(c.Place.Queue).ahead(s.core.calls[c.ID]), line)
}

// showTalk writes how a conversation stands, beyond who has it.
func (s *scenario) showTalk(out *strings.Builder, c *Call) {
	if c.Talk == nil || c.Phase == Ended {
		return
	}
	line := only(!c.Talk.HeldSince.IsZero(), " held")
	line += only(c.Talk.PhoneHold, " phone_hold") + only(c.Talk.Muted, " muted") + only(c.Talk.Paused, " paused")
	if third := c.Talk.Third; third != nil {
		line += fmt.Sprintf(" third=%s:%s", third.To.Kind, third.To.ID) + only(third.Held, "(held)") + only(third.Muted, "(muted)")
	}
	line += optional(" help=", c.Talk.Help.Text) + optional(" helped_by=", c.Talk.Help.By)
	if line != "" {
		fmt.Fprintf(out, "= talk %s%s\n", s.alias(string(c.ID)), line)
	}
}

func (call *Call) where() string {
	switch {
	case len(call.Offers) > 0:
		var line string
		for _, o := range call.Offers {
			line += " offered to " + offeredTo(o) + optional(" for ", string(o.For))
		}
		return line
	case call.Talk != nil:
		return " with " + cmp.Or(string(call.Talk.Agent), "somebody outside")
	case call.Resting():
		return fmt.Sprintf(" rests until %s", call.Callback.After.Format("01-02 15:04:05"))
	default:
		return ""
	}
}

func offeredTo(o *Offer) string {
	if o.Agent == "" {
		return o.To.ID
	}
	return string(o.Agent)
}

func optional(key, value string) string {
	if value == "" {
		return ""
	}
	return key + value
}

func (s *scenario) describe(cmd Command) string {
	e, decision := cmd.(Explain)
	if !decision {
		return describe(cmd)
	}
	others := e.Others
	e.Others = nil
	line := describe(e)
	if s.explain {
		for _, other := range others {
			line += fmt.Sprintf(" %s:%s", other.Agent, other.Why)
		}
		line += fmt.Sprintf(" Why=%q", s.core.calls[e.Call].Record.Why)
	}
	return line
}

// describe writes a command as Name Field=value, leaving out zero values.
func describe(cmd Command) string {
	switch c := cmd.(type) {
	case ShowOffer:
		return fmt.Sprintf("ShowOffer Agent=%s Call=%s Leg=%s", c.Agent, c.Call.ID, c.Leg)
	case SaveRecord:
		r := c.Record
		line := fmt.Sprintf("SaveRecord Call=%s Outcome=%s End=%s/%s", r.Call, r.Outcome, r.End.Class, r.End.Reason)
		line += optional(" Purpose=", r.Purpose) + optional(" Task=", r.Task)
		for _, o := range r.Offers {
			line += fmt.Sprintf(" %s:%s", o.Agent, o.Result)
		}
		if len(r.Earlier) > 0 {
			line += optional(" Earlier=", r.Earlier[0].File) + optional(" EarlierFailed=", r.Earlier[0].Failed)
		}
		if !r.Wrap.SavedAt.IsZero() && !r.Wrap.Complete {
			line += " Draft"
		}
		line += conversation(r)
		return line + optional(" Category=", r.Wrap.Category) + optional(" File=", r.Recording.File) + optional(" Failed=", r.Recording.Failed) + map[bool]string{true: " Final"}[c.Final]
	case Play:
		var prompts []string
		for _, p := range c.Prompts {
			prompts = append(prompts, p.ID+optional(":", p.Digits)+optional(":", strings.TrimPrefix(strconv.Itoa(p.Number), "0")))
		}
		to := optional(" Bridge=", string(c.Bridge))
		if strings.HasPrefix(string(c.Leg), string(c.Call)+"-a") { // not the caller's
			to = " Leg=" + string(c.Leg)
		}
		return fmt.Sprintf("Play Call=%s ID=%s%s %s", c.Call, c.ID, to, strings.Join(prompts, " "))
	}
	v := reflect.ValueOf(cmd)
	line := v.Type().Name()
	for i := range v.NumField() {
		field := v.Field(i)
		if on, ok := reflect.TypeAssert[On](field); ok {
			line += optional(" Call=", string(on.Call))
		} else if device, ok := reflect.TypeAssert[agent.Device](field); ok && device.Kind == agent.DeskPhone {
			continue
		} else if !field.IsZero() {
			line += fmt.Sprintf(" %s=%v", v.Type().Field(i).Name, field.Interface())
		}
	}
	return line
}

// conversation writes what a record says of holds, pauses, transfers and who
// had the customer, where there is more to say than one name.
func conversation(r Record) string {
	var line string
	if len(r.Parts) > 1 {
		for _, p := range r.Parts {
			line += fmt.Sprintf(" part=%s%s/%s", p.Agent.ID, p.To.ID, p.Span.To.Sub(p.Span.From))
		}
	}
	for _, t := range r.Transfers {
		line += fmt.Sprintf(" %s:%s:%s=%s", t.Kind, t.To.Kind, t.To.ID, t.Result)
	}
	for _, h := range r.Holds {
		line += fmt.Sprintf(" hold=%s", h.To.Sub(h.From))
	}
	for _, g := range r.Recording.Gaps {
		line += fmt.Sprintf(" gap=%s", g.To.Sub(g.From))
	}
	for _, e := range r.Exits {
		line += fmt.Sprintf(" exit=%s>%s%s", e.Why+Why(optional("/", e.Key)), e.Exit.Kind, optional(":", e.Exit.ID)) + optional("/", e.Phone.Number) + optional("=", string(e.Result))
	}
	if !r.Survey.AskedAt.IsZero() {
		line += fmt.Sprintf(" opinion=%d", r.Survey.Score)
	}
	if p := r.Callback; p.Of != "" {
		line += fmt.Sprintf(" callback=%s/%d", p.Of, p.Try) + only(p.Spared, " spared") + only(p.Last, " last") + only(p.Reached, " reached")
	}
	line += optional(" Message=", string(r.Message)) + optional(" PlaceOf=", string(r.PlaceOf))
	for _, h := range r.Help {
		line += fmt.Sprintf(" help=%q%s", h.Text, optional(" by=", h.By))
	}
	return line
}

func only(is bool, text string) string {
	if !is {
		return ""
	}
	return text
}

// alias writes calls by number, in the order in which they were minted.
func (s *scenario) alias(text string) string {
	known := len(s.ids)
	for id := range s.core.calls {
		if !slices.Contains(s.ids, id) {
			s.ids = append(s.ids, id)
		}
	}
	slices.SortFunc(s.ids[known:], func(a, b CallID) int { // a longer number is a later one
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	for i, id := range s.ids {
		text = strings.ReplaceAll(text, string(id), "#"+strconv.Itoa(i+1))
	}
	return text
}

func (s *scenario) unalias(text string) string {
	for i, id := range slices.Backward(s.ids) {
		text = strings.ReplaceAll(text, "#"+strconv.Itoa(i+1), string(id))
	}
	return text
}

// split cuts a line at spaces outside braces, brackets and quotes.
func split(line string) []string {
	var words []string
	depth, quoted, start := 0, false, -1
	for i, r := range line + " " {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		}
		space := r == ' ' && depth == 0 && !quoted
		if space && start >= 0 {
			words = append(words, line[start:i])
			start = -1
		} else if !space && start < 0 {
			start = i
		}
	}
	return words
}

// diff lists the lines that differ, the first twenty.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out []string
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b && len(out) < 40 {
			out = append(out, fmt.Sprintf("%4d want %s\n     got  %s", i+1, a, b))
		}
	}
	return strings.Join(out, "\n")
}
