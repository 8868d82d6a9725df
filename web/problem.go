package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"thirdring/agent"
	"thirdring/owner"
	"thirdring/queue"
	"thirdring/record"
)

// code names what went wrong, for programs.
type code string

const (
	codeBadRequest  code = "bad_request"
	codeNotSignedIn code = "not_signed_in"
	codeWrong       code = "wrong_password"
	codeForbidden   code = "forbidden"
	codeOrigin      code = "wrong_origin"
	codeNotFound    code = "not_found"
	codeRefused     code = "refused"
	codeConflict    code = "conflict"
	codeTooLarge    code = "too_large"
	codeTooMany     code = "too_many"
	codeInternal    code = "internal"
	codeUnavailable code = "unavailable"
)

// problem is the body of every error answer. Message is filled in by
// localize, in the language of the request.
type problem struct {
	Code      code           `json:"code" doc:"For programs."`
	Message   string         `json:"message" doc:"A sentence for a person, in the language of Accept-Language."`
	Fields    []fieldProblem `json:"fields,omitempty" doc:"Which part of the input is wrong."`
	RequestID string         `json:"request_id,omitempty" doc:"What the server's log calls this request."`

	Newer *ConfigRevision `json:"newer,omitempty" doc:"With a conflict of configurations: the version in force, and what was changed since the one sent."`

	status     int
	retryAfter int
	sentence   sentence // wins over the code's own
}

// fieldProblem says what is wrong with one part of the input.
type fieldProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Line    int    `json:"line,omitempty" doc:"Of the text that was sent."`

	sentence sentence // becomes Message
}

func newProblem(status int, c code) *problem { return &problem{Code: c, status: status} }

func badField(field string, s sentence) *problem {
	p := newProblem(http.StatusUnprocessableEntity, codeBadRequest)
	p.Fields = []fieldProblem{{Field: field}}
	p.sentence = s
	return p
}

// Error implements error.
func (p *problem) Error() string { return string(p.Code) }

// GetStatus implements huma.StatusError.
func (p *problem) GetStatus() int { return p.status }

// localize returns a copy in the language.
func (p *problem) localize(l lang) *problem {
	out := *p
	text := p.sentence
	if text == (sentence{}) {
		text = sentences[p.Code]
	}
	out.Message = text[l]
	if p.sentence != (sentence{}) && len(p.Fields) == 1 && p.Fields[0].Message == "" {
		out.Fields = []fieldProblem{{Field: p.Fields[0].Field, Message: text[l]}}
	}
	if len(p.Fields) > 0 && p.Fields[0].sentence != (sentence{}) {
		out.Fields = make([]fieldProblem, len(p.Fields))
		for i, f := range p.Fields {
			out.Fields[i] = fieldProblem{Field: f.Field, Message: f.sentence[l], Line: f.Line}
		}
	}
	return &out
}

// problemOf finds the answer to an error. Whatever is not known is internal:
// it is logged, and the person learns only where to find it in the log.
func (s *Server) problemOf(ctx context.Context, err error) *problem {
	var known *problem
	var tooMany *TooManyError
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, ErrSignIn):
		return newProblem(http.StatusUnauthorized, codeWrong)
	case errors.As(err, &tooMany):
		p := newProblem(http.StatusTooManyRequests, codeTooMany)
		p.retryAfter = max(1, int(tooMany.RetryAfter.Seconds()))
		return p
	case errors.Is(err, ErrNoSession):
		return newProblem(http.StatusUnauthorized, codeNotSignedIn)
	case errors.Is(err, record.ErrNotFound), errors.Is(err, record.ErrNoTask), errors.Is(err, owner.ErrNotFound):
		return newProblem(http.StatusNotFound, codeNotFound)
	case errors.Is(err, queue.ErrNoAgent):
		p := newProblem(http.StatusNotFound, codeNotFound)
		p.sentence = sentence{"中心配置中没有该坐席。", "This agent is not in the centre's configuration."}
		return p
	case errors.Is(err, record.ErrCursor):
		return badField("query.cursor", sentence{"分页参数无效,请从第一页重新开始。", "This page's cursor is not valid; start from the first page."})
	case errors.Is(err, record.ErrLimit):
		return badField("query.limit", sentence{"每页行数超出范围。", "A page cannot hold that many rows."})
	}
	if p := problemOfFiles(err); p != nil {
		return p
	}
	if p := problemOfQueues(err); p != nil {
		return p
	}
	if p := problemOfConfig(err); p != nil {
		return p
	}
	if p := problemOfPrompts(err); p != nil {
		return p
	}
	if text, ok := s.refused(err); ok {
		p := newProblem(http.StatusConflict, codeRefused)
		p.sentence = text
		return p
	}
	return s.unknown(ctx, err)
}

// refused finds the words for a wish that the core did not grant.
func (s *Server) refused(err error) (sentence, bool) {
	switch {
	case errors.Is(err, agent.ErrIllegal):
		return sentence{"当前状态不能这样切换。", "This change of state is not possible now."}, true
	case errors.Is(err, agent.ErrReason), errors.Is(err, queue.ErrNoReason):
		var known []string
		for _, b := range s.opts.Center().Breaks {
			known = append(known, b.Code+" "+b.Name)
		}
		list := strings.Join(known, ", ")
		return sentence{"请使用中心配置中的小休原因:" + list + "。", "Use a break reason of the centre's configuration: " + list + "."}, true
	}
	return sentence{}, false
}

func (s *Server) unknown(ctx context.Context, err error) *problem {
	id := caller(ctx).requestID
	if ctx.Err() == nil {
		s.log.Error("request failed", "request", id, "err", err)
	}
	p := newProblem(http.StatusInternalServerError, codeInternal)
	if errors.Is(err, ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		p = newProblem(http.StatusServiceUnavailable, codeUnavailable)
	}
	p.RequestID = id
	return p
}

// writeProblem answers outside of huma.
func (s *Server) writeProblem(w http.ResponseWriter, r *http.Request, p *problem) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if p.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.retryAfter))
	}
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(p.localize(language(r.Header.Get("Accept-Language"))))
}

// translate gives huma's answers our shape: its own errors become problems,
// and problems get their sentence.
func (s *Server) translate(ctx huma.Context, _ string, body any) (any, error) {
	l := language(ctx.Header("Accept-Language"))
	switch err := body.(type) {
	case *problem:
		if err.retryAfter > 0 {
			ctx.SetHeader("Retry-After", strconv.Itoa(err.retryAfter))
		}
		return err.localize(l), nil
	case *huma.ErrorModel:
		p := newProblem(err.Status, codeOfStatus(err.Status))
		for _, detail := range err.Errors {
			if detail != nil {
				p.Fields = append(p.Fields, fieldProblem{Field: detail.Location, Message: detail.Message})
			}
		}
		return p.localize(l), nil
	}
	return body, nil
}

func codeOfStatus(status int) code {
	switch status {
	case http.StatusNotFound:
		return codeNotFound
	case http.StatusRequestEntityTooLarge:
		return codeTooLarge
	}
	if status >= http.StatusInternalServerError {
		return codeInternal
	}
	return codeBadRequest
}
