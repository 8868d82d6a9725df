package web

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"time"
)

// Configuration is the centre's configuration with its history. A document
// is what its owner made it; here it is only written as JSON. Errors are
// ErrConfigVersion, ErrConfigConflict and *InputError.
type Configuration interface {
	// Type is the type of documents, for their schema.
	Type() reflect.Type
	// At is the document of a version; 0 is the one in force.
	At(ctx context.Context, version int) (doc any, err error)
	// Parse reads and checks a document, JSON or YAML.
	Parse(text []byte, yaml bool) (doc any, err error)
	// Put makes doc the next version if base is the one in force.
	Put(ctx context.Context, doc any, base int, by, comment string) (version int, err error)
	// Diff lists what b changes of a.
	Diff(a, b any) []ConfigChange
	// History lists versions, newest first, at most n, before a version or 0.
	History(ctx context.Context, before, n int) ([]ConfigRevision, error)
	YAML(doc any) ([]byte, error)
	// Advice lists what is possible in a document but most likely not meant.
	Advice(doc any) []InputProblem
}

// ConfigChange is a difference of two documents.
type ConfigChange struct {
	Path string `json:"path" doc:"Names entries by their ids: queues[service].ring_limit."`
	Kind string `json:"kind" enum:"added,removed,changed,moved"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// ConfigRevision says who made a version, when and why.
type ConfigRevision struct {
	Version int            `json:"version"`
	At      time.Time      `json:"at,omitzero"`
	By      string         `json:"by"`
	Comment string         `json:"comment,omitempty"`
	Changes []ConfigChange `json:"changes,omitempty" doc:"Of the version before; missing when that one is no longer kept."`
}

type (
	configInput struct {
		Version        int    `query:"version" minimum:"0" doc:"An earlier version; 0 or missing: the one in force."`
		AcceptLanguage string `header:"Accept-Language" hidden:"true"`
	}
	configAnswer struct {
		ConfigRevision
		Document json.RawMessage `json:"document"`
		Advice   []fieldProblem  `json:"advice,omitempty" doc:"What is possible, but most likely not meant."`
	}
	configOutput struct{ Body configAnswer }
	saveInput    struct {
		Check          bool   `query:"check" doc:"Only tell what would change."`
		AcceptLanguage string `header:"Accept-Language" hidden:"true"`
		Body           struct {
			Version  int             `json:"version" minimum:"0" doc:"The version that was changed; 409 if it is no longer the one in force."`
			Comment  string          `json:"comment,omitempty" maxLength:"200"`
			Document json.RawMessage `json:"document"`
		}
	}
	importInput struct {
		Check   bool   `query:"check" doc:"Only tell what would change."`
		Version int    `query:"version" minimum:"0" doc:"The version that was changed; 409 if it is no longer the one in force."`
		Comment string `query:"comment" maxLength:"200"`
		RawBody []byte `contentType:"application/yaml"`
	}
	rollbackInput struct {
		Check bool `query:"check" doc:"Only tell what would change."`
		Body  struct {
			Version int    `json:"version" minimum:"0" doc:"The version in force."`
			To      int    `json:"to" minimum:"1" doc:"The version whose document becomes a new one."`
			Comment string `json:"comment,omitempty" maxLength:"200"`
		}
	}
	savedOutput struct{ Body savedView }
	savedView   struct {
		Version  int             `json:"version" doc:"In force now; with check, still in force."`
		Changes  []ConfigChange  `json:"changes"`
		Document json.RawMessage `json:"document,omitempty" doc:"With check: the document as it would be."`
		Advice   []fieldProblem  `json:"advice,omitempty" doc:"With check: what is possible, but most likely not meant."`
	}
)

// advice says what may not be meant in a document, in the language accepted.
func (s *Server) advice(doc any, accept string) []fieldProblem {
	list := fieldProblems(s.opts.Configuration.Advice(doc))
	for i := range list {
		list[i].Message = list[i].sentence[language(accept)]
	}
	return list
}

func (s *Server) configRoutes() {
	if s.opts.Configuration == nil {
		return
	}
	read, write := []Role{Supervisor, Admin}, []Role{Admin}
	serve(s, route{method: http.MethodGet, path: "/api/config", summary: "The centre's configuration, whole, as it is stored", roles: read}, s.config)
	serve(s, route{method: http.MethodPut, path: "/api/config", summary: "Change the configuration, effective at once", roles: write, big: true}, s.saveConfig)
	serve(s, route{method: http.MethodGet, path: "/api/config/history", summary: "Who changed the configuration, when, and what", roles: read}, s.configHistory)
	serve(s, route{method: http.MethodGet, path: "/api/config/diff", summary: "What a version changed of another", roles: read}, s.configDiff)
	serve(s, route{method: http.MethodPost, path: "/api/config/rollback", summary: "An earlier version's document as a new version", roles: write}, s.rollback)
	serve(s, route{method: http.MethodPost, path: "/api/config/import", summary: "A YAML file as a new version", roles: write, big: true}, s.importConfig)
	s.mux.HandleFunc("GET /api/config/export", s.only(s.exportConfig, read...))
	s.mux.HandleFunc("GET /api/config/schema", s.only(s.configSchema, read...))
}

func (s *Server) config(ctx context.Context, in *configInput) (*configOutput, error) {
	doc, err := s.opts.Configuration.At(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var head struct{ Version int }
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, err
	}
	out := &configOutput{configAnswer{ConfigRevision{Version: head.Version}, text, s.advice(doc, in.AcceptLanguage)}}
	found, err := s.opts.Configuration.History(ctx, head.Version+1, 1)
	if err == nil && len(found) == 1 && found[0].Version == head.Version {
		out.Body.ConfigRevision = found[0]
		out.Body.Changes = nil
	}
	return out, err
}

func (s *Server) saveConfig(ctx context.Context, in *saveInput) (*savedOutput, error) {
	doc, err := s.opts.Configuration.Parse(in.Body.Document, false)
	if err != nil {
		return nil, inBody(err, "body.document")
	}
	out, err := s.putConfig(ctx, doc, configWish{in.Body.Version, in.Body.Comment, in.Check, "config.save"})
	if err == nil && in.Check {
		out.Body.Advice = s.advice(doc, in.AcceptLanguage)
	}
	return out, err
}

func (s *Server) importConfig(ctx context.Context, in *importInput) (*savedOutput, error) {
	doc, err := s.opts.Configuration.Parse(in.RawBody, true)
	if err != nil {
		return nil, err
	}
	return s.putConfig(ctx, doc, configWish{in.Version, in.Comment, in.Check, "config.import"})
}

func (s *Server) rollback(ctx context.Context, in *rollbackInput) (*savedOutput, error) {
	doc, err := s.opts.Configuration.At(ctx, in.Body.To)
	if err != nil {
		return nil, err
	}
	return s.putConfig(ctx, doc, configWish{in.Body.Version, in.Body.Comment, in.Check, "config.rollback"})
}

// configWish is how a document is to become the configuration.
type configWish struct {
	base    int
	comment string
	check   bool
	what    string // for the audit
}

func (s *Server) putConfig(ctx context.Context, doc any, wish configWish) (*savedOutput, error) {
	now, err := s.opts.Configuration.At(ctx, 0)
	if err != nil {
		return nil, err
	}
	out := &savedOutput{savedView{Version: wish.base, Changes: s.opts.Configuration.Diff(now, doc)}}
	if wish.check {
		if err := s.stillInForce(ctx, wish.base); err != nil {
			return nil, err
		}
		out.Body.Document, err = json.Marshal(doc)
		return out, err
	}
	if err := s.audit(ctx, wish.what, "version "+strconv.Itoa(wish.base+1)); err != nil {
		return nil, err
	}
	out.Body.Version, err = s.opts.Configuration.Put(ctx, doc, wish.base, caller(ctx).session.User.ID, wish.comment)
	if err != nil {
		if newer := s.stillInForce(ctx, wish.base); newer != nil {
			return nil, newer
		}
		return nil, err
	}
	return out, nil
}

// stillInForce is a conflict that tells what others changed since the base.
func (s *Server) stillInForce(ctx context.Context, base int) error {
	newest, err := s.opts.Configuration.History(ctx, 0, 1)
	if err != nil || len(newest) == 0 && base == 0 || len(newest) == 1 && newest[0].Version == base {
		return err
	}
	p := newProblem(http.StatusConflict, codeConflict)
	p.Newer = &ConfigRevision{}
	if len(newest) == 1 {
		*p.Newer = newest[0]
		p.Newer.Changes = nil
	}
	if base == 0 { // there was none
		return p
	}
	before, errBefore := s.opts.Configuration.At(ctx, base)
	now, errNow := s.opts.Configuration.At(ctx, 0)
	if errBefore == nil && errNow == nil {
		p.Newer.Changes = s.opts.Configuration.Diff(before, now)
	}
	return p
}
