package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"thirdring/owner"
	"thirdring/queue"
)

// Notice is a prompt that a supervisor may switch on.
type Notice struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// incidentView is a notice that is on.
type incidentView struct {
	Project  string    `json:"project"`
	Building string    `json:"building,omitempty" doc:"Missing: all of the project."`
	Prompt   string    `json:"prompt"`
	Since    time.Time `json:"since"`
	Until    time.Time `json:"until,omitzero" doc:"Missing: until it is switched off."`
	By       string    `json:"by"`
}

// proposalView is a building from which many people call.
type proposalView struct {
	Project  string    `json:"project"`
	Building string    `json:"building"`
	Callers  int       `json:"callers" doc:"Different numbers within 10 minutes."`
	Since    time.Time `json:"since"`
}

type (
	incidentsOutput struct {
		Body struct {
			Active   []incidentView `json:"active"`
			Proposed []proposalView `json:"proposed"`
			Notices  []Notice       `json:"notices" doc:"The prompts that may be switched on."`
		}
	}
	setIncidentInput struct {
		Body struct {
			Project  string    `json:"project" maxLength:"64"`
			Building string    `json:"building,omitempty" maxLength:"64" doc:"Missing: all of the project."`
			Prompt   string    `json:"prompt" minLength:"1" maxLength:"64"`
			Until    time.Time `json:"until,omitzero" doc:"Missing: until it is switched off."`
		}
	}
	clearIncidentInput struct {
		Project  string `query:"project" maxLength:"64"`
		Building string `query:"building" maxLength:"64"`
	}
	placesOutput struct {
		Body struct {
			Places []owner.Place `json:"places"`
		}
	}
)

func (s *Server) incidentRoutes() {
	serve(s, route{
		method: http.MethodGet, path: "/api/incidents", summary: "The notices that are on, proposed, and to choose from", roles: supervisors,
	}, s.incidents)
	serve(s, route{
		method: http.MethodPut, path: "/api/incidents", summary: "Switch a notice on for callers from a project or building, or change it", roles: supervisors,
	}, s.setIncident)
	serve(s, route{
		method: http.MethodDelete, path: "/api/incidents", summary: "Switch a notice off", roles: supervisors,
	}, s.clearIncident)
	serve(s, route{
		method: http.MethodGet, path: "/api/places", summary: "The projects and buildings of the owners' directory", roles: supervisors,
	}, s.places)
}

func (s *Server) incidents(context.Context, *struct{}) (*incidentsOutput, error) {
	now := s.opts.Board.Snapshot()
	out := &incidentsOutput{}
	out.Body.Active, out.Body.Proposed = []incidentView{}, []proposalView{}
	for _, i := range now.Incidents {
		out.Body.Active = append(out.Body.Active, incidentView{
			Project: i.Project, Building: i.Building, Prompt: i.Prompt, Since: i.Since, Until: i.Until, By: i.By,
		})
	}
	for _, p := range now.Proposals {
		out.Body.Proposed = append(out.Body.Proposed, proposalView(p))
	}
	out.Body.Notices = append([]Notice{}, s.opts.Notices()...)
	return out, nil
}

func (s *Server) setIncident(ctx context.Context, in *setIncidentInput) (*incidentsOutput, error) {
	err := s.ask(ctx, func(req queue.RequestID, by string) queue.Event {
		return queue.SetIncident{
			Req: req, Project: in.Body.Project, Building: in.Body.Building, Prompt: strings.TrimSpace(in.Body.Prompt), Until: in.Body.Until, By: by,
		}
	})
	if err != nil {
		return nil, err
	}
	return s.incidents(ctx, nil)
}

func (s *Server) clearIncident(ctx context.Context, in *clearIncidentInput) (*incidentsOutput, error) {
	err := s.ask(ctx, func(req queue.RequestID, by string) queue.Event {
		return queue.SetIncident{Req: req, Project: in.Project, Building: in.Building, By: by}
	})
	if err != nil {
		return nil, err
	}
	return s.incidents(ctx, nil)
}

func (s *Server) places(ctx context.Context, _ *struct{}) (*placesOutput, error) {
	places, err := s.opts.Owners.Places(ctx)
	if err != nil {
		return nil, err
	}
	out := &placesOutput{}
	out.Body.Places = places
	return out, nil
}
