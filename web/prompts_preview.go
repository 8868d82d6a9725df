package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"thirdring/prompt"
)

// maxSound is what two minutes of the largest kind of WAV file take.
const maxSound = 96 << 20

// uploadPath begins the only routes that take sounds.
const uploadPath = "/api/prompt-previews/upload"

// soundPatience is how long a sound may travel either way.
const soundPatience = 5 * time.Minute

type (
	previewView struct {
		Token    string         `json:"token"`
		Prompt   string         `json:"prompt"`
		Source   prompt.Source  `json:"source"`
		Text     string         `json:"text"`
		Before   prompt.Figures `json:"before" doc:"As it came."`
		After    prompt.Figures `json:"after" doc:"As callers would hear it."`
		Warnings []string       `json:"warnings" doc:"In the language of the request."`
	}
	previewInput struct {
		AcceptLanguage string `header:"Accept-Language" hidden:"true"`
		Token          string `path:"token" maxLength:"20"`
	}
	sayInput struct {
		AcceptLanguage string `header:"Accept-Language" hidden:"true"`
		Body           struct {
			Prompt string `json:"prompt" maxLength:"64"`
			Text   string `json:"text" maxLength:"1000"`
		}
	}
	previewOutput struct{ Body previewView }
)

func (s *Server) previewRoutes(read, write []Role) {
	serve(s, route{method: http.MethodPost, path: "/api/prompt-previews/say", summary: "A preview of a text, synthesised", roles: write}, s.sayPreview)
	serve(s, route{method: http.MethodGet, path: "/api/prompt-previews/{token}", summary: "A preview", roles: write}, s.previewByToken)
	serve(s, route{method: http.MethodDelete, path: "/api/prompt-previews/{token}", summary: "Discard a preview", roles: write}, s.discardPreview)
	s.mux.HandleFunc("POST "+uploadPath, s.only(s.uploadPreview, write...))
	s.mux.HandleFunc("GET /api/prompt-previews/{token}/audio", s.only(s.previewAudio, write...))
	s.mux.HandleFunc("GET /api/prompts/{id}/audio", s.only(s.promptAudio, read...))
	s.mux.HandleFunc("GET /api/prompts/export", s.only(s.exportPrompts, read...))
}

func viewOfPreview(p prompt.Preview, l lang) previewView {
	v := previewView{Token: p.Token, Prompt: p.Prompt, Source: p.Source, Text: p.Text, Before: p.Before, After: p.After, Warnings: []string{}}
	for _, w := range p.Warnings {
		v.Warnings = append(v.Warnings, sentence{w.Chinese, w.English}[l])
	}
	return v
}

func (s *Server) sayPreview(ctx context.Context, in *sayInput) (*previewOutput, error) {
	p, err := s.opts.Prompts.Library.Say(ctx, in.Body.Prompt, in.Body.Text, caller(ctx).session.User.ID)
	if err != nil {
		return nil, err
	}
	return &previewOutput{viewOfPreview(p, language(in.AcceptLanguage))}, nil
}

func (s *Server) previewByToken(_ context.Context, in *previewInput) (*previewOutput, error) {
	p, err := s.opts.Prompts.Library.Preview(in.Token)
	if err != nil {
		return nil, err
	}
	return &previewOutput{viewOfPreview(p, language(in.AcceptLanguage))}, nil
}

func (s *Server) discardPreview(_ context.Context, in *previewInput) (*struct{}, error) {
	return nil, s.opts.Prompts.Library.Discard(in.Token)
}

// uploadPreview takes a WAV file for a prompt.
func (s *Server) uploadPreview(w http.ResponseWriter, r *http.Request) {
	s.upload(w, r, func(ctx context.Context, file []byte, by string) (prompt.Preview, error) {
		return s.opts.Prompts.Library.Take(ctx, r.URL.Query().Get("sound"), file, prompt.Uploaded, by)
	})
}

// upload reads a WAV file as it is and answers with the preview that is made
// of it. A sound may take longer over a slow line than other requests are given.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, take func(ctx context.Context, file []byte, by string) (prompt.Preview, error)) {
	control := http.NewResponseController(w)
	if err := errors.Join(control.SetReadDeadline(time.Now().Add(soundPatience)), control.SetWriteDeadline(time.Now().Add(soundPatience))); err != nil {
		s.log.Warn("a slow upload may be cut", "err", err)
	}
	file, err := io.ReadAll(r.Body)
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		s.writeProblem(w, r, newProblem(http.StatusRequestEntityTooLarge, codeTooLarge))
		return
	}
	if err != nil {
		return // nobody is there any more
	}
	p, err := take(r.Context(), file, caller(r.Context()).session.User.ID)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(viewOfPreview(p, language(r.Header.Get("Accept-Language")))) // the browser is gone if it fails
}

func (s *Server) previewAudio(w http.ResponseWriter, r *http.Request) {
	wav, err := s.opts.Prompts.Library.PreviewWAV(r.PathValue("token"), r.URL.Query().Get("of") == "before")
	s.serveWAV(w, r, wav, time.Time{}, err)
}

