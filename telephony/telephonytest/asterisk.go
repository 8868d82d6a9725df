package telephonytest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Options describe a fake Asterisk.
type Options struct {
	App, User, Password string
	Version             string // default 22.10.1
	RecordingsDir       string
	SoundsDir           string // a playback fails when its file is not there
}

// Fault is what goes wrong with a request.
type Fault struct {
	Delay  time.Duration // before it is carried out
	Hang   bool          // never answered, nor carried out
	Status int           // answered instead of carrying it out
	Late   time.Duration // between carrying it out and answering
}

// Asterisk is the fake.
type Asterisk struct {
	options Options
	server  *httptest.Server
	closed  chan struct{}
	running sync.WaitGroup // events' writers and timers

	mu         sync.Mutex // guards all below
	fault      func(method, path string) Fault
	socket     *socket
	allowed    map[string]bool // nil: every event
	channels   map[string]*channel
	bridges    map[string]*bridge
	plays      map[string]*play
	recordings map[string]*recording
	objects    map[string]map[string]string // dynamic configuration by kind/id
	phones     map[string]*Phone            // registered ones by id
	outside    *Phone                       // takes calls through the line
	arrivals   int
	changed    chan struct{} // closed and replaced when somebody hears something else
}

// NewAsterisk starts a fake on a loopback port.
func NewAsterisk(o Options) *Asterisk {
	if o.Version == "" {
		o.Version = "22.10.1"
	}
	a := &Asterisk{
		options: o, closed: make(chan struct{}),
		channels: make(map[string]*channel), bridges: make(map[string]*bridge), plays: make(map[string]*play),
		recordings: make(map[string]*recording), objects: make(map[string]map[string]string), phones: make(map[string]*Phone),
		changed: make(chan struct{}),
	}
	a.server = httptest.NewServer(a.routes())
	return a
}

// URL is the base of its ARI.
func (a *Asterisk) URL() string { return a.server.URL + "/ari" }

// Close ends the fake.
func (a *Asterisk) Close() {
	close(a.closed)
	a.mu.Lock()
	if a.socket != nil {
		a.socket.conn.Close()
	}
	a.mu.Unlock()
	a.server.CloseClientConnections()
	a.server.Close()
	a.running.Wait()
}

// Break decides what goes wrong with each request from now on; nil is nothing.
func (a *Asterisk) Break(fault func(method, path string) Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fault = fault
}

// Left counts what is there: channels, bridges, playbacks and recordings.
func (a *Asterisk) Left() (channels, bridges, plays, recordings int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.channels), len(a.bridges), len(a.plays), len(a.recordings)
}

