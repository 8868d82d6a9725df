package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"thirdring/agent"
	"thirdring/prompt"
)

// Prompts are what the centre says to its callers. All but Record are
// required.
type Prompts struct {
	Library *prompt.Library
	// Uses lists where prompts are named now.
	Uses func(ctx context.Context) ([]PromptUse, error)
	// MusicUses lists which queues name which music.
	MusicUses func(ctx context.Context) ([]MusicUse, error)
	// ReloadMusic lets every Asterisk read the music anew. An error says that
	// one will do so later.
	ReloadMusic func(ctx context.Context) error
	// Record rings a telephone and returns the WAV file of what was said
	// there; it tells each state that it reaches. It ends at the telephone, or
	// when finish is closed. Errors that a person can do something about are
	// *prompt.Flaw.
	Record func(ctx context.Context, phone StudioPhone, finish <-chan struct{}, tell func(TakeState)) ([]byte, error)
}

func (p *Prompts) complete() error {
	if p.Library == nil || p.Uses == nil || p.MusicUses == nil || p.ReloadMusic == nil {
		return fmt.Errorf("web: Options.Prompts: Library, Uses, MusicUses and ReloadMusic are required")
	}
	return nil
}

// PromptUse says where a prompt is named.
type PromptUse struct {
	Prompt string `json:"-"`
	Path   string `json:"path" doc:"In the configuration, as hotlines[4008001234].greeting; of a notice that is switched on, incidents; system where the server plays it by itself."`
	Name   string `json:"name,omitempty" doc:"Of the hotline, queue or notice."`
}

// PathSystem is the path of a use that nobody configured.
const PathSystem = "system"

// StudioPhone is a telephone to record at: an agent's, or a number.
type StudioPhone struct {
	Agent  agent.ID `json:"agent,omitempty" maxLength:"64" doc:"Whose telephone rings, the one that the agent uses now."`
	Number string   `json:"number,omitempty" maxLength:"32" doc:"Or an outside number."`
}

type (
	promptView struct {
		prompt.Prompt
		UsedBy []PromptUse `json:"used_by,omitempty"`
	}
	promptsOutput struct {
		Body struct {
			Prompts    []promptView `json:"prompts"`
			Situations []string     `json:"situations" doc:"In the order of a call."`
			Longest    int          `json:"longest_ms" doc:"How long a prompt may last."`
			Phone      bool         `json:"phone" doc:"Prompts can be recorded by telephone."`
		}
	}
	promptInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	promptOutput   struct{ Body promptView }
	versionsOutput struct {
		Body struct {
			Versions []versionView `json:"versions" doc:"Newest first; the last is 0, as installed, where there is one."`
		}
	}
	versionView struct {
		Version  int           `json:"version"`
		At       time.Time     `json:"at,omitzero"`
		By       string        `json:"by,omitempty"`
		Why      string        `json:"why,omitempty"`
		What     prompt.What   `json:"what,omitempty" enum:"voice,text,restored,made"`
		Restored int           `json:"restored" doc:"With restored: the version that it repeats."`
		Text     string        `json:"text"`
		Source   prompt.Source `json:"source,omitempty"`
		MS       int           `json:"ms"`
		Level    float64       `json:"level,omitempty"`
	}
	savePromptInput struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version   int    `json:"version" minimum:"0" doc:"The version that was changed; 409 if it is no longer the one in force."`
			Text      string `json:"text,omitempty" maxLength:"1000" doc:"What it says; as it is if missing. XX is the centre's name."`
			Situation string `json:"situation,omitempty" maxLength:"20" doc:"Of a prompt of the centre's own."`
			Preview   string `json:"preview,omitempty" maxLength:"20" doc:"The token of the voice that it is to have."`
			Why       string `json:"why,omitempty" maxLength:"200"`
		}
	}
	createPromptInput struct {
		Body struct {
			ID        string `json:"id" maxLength:"64"`
			Text      string `json:"text" maxLength:"1000"`
			Situation string `json:"situation,omitempty" maxLength:"20"`
			Why       string `json:"why,omitempty" maxLength:"200"`
		}
	}
	restorePromptInput struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version int    `json:"version" minimum:"0" doc:"The version in force."`
			To      int    `json:"to" minimum:"0" doc:"The version that is to be heard again; 0: as installed."`
			Why     string `json:"why,omitempty" maxLength:"200"`
		}
	}
	deletePromptInput struct {
		ID      string `path:"id" maxLength:"64"`
		Version int    `query:"version" minimum:"0" doc:"The version in force."`
	}
)

func (s *Server) promptRoutes() {
	if s.opts.Prompts == nil {
		return
	}
	read, write := []Role{Supervisor, QA, Admin}, []Role{Admin}
	serve(s, route{method: http.MethodGet, path: "/api/prompts", summary: "All prompts, and where they are used", roles: read}, s.prompts)
	serve(s, route{method: http.MethodPost, path: "/api/prompts", summary: "A prompt of the centre's own", roles: write, status: http.StatusCreated}, s.createPrompt)
	serve(s, route{method: http.MethodGet, path: "/api/prompts/{id}", summary: "One prompt", roles: read}, s.promptByID)
	serve(s, route{method: http.MethodPut, path: "/api/prompts/{id}", summary: "Change a prompt's text or voice; the next caller hears it", roles: write}, s.savePrompt)
	serve(s, route{method: http.MethodDelete, path: "/api/prompts/{id}", summary: "Delete a prompt of the centre's own that nothing names", roles: write}, s.deletePrompt)
	serve(s, route{method: http.MethodGet, path: "/api/prompts/{id}/versions", summary: "Who changed a prompt, when and why", roles: read}, s.promptVersions)
	serve(s, route{method: http.MethodPost, path: "/api/prompts/{id}/restore", summary: "An earlier version as a new one", roles: write}, s.restorePrompt)
	s.previewRoutes(read, write)
	s.takeRoutes(write)
	s.musicRoutes(read, write)
}

