package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"thirdring/prompt"
)

// MusicUse says which queue names a class of music.
type MusicUse struct {
	Class string `json:"-"`
	Queue string `json:"queue" doc:"Its id."`
	Name  string `json:"name,omitempty"`
}

type (
	trackView struct {
		ID        string        `json:"id"`
		Name      string        `json:"name"`
		MS        int           `json:"ms"`
		Level     float64       `json:"level,omitempty"`
		Source    prompt.Source `json:"source"`
		Installed bool          `json:"installed,omitempty" doc:"It came with the product, or is a file of the host's."`
	}
	musicView struct {
		ID      string      `json:"id" doc:"What a queue's music names; default: the usual one."`
		Name    string      `json:"name,omitempty"`
		Version int         `json:"version" doc:"0: as installed."`
		At      time.Time   `json:"at,omitzero"`
		By      string      `json:"by,omitempty"`
		Own     bool        `json:"own,omitempty" doc:"Made by the centre."`
		MS      int         `json:"ms" doc:"Length of all pieces, after which they begin again."`
		Tracks  []trackView `json:"tracks" doc:"In the order in which they are played."`
		UsedBy  []MusicUse  `json:"used_by,omitempty"`
		Later   bool        `json:"later,omitempty" doc:"Of a change: an Asterisk is not connected and has it as soon as it is."`
	}
	musicListOutput struct {
		Body struct {
			Music   []musicView `json:"music" doc:"The usual one first."`
			Longest int         `json:"longest_ms" doc:"How long a piece may last."`
		}
	}
	musicInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	musicOutput      struct{ Body musicView }
	musicVersionView struct {
		Version  int         `json:"version"`
		At       time.Time   `json:"at,omitzero"`
		By       string      `json:"by,omitempty"`
		Why      string      `json:"why,omitempty"`
		What     prompt.What `json:"what,omitempty" enum:"voice,text,restored,made,deleted" doc:"voice: other pieces or another order; text: another name."`
		Restored int         `json:"restored" doc:"With restored: the version that it repeats."`
		Name     string      `json:"name,omitempty"`
		Tracks   []trackView `json:"tracks"`
	}
	musicVersionsOutput struct {
		Body struct {
			Versions []musicVersionView `json:"versions" doc:"Newest first; the last is 0, as installed, where there is one."`
		}
	}
	createMusicInput struct {
		Body struct {
			ID   string `json:"id" maxLength:"64" doc:"Small letters, digits, - and _."`
			Name string `json:"name" maxLength:"60" doc:"For people."`
			Why  string `json:"why,omitempty" maxLength:"200"`
		}
	}
	trackInput struct {
		ID      string `json:"id,omitempty" maxLength:"64" doc:"A piece that the class has, or had."`
		Preview string `json:"preview,omitempty" maxLength:"20" doc:"Or the token of an upload."`
		Name    string `json:"name,omitempty" maxLength:"60" doc:"As it is called if missing."`
	}
	saveMusicInput struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version int          `json:"version" minimum:"0" doc:"The version that was changed; 409 if it is no longer the one in force."`
			Name    string       `json:"name,omitempty" maxLength:"60" doc:"As it is if missing."`
			Tracks  []trackInput `json:"tracks" maxItems:"50" doc:"All pieces, in order."`
			Why     string       `json:"why,omitempty" maxLength:"200"`
		}
	}
	restoreMusicInput struct {
		ID   string `path:"id" maxLength:"64"`
		Body struct {
			Version int    `json:"version" minimum:"0" doc:"The version in force."`
			To      int    `json:"to" minimum:"0" doc:"The version that is to be heard again; 0: as installed."`
			Why     string `json:"why,omitempty" maxLength:"200"`
		}
	}
	deleteMusicInput struct {
		ID      string `path:"id" maxLength:"64"`
		Version int    `query:"version" minimum:"0" doc:"The version in force."`
	}
)

// musicUploadPath takes pieces of music, as uploadPath takes prompts.
const musicUploadPath = uploadPath + "-music"

