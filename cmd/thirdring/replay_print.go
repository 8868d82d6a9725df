package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/queue/replay"
	"thirdring/store"
)

// print writes the report for a supervisor: first whether the model can be
// trusted, then what would have been different, and why.
func (r *replayed) print(out io.Writer, lang string) error {
	w := replayWords[lang]
	var b strings.Builder
	fmt.Fprintf(&b, w.head, len(r.Day.Calls), dayTime(r.From), dayTime(r.To))
	r.printGaps(&b, w)
	r.printFit(&b, w)
	b.WriteString("\n" + w.changed + "\n")
	changes := store.Diff(r.Now, r.Draft)
	for _, c := range changes {
		fmt.Fprintf(&b, "  %s\n", changeLine(c, w))
	}
	if len(changes) == 0 {
		b.WriteString("  " + w.nothing + "\n")
	}
	b.WriteByte('\n')
	if err := writeColumns(&b, r.figureRows(w)); err != nil {
		return err
	}
	b.WriteByte('\n')
	if err := writeColumns(&b, r.agentRows(w)); err != nil {
		return err
	}
	r.printTurns(&b, w)
	r.printAssumed(&b, w)
	_, err := io.WriteString(out, b.String())
	return err
}

func dayTime(at time.Time) string { return at.Format(time.DateTime) }

// printGaps says what of the time is not in the report.
func (r *replayed) printGaps(b *strings.Builder, w words) {
	if r.Begins.Sub(r.From) > time.Hour {
		fmt.Fprintf(b, w.late, dayTime(r.Begins))
	}
	if r.Day.LeftOut > 0 {
		var spans []string
		for _, o := range r.Day.Outages {
			who := o.Node
			if who == "" {
				who = "thirdring"
			}
			spans = append(spans, fmt.Sprintf("%s %s - %s", who, o.From.Format(time.TimeOnly), o.To.Format(time.TimeOnly)))
		}
		fmt.Fprintf(b, w.leftOut, r.Day.LeftOut, strings.Join(spans, ", "))
	}
	if r.Day.Open > 0 {
		fmt.Fprintf(b, w.open, r.Day.Open)
	}
	for _, v := range r.Day.Versions {
		if v != r.Now.Version {
			fmt.Fprintf(b, w.version, v, r.Now.Version)
			break
		}
	}
}

// The most that the model may differ from the day to say something of the
// draft: callers answered, of those offered, and the mean wait.
const (
	fitAnswered = 0.1
	fitWait     = 0.25
	fitShort    = 2 * time.Second
)

// fits reports whether the model comes near to what was.
func fits(was, model replay.Figures) bool {
	answered := max(was.Answered-model.Answered, model.Answered-was.Answered)
	wait := (was.Wait - model.Wait).Abs()
	return float64(answered) <= max(1, fitAnswered*float64(was.Offered)) && wait <= max(fitShort, time.Duration(fitWait*float64(was.Wait)))
}

func (r *replayed) printFit(b *strings.Builder, w words) {
	good := true
	for _, was := range r.Actual.Queues {
		model := find(r.Model, was.Queue)
		if model != nil && !fits(was, *model) {
			good = false
			fmt.Fprintf(b, w.unfit, r.queueName(was.Queue), model.Answered, w.span(model.Wait), was.Answered, w.span(was.Wait))
		}
	}
	if good {
		b.WriteString(w.fit)
	}
}

func changeLine(c store.Change, w words) string {
	switch c.Kind {
	case store.Added:
		return fmt.Sprintf("+ %s  %s", c.Path, brief(c.New))
	case store.Removed:
		return fmt.Sprintf("- %s  %s", c.Path, brief(c.Old))
	case store.Moved:
		return fmt.Sprintf("~ %s  %s", c.Path, w.moved)
	default:
		return fmt.Sprintf("~ %s  %s -> %s", c.Path, brief(c.Old), brief(c.New))
	}
}

