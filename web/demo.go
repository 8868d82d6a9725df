package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"
)

const maxDemoCalls = 10

var demoNumber = regexp.MustCompile(`^\+?[0-9]{3,20}$`)

// demoCall streams what a demo caller hears as server-sent events. The call
// ends with the stream.
func (s *Server) demoCall(w http.ResponseWriter, r *http.Request) {
	var in struct {
		From string `json:"from"`
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		s.writeProblem(w, r, decodeProblem(err))
		return
	}
	if !demoNumber.MatchString(in.From) {
		s.writeProblem(w, r, badField("body.from", sentence{"主叫号码应为 3 到 20 位数字。", "The caller's number has 3 to 20 digits."}))
		return
	}
	select {
	case s.demo <- struct{}{}:
		defer func() { <-s.demo }()
	default:
		s.writeProblem(w, r, newProblem(http.StatusTooManyRequests, codeTooMany))
		return
	}

	stream := events{w: w, control: http.NewResponseController(w)}
	// The server's read timeout would end the request's context.
	if err := stream.control.SetReadDeadline(time.Time{}); err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	err := s.opts.DemoCall(ctx, in.From, func(line string) {
		if stream.send("line", line) != nil {
			cancel() // the page is gone
		}
	})
	last := ""
	if err != nil && !errors.Is(err, context.Canceled) {
		s.log.Warn("demo call failed", "err", err)
		last = sentence{"演示呼叫失败,请查看服务器日志。", "The demo call failed; see the server's log."}[language(r.Header.Get("Accept-Language"))]
	}
	_ = stream.send("end", last) // the page may be gone
}

func decodeProblem(err error) *problem {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return newProblem(http.StatusRequestEntityTooLarge, codeTooLarge)
	}
	return newProblem(http.StatusBadRequest, codeBadRequest)
}

// events writes server-sent events whose data is a JSON string.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func (e events) send(event, text string) error {
	data, err := json.Marshal(text)
	if err != nil {
		return err
	}
	if err := e.control.SetWriteDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.w, "event: %s\ndata: %s\n\n", event, data); err != nil {
		return err
	}
	return e.control.Flush()
}