func (s *Server) musicRoutes(read, write []Role) {
	serve(s, route{method: http.MethodGet, path: "/api/music", summary: "The classes of music for who waits, and which queues name them", roles: read}, s.musicList)
	serve(s, route{method: http.MethodPost, path: "/api/music", summary: "A class of the centre's own, without a piece yet", roles: write, status: http.StatusCreated}, s.createMusic)
	serve(s, route{method: http.MethodGet, path: "/api/music/{id}", summary: "One class", roles: read}, s.musicByID)
	serve(s, route{method: http.MethodPut, path: "/api/music/{id}", summary: "Change a class's name or pieces; who begins to wait hears it", roles: write}, s.saveMusic)
	serve(s, route{method: http.MethodDelete, path: "/api/music/{id}", summary: "Delete a class that no queue names", roles: write}, s.deleteMusic)
	serve(s, route{method: http.MethodGet, path: "/api/music/{id}/versions", summary: "Who changed a class, when and why", roles: read}, s.musicVersions)
	serve(s, route{method: http.MethodPost, path: "/api/music/{id}/restore", summary: "An earlier version as a new one", roles: write}, s.restoreMusic)
	s.mux.HandleFunc("POST "+musicUploadPath, s.only(s.uploadMusic, write...))
	s.mux.HandleFunc("GET /api/music/{id}/audio", s.only(s.musicAudio, read...))
}

func viewOfTracks(tracks []prompt.Track) []trackView {
	views := make([]trackView, len(tracks))
	for i, t := range tracks {
		views[i] = trackView{ID: t.ID, Name: t.Name, MS: t.Milliseconds, Level: t.Level, Source: t.Source, Installed: t.Installed}
	}
	return views
}

func viewOfMusic(m prompt.Music, uses []MusicUse) musicView {
	v := musicView{ID: m.ID, Name: m.Name, Version: m.Version, At: m.At, By: m.By, Own: m.Own, MS: m.MS, Tracks: viewOfTracks(m.Tracks)}
	for _, use := range uses {
		if use.Class == m.ID {
			v.UsedBy = append(v.UsedBy, use)
		}
	}
	return v
}

func (s *Server) musicList(ctx context.Context, _ *struct{}) (*musicListOutput, error) {
	all, err := s.opts.Prompts.Library.Music()
	if err != nil {
		return nil, err
	}
	uses, err := s.opts.Prompts.MusicUses(ctx)
	if err != nil {
		return nil, err
	}
	out := &musicListOutput{}
	out.Body.Music = make([]musicView, len(all))
	for i, m := range all {
		out.Body.Music[i] = viewOfMusic(m, uses)
	}
	out.Body.Longest = int(prompt.LongestMusic / time.Millisecond)
	return out, nil
}

func (s *Server) musicByID(ctx context.Context, in *musicInput) (*musicOutput, error) {
	m, err := s.opts.Prompts.Library.MusicClass(in.ID)
	if err != nil {
		return nil, err
	}
	uses, err := s.opts.Prompts.MusicUses(ctx)
	return &musicOutput{viewOfMusic(m, uses)}, err
}

// musicNow lets Asterisk read what was changed, and is the answer to a change.
// One that is not connected has it later; the change is made all the same.
func (s *Server) musicNow(ctx context.Context, m prompt.Music, err error) (*musicOutput, error) {
	if err != nil {
		return nil, err
	}
	uses, err := s.opts.Prompts.MusicUses(ctx)
	if err != nil {
		return nil, err
	}
	out := &musicOutput{viewOfMusic(m, uses)}
	out.Body.Later = s.reloadMusic(ctx)
	return out, nil
}

func (s *Server) reloadMusic(ctx context.Context) (later bool) {
	err := s.opts.Prompts.ReloadMusic(ctx)
	if err != nil {
		s.log.Warn("music is in force later", "err", err)
	}
	return err != nil
}

