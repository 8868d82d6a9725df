package queue

import "slices"

// Keys while waiting: a caller in line may choose another way, and keeps the
// place until that way is open. One that leads nowhere changes nothing.

// waitKey takes a key of a caller who waits. While a telephone rings for her
// the key is kept: somebody who answers is better than any other way, and what
// she asked for is done if nobody does.
func (c *Core) waitKey(call *Call, key string) {
	ways := c.waysBehind(call, key)
	switch {
	case len(ways) == 0 || call.urgent():
		c.ignored++ // also a cheek that touches the telephone: no word, and the music goes on
	case call.Phase == Offering && ways[0].Kind != ExitEmergency: // which rings more phones beside
		call.Place.Pressed = key
		c.touch(call)
	default:
		c.choose(call, key, ways)
	}
}

// waysBehind are the ways that a key opens for who waits.
func (c *Core) waysBehind(call *Call, key string) []Exit {
	keys := c.room(call.Place.Queue).config.Keys
	i := slices.IndexFunc(keys, func(k MenuKey) bool { return k.Key == key })
	if i < 0 {
		return nil
	}
	return keys[i].Exits
}

// choose sends the caller on the ways behind a key.
func (c *Core) choose(call *Call, key string, ways []Exit) {
	call.Place.Pressed = ""
	c.leave(call)
	c.stopTimer(call, TimerComfort)
	c.hush(call)
	call.Detour = &Detour{Why: WhyKey, Key: key, Exits: ways}
	c.touch(call)
	c.nextExit(call)
}

// chosenBefore does what a caller asked for while a telephone rang for her
// that nobody answered, and reports whether there was such a wish.
func (c *Core) chosenBefore(call *Call) bool {
	key := call.Place.Pressed
	ways := c.waysBehind(call, key)
	if call.Place.Pressed = ""; len(ways) == 0 || c.cutOff(call) {
		return false
	}
	c.choose(call, key, ways)
	return true
}

// stayInLine gives a caller whose key led nowhere the place back.
func (c *Core) stayInLine(call *Call) {
	call.Detour = nil
	c.enter(call, Waiting)
	if c.overstay(call) {
		return
	}
	c.join(call)
	c.play(call, Prompt{ID: "queue.key_no"})
	c.comfortLater(call)
}

// keysTold is what tells a caller which keys there are. The usual sentence
// speaks of key 1 and a call-back, and is told only if that can be promised.
func (c *Core) keysTold(call *Call) []Prompt {
	config := &c.room(call.Place.Queue).config
	switch {
	case len(config.Keys) == 0 || call.urgent():
		return nil
	case config.KeysPrompt != "":
		return []Prompt{{ID: config.KeysPrompt}}
	}
	ways := c.waysBehind(call, "1")
	if len(ways) > 0 && ways[0].Kind == ExitCallback && c.mayPromise(call) {
		return []Prompt{{ID: "queue.callback"}}
	}
	return nil
}
