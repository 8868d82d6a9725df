package web

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// smallest is the answer size from which compression is worth its time.
const smallest = 1024

// compress zips JSON answers of the API. Recordings, event streams and the
// desktop's files, which are zipped once at the start, pass through.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/") || !acceptsGzip(r) {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(z, r)
		z.close() // not when the handler panics, whose answer is written further out
	})
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// zipWriter waits for the first write to know whether to zip.
type zipWriter struct {
	http.ResponseWriter
	status  int
	decided bool
	zip     *gzip.Writer
}

// WriteHeader implements http.ResponseWriter.
func (z *zipWriter) WriteHeader(status int) { z.status = status }

// Write implements http.ResponseWriter.
func (z *zipWriter) Write(b []byte) (int, error) {
	if !z.decided {
		z.decide(len(b))
	}
	if z.zip != nil {
		return z.zip.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *zipWriter) decide(first int) {
	z.decided = true
	h := z.Header()
	h.Add("Vary", "Accept-Encoding")
	if first >= smallest && strings.HasSuffix(h.Get("Content-Type"), "json") && h.Get("Content-Encoding") == "" {
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		z.zip = gzip.NewWriter(z.ResponseWriter)
	}
	z.ResponseWriter.WriteHeader(z.status)
}

func (z *zipWriter) close() {
	if !z.decided {
		z.decide(0)
	}
	if z.zip != nil {
		_ = z.zip.Close() // fails only when the client is gone
	}
}

// Flush implements http.Flusher for event streams.
func (z *zipWriter) Flush() {
	if !z.decided {
		z.decide(0)
	}
	_ = http.NewResponseController(z.ResponseWriter).Flush() // likewise
}

// Unwrap lets http.ResponseController reach the connection.
func (z *zipWriter) Unwrap() http.ResponseWriter { return z.ResponseWriter }
