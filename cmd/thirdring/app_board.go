package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"

	"thirdring/deploy"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/web"
)

// journal is the store's as the web sees it.
type journal struct{ store *store.Store }

// Decisions implements web.Journal.
func (j journal) Decisions(ctx context.Context, call queue.CallID, from, to time.Time) ([]web.Decision, error) {
	found, err := j.store.Decisions(ctx, call, from, to)
	out := make([]web.Decision, len(found))
	for i, d := range found {
		out[i] = web.Decision(d)
	}
	return out, err
}

// noticePrefix begins the ids of the prompts that a supervisor may switch on.
const noticePrefix = "notice."

// notices are those prompts that can be played, as the folder of sounds has
// them at this moment.
func (a *App) notices() []web.Notice {
	text, err := os.ReadFile(filepath.Join(a.cfg.Asterisk[0].SoundsDir, "manifest.json"))
	if err != nil {
		a.log.Warn("the prompts cannot be listed", "err", err)
		return nil
	}
	var manifest deploy.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		a.log.Warn("the prompts cannot be listed", "err", err)
		return nil
	}
	var all []web.Notice
	for _, p := range manifest.Prompts {
		if len(p.Parts) > 0 && (strings.HasPrefix(p.ID, noticePrefix) || p.ID == "emergency.notice") {
			all = append(all, web.Notice{ID: p.ID, Text: p.Text})
		}
	}
	return all
}
