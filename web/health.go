package web

import (
	"encoding/json"
	"net/http"
)

// healthView is the body of /healthz and /readyz.
type healthView struct {
	Status  Status   `json:"status"`
	Reasons []string `json:"reasons,omitempty"`
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	writeHealth(w, http.StatusOK, healthView{Status: "ok"})
}

// readyz is 200 while calls can be taken: a degraded server still takes them.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) {
	now := s.opts.Health()
	status := http.StatusServiceUnavailable
	if now.Status == Ready || now.Status == Degraded {
		status = http.StatusOK
	}
	writeHealth(w, status, healthView(now))
}

func writeHealth(w http.ResponseWriter, status int, v healthView) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
