package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Server serves the API and the desktop.
type Server struct {
	opts    Options
	log     *slog.Logger
	metrics *metrics
	mux     *http.ServeMux
	api     huma.API
	handler http.Handler
	secure  bool // browsers come over https
	demo    chan struct{}
	memory  *memory
	pages   *pages // telephones
	takes   takes  // of prompts, by telephone

	listener net.Listener // nil without Options.Listen
	server   *http.Server
	ctx      context.Context // of all requests; ends with Stop
	cancel   context.CancelFunc
	serving  sync.WaitGroup
}

// New checks the options, binds the address and lays out the routes.
func New(opts Options) (*Server, error) {
	if err := opts.complete(); err != nil {
		return nil, err
	}
	pages := newPages(opts.PagePhone, opts.Logger.With("component", "web"))
	m, err := newMetrics(opts.Registerer, pages.count)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s := &Server{
		opts:    opts,
		log:     opts.Logger.With("component", "web"),
		metrics: m,
		mux:     http.NewServeMux(),
		secure:  strings.HasPrefix(opts.PublicURL, "https://"),
		demo:    make(chan struct{}, maxDemoCalls),
		memory:  newMemory(),
		pages:   pages,
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.api = humago.New(s.mux, s.apiConfig())
	s.routes()
	if s.handler, err = s.wrap(s.mux); err != nil {
		return nil, err
	}
	s.server = &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // streams set their own
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		BaseContext:       func(net.Listener) context.Context { return s.ctx },
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	if opts.Listen != "" {
		if s.listener, err = net.Listen("tcp", opts.Listen); err != nil {
			return nil, fmt.Errorf("web: %w (is another instance running, or should THIRDRING_LISTEN be another port?)", err)
		}
	}
	return s, nil
}

// Handler serves all requests, for a server of the caller's own.
func (s *Server) Handler() http.Handler { return s.handler }

// Addr is the address that is listened on, useful when the port was 0.
func (s *Server) Addr() string {
	if s.listener == nil {
		return ""
	}
	return s.listener.Addr().String()
}

// Start begins to serve on Options.Listen.
func (s *Server) Start() {
	if s.listener == nil {
		return
	}
	s.serving.Go(func() {
		if err := s.server.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("http server ended", "err", err)
		}
	})
	if s.opts.PagePhone != nil {
		s.serving.Go(func() { s.pages.run(s.ctx) })
	}
}

// Stop takes no more requests and waits for those that run; when ctx ends it
// cuts them off. Desktops' sockets are closed by who serves them. It may be
// called again.
func (s *Server) Stop(ctx context.Context) error {
	s.cancel() // demo calls would last as long as they like
	s.pages.close()
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = fmt.Errorf("web: stop: %w", errors.Join(err, s.server.Close()))
	}
	if s.listener != nil {
		s.listener.Close() // in case it was never served
	}
	s.serving.Wait()
	return err
}

func (s *Server) routes() {
	s.sessionRoutes()
	s.agentRoutes()
	s.queueRoutes()
	s.lineRoutes()
	s.superviseRoutes()
	s.incidentRoutes()
	s.callRoutes()
	s.decisionRoutes()
	s.ownerRoutes()
	s.ownerFindRoutes()
	s.ownerEditRoutes()
	s.taskRoutes()
	s.deskRoutes()
	s.configRoutes()
	s.userRoutes()
	s.phoneRoutes()
	s.promptRoutes()
	s.mux.HandleFunc("GET /api/calls/{id}/recording", s.only(s.recording, Supervisor, QA))
	s.mux.HandleFunc("GET /ws", s.only(s.socket))
	if s.opts.DemoCall != nil {
		s.mux.HandleFunc("POST /api/demo/call", s.only(s.demoCall))
	}
	s.mux.HandleFunc("GET /healthz", s.healthz)
	s.mux.HandleFunc("GET /readyz", s.readyz)
	if s.opts.Metrics != nil {
		s.mux.Handle("GET /metrics", s.opts.Metrics)
	}
	s.mux.HandleFunc("/api/", s.notFound)
	s.mux.Handle("/", newDesktop(s.log))
	s.document()
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.writeProblem(w, r, newProblem(http.StatusNotFound, codeNotFound))
}
