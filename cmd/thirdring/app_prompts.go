package main

import (
	"context"
	"errors"
	"os/exec"

	"thirdring/agent"
	"thirdring/deploy"
	"thirdring/prompt"
	"thirdring/queue"
	"thirdring/store"
	"thirdring/telephony"
	"thirdring/web"
)

func (a *App) openPrompts(context.Context) (err error) {
	a.prompts, err = prompt.Open(prompt.Options{
		Dir: a.cfg.PromptsDir, SoundsDir: a.cfg.Asterisk[0].SoundsDir, Speak: speak, Fill: deploy.FillName, Now: a.now, Logger: a.log,
	})
	return err
}

// speak is the voice of the prompts that nobody recorded.
func speak(ctx context.Context, text string) ([]byte, error) {
	wav, err := deploy.Speak(ctx, text)
	if errors.Is(err, exec.ErrNotFound) {
		return nil, prompt.ErrNoVoice
	}
	return wav, err
}

// webPrompts are the prompts as the web sees them.
func (a *App) webPrompts() *web.Prompts {
	return &web.Prompts{
		Library: a.prompts, Uses: a.promptUses, Record: a.recordPrompt,
		MusicUses: a.musicUses, ReloadMusic: a.phones.ReloadMusic,
	}
}

// promptUses are where the configuration in force, and the notices that are
// switched on, name prompts.
func (a *App) promptUses(ctx context.Context) ([]web.PromptUse, error) {
	doc, err := a.document(ctx)
	if err != nil {
		return nil, err
	}
	uses := systemUses()
	for _, u := range doc.PromptUses() {
		uses = append(uses, web.PromptUse{Prompt: u.Prompt, Path: u.Path, Name: u.Name})
	}
	for _, incident := range (board{a}).Snapshot().Incidents {
		uses = append(uses, web.PromptUse{Prompt: incident.Prompt, Path: "incidents", Name: incident.Project + incident.Building})
	}
	return uses, nil
}

// document is the configuration in force.
func (a *App) document(ctx context.Context) (store.Document, error) {
	doc, err := a.store.Current(ctx)
	if errors.Is(err, store.ErrNoCenter) {
		return store.Default(), nil
	}
	return doc, err
}

// musicUses are the queues that name a class of music.
func (a *App) musicUses(ctx context.Context) ([]web.MusicUse, error) {
	doc, err := a.document(ctx)
	if err != nil {
		return nil, err
	}
	var uses []web.MusicUse
	for _, q := range doc.Queues {
		if q.Music != "" {
			uses = append(uses, web.MusicUse{Class: q.Music, Queue: q.ID, Name: q.Name})
		}
	}
	return uses, nil
}

// systemPrompts are what the server plays by itself, unless a hotline or queue
// names another one. Numbers are put into some of them.
var systemPrompts = []string{
	"agent.workno", "after_hours", "beep", "callback.confirm", "close.main", "close.short", "connect.start", "duty.confirm",
	"emergency.route", "greet.main", "greet.record", "hold.long", "queue.callback", "queue.callback_later", "queue.callback_ok",
	"queue.comfort", "queue.enter", "queue.key_no", "queue.overflow", "queue.position", "queue.wait_est", "survey.ask",
	"survey.invalid", "survey.thanks", "survey.unhappy", "system.busy", "transfer.fail", "transfer.play", "voicemail",
	"voicemail.ok", "voicemail.short",
	"num.0", "num.1", "num.2", "num.3", "num.4", "num.5", "num.6", "num.7", "num.8", "num.9", "num.10", "num.liang", "num.yao",
}

func systemUses() []web.PromptUse {
	uses := make([]web.PromptUse, len(systemPrompts))
	for i, id := range systemPrompts {
		uses[i] = web.PromptUse{Prompt: id, Path: web.PathSystem}
	}
	return uses
}

// notices are the prompts that a supervisor may switch on: those for notices
// that can be played at this moment, the centre's own included.
func (a *App) notices() []web.Notice {
	found, err := a.prompts.Prompts()
	if err != nil {
		a.log.Warn("the prompts cannot be listed", "err", err)
	}
	var all []web.Notice
	for _, p := range found {
		if p.Situation == "notice" && !p.Missing {
			all = append(all, web.Notice{ID: p.ID, Text: p.Text})
		}
	}
	return all
}

// takeStates are telephony's as the web has them. The last, ended, is told by
// the preview.
var takeStates = map[telephony.TakeState]web.TakeState{
	telephony.TakeRinging:   web.TakeRinging,
	telephony.TakeRecording: web.TakeRecording,
	telephony.TakePlaying:   web.TakePlaying,
}

// recordPrompt rings the telephone that an agent uses now, or a number.
func (a *App) recordPrompt(ctx context.Context, phone web.StudioPhone, finish <-chan struct{}, tell func(web.TakeState)) ([]byte, error) {
	leg := queue.CreateLeg{Number: phone.Number}
	if phone.Agent != "" {
		who, known := a.agentNow(phone.Agent)
		if !known {
			return nil, takeError(telephony.ErrTakePhone)
		}
		leg.Agent, leg.Device = who.ID, who.Phone()
	}
	if hotlines := a.center.get().Hotlines; len(hotlines) > 0 {
		leg.CallerNumber = hotlines[0].Number
	}
	wav, err := a.phones.Record(ctx, telephony.Take{Phone: leg, Longest: prompt.Longest, Finish: finish, Tell: func(state telephony.TakeState) {
		if known, ok := takeStates[state]; ok {
			tell(known)
		}
	}})
	return wav, takeError(err)
}

func (a *App) agentNow(id agent.ID) (agent.Agent, bool) {
	for _, one := range (board{a}).Snapshot().Agents {
		if one.ID == id {
			return one, true
		}
	}
	return agent.Agent{}, false
}

// takeError finds the words for a take that came to nothing.
func takeError(err error) error {
	for _, known := range []struct {
		err              error
		english, chinese string
	}{
		{telephony.ErrTakePhone, "This telephone cannot be reached: is it registered, or is the number right?", "无法呼叫这部话机:请检查是否在线、号码是否正确。"},
		{telephony.ErrTakeNoAnswer, "Nobody answered the telephone.", "话机无人接听。"},
		{telephony.ErrTakeLost, "The telephone hung up before anything was recorded.", "话机在录音前已挂断。"},
		{telephony.ErrTakeNode, "Asterisk is not connected at the moment.", "Asterisk 当前未连接。"},
	} {
		if errors.Is(err, known.err) {
			return &prompt.Flaw{English: known.english, Chinese: known.chinese}
		}
	}
	return err
}