// promptAudio is a version of a prompt, the one in force if none is named. The
// version is part of the address on the page, so that the browser may keep it.
func (s *Server) promptAudio(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	p, err := s.opts.Prompts.Library.Prompt(id)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	version := p.Version
	if named := r.URL.Query().Get("version"); named != "" {
		if version, err = strconv.Atoi(named); err != nil {
			s.writeProblem(w, r, newProblem(http.StatusNotFound, codeNotFound))
			return
		}
	}
	wav, at, err := s.opts.Prompts.Library.WAV(id, version, r.URL.Query().Get("piece"))
	s.serveWAV(w, r, wav, at, err)
}

func (s *Server) serveWAV(w http.ResponseWriter, r *http.Request, wav []byte, at time.Time, err error) {
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	w.Header().Set("Content-Type", "audio/wav")
	http.ServeContent(w, r, "prompt.wav", at, bytes.NewReader(wav))
}

// exportPrompts writes a ZIP file with every sound and a list of the texts.
func (s *Server) exportPrompts(w http.ResponseWriter, r *http.Request) {
	if err := s.audit(r.Context(), "prompt.export", "all"); err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(soundPatience)); err != nil {
		s.log.Warn("a slow download may be cut", "err", err)
	}
	name := "prompts-" + time.Now().In(s.opts.Zone).Format("20060102") + ".zip"
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if err := s.opts.Prompts.Library.Export(w); err != nil && r.Context().Err() == nil {
		s.log.Error("export of prompts failed", "err", err)
	}
}

// problemOfPrompts finds the answer to what the prompts refuse, nil if it is
// something else.
func problemOfPrompts(err error) *problem {
	if flaw, ok := errors.AsType[*prompt.Flaw](err); ok {
		p := newProblem(http.StatusUnprocessableEntity, codeBadRequest)
		p.sentence = sentence{flaw.Chinese, flaw.English}
		return p
	}
	for _, known := range []struct {
		err    error
		status int
		code   code
		text   sentence
	}{
		{prompt.ErrNoPrompt, http.StatusNotFound, codeNotFound, sentence{"没有这条语音。", "There is no such prompt."}},
		{prompt.ErrNoMusic, http.StatusNotFound, codeNotFound, sentence{"没有这组音乐。", "There is no such music."}},
		{prompt.ErrNoVersion, http.StatusNotFound, codeNotFound, sentence{"没有这个版本,或它没有声音。", "There is no such version, or it has nothing to play."}},
		{prompt.ErrNoPreview, http.StatusNotFound, codeNotFound, sentence{"试听已过期,请重新上传或录音。", "The preview is gone; upload or record it again."}},
		{prompt.ErrConflict, http.StatusConflict, codeConflict, sentences[codeConflict]},
		{prompt.ErrShipped, http.StatusConflict, codeRefused, sentence{"系统自带的不能删除。", "What came with the product cannot be deleted."}},
		{prompt.ErrNoSox, http.StatusServiceUnavailable, codeUnavailable, sentence{"服务器未安装 sox,无法转换声音。请运行 deploy/install.sh prompts。", "sox is not installed on the server: run deploy/install.sh prompts."}},
		{prompt.ErrNoVoice, http.StatusServiceUnavailable, codeUnavailable, sentence{"服务器未安装语音合成(espeak-ng)。请上传或录音。", "No voice is installed on the server (espeak-ng). Upload or record instead."}},
	} {
		if errors.Is(err, known.err) {
			p := newProblem(known.status, known.code)
			p.sentence = known.text
			return p
		}
	}
	return nil
}

func isUpload(path string) bool { return strings.HasPrefix(path, uploadPath) }

// documentPrompts describes the routes of sounds, which are no JSON.
func (s *Server) documentPrompts(add func(huma.Operation, string)) {
	text := &huma.Schema{Type: huma.TypeString}
	param := func(in, name string) *huma.Param {
		return &huma.Param{Name: name, In: in, Required: in == "path", Schema: text}
	}
	add(huma.Operation{
		OperationID: "upload-prompt", Method: http.MethodPost, Path: uploadPath, Summary: "A preview of a WAV file, which is the body.",
		Parameters: []*huma.Param{param("query", "sound")},
	}, "application/json")
	add(huma.Operation{
		OperationID: "prompt-preview-audio", Method: http.MethodGet, Path: "/api/prompt-previews/{token}/audio", Summary: "What a preview sounds like; supports ranges.",
		Parameters: []*huma.Param{param("path", "token"), param("query", "of")},
	}, "audio/wav")
	add(huma.Operation{
		OperationID: "prompt-audio", Method: http.MethodGet, Path: "/api/prompts/{id}/audio", Summary: "What a prompt sounds like; supports ranges.",
		Parameters: []*huma.Param{param("path", "id"), param("query", "version"), param("query", "piece")},
	}, "audio/wav")
	add(huma.Operation{
		OperationID: "upload-music", Method: http.MethodPost, Path: musicUploadPath, Summary: "A preview of a WAV file, which is the body, as a piece of music.",
		Parameters: []*huma.Param{param("query", "name")},
	}, "application/json")
	add(huma.Operation{
		OperationID: "music-audio", Method: http.MethodGet, Path: "/api/music/{id}/audio", Summary: "What a piece of music sounds like; supports ranges.",
		Parameters: []*huma.Param{param("path", "id"), param("query", "version"), param("query", "track")},
	}, "audio/wav")
	add(huma.Operation{OperationID: "export-prompts", Method: http.MethodGet, Path: "/api/prompts/export", Summary: "Every sound as a WAV file, and the list of texts; audited."}, "application/zip")
}
