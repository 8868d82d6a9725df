package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Errors of Configuration.
var (
	// ErrConfigVersion says that a version never was, or is no longer kept.
	ErrConfigVersion = errors.New("web: no such version of the configuration")
	// ErrConfigConflict says that another version is in force meanwhile.
	ErrConfigConflict = errors.New("web: the configuration was changed meanwhile")
)

// InputError says in both languages what is wrong with an input.
type InputError struct{ Problems []InputProblem }

// InputProblem is one thing that is wrong.
type InputProblem struct {
	Path             string // of the input, as queues[0].name
	Line             int    // of a text, if it was one
	English, Chinese string
}

// Error counts the problems.
func (e *InputError) Error() string {
	return fmt.Sprintf("web: %d problems in the input", len(e.Problems))
}

// inBody puts the paths of an InputError where the document stands.
func inBody(err error, at string) error {
	invalid, ok := errors.AsType[*InputError](err)
	if !ok {
		return err
	}
	out := &InputError{}
	for _, p := range invalid.Problems {
		if p.Path == "" {
			p.Path = at
		} else {
			p.Path = at + "." + p.Path
		}
		out.Problems = append(out.Problems, p)
	}
	return out
}

func (e *InputError) problem() *problem {
	p := newProblem(http.StatusUnprocessableEntity, codeBadRequest)
	p.Fields = fieldProblems(e.Problems)
	return p
}

func fieldProblems(list []InputProblem) []fieldProblem {
	var out []fieldProblem
	for _, one := range list {
		out = append(out, fieldProblem{Field: one.Path, Line: one.Line, sentence: sentence{one.Chinese, one.English}})
	}
	return out
}

// problemOfConfig finds the answer to what the configuration and the users
// refuse, nil if it is something else.
func problemOfConfig(err error) *problem {
	var invalid *InputError
	switch {
	case errors.As(err, &invalid):
		return invalid.problem()
	case errors.Is(err, ErrConfigConflict):
		return newProblem(http.StatusConflict, codeConflict)
	case errors.Is(err, ErrConfigVersion):
		p := newProblem(http.StatusNotFound, codeNotFound)
		p.sentence = sentence{"没有这个版本,或已不再保存。", "There is no such version, or it is no longer kept."}
		return p
	}
	return problemOfUsers(err)
}

type (
	configHistoryInput struct {
		Before int `query:"before" minimum:"0" doc:"Only versions before this one."`
		Limit  int `query:"limit" minimum:"1" maximum:"50" default:"20"`
	}
	configHistoryOutput struct {
		Body struct {
			Revisions []ConfigRevision `json:"revisions" doc:"Newest first."`
		}
	}
	diffInput struct {
		From int `query:"from" minimum:"1" required:"true"`
		To   int `query:"to" minimum:"0" doc:"0 or missing: the version in force."`
	}
	diffOutput struct {
		Body struct {
			Changes []ConfigChange `json:"changes"`
		}
	}
)

func (s *Server) configHistory(ctx context.Context, in *configHistoryInput) (*configHistoryOutput, error) {
	found, err := s.opts.Configuration.History(ctx, in.Before, in.Limit)
	out := &configHistoryOutput{}
	out.Body.Revisions = append([]ConfigRevision{}, found...)
	return out, err
}

func (s *Server) configDiff(ctx context.Context, in *diffInput) (*diffOutput, error) {
	from, err := s.opts.Configuration.At(ctx, in.From)
	if err != nil {
		return nil, err
	}
	to, err := s.opts.Configuration.At(ctx, in.To)
	if err != nil {
		return nil, err
	}
	out := &diffOutput{}
	out.Body.Changes = s.opts.Configuration.Diff(from, to)
	return out, nil
}

// exportConfig answers with the YAML file of a version.
func (s *Server) exportConfig(w http.ResponseWriter, r *http.Request) {
	version, err := strconv.Atoi(r.URL.Query().Get("version"))
	if err != nil {
		version = 0
	}
	text, err := s.configYAML(r.Context(), version)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	name := "center"
	if version > 0 {
		name += "-v" + strconv.Itoa(version)
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+s.opts.Site+"-"+name+`.yaml"`)
	_, _ = w.Write(text) // the browser is gone if it fails
}

func (s *Server) configYAML(ctx context.Context, version int) ([]byte, error) {
	if err := s.audit(ctx, "config.export", "version "+strconv.Itoa(version)); err != nil {
		return nil, err
	}
	doc, err := s.opts.Configuration.At(ctx, version)
	if err != nil {
		return nil, err
	}
	return s.opts.Configuration.YAML(doc)
}

// configSchema is the document's JSON schema, alone and without references,
// for pages that make their forms from it.
func (s *Server) configSchema(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/schema+json")
	_ = json.NewEncoder(w).Encode(documentSchema(s.opts.Configuration.Type())) // the browser is gone if it fails
}
