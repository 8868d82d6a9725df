package telephonytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Q.850 causes.
const (
	causeNormal   = 16
	causeBusy     = 17
	causeNoAnswer = 19

	causeElsewhere = 26 // another telephone has answered
)

// channel is one telephone's part of a call inside the fake.
type channel struct {
	id      string
	state   string
	number  string // of the caller
	args    []string
	inbound bool
	dialled bool
	enters  bool   // the application with its answer
	talks   bool   // TALK_DETECT is set
	music   bool   // hears music
	class   string // of the music; empty: the usual one
	muted   bool   // is not heard
	holds   bool   // put the other side on hold
	bridge  *bridge
	message *message // what is recorded of it alone
	call    *Call
}

func (a *Asterisk) describe(c *channel) object {
	return object{
		"id": c.id, "state": c.state, "name": "PJSIP/fake-" + c.id, "language": "en",
		"caller": object{"name": "", "number": c.number}, "connected": object{"name": "", "number": ""},
		"creationtime": time.Now().Format("2006-01-02T15:04:05.000-0700"),
		"dialplan":     object{"app_name": "Stasis", "app_data": strings.Join(append([]string{a.options.App}, c.args...), ",")},
	}
}

func (a *Asterisk) emitChannel(kind string, c *channel, more object) {
	fields := object{"channel": a.describe(c)}
	maps.Copy(fields, more)
	a.emit(kind, fields)
}

func (a *Asterisk) setState(c *channel, state string) {
	if c.state != state {
		c.state = state
		a.heard()
		a.emitChannel("ChannelStateChange", c, nil)
		if state == "Up" && c.enters {
			a.emitChannel("StasisStart", c, object{"args": c.args})
		}
	}
}

// end removes a channel. Only those that were made through ARI have their end
// told by ChannelDestroyed.
func (a *Asterisk) end(c *channel, cause int) {
	if a.channels[c.id] != c {
		return
	}
	delete(a.channels, c.id)
	for _, p := range a.plays {
		if p.target == "channel:"+c.id {
			a.endPlay(p)
		}
	}
	a.leave(c)
	a.endMessage(c.message)
	a.emitChannel("StasisEnd", c, nil)
	if !c.inbound {
		a.emitChannel("ChannelDestroyed", c, object{"cause": cause, "cause_txt": ""})
	}
	c.call.over()
}

func (a *Asterisk) listChannels(*http.Request) (int, any) {
	all := []object{}
	for _, c := range a.channels {
		all = append(all, a.describe(c))
	}
	return http.StatusOK, all
}

func (a *Asterisk) createChannel(r *http.Request) (int, any) {
	query := r.URL.Query()
	var body struct{ Variables map[string]string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return http.StatusBadRequest, errorText(err.Error())
	}
	phone, to := a.dialled(query.Get("endpoint"))
	if phone == nil {
		return http.StatusInternalServerError, object{"error": "Allocation failed"}
	}
	_, talks := body.Variables["TALK_DETECT(set)"]
	c := &channel{id: query.Get("channelId"), state: "Down", args: []string{query.Get("appArgs")}, talks: talks}
	c.call = newCall(a, c, body.Variables["CONNECTEDLINE(num)"])
	c.call.phone, c.call.to = phone, to
	c.call.header = body.Variables["PJSIP_HEADER(add,Call-Info)"]
	a.channels[c.id] = c
	a.emitChannel("StasisStart", c, object{"args": c.args})
	return http.StatusOK, a.describe(c)
}

