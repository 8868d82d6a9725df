package queue

import (
	"slices"
	"time"

	"thirdring/agent"
)

// DutyList is the phones of people on duty (值班手机), in the order in which
// they are rung.
type DutyList struct {
	ID, Name string
	Phones   []DutyPhone
}

// DutyPhone is a telephone outside the centre.
type DutyPhone struct {
	Name   string
	Number string        // as it is to be dialled
	Ring   time.Duration // how long it rings; 0: as long as any phone outside
}

const (
	dutyYes    = "1"              // the key that takes the call
	dutyAnswer = 15 * time.Second // from a phone's answer to that key
)

// dutyList are the phones of the list of that id; none if there is no such list.
func (c *Core) dutyList(id string) []DutyPhone {
	i := slices.IndexFunc(c.center.DutyLists, func(l DutyList) bool { return l.ID == id })
	if i < 0 {
		return nil
	}
	return c.center.DutyLists[i].Phones
}

// callDuty rings a duty list for the caller, and reports whether it has phones.
func (c *Core) callDuty(call *Call, id string) bool {
	phones := c.dutyList(id)
	if len(phones) == 0 {
		return false
	}
	call.Detour.Phones, call.Detour.List = phones, id
	c.enter(call, OnDuty)
	c.answer(call)
	c.play(call, Prompt{ID: "emergency.route"})
	c.nextDuty(call)
	return true
}

// nextDuty rings the next phone of the list; after the last the caller goes
// another way. On a node that is away that waits for the Resync.
func (c *Core) nextDuty(call *Call) {
	d := call.Detour
	switch {
	case c.down[call.Node]:
		return
	case len(d.Phones) == 0:
		c.nextExit(call)
		return
	}
	phone := d.Phones[0]
	d.Phones = d.Phones[1:]
	c.bookExit(call, Exit{Kind: ExitDuty, ID: d.List})
	call.rung().Phone = phone
	c.ringDutyPhone(call, phone)
}

func (c *Core) ringDutyPhone(call *Call, phone DutyPhone) {
	c.ringOutside(call, phone.Number, Offer{For: ForDuty, To: Target{Kind: ToNumber, ID: phone.Number}, Limit: phone.Ring})
}

// rung is the row's line of the duty phone that is rung or was last.
func (call *Call) rung() *ExitTaken { return &call.Record.Exits[len(call.Record.Exits)-1] }

// confirms reports whether who answers the telephone is asked to take the call
// with a key before it is connected: on duty, and an agent's number outside if
// others may still answer. Else a mailbox, which is always quick, would take an
// emergency from all of them.
func (c *Core) confirms(call *Call, o *Offer) bool {
	switch o.For {
	case ForDuty:
		return true
	case ForQueue:
		a := c.agents[o.Agent]
		return a != nil && a.Phone().Kind == agent.OutsidePhone && (call.urgent() || len(call.Offers) > 1 || o.Asked != "")
	default:
		return false
	}
}

// askDuty asks who answered to take the call with a key, so that neither a
// mailbox nor a pocket takes it.
func (c *Core) askDuty(call *Call, o *Offer) {
	c.askKey(call, o, Prompt{ID: "duty.confirm"}, dutyAnswer)
}

// askKey asks somebody outside who answered for a key, twice.
func (c *Core) askKey(call *Call, o *Offer, ask Prompt, limit time.Duration) {
	if o.Asked != "" {
		c.ignored++
		return
	}
	o.Asked = PlayID(call.mint("p"))
	c.emit(Play{On: c.on(call), Leg: o.Leg, ID: o.Asked, Prompts: []Prompt{ask, ask}})
	o.EndBy = c.setOfferTimer(o, timerOffer, limit)
	c.touch(call)
}

// dutyKey connects the customer to who took the call.
func (c *Core) dutyKey(call *Call, o *Offer, key string) {
	if key != dutyYes {
		c.ignored++
		return
	}
	c.emit(StopPlay{On: c.on(call), ID: o.Asked})
	c.connect(call, o)
}

// dutyBroke goes on after the line to who had taken the call broke.
func (c *Core) dutyBroke(call *Call, prompt string) {
	call.Talk = nil
	c.enter(call, OnDuty)
	if prompt != "" {
		c.play(call, Prompt{ID: prompt})
	}
	c.nextDuty(call)
}
