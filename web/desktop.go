package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// built is what `make ui` built. Only .keep is in git, so that the server
// compiles without Node.
//
//go:embed all:ui/dist
var built embed.FS

// desktop serves the embedded page. Files under assets/ are named by their
// content and may be kept for ever; every other path is the page itself,
// which then finds out where it is.
type desktop struct{ files map[string]asset }

type asset struct {
	body, zipped []byte // zipped is nil when it saves nothing
	kind, tag    string
}

func newDesktop(log *slog.Logger) *desktop {
	files, err := fs.Sub(built, "ui/dist")
	if err == nil {
		var d *desktop
		if d, err = loadDesktop(files); err == nil {
			return d
		}
	}
	log.Warn("the desktop is not built: run make ui", "err", err)
	return &desktop{files: map[string]asset{"index.html": newAsset("index.html", []byte(notBuilt))}}
}

func loadDesktop(files fs.FS) (*desktop, error) {
	d := &desktop{files: map[string]asset{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err == nil {
			d.files[name] = newAsset(name, body)
		}
		return err
	})
	if _, ok := d.files["index.html"]; !ok && err == nil {
		err = errors.New("there is no index.html")
	}
	return d, err
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	a := asset{body: body, kind: mime.TypeByExtension(path.Ext(name)), tag: base64.RawURLEncoding.EncodeToString(sum[:12])}
	if a.kind == "" {
		a.kind = "application/octet-stream"
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return a
	}
	if zipped.Len() < len(body)*9/10 {
		a.zipped = zipped.Bytes()
	}
	return a
}

// ServeHTTP implements http.Handler.
func (d *desktop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	file, ok := d.files[name]
	switch {
	case ok && strings.HasPrefix(name, "assets/"):
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	case !ok && path.Ext(name) != "" && !strings.HasPrefix(name, "admin/"): // where ids have dots: admin/prompts/greet.main
		http.NotFound(w, r)
		return
	case !ok:
		file = d.files["index.html"]
		fallthrough
	default:
		w.Header().Set("Cache-Control", "no-cache")
	}
	body, tag := file.body, file.tag
	w.Header().Add("Vary", "Accept-Encoding")
	if file.zipped != nil && acceptsGzip(r) {
		body, tag = file.zipped, tag+"-gzip"
		w.Header().Set("Content-Encoding", "gzip")
	}
	w.Header().Set("Content-Type", file.kind)
	w.Header().Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

const notBuilt = `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>thirdring</title>
<body style="font:16px/1.6 system-ui;margin:15vh auto;max-width:32em">
<h1>座席桌面尚未构建</h1>
<p>服务器正在运行,但本程序不含网页。请在源码目录运行 <code>make ui</code>,然后重新构建。</p>
<h2 lang="en">The desktop is not built</h2>
<p lang="en">The server runs, but this binary holds no pages. Run <code>make ui</code> in the source folder and build again.</p>
</body></html>
`
