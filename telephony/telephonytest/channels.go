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
)

// channel is one telephone's part of a call inside the fake.
type channel struct {
	id      string
	state   string
	number  string // of the caller
	args    []string
	inbound bool
	dialled bool
	talks   bool // TALK_DETECT is set
	bridge  *bridge
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
		a.emitChannel("ChannelStateChange", c, nil)
	}
}

// end removes a channel. Only those that were made through ARI have their end
// told by ChannelDestroyed.
func (a *Asterisk) end(c *channel, cause int) {
	if a.channels[c.id] != c {
		return
	}
	delete(a.channels, c.id)
	a.leave(c)
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
		return http.StatusBadRequest, message(err.Error())
	}
	agent := strings.TrimPrefix(query.Get("endpoint"), "PJSIP/")
	phone := a.phones[agent]
	if phone == nil || a.objects["endpoint/"+agent] == nil {
		return http.StatusInternalServerError, object{"error": "Allocation failed"}
	}
	_, talks := body.Variables["TALK_DETECT(set)"]
	c := &channel{id: query.Get("channelId"), state: "Down", args: []string{query.Get("appArgs")}, talks: talks}
	c.call = newCall(a, c, body.Variables["CONNECTEDLINE(num)"])
	c.call.phone = phone
	a.channels[c.id] = c
	a.emitChannel("StasisStart", c, object{"args": c.args})
	return http.StatusOK, a.describe(c)
}

func (a *Asterisk) find(r *http.Request) *channel { return a.channels[r.PathValue("id")] }

func (a *Asterisk) dialChannel(r *http.Request) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, message("Channel not found")
	}
	if c.dialled { // PJSIP gives the channel up
		a.end(c, causeNormal)
		return http.StatusNoContent, nil
	}
	c.dialled = true
	seconds, err := strconv.Atoi(r.URL.Query().Get("timeout"))
	if err != nil {
		return http.StatusBadRequest, message("timeout")
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
		return http.StatusNotFound, message("Channel not found")
	}
	a.setState(c, "Up")
	c.call.answeredOnce()
	return http.StatusNoContent, nil
}

func (a *Asterisk) touchChannel(r *http.Request) (int, any) {
	if a.find(r) == nil {
		return http.StatusNotFound, message("Channel not found")
	}
	return http.StatusNoContent, nil
}

func (a *Asterisk) hangupChannel(r *http.Request) (int, any) {
	c := a.find(r)
	if c == nil {
		return http.StatusNotFound, message("Channel not found")
	}
	a.emitChannel("ChannelHangupRequest", c, object{"soft": true, "cause": 32})
	a.end(c, causeNormal)
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