func (s *Server) createMusic(ctx context.Context, in *createMusicInput) (*musicOutput, error) {
	if err := s.audit(ctx, "music.create", in.Body.ID); err != nil {
		return nil, err
	}
	m, err := s.opts.Prompts.Library.CreateMusic(prompt.MusicChange{
		ID: in.Body.ID, Name: in.Body.Name, By: caller(ctx).session.User.ID, Why: in.Body.Why,
	})
	return s.musicNow(ctx, m, err)
}

func (s *Server) saveMusic(ctx context.Context, in *saveMusicInput) (*musicOutput, error) {
	if err := s.audit(ctx, "music.save", in.ID+" version "+strconv.Itoa(in.Body.Version+1)); err != nil {
		return nil, err
	}
	change := prompt.MusicChange{ID: in.ID, Base: in.Body.Version, Name: in.Body.Name, By: caller(ctx).session.User.ID, Why: in.Body.Why}
	for _, t := range in.Body.Tracks {
		change.Tracks = append(change.Tracks, prompt.TrackWish{ID: t.ID, Preview: t.Preview, Name: t.Name})
	}
	m, err := s.opts.Prompts.Library.SaveMusic(change)
	return s.musicNow(ctx, m, err)
}

func (s *Server) restoreMusic(ctx context.Context, in *restoreMusicInput) (*musicOutput, error) {
	if err := s.audit(ctx, "music.restore", in.ID+" version "+strconv.Itoa(in.Body.To)); err != nil {
		return nil, err
	}
	m, err := s.opts.Prompts.Library.RestoreMusic(prompt.MusicChange{
		ID: in.ID, Base: in.Body.Version, By: caller(ctx).session.User.ID, Why: in.Body.Why,
	}, in.Body.To)
	return s.musicNow(ctx, m, err)
}

func (s *Server) deleteMusic(ctx context.Context, in *deleteMusicInput) (*struct{}, error) {
	uses, err := s.opts.Prompts.MusicUses(ctx)
	if err != nil {
		return nil, err
	}
	var where []string
	for _, use := range uses {
		if use.Class == in.ID {
			where = append(where, strings.TrimSpace(use.Name+" "+use.Queue))
		}
	}
	if len(where) > 0 {
		return nil, stillUsed(where)
	}
	if err := s.audit(ctx, "music.delete", in.ID); err != nil {
		return nil, err
	}
	err = s.opts.Prompts.Library.DeleteMusic(prompt.MusicChange{ID: in.ID, Base: in.Version, By: caller(ctx).session.User.ID})
	if err == nil {
		s.reloadMusic(ctx)
	}
	return nil, err
}

func (s *Server) musicVersions(_ context.Context, in *musicInput) (*musicVersionsOutput, error) {
	found, err := s.opts.Prompts.Library.MusicVersions(in.ID)
	if err != nil {
		return nil, err
	}
	out := &musicVersionsOutput{}
	for _, v := range found {
		out.Body.Versions = append(out.Body.Versions, musicVersionView{
			Version: v.Number, At: v.At, By: v.By, Why: v.Why, What: v.What, Restored: v.Restored, Name: v.Name, Tracks: viewOfTracks(v.Tracks),
		})
	}
	return out, nil
}

// uploadMusic makes a preview of a WAV file, which is the body.
func (s *Server) uploadMusic(w http.ResponseWriter, r *http.Request) {
	s.upload(w, r, func(ctx context.Context, file []byte, by string) (prompt.Preview, error) {
		return s.opts.Prompts.Library.TakeMusic(ctx, r.URL.Query().Get("name"), file, by)
	})
}

// musicAudio is a piece of a version of a class, the one in force if none is
// named.
func (s *Server) musicAudio(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	m, err := s.opts.Prompts.Library.MusicClass(id)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	version := m.Version
	if named := r.URL.Query().Get("version"); named != "" {
		if version, err = strconv.Atoi(named); err != nil {
			s.writeProblem(w, r, newProblem(http.StatusNotFound, codeNotFound))
			return
		}
	}
	wav, at, err := s.opts.Prompts.Library.TrackWAV(id, version, r.URL.Query().Get("track"))
	s.serveWAV(w, r, wav, at, err)
}
