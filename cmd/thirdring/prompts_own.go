package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// soundPatience is longer than the server needs for the longest sound.
const soundPatience = 5 * time.Minute

// PromptsListCmd lists prompts.
type PromptsListCmd struct {
	Missing bool `help:"Only those with nothing to play."`
	JSON    bool `name:"json" help:"Print JSON."`
}

// PromptsImportCmd takes recordings in.
type PromptsImportCmd struct {
	From   string `arg:"" type:"path" help:"A folder, a ZIP file or one WAV file. Names are those of the list, as greet.main.wav."`
	Why    string `help:"Kept with the new versions." placeholder:"TEXT"`
	DryRun bool   `help:"Check and measure the files; change nothing."`
}

// PromptsExportCmd writes recordings out.
type PromptsExportCmd struct {
	To string `arg:"" type:"path" help:"A folder to be made, or a ZIP file."`
}

// listedPrompt is what the commands read of a prompt.
type listedPrompt struct {
	ID, Situation, Text string
	Version, MS         int
	By                  string
	Source              string
	Missing, Script     bool
	Pieces              []struct{ ID string }
}

func newSoundAPI(cfg *Config) (*api, error) {
	server, err := newAPI(cfg)
	if err == nil {
		server.http.Timeout = soundPatience
	}
	return server, err
}

func (a *api) prompts(ctx context.Context) ([]listedPrompt, error) {
	var all struct{ Prompts []listedPrompt }
	err := a.call(ctx, http.MethodGet, "/api/prompts", nil, &all)
	return all.Prompts, err
}

// print writes an answer as the server gives it.
func (a *api) print(ctx context.Context, path string) error {
	text, err := a.send(ctx, http.MethodGet, path, "", nil)
	if err == nil {
		_, err = os.Stdout.Write(append(text, '\n'))
	}
	return err
}

// Run prints the list.
func (c *PromptsListCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	if c.JSON {
		return server.print(ctx, "/api/prompts")
	}
	all, err := server.prompts(ctx)
	if err != nil {
		return err
	}
	table := [][]string{{"ID", "SITUATION", "VERSION", "SOURCE", "SECONDS", "TEXT"}}
	missing := 0
	for _, p := range all {
		if p.Script || c.Missing && !p.Missing {
			continue
		}
		seconds := fmt.Sprintf("%.1f", float64(p.MS)/1000)
		if p.Missing {
			missing++
			p.Source, seconds = "MISSING", "-"
		}
		table = append(table, []string{p.ID, p.Situation, fmt.Sprint(p.Version), p.Source, seconds, p.Text})
	}
	if err := writeColumns(os.Stdout, table); err != nil {
		return err
	}
	fmt.Printf("%d prompts, %d missing\n", len(table)-1, missing)
	return nil
}

// Run takes every file, one after the other; one that is refused does not hold
// back the rest.
func (c *PromptsImportCmd) Run(ctx context.Context, cfg *Config) error {
	files, err := openSounds(c.From)
	if err != nil {
		return err
	}
	defer files.close()
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	table := [][]string{{"FILE", "RESULT", "SECONDS", "LEVEL", "WARNINGS"}}
	taken, refused := 0, 0
	for _, name := range files.names {
		row, err := c.take(ctx, server, files, name)
		if err != nil {
			refused++
			row = []string{path.Base(name), "refused", "-", "-", err.Error()}
		} else {
			taken++
		}
		table = append(table, row)
	}
	if err := writeColumns(os.Stdout, table); err != nil {
		return err
	}
	verdict := "taken"
	if c.DryRun {
		verdict = "good (dry run: nothing changed)"
	}
	fmt.Printf("%d files: %d %s, %d refused\n", len(files.names), taken, verdict, refused)
	if refused > 0 {
		return errors.New("some files were refused; see the list")
	}
	return nil
}

