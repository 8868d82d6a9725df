package main

import "sync/atomic"

// phase is how far an instance has come.
type phase string

const (
	starting phase = "starting"
	standby  phase = "standby"
	ready    phase = "ready"
	draining phase = "draining"
)

// health tells what /healthz and /readyz tell.
type health struct{ phase atomic.Value }

func (h *health) set(p phase) { h.phase.Store(p) }

func (h *health) get() phase {
	p, _ := h.phase.Load().(phase)
	return p
}
