package queue

import (
	"slices"
	"time"
)

// Menu is a message that a caller hears, and the keys that answer it.
type Menu struct {
	Prompt string
	Keys   []MenuKey
}

// MenuKey is a key with the ways that open when it is pressed.
type MenuKey struct {
	Key   string // one of 0-9, * and #
	Exits []Exit
}

// AfterHours is what callers of a closed hotline hear and may do.
type AfterHours struct {
	Prompt  string // after_hours if empty
	Holiday string // instead of Prompt on the calendar's holidays; empty: Prompt
	Keys    []MenuKey
	Else    []Exit // for those who press no key, or wrong ones; none: a polite end
}

const (
	keyLimit = 5 * time.Second // from the message's end to the caller's key
	menuMost = 3               // times that the message is heard
)

// offerKeys plays the message. Without keys there is nothing to wait for.
func (c *Core) offerKeys(call *Call, before ...Prompt) {
	c.enter(call, InMenu)
	c.stopTimer(call, TimerKey)
	call.Detour.Heard++
	c.play(call, append(before, Prompt{ID: call.Detour.Menu.Prompt})...)
}

// menuPlayed waits for a key after the message.
func (c *Core) menuPlayed(call *Call) {
	if len(call.Detour.Menu.Keys) == 0 {
		c.nextExit(call)
		return
	}
	c.setTimer(call, TimerKey, keyLimit)
}

// legDigit takes a key: of a caller who was given a choice, or of somebody
// outside who was asked to take a call.
func (c *Core) legDigit(ev LegDigit) {
	call := c.calls[c.legs[ev.Leg].call]
	o := call.offerOn(ev.Leg)
	switch {
	case call == nil:
		c.ignored++
	case call.Survey != nil && call.Phase == Ended && call.Caller.ID == ev.Leg:
		c.opinionKey(call, ev.Digit)
	case call.Phase == InMenu && call.Caller.ID == ev.Leg:
		c.menuKey(call, ev.Digit)
	case (call.Phase == Waiting || call.Phase == Offering) && call.Caller.ID == ev.Leg:
		c.waitKey(call, ev.Digit)
	case o != nil && o.Asked != "":
		c.answerKey(call, o, ev.Digit)
	default:
		c.ignored++
	}
}

// answerKey takes the key of somebody outside who was asked for one.
func (c *Core) answerKey(call *Call, o *Offer, key string) {
	if o.For == ForCallback {
		c.callbackKey(call, o, key)
		return
	}
	c.dutyKey(call, o, key)
}

// menuKey goes where the key leads. A key may be pressed while the message
// plays: those who know it need not hear it out.
func (c *Core) menuKey(call *Call, key string) {
	d := call.Detour
	i := slices.IndexFunc(d.Menu.Keys, func(k MenuKey) bool { return k.Key == key })
	if i < 0 {
		c.again(call, Prompt{ID: "survey.invalid"})
		return
	}
	c.hush(call)
	c.stopTimer(call, TimerKey)
	d.Key, d.Exits = key, d.Menu.Keys[i].Exits
	c.nextExit(call)
}

// noKey goes on without the key that was asked for.
func (c *Core) noKey(call *Call) {
	if call.Survey != nil {
		c.askAgain(call, askSilence)
		return
	}
	c.again(call)
}

// again plays the message once more, or gives up on a key: a fax machine would
// listen for ever.
func (c *Core) again(call *Call, before ...Prompt) {
	if call.Detour.Heard < menuMost {
		c.offerKeys(call, before...)
		return
	}
	c.hush(call)
	c.stopTimer(call, TimerKey)
	c.nextExit(call)
}
