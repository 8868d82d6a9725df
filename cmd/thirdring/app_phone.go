package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"thirdring/telephony"
	"thirdring/web"
)

// PhoneConfig is about the telephones in agents' pages.
type PhoneConfig struct {
	// ICEServers are STUN and TURN servers, for browsers that do not reach
	// Asterisk's media address directly.
	ICEServers []web.ICEServer `yaml:"ice_servers"`
}

func (c *PhoneConfig) validate() error {
	var errs []error
	for i, server := range c.ICEServers {
		key := fmt.Sprintf("configuration: phone.ice_servers[%d]", i)
		if len(server.URLs) == 0 {
			errs = append(errs, fmt.Errorf("%s: urls is missing", key))
		}
		for _, address := range server.URLs {
			scheme, rest, _ := strings.Cut(address, ":")
			turn := scheme == "turn" || scheme == "turns"
			switch {
			case !turn && scheme != "stun" && scheme != "stuns" || rest == "":
				errs = append(errs, fmt.Errorf("%s.urls %q: write it like stun:stun.example.com:3478", key, address))
			case turn && (server.Username == "" || server.Credential == ""):
				errs = append(errs, fmt.Errorf("%s: a TURN server needs username and credential", key))
			}
		}
	}
	return errors.Join(errs...)
}

// pagePhone joins the pages' telephones with Asterisk.
func (a *App) pagePhone() *web.PagePhone {
	return &web.PagePhone{
		Realm: telephony.Realm, Suffix: telephony.PageSuffix,
		Set: a.phones.SetPagePhone, Server: a.sipServer, ICEServers: a.cfg.Phone.ICEServers,
	}
}

// sipServer is the SIP websocket of the first node that is connected.
func (a *App) sipServer() (string, error) {
	for i, node := range a.phones.Status() {
		if node.Connected {
			return sipWebsocket(a.cfg.Asterisk[i].ARIURL)
		}
	}
	return "", fmt.Errorf("no asterisk is connected: %w", web.ErrUnavailable)
}

// sipWebsocket is where Asterisk's HTTP server, which serves ARI, also takes
// SIP: http://host:8088/ari has ws://host:8088/ws.
func sipWebsocket(ari string) (string, error) {
	u, err := url.Parse(ari)
	if err != nil {
		return "", err
	}
	u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
	u.Path = strings.TrimSuffix(u.Path, "/ari") + "/ws"
	return u.String(), nil
}
