package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"
	"time"

	"thirdring/prompt"
)

// TakeState says how far the recording of a prompt by telephone is.
type TakeState string

// The states of a take.
const (
	TakeCalling   TakeState = "calling"
	TakeRinging   TakeState = "ringing"
	TakeRecording TakeState = "recording"
	TakePlaying   TakeState = "playing"
	TakeReady     TakeState = "ready" // there is a preview
	TakeFailed    TakeState = "failed"
)

const (
	takeLimit   = 10 * time.Minute // of a whole take; its steps have their own
	takeWait    = 20 * time.Second // of a question that waits for news
	mostTakes   = 4                // at once: each is a telephone call
	takesToTell = 50               // that have ended and can still be asked for
)

// take is one recording by telephone that was asked for on a page.
type take struct {
	id     string
	sound  string
	by     string
	cancel context.CancelFunc
	said   func() // all is said: finish is closed, once
	finish chan struct{}

	mu      sync.Mutex // guards all below
	state   TakeState
	preview prompt.Preview
	failed  error
	news    chan struct{} // closed and replaced with each state
}

func (t *take) tell(state TakeState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.set(state)
}

func (t *take) set(state TakeState) {
	t.state = state
	close(t.news)
	t.news = make(chan struct{})
}

func (t *take) end(p prompt.Preview, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.preview, t.failed = p, err
	if err != nil {
		t.set(TakeFailed)
		return
	}
	t.set(TakeReady)
}

func (t *take) over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == TakeReady || t.state == TakeFailed
}

// takes are those of this server, oldest first.
type takes struct {
	mu  sync.Mutex // guards all
	all []*take
}

// add notes a take unless too many telephones are rung already.
func (k *takes) add(t *take) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	running := 0
	for _, one := range k.all {
		if !one.over() {
			running++
		}
	}
	if running >= mostTakes {
		return false
	}
	k.all = append(k.all, t)
	if len(k.all) > takesToTell && k.all[0].over() {
		k.all = k.all[1:]
	}
	return true
}

func (k *takes) find(id string) *take {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, one := range k.all {
		if one.id == id {
			return one
		}
	}
	return nil
}

type (
	beginTakeInput struct {
		AcceptLanguage string `header:"Accept-Language" hidden:"true"`
		Body           struct {
			Sound string      `json:"sound" maxLength:"64" doc:"A prompt, or a piece of one."`
			Phone StudioPhone `json:"phone"`
		}
	}
	takeInput struct {
		AcceptLanguage string    `header:"Accept-Language" hidden:"true"`
		ID             string    `path:"id" maxLength:"26"`
		Known          TakeState `query:"known" maxLength:"20" doc:"Answer when the state is another one, or after 20 s."`
	}
	takeView struct {
		ID      string       `json:"id"`
		State   TakeState    `json:"state" enum:"calling,ringing,recording,playing,ready,failed"`
		Reason  string       `json:"reason,omitempty" doc:"Why it failed."`
		Preview *previewView `json:"preview,omitempty" doc:"With ready."`
	}
	takeOutput struct{ Body takeView }
)

func (s *Server) takeRoutes(write []Role) {
	if s.opts.Prompts.Record == nil {
		return
	}
	serve(s, route{method: http.MethodPost, path: "/api/prompt-takes", summary: "Ring a telephone and record a prompt there", roles: write, status: http.StatusAccepted}, s.beginTake)
	serve(s, route{method: http.MethodGet, path: "/api/prompt-takes/{id}", summary: "How far a recording by telephone is; waits for news", roles: write}, s.takeByID)
	serve(s, route{method: http.MethodPost, path: "/api/prompt-takes/{id}/finish", summary: "All is said: as # at the telephone", roles: write}, s.finishTake)
	serve(s, route{method: http.MethodDelete, path: "/api/prompt-takes/{id}", summary: "Hang up", roles: write}, s.endTake)
}

func (s *Server) beginTake(ctx context.Context, in *beginTakeInput) (*takeOutput, error) {
	if (in.Body.Phone.Agent == "") == (in.Body.Phone.Number == "") {
		return nil, badField("body.phone", sentence{"请选择坐席话机,或填写一个号码。", "Choose an agent's telephone, or give a number."})
	}
	me := caller(ctx).session.User.ID
	if err := s.audit(ctx, "prompt.record", in.Body.Sound+" at "+cmp.Or(string(in.Body.Phone.Agent), in.Body.Phone.Number)); err != nil {
		return nil, err
	}
	running, cancel := context.WithTimeout(s.ctx, takeLimit)
	t := &take{id: rand.Text(), sound: in.Body.Sound, by: me, cancel: cancel, finish: make(chan struct{}), state: TakeCalling, news: make(chan struct{})}
	t.said = sync.OnceFunc(func() { close(t.finish) })
	if !s.takes.add(t) {
		cancel()
		return nil, refusedWith(sentence{"正在录音的话机过多,请稍后再试。", "Too many telephones are recording already; try again in a moment."})
	}
	s.serving.Go(func() {
		defer cancel()
		t.end(s.runTake(running, t, in.Body.Phone))
	})
	return &takeOutput{s.viewOfTake(ctx, t, in.AcceptLanguage)}, nil
}

func (s *Server) runTake(ctx context.Context, t *take, phone StudioPhone) (prompt.Preview, error) {
	wav, err := s.opts.Prompts.Record(ctx, phone, t.finish, t.tell)
	if err != nil {
		return prompt.Preview{}, err
	}
	return s.opts.Prompts.Library.Take(ctx, t.sound, wav, prompt.Recorded, t.by)
}

// takeByID answers when there is news, so that the page sees each step as it
// happens without asking all the time.
func (s *Server) takeByID(ctx context.Context, in *takeInput) (*takeOutput, error) {
	t := s.takes.find(in.ID)
	if t == nil {
		return nil, newProblem(http.StatusNotFound, codeNotFound)
	}
	t.mu.Lock()
	news, state := t.news, t.state
	t.mu.Unlock()
	if in.Known == state && !t.over() {
		timer := time.NewTimer(takeWait)
		defer timer.Stop()
		select {
		case <-news:
		case <-timer.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return &takeOutput{s.viewOfTake(ctx, t, in.AcceptLanguage)}, nil
}

func (s *Server) viewOfTake(ctx context.Context, t *take, accept string) takeView {
	t.mu.Lock()
	defer t.mu.Unlock()
	v := takeView{ID: t.id, State: t.state}
	switch {
	case errors.Is(t.failed, context.Canceled):
		v.Reason = sentence{"已取消。", "It was cancelled."}[language(accept)]
	case t.failed != nil:
		v.Reason = s.problemOf(ctx, t.failed).localize(language(accept)).Message
	case t.state == TakeReady:
		p := viewOfPreview(t.preview, language(accept))
		v.Preview = &p
	}
	return v
}

// finishTake counts from the tone on: before it there is nothing to finish.
func (s *Server) finishTake(ctx context.Context, in *takeInput) (*takeOutput, error) {
	t := s.takes.find(in.ID)
	if t == nil {
		return nil, newProblem(http.StatusNotFound, codeNotFound)
	}
	t.mu.Lock()
	recording := t.state == TakeRecording
	t.mu.Unlock()
	if recording {
		t.said()
	}
	return &takeOutput{s.viewOfTake(ctx, t, in.AcceptLanguage)}, nil
}

func (s *Server) endTake(_ context.Context, in *takeInput) (*struct{}, error) {
	if t := s.takes.find(in.ID); t != nil {
		t.cancel()
	}
	return nil, nil
}
