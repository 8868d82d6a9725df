package ws

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"thirdring/queue"
)

// Of a queue's callers a browser gets the first ones only, at most so often:
// ten thousand may wait, and a person looks at the head of the line.
const (
	maxLine   = 50
	maxBeside = 50
	linePause = 250 * time.Millisecond
)

// line is a queue's callers, and what supervisors were told of them.
type line struct {
	standing []spot
	beside   []spot
	promised int // of standing

	told  Line                     // as last told, without rows
	rows  map[queue.CallID]Waiting // as last told, of told.Order
	quiet time.Time                // nothing is told until then
	spots map[queue.CallID]placed  // where each caller is
}

// spot is a caller's place in a line.
type spot struct {
	call   queue.CallID
	urgent bool // before all others
	rank   time.Time
	seq    uint64
}

// placed says in which of a line's two lists a caller is.
type placed struct {
	spot
	beside   bool
	promised bool
}

func bySpot(a, b spot) int {
	switch {
	case a.urgent && !b.urgent:
		return -1
	case b.urgent && !a.urgent:
		return 1
	}
	return cmp.Or(a.rank.Compare(b.rank), cmp.Compare(a.seq, b.seq), cmp.Compare(a.call, b.call))
}

func newLine() *line {
	return &line{rows: map[queue.CallID]Waiting{}, spots: map[queue.CallID]placed{}}
}

func (l *line) add(p placed) {
	list := l.list(p.beside)
	i, _ := slices.BinarySearchFunc(*list, p.spot, bySpot)
	*list = slices.Insert(*list, i, p.spot)
	l.spots[p.call] = p
	if p.promised {
		l.promised++
	}
}

func (l *line) remove(id queue.CallID) {
	p, ok := l.spots[id]
	if !ok {
		return
	}
	delete(l.spots, id)
	list := l.list(p.beside)
	if i, found := slices.BinarySearchFunc(*list, p.spot, bySpot); found {
		*list = slices.Delete(*list, i, i+1)
	}
	if p.promised {
		l.promised--
	}
}

func (l *line) list(beside bool) *[]spot {
	if beside {
		return &l.beside
	}
	return &l.standing
}

// lineChanged puts the call where it stands now.
func (f *floor) lineChanged(call *queue.Call) {
	id := cmp.Or(call.Place.Queue, call.Record.Queue)
	if old, ok := f.lineOf[call.ID]; ok && old != id {
		f.lineGone(call.ID)
	}
	p := placed{spot: spot{call.ID, !call.Urgent.Since.IsZero(), call.Place.Rank, call.Place.Seq}}
	p.promised = call.Phase == queue.Promised || call.Phase == queue.CallingBack
	switch {
	case call.InLine():
	case call.BesideLine():
		p.beside, p.rank, p.seq = true, call.Record.Times.Ring, 0
		if call.Resting() {
			p.rank = call.RestsUntil()
		}
	default:
		f.lineGone(call.ID)
		return
	}
	l := f.lines[id]
	if l == nil {
		l = newLine()
		f.lines[id] = l
	}
	f.dirtyLines[id] = struct{}{}
	if had, ok := l.spots[call.ID]; ok && had == p {
		return
	}
	promised := l.promised
	l.remove(call.ID)
	l.add(p)
	f.lineOf[call.ID] = id
	if promised != l.promised {
		f.dirtyQueues[id] = struct{}{}
	}
}

func (f *floor) lineGone(id queue.CallID) {
	at, ok := f.lineOf[id]
	if !ok {
		return
	}
	delete(f.lineOf, id)
	l := f.lines[at]
	if l.spots[id].promised {
		f.dirtyQueues[at] = struct{}{}
	}
	l.remove(id)
	f.dirtyLines[at] = struct{}{}
}

// flushLines tells supervisors what has changed in the lines. While nobody
// looks nothing is reckoned.
func (f *floor) flushLines(now time.Time) (next time.Time) {
	if len(f.dirtyLines) == 0 || !f.watched() {
		return time.Time{}
	}
	for id := range f.dirtyLines {
		l := f.lines[id]
		if l.quiet.After(now) {
			next = soonest(next, l.quiet)
			continue
		}
		l.quiet = now.Add(linePause)
		f.tellLine(id, l)
	}
	return next
}

// tellLines tells all that has changed at once, so that a snapshot of what was
// told can be taken.
func (f *floor) tellLines() {
	for id := range f.dirtyLines {
		f.tellLine(id, f.lines[id])
	}
}

func (f *floor) tellLine(id string, l *line) {
	delete(f.dirtyLines, id)
	next := Line{Queue: id, Total: len(l.standing), Beside: len(l.beside), Order: []queue.CallID{}, Rows: []Waiting{}}
	rows := make(map[queue.CallID]Waiting, len(l.rows))
	show := func(s spot) {
		call := f.calls[s.call]
		row := f.waitingRow(&call)
		next.Order = append(next.Order, s.call)
		rows[s.call] = row
		if had, ok := l.rows[s.call]; !ok || !reflect.DeepEqual(had, row) {
			next.Rows = append(next.Rows, row)
		}
	}
	for _, s := range l.standing[:min(len(l.standing), maxLine)] {
		show(s)
	}
	next.Shown = len(next.Order)
	for _, s := range l.beside[:min(len(l.beside), maxBeside)] {
		show(s)
	}
	same := len(next.Rows) == 0 && next.Shown == l.told.Shown && next.Total == l.told.Total && next.Beside == l.told.Beside && slices.Equal(next.Order, l.told.Order)
	l.told, l.rows = next, rows
	l.told.Rows = nil
	if !same {
		f.toSupervisors(TypeLine, next)
	}
}

// shownLines are the lines as last told, for a snapshot.
func (f *floor) shownLines() []Line {
	all := []Line{}
	for _, l := range f.lines {
		if len(l.told.Order) == 0 {
			continue
		}
		shown := l.told
		shown.Rows = make([]Waiting, 0, len(shown.Order))
		for _, id := range shown.Order {
			shown.Rows = append(shown.Rows, l.rows[id])
		}
		all = append(all, shown)
	}
	slices.SortFunc(all, func(a, b Line) int { return cmp.Compare(a.Queue, b.Queue) })
	return all
}

func (f *floor) watched() bool {
	for s := range f.watchers {
		if s.who.Supervises() {
			return true
		}
	}
	return false
}

func (f *floor) toSupervisors(kind string, data any) {
	body := encode(data)
	for s := range f.watchers {
		if s.who.Supervises() {
			f.send(s, frame{kind: kind, data: body})
		}
	}
}
