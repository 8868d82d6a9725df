package main

import (
	"strings"
	"testing"

	"thirdring/web"
)

func TestSIPWebsocket(t *testing.T) {
	for ari, want := range map[string]string{
		"http://127.0.0.1:8088/ari":      "ws://127.0.0.1:8088/ws",
		"https://ast.example/prefix/ari": "wss://ast.example/prefix/ws",
	} {
		if got, err := sipWebsocket(ari); err != nil || got != want {
			t.Errorf("%s has %s %v, want %s", ari, got, err, want)
		}
	}
}

func TestICEServers(t *testing.T) {
	good := PhoneConfig{ICEServers: []web.ICEServer{
		{URLs: []string{"stun:stun.example:3478"}},
		{URLs: []string{"turn:turn.example:3478", "turns:turn.example:5349"}, Username: "u", Credential: "c"},
	}}
	if err := good.validate(); err != nil {
		t.Error(err)
	}
	for want, server := range map[string]web.ICEServer{
		"urls is missing":               {},
		"write it like stun:":           {URLs: []string{"https://stun.example"}},
		"needs username and credential": {URLs: []string{"turn:turn.example"}},
	} {
		bad := PhoneConfig{ICEServers: []web.ICEServer{server}}
		if err := bad.validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", server, err, want)
		}
	}
}