// take makes one file a preview, and the preview a version.
func (c *PromptsImportCmd) take(ctx context.Context, server *api, files fs.FS, name string) ([]string, error) {
	wav, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	sound := strings.TrimSuffix(path.Base(name), path.Ext(name))
	text, err := server.send(ctx, http.MethodPost, "/api/prompt-previews/upload?sound="+url.QueryEscape(sound), "audio/wav", wav)
	if err != nil {
		return nil, err
	}
	var preview struct {
		Token, Prompt string
		Before        struct{ Level float64 }
		After         struct {
			MS    int
			Level float64
		}
		Warnings []string
	}
	if err := json.Unmarshal(text, &preview); err != nil {
		return nil, err
	}
	result := "good"
	if c.DryRun {
		_, err = server.send(ctx, http.MethodDelete, "/api/prompt-previews/"+preview.Token, "", nil)
	} else {
		result, err = c.save(ctx, server, preview.Prompt, preview.Token)
	}
	if err != nil {
		return nil, err
	}
	return []string{
		path.Base(name), result, fmt.Sprintf("%.1f", float64(preview.After.MS)/1000),
		fmt.Sprintf("%.0f -> %.0f dB", preview.Before.Level, preview.After.Level), strings.Join(preview.Warnings, " "),
	}, nil
}

func (c *PromptsImportCmd) save(ctx context.Context, server *api, id, token string) (string, error) {
	var now struct{ Version int }
	if err := server.call(ctx, http.MethodGet, "/api/prompts/"+url.PathEscape(id), nil, &now); err != nil {
		return "", err
	}
	change := map[string]any{"version": now.Version, "preview": token, "why": c.Why}
	if err := server.call(ctx, http.MethodPut, "/api/prompts/"+url.PathEscape(id), change, &now); err != nil {
		return "", err
	}
	return fmt.Sprintf("version %d", now.Version), nil
}

// soundFiles are the WAV files anywhere in a folder, in order.
type soundFiles struct {
	fs.FS
	names []string
	close func()
}

// openSounds finds the WAV files of a folder, a ZIP file or a single file;
// there is at least one.
func openSounds(from string) (soundFiles, error) {
	files, end, err := openFolder(from)
	if err != nil {
		return soundFiles{}, err
	}
	names, err := soundNames(files)
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("there is no WAV file in %s", from)
	}
	if err != nil {
		end()
		return soundFiles{}, err
	}
	return soundFiles{files, names, end}, nil
}

// openFolder opens a folder, a ZIP file or a single file as a folder.
func openFolder(from string) (files fs.FS, end func(), err error) {
	info, err := os.Stat(from)
	switch {
	case err != nil:
		return nil, nil, err
	case info.IsDir():
		return os.DirFS(from), func() {}, nil
	case strings.EqualFold(filepath.Ext(from), ".zip"):
		archive, err := zip.OpenReader(from)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", from, err)
		}
		return archive, func() { _ = archive.Close() }, nil
	}
	text, err := os.ReadFile(from)
	if err != nil {
		return nil, nil, err
	}
	one, err := zipOf(filepath.Base(from), text)
	return one, func() {}, err
}

// zipOf is a folder with one file.
func zipOf(name string, text []byte) (fs.FS, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.Create(name)
	if err == nil {
		_, err = file.Write(text)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}

// soundNames are the WAV files anywhere in a folder, in order.
func soundNames(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.EqualFold(path.Ext(name), ".wav") {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// Run writes the ZIP file that the server makes, or what is in it.
func (c *PromptsExportCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	text, err := server.send(ctx, http.MethodGet, "/api/prompts/export", "", nil)
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return fmt.Errorf("the server's answer: %w", err)
	}
	if strings.EqualFold(filepath.Ext(c.To), ".zip") {
		err = os.WriteFile(c.To, text, 0o644)
	} else {
		err = unpack(archive, c.To)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%d sounds and their texts (prompts.csv) in %s\n", len(archive.File)-1, c.To)
	return nil
}

// unpack writes the files of an archive, all of which lie at its top.
func unpack(archive *zip.Reader, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(in)
		if err = errors.Join(err, in.Close()); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(f.Name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
