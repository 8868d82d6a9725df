package ws

import "sync/atomic"

// offer awaits the first of an agent's sockets that a pop was written to. Its
// report is called exactly once.
type offer struct {
	left   atomic.Int32 // sockets that may still show it
	done   atomic.Bool
	report func(shown bool)
}

func newOffer(sockets int, report func(bool)) *offer {
	o := &offer{report: report}
	o.left.Store(int32(sockets))
	return o
}

// shown says that the pop was written to a socket.
func (o *offer) shown() {
	if o.done.CompareAndSwap(false, true) {
		o.report(true)
	}
}

// failed says that one of the sockets, or the only hope, is gone.
func (o *offer) failed() {
	if o.left.Add(-1) <= 0 && o.done.CompareAndSwap(false, true) {
		o.report(false)
	}
}
