package ws

import (
	"context"

	"thirdring/queue"
)

// The look-up of earlier calls never delays a pop; the rows follow in an
// update, or not at all when the register is too slow.
const (
	recentQueue   = 256
	recentRows    = 5
	recentWorkers = 4
)

type recentFound struct {
	call queue.CallID
	who  queue.Party
	rows []RecentCall
}

// lookUp asks for the caller's last calls once it is known who calls, and
// again when that changes.
func (f *floor) lookUp(p *pop) {
	who := p.call.Record.Caller
	if who.Match == queue.Unidentified || who.Match == queue.Withheld || who == p.asked {
		return
	}
	p.asked = who
	h, call := f.hub, p.call.ID
	if !h.recent.ask(func(ctx context.Context) any { return h.findRecent(ctx, call, who) }) {
		h.log.Warn("earlier calls not looked up: too many at once", "call", call)
	}
}

func (h *Hub) findRecent(ctx context.Context, call queue.CallID, who queue.Party) any {
	rows, err := h.opts.Recent(ctx, who)
	if err != nil {
		h.log.Warn("earlier calls not looked up", "call", call, "err", err)
		return nil
	}
	found := recentFound{call: call, who: who}
	shown := 0
	for _, row := range rows {
		owed := !row.PromisedReplyAt.IsZero() // however old
		if row.Call == call || !owed && shown >= recentRows {
			continue
		}
		found.rows = append(found.rows, row)
		shown++
	}
	return found
}

func (f *floor) recentFound(r recentFound) {
	for _, p := range f.pops {
		if p.call.ID == r.call && p.asked == r.who {
			p.recent, p.loaded = r.rows, true
			f.refresh(p)
		}
	}
}
