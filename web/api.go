package web

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

func (s *Server) apiConfig() huma.Config {
	config := huma.DefaultConfig("thirdring", s.opts.Version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = "" // the documentation page would load scripts from elsewhere
	config.SchemasPath = ""
	config.CreateHooks = nil // no $schema in answers
	config.Transformers = []huma.Transformer{s.translate}
	config.Info.Description = "See docs/api.md. Sign in with POST /api/login, or send the operator token from this machine."
	return config
}

// route is one operation of the API.
type route struct {
	method, path string
	summary      string
	roles        []Role // who may; none: everybody signed in
	public       bool   // nobody need sign in
	status       int    // of success, 200 by default
	big          bool   // the body may be a whole configuration
}

// serve adds a route to the API and gives its errors our shape.
func serve[I, O any](s *Server, r route, handle func(context.Context, *I) (*O, error)) {
	op := huma.Operation{
		OperationID:   huma.GenerateOperationID(r.method, r.path, (*O)(nil)),
		Method:        r.method,
		Path:          r.path,
		Summary:       r.summary,
		DefaultStatus: r.status,
		MaxBodyBytes:  maxBody,
		Responses:     s.problemResponse(),
	}
	if r.big {
		op.MaxBodyBytes = maxConfig
	}
	if !r.public {
		op.Middlewares = huma.Middlewares{s.require(r.roles)}
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.problemOf(ctx, err)
		}
		return out, nil
	})
}

func (s *Server) require(roles []Role) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		if p := s.allowed(r, roles); p != nil {
			s.writeProblem(w, r, p)
			return
		}
		next(ctx)
	}
}

func (s *Server) problemResponse() map[string]*huma.Response {
	registry := s.api.OpenAPI().Components.Schemas
	return map[string]*huma.Response{"default": {
		Description: "An error with its code and a sentence.",
		Content:     map[string]*huma.MediaType{"application/json": {Schema: registry.Schema(reflect.TypeFor[problem](), true, "Problem")}},
	}}
}

// document describes the routes that huma does not serve.
func (s *Server) document() {
	id := &huma.Param{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
	add := func(op huma.Operation, contentType string) {
		op.Responses = s.problemResponse()
		op.Responses["200"] = &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{contentType: {}}}
		s.api.OpenAPI().AddOperation(&op)
	}
	add(huma.Operation{
		OperationID: "get-recording", Method: http.MethodGet, Path: "/api/calls/{id}/recording",
		Summary: "The conversation's recording; supports ranges; audited.", Parameters: []*huma.Param{id},
	}, "audio/wav")
	add(huma.Operation{
		OperationID: "get-task-message", Method: http.MethodGet, Path: "/api/tasks/{id}/message",
		Summary: "What the customer of a call-back left to be heard; supports ranges; audited.", Parameters: []*huma.Param{id},
	}, "audio/wav")
	add(huma.Operation{OperationID: "healthz", Method: http.MethodGet, Path: "/healthz", Summary: "The process works."}, "application/json")
	add(huma.Operation{OperationID: "readyz", Method: http.MethodGet, Path: "/readyz", Summary: "Starting, ready, degraded, standby or draining."}, "application/json")
	if s.opts.Configuration != nil {
		add(huma.Operation{
			OperationID: "export-config", Method: http.MethodGet, Path: "/api/config/export", Summary: "The configuration as a YAML file; audited.",
			Parameters: []*huma.Param{{Name: "version", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger}}},
		}, "application/yaml")
		add(huma.Operation{OperationID: "config-schema", Method: http.MethodGet, Path: "/api/config/schema", Summary: "The configuration's JSON schema."}, "application/schema+json")
		s.documentConfig()
	}
	if s.opts.Prompts != nil {
		s.documentPrompts(add)
	}
	if s.opts.DemoCall != nil {
		add(huma.Operation{
			OperationID: "demo-call", Method: http.MethodPost, Path: "/api/demo/call",
			Summary: "Places a demo call and streams what the caller hears.",
		}, "text/event-stream")
	}
}