func (a *Asterisk) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(*http.Request) (int, any){
		"GET /ari/asterisk/info":                                    a.info,
		"GET /ari/applications":                                     a.applications,
		"PUT /ari/applications/{app}/eventFilter":                   a.eventFilter,
		"GET /ari/channels":                                         a.listChannels,
		"POST /ari/channels/create":                                 a.createChannel,
		"POST /ari/channels/{id}/dial":                              a.dialChannel,
		"POST /ari/channels/{id}/answer":                            a.answerChannel,
		"POST /ari/channels/{id}/ring":                              a.touchChannel,
		"POST /ari/channels/{id}/moh":                               a.startMusic,
		"DELETE /ari/channels/{id}/moh":                             a.stopMusic,
		"POST /ari/channels/{id}/mute":                              a.muteChannel,
		"DELETE /ari/channels/{id}/mute":                            a.unmuteChannel,
		"POST /ari/channels/{id}/dtmf":                              a.pressKeys,
		"POST /ari/channels/{id}/transfer_progress":                 a.transferProgress,
		"DELETE /ari/channels/{id}":                                 a.hangupChannel,
		"POST /ari/channels/{id}/play/{play}":                       a.playChannel,
		"DELETE /ari/playbacks/{play}":                              a.stopPlay,
		"GET /ari/bridges":                                          a.listBridges,
		"POST /ari/bridges/{bridge}":                                a.makeBridge,
		"DELETE /ari/bridges/{bridge}":                              a.deleteBridge,
		"POST /ari/bridges/{bridge}/addChannel":                     a.addChannel,
		"POST /ari/bridges/{bridge}/removeChannel":                  a.removeChannel,
		"POST /ari/bridges/{bridge}/play/{play}":                    a.playBridge,
		"POST /ari/bridges/{bridge}/record":                         a.recordBridge,
		"POST /ari/channels/{id}/record":                            a.recordChannel,
		"GET /ari/recordings/live/{recording}":                      a.readRecording,
		"POST /ari/channels/{id}":                                   a.originate,
		"POST /ari/recordings/live/{recording}/stop":                a.stopRecording,
		"DELETE /ari/recordings/live/{recording}":                   a.discardRecording,
		"DELETE /ari/recordings/stored/{recording}":                 a.removeRecording,
		"POST /ari/recordings/live/{recording}/mute":                a.muteRecording,
		"DELETE /ari/recordings/live/{recording}/mute":              a.muteRecording,
		"GET /ari/endpoints/PJSIP":                                  a.listEndpoints,
		"PUT /ari/asterisk/modules/{module}":                        a.reloadModule,
		"GET /ari/asterisk/config/dynamic/res_pjsip/{kind}/{id}":    a.readObject,
		"PUT /ari/asterisk/config/dynamic/res_pjsip/{kind}/{id}":    a.writeObject,
		"DELETE /ari/asterisk/config/dynamic/res_pjsip/{kind}/{id}": a.removeObject,
	} {
		mux.HandleFunc(pattern, a.guarded(handle))
	}
	mux.HandleFunc("GET /ari/events", a.serveEvents)
	return mux
}

// guarded checks the password, applies the faults, and writes the answer.
func (a *Asterisk) guarded(handle func(*http.Request) (int, any)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !a.authorized(r) {
			answer(w, http.StatusUnauthorized, nil)
			return
		}
		a.mu.Lock()
		var fault Fault
		if a.fault != nil {
			fault = a.fault(r.Method, r.URL.Path)
		}
		a.mu.Unlock()
		if fault.Hang {
			<-r.Context().Done()
			return
		}
		a.wait(fault.Delay)
		if fault.Status != 0 {
			answer(w, fault.Status, errorText("a fault on request"))
			return
		}
		a.mu.Lock()
		status, body := handle(r)
		a.mu.Unlock()
		a.wait(fault.Late)
		answer(w, status, body)
	}
}

func (a *Asterisk) authorized(r *http.Request) bool {
	user, password, _ := r.BasicAuth()
	return user == a.options.User && password == a.options.Password
}

func (a *Asterisk) wait(d time.Duration) {
	if d == 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-a.closed:
	}
}

// after does something later, unless the fake is closed first. The caller
// holds mu; f is called with mu held.
func (a *Asterisk) after(d time.Duration, f func()) {
	a.running.Go(func() {
		a.wait(d)
		a.mu.Lock()
		defer a.mu.Unlock()
		f()
	})
}

type object map[string]any

func errorText(text string) object { return object{"message": text} }

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		json.NewEncoder(w).Encode(body) //nolint:errcheck // the client is gone
	}
}

func (a *Asterisk) info(*http.Request) (int, any) {
	return http.StatusOK, object{"system": object{"version": a.options.Version}}
}

func (a *Asterisk) applications(*http.Request) (int, any) {
	return http.StatusOK, []object{{"name": a.options.App}}
}

func (a *Asterisk) eventFilter(r *http.Request) (int, any) {
	var filter struct {
		Allowed []struct{ Type string } `json:"allowed"`
	}
	if err := json.NewDecoder(r.Body).Decode(&filter); err != nil {
		return http.StatusBadRequest, errorText(err.Error())
	}
	a.allowed = make(map[string]bool)
	for _, kind := range filter.Allowed {
		a.allowed[kind.Type] = true
	}
	return http.StatusOK, object{"name": a.options.App}
}
