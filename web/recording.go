package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"

	"thirdring/queue"
	"thirdring/record"
)

// recording serves the file of a conversation.
func (s *Server) recording(w http.ResponseWriter, r *http.Request) {
	row, err := s.opts.Register.Get(r.Context(), queue.CallID(r.PathValue("id")), record.Masked)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	s.playRecording(w, r, row)
}

// message serves what the customer of a task left to be heard: to supervisors
// and QA, and to the agent who has to call back.
func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	row, err := s.messageOf(r.Context(), r.PathValue("id"))
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	s.playRecording(w, r, row)
}

func (s *Server) messageOf(ctx context.Context, id string) (record.Row, error) {
	task, err := s.opts.Tasks.Get(ctx, id)
	if err != nil {
		return record.Row{}, err
	}
	user := caller(ctx).session.User
	if user.Role == Agent && (user.Agent == "" || task.Agent != user.Agent) || task.Message == "" {
		return record.Row{}, record.ErrNoTask
	}
	return s.opts.Register.Get(ctx, task.CallID, record.Masked)
}

// playRecording serves the row's file. The audit comes first: what cannot be
// audited is not heard.
func (s *Server) playRecording(w http.ResponseWriter, r *http.Request, row record.Row) {
	file, modified, err := s.openRecording(row)
	if err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	defer file.Close()

	what := "recording.play"
	name := fmt.Sprintf("%s%s", row.CallID, path.Ext(row.Recording.File))
	if r.URL.Query().Get("download") == "1" {
		what = "recording.download"
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	if err := s.opts.Audit.Audit(r.Context(), caller(r.Context()).session.User.ID, what, string(row.CallID)); err != nil {
		s.writeProblem(w, r, s.problemOf(r.Context(), fmt.Errorf("audit: %w", err)))
		return
	}
	if path.Ext(name) == ".wav" {
		w.Header().Set("Content-Type", "audio/wav")
	}
	w.Header().Set("Cache-Control", "private, no-store")
	if row.Recording.SHA256 != "" {
		w.Header().Set("ETag", `"`+row.Recording.SHA256+`"`)
	}
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(10 * time.Minute)); err != nil {
		s.log.Warn("a slow download may be cut", "err", err)
	}
	http.ServeContent(w, r, name, modified, file)
}

// openRecording opens the row's file, which must be inside the recordings.
func (s *Server) openRecording(row record.Row) (io.ReadSeekCloser, time.Time, error) {
	if row.Recording == nil || row.Recording.File == "" {
		return nil, time.Time{}, record.ErrNotFound
	}
	if !fs.ValidPath(row.Recording.File) {
		return nil, time.Time{}, fmt.Errorf("recording of call %s has the path %q", row.CallID, row.Recording.File)
	}
	file, err := s.opts.Recordings.Open(row.Recording.File)
	if errors.Is(err, fs.ErrNotExist) {
		s.log.Error("recording is missing", "call", row.CallID)
		return nil, time.Time{}, record.ErrNotFound
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	info, err := file.Stat()
	seeker, ok := file.(io.ReadSeekCloser)
	if err != nil || !ok {
		return nil, time.Time{}, errors.Join(fmt.Errorf("recording of call %s cannot be served", row.CallID), err, file.Close())
	}
	return seeker, info.ModTime(), nil
}