// brief is the first line of a value, not too long for a terminal.
func brief(text string) string {
	text, more, _ := strings.Cut(text, "\n")
	short := []rune(text)
	if len(short) > 60 || more != "" {
		return string(short[:min(60, len(short))]) + " ..."
	}
	return text
}

// figureRows are the queues' figures; those that are 0 on all days are left
// out.
func (r *replayed) figureRows(w words) [][]string {
	rows := [][]string{{w.queue, "", w.was, w.model, w.draft, w.difference}}
	for _, id := range r.queues() {
		was, model, draft := find(r.Actual, id), find(r.Model, id), find(r.Drafted, id)
		name := r.queueName(id)
		for _, f := range figures {
			if f.rare && f.zero(was) && f.zero(model) && f.zero(draft) {
				continue
			}
			difference := ""
			if model != nil && draft != nil {
				difference = f.difference(*model, *draft, w)
			}
			rows = append(rows, []string{name, w.figures[f.name], f.of(was, w), f.of(model, w), f.of(draft, w), difference})
			name = ""
		}
	}
	return rows
}

func (r *replayed) queueName(id string) string {
	for _, d := range []store.Document{r.Now, r.Draft} {
		for _, q := range d.Queues {
			if q.ID == id && q.Name != "" && q.Name != id {
				return id + " " + q.Name
			}
		}
	}
	return id
}

// agentRows are the agents' calls and talk.
func (r *replayed) agentRows(w words) [][]string {
	rows := [][]string{{w.agent, "", w.was, w.model, w.draft, w.difference}}
	for _, id := range r.agents() {
		model, has := load(r.Model, id)
		draft, will := load(r.Drafted, id)
		difference := ""
		if (has || will) && draft != model {
			difference = fmt.Sprintf("%+d, %s", draft.Calls-model.Calls, signed(draft.Talk-model.Talk, w))
		}
		rows = append(rows, []string{
			strings.TrimSpace(string(id) + " " + r.agentName(id)), w.load, loadText(r.Actual, id, w), loadText(r.Model, id, w), loadText(r.Drafted, id, w), difference,
		})
	}
	return rows
}

func (r *replayed) agentName(id agent.ID) string {
	for _, d := range []store.Document{r.Draft, r.Now} {
		for _, a := range d.Agents {
			if a.ID == id {
				return a.Name
			}
		}
	}
	return ""
}

// printTurns says what would have become of callers who come off otherwise.
func (r *replayed) printTurns(b *strings.Builder, w words) {
	turns := replay.Turns(r.Model, r.Drafted)
	same := len(r.Model.Fates)
	b.WriteString("\n" + w.turns + "\n")
	for _, t := range turns {
		fmt.Fprintf(b, "  %4d  %s -> %s\n", t.Callers, w.fates[t.From], w.fates[t.To])
		if t.From != "" {
			same -= t.Callers
		}
	}
	fmt.Fprintf(b, "  %4d  %s\n", same, w.same)
}

// printAssumed says what the day does not know.
func (r *replayed) printAssumed(b *strings.Builder, w words) {
	if r.Model.Assumed == (replay.Assumed{}) && r.Drafted.Assumed == (replay.Assumed{}) {
		return
	}
	b.WriteString("\n" + w.assumed + "\n")
	for _, a := range []struct {
		what         string
		model, draft int
	}{
		{w.patience, r.Model.Assumed.Patience, r.Drafted.Assumed.Patience},
		{w.talks, r.Model.Assumed.Talks, r.Drafted.Assumed.Talks},
		{w.kept, r.Model.Assumed.Kept, r.Drafted.Assumed.Kept},
		{w.tries, r.Model.Assumed.Tries, r.Drafted.Assumed.Tries},
		{w.duty, r.Model.Assumed.Duty, r.Drafted.Assumed.Duty},
		{w.messages, r.Model.Assumed.Messages, r.Drafted.Assumed.Messages},
	} {
		if a.model+a.draft > 0 {
			fmt.Fprintf(b, "  %s: %d, %d\n", a.what, a.model, a.draft)
		}
	}
}