func (s *Server) prompts(ctx context.Context, _ *struct{}) (*promptsOutput, error) {
	all, err := s.opts.Prompts.Library.Prompts()
	if err != nil {
		return nil, err
	}
	uses, err := s.opts.Prompts.Uses(ctx)
	if err != nil {
		return nil, err
	}
	out := &promptsOutput{}
	out.Body.Prompts = make([]promptView, len(all))
	for i, p := range all {
		out.Body.Prompts[i] = viewOfPrompt(p, uses)
	}
	out.Body.Situations = prompt.Situations
	out.Body.Longest = int(prompt.Longest / time.Millisecond)
	out.Body.Phone = s.opts.Prompts.Record != nil
	return out, nil
}

func viewOfPrompt(p prompt.Prompt, uses []PromptUse) promptView {
	v := promptView{Prompt: p}
	for _, use := range uses {
		if use.Prompt == p.ID {
			v.UsedBy = append(v.UsedBy, use)
		}
	}
	return v
}

// promptNow is the answer to a change.
func (s *Server) promptNow(ctx context.Context, p prompt.Prompt, err error) (*promptOutput, error) {
	if err != nil {
		return nil, err
	}
	uses, err := s.opts.Prompts.Uses(ctx)
	return &promptOutput{viewOfPrompt(p, uses)}, err
}

func (s *Server) promptByID(ctx context.Context, in *promptInput) (*promptOutput, error) {
	p, err := s.opts.Prompts.Library.Prompt(in.ID)
	return s.promptNow(ctx, p, err)
}

func (s *Server) createPrompt(ctx context.Context, in *createPromptInput) (*promptOutput, error) {
	if err := s.audit(ctx, "prompt.create", in.Body.ID); err != nil {
		return nil, err
	}
	p, err := s.opts.Prompts.Library.Create(prompt.Change{
		ID: in.Body.ID, Text: in.Body.Text, Situation: in.Body.Situation, By: caller(ctx).session.User.ID, Why: in.Body.Why,
	})
	return s.promptNow(ctx, p, err)
}

func (s *Server) savePrompt(ctx context.Context, in *savePromptInput) (*promptOutput, error) {
	if err := s.audit(ctx, "prompt.save", in.ID+" version "+strconv.Itoa(in.Body.Version+1)); err != nil {
		return nil, err
	}
	p, err := s.opts.Prompts.Library.Save(prompt.Change{
		ID: in.ID, Base: in.Body.Version, Text: in.Body.Text, Situation: in.Body.Situation, Preview: in.Body.Preview,
		By: caller(ctx).session.User.ID, Why: in.Body.Why,
	})
	return s.promptNow(ctx, p, err)
}

func (s *Server) restorePrompt(ctx context.Context, in *restorePromptInput) (*promptOutput, error) {
	if err := s.audit(ctx, "prompt.restore", in.ID+" version "+strconv.Itoa(in.Body.To)); err != nil {
		return nil, err
	}
	p, err := s.opts.Prompts.Library.Restore(prompt.Change{
		ID: in.ID, Base: in.Body.Version, By: caller(ctx).session.User.ID, Why: in.Body.Why,
	}, in.Body.To)
	return s.promptNow(ctx, p, err)
}

func (s *Server) deletePrompt(ctx context.Context, in *deletePromptInput) (*struct{}, error) {
	uses, err := s.opts.Prompts.Uses(ctx)
	if err != nil {
		return nil, err
	}
	var where []string
	for _, use := range uses {
		if use.Prompt == in.ID && use.Path != PathSystem {
			where = append(where, strings.TrimSpace(use.Name+" "+use.Path))
		}
	}
	if len(where) > 0 {
		return nil, stillUsed(where)
	}
	if err := s.audit(ctx, "prompt.delete", in.ID); err != nil {
		return nil, err
	}
	err = s.opts.Prompts.Library.Delete(prompt.Change{ID: in.ID, Base: in.Version, By: caller(ctx).session.User.ID})
	return nil, err
}

func stillUsed(where []string) error {
	list := strings.Join(where, ", ")
	return refusedWith(sentence{"仍在使用,不能删除:" + list + "。", "It is still used and cannot be deleted: " + list + "."})
}

func (s *Server) promptVersions(_ context.Context, in *promptInput) (*versionsOutput, error) {
	found, err := s.opts.Prompts.Library.Versions(in.ID)
	if err != nil {
		return nil, err
	}
	out := &versionsOutput{}
	for _, v := range found {
		view := versionView{Version: v.Number, At: v.At, By: v.By, Why: v.Why, What: v.What, Restored: v.Restored, Text: v.Text}
		var sources []prompt.Source
		for _, sound := range v.Sounds {
			view.MS += sound.Milliseconds
			view.Level = sound.Level
			sources = append(sources, sound.Source)
		}
		if len(sources) > 0 {
			view.Source = slices.Max(sources) // of several, uploaded before synthesised: any voice of one's own is told
		}
		out.Body.Versions = append(out.Body.Versions, view)
	}
	return out, nil
}
