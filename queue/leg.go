package queue

import (
	"time"

	"thirdring/agent"
)

// leg says whose channel a LegID is; agent is empty for the caller's.
type leg struct {
	call  CallID
	node  string
	agent agent.ID
	again time.Time // when to hang up once more; zero unless it was told to
	tries int       // how often it was told to
	cause int       // and why
}

// maxHangups is how often a channel is told to hang up. Then it is taken for
// gone: an agent must not be kept from work by a word that got lost.
const maxHangups = 3

// hangup ends a channel; LegGone follows. If it does not, the channel is told
// again.
func (c *Core) hangup(on On, id LegID, cause int) {
	c.emit(HangupLeg{On: on, Leg: id, Cause: cause})
	who, known := c.legs[id]
	if !known {
		who = leg{call: on.Call, node: on.Node}
	}
	who.again = c.now.Add(hangupLimit)
	who.tries++
	who.cause = cause
	c.legs[id] = who
	c.push(alarm{at: who.again, timer: timerLeg, id: string(id)})
}

// hangupOnce hangs up a channel unless it is gone or was told to go.
func (c *Core) hangupOnce(call *Call, id LegID) {
	if who, known := c.legs[id]; known && who.again.IsZero() {
		c.hangup(c.on(call), id, 0)
	}
}

func (c *Core) hangupOverdue(id LegID) {
	who := c.legs[id]
	if who.tries >= maxHangups {
		c.legGone(LegGone{Leg: id})
		return
	}
	c.hangup(On{Call: who.call, Node: who.node}, id, who.cause)
}
