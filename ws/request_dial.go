package ws

import (
	"context"
	"errors"

	"thirdring/queue"
)

// ErrOptOut is Options.Dial's refusal to call somebody who does not want to
// be called for this purpose.
var ErrOptOut = errors.New("the customer does not want calls for this purpose")

// callDial calls a customer. Whose number it is and whether they may be called
// is not the core's matter, so that Options.Dial is asked first.
func callDial(d CallDial) (wish, bool) {
	w := wish{resolve: func(ctx context.Context, s *socket) (maker, error) {
		dial, err := s.hub.opts.Dial(ctx, s.who, d)
		if err != nil {
			return nil, err
		}
		return func(who Identity, req queue.RequestID) queue.Event {
			dial.Req, dial.Agent = req, who.Agent
			return dial
		}, nil
	}}
	named := d.Number != "" || d.Call != "" || d.Task != ""
	return w, named && isText(d.Number, maxNumber) && isText(string(d.Call), maxID) && isText(d.Task, maxID) &&
		isText(d.Owner, maxID) && isText(d.Unit, maxText) && isText(d.Purpose, maxID)
}