// originate calls a telephone; the channel enters the application when it is
// answered.
func (a *Asterisk) originate(r *http.Request) (int, any) {
	query := r.URL.Query()
	var body struct{ Variables map[string]string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return http.StatusBadRequest, errorText(err.Error())
	}
	phone, to := a.dialled(query.Get("endpoint"))
	if phone == nil {
		return http.StatusInternalServerError, object{"error": "Allocation failed"}
	}
	c := &channel{id: r.PathValue("id"), state: "Down", args: []string{query.Get("appArgs")}, dialled: true, enters: true}
	c.call = newCall(a, c, query.Get("callerId"))
	c.call.phone, c.call.to, c.call.header = phone, to, body.Variables["PJSIP_HEADER(add,Call-Info)"]
	a.channels[c.id] = c
	phone.incoming <- c.call
	return http.StatusOK, a.describe(c)
}

// dialled finds the telephone that an endpoint names, and the number dialled
// if it is an outside one.
func (a *Asterisk) dialled(endpoint string) (phone *Phone, number string) {
	name := strings.TrimPrefix(endpoint, "PJSIP/")
	if number, ok := strings.CutSuffix(name, "@line"); ok {
		return a.outside, number
	}
	if a.objects["endpoint/"+name] == nil {
		return nil, ""
	}
	return a.phones[name], ""
}

func (a *Asterisk) find(r *http.Request) *channel { return a.channels[r.PathValue("id")] }

func (a *Asterisk) dialChannel(r *http.Request) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	if c.dialled { // PJSIP gives the channel up
		a.end(c, causeNormal)
		return http.StatusNoContent, nil
	}
	c.dialled = true
	seconds, err := strconv.Atoi(r.URL.Query().Get("timeout"))
	if err != nil {
		return http.StatusBadRequest, errorText("timeout")
	}
	c.call.phone.incoming <- c.call
	a.after(time.Duration(seconds)*time.Second, func() {
		if c.state != "Up" {
			a.end(c, causeNoAnswer)
		}
	})
	return http.StatusNoContent, nil
}

func (a *Asterisk) answerChannel(r *http.Request) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	a.setState(c, "Up")
	c.call.answeredOnce()
	return http.StatusNoContent, nil
}

func (a *Asterisk) touchChannel(r *http.Request) (int, any) {
	if a.find(r) == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	return http.StatusNoContent, nil
}

func (a *Asterisk) startMusic(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.music, c.class = true, r.URL.Query().Get("mohClass") })
}

// reloadModule does nothing: the fake's classes of music are whatever is asked for.
func (a *Asterisk) reloadModule(*http.Request) (int, any) { return http.StatusNoContent, nil }

func (a *Asterisk) stopMusic(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.music = false })
}

func (a *Asterisk) muteChannel(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.muted = true })
}

func (a *Asterisk) unmuteChannel(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.muted = false })
}

// change does something to the channel that a request names.
func (a *Asterisk) change(r *http.Request, f func(*channel)) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	f(c)
	a.heard()
	return http.StatusNoContent, nil
}

func (a *Asterisk) pressKeys(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.call.keys += r.URL.Query().Get("dtmf") })
}

func (a *Asterisk) transferProgress(r *http.Request) (int, any) {
	return a.change(r, func(c *channel) { c.call.transfer = r.URL.Query().Get("states") })
}

func (a *Asterisk) hangupChannel(r *http.Request) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, errorText("Channel not found")
	}
	a.emitChannel("ChannelHangupRequest", c, object{"soft": true, "cause": 32})
	cause := causeNormal
	if asked, err := strconv.Atoi(r.URL.Query().Get("reason_code")); err == nil {
		cause = asked
	}
	c.call.elsewhere = cause == causeElsewhere
	a.end(c, cause)
	return http.StatusNoContent, nil
}

// arrive lets a caller's channel enter the application. The caller holds mu.
func (a *Asterisk) arrive(from, to string) *Call {
	a.arrivals++
	c := &channel{
		id: fmt.Sprintf("fake-%d", a.arrivals), state: "Ring", number: from, args: []string{"inbound", to}, inbound: true,
	}
	c.call = newCall(a, c, from)
	a.channels[c.id] = c
	a.emitChannel("StasisStart", c, object{"args": c.args})
	return c.call
}
