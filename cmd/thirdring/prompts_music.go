package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
)

// MusicCmd is the music for who waits, by class. A queue names a class in the
// centre's configuration; default is the usual one.
type MusicCmd struct {
	List    MusicListCmd    `cmd:"" default:"withargs" help:"List the classes of music and their pieces."`
	Add     MusicAddCmd     `cmd:"" help:"Add WAV files to a class, which is made if there is none; who begins to wait hears them."`
	Set     MusicSetCmd     `cmd:"" help:"Play exactly these pieces of a class, in this order."`
	Restore MusicRestoreCmd `cmd:"" help:"Play what an earlier version of a class had; 0 is as installed."`
	Delete  MusicDeleteCmd  `cmd:"" help:"Delete a class that no queue names."`
}

// MusicListCmd lists music.
type MusicListCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// MusicAddCmd takes pieces in.
type MusicAddCmd struct {
	Class  string `arg:"" help:"Id of the class, as repairs."`
	From   string `arg:"" type:"path" help:"A WAV file, a folder or a ZIP file of them, played in the order of their names."`
	Name   string `help:"Name of a class that is made." placeholder:"TEXT"`
	Only   bool   `help:"Instead of the pieces that the class has."`
	Why    string `help:"Kept with the new version." placeholder:"TEXT"`
	DryRun bool   `help:"Check and measure the files; change nothing."`
}

// MusicSetCmd orders and removes pieces.
type MusicSetCmd struct {
	Class  string   `arg:"" help:"Id of the class."`
	Pieces []string `arg:"" help:"Ids of pieces, as listed; those that are not named are no longer played."`
	Name   string   `help:"A new name of the class." placeholder:"TEXT"`
	Why    string   `help:"Kept with the new version." placeholder:"TEXT"`
}

// MusicRestoreCmd goes back to a version.
type MusicRestoreCmd struct {
	Class string `arg:"" help:"Id of the class."`
	To    int    `arg:"" help:"The version."`
	Why   string `help:"Kept with the new version." placeholder:"TEXT"`
}

// MusicDeleteCmd deletes a class.
type MusicDeleteCmd struct {
	Class string `arg:"" help:"Id of the class."`
}

// listedMusic is what the commands read of a class.
type listedMusic struct {
	ID, Name string
	Version  int
	Later    bool
	Tracks   []struct {
		ID, Name  string
		MS        int
		Level     float64
		Installed bool
	}
	UsedBy []struct{ Queue string } `json:"used_by"`
}

// wish is a piece as the API takes it.
type wish struct {
	ID      string `json:"id,omitempty"`
	Preview string `json:"preview,omitempty"`
}

func (a *api) music(ctx context.Context) ([]listedMusic, error) {
	var all struct{ Music []listedMusic }
	err := a.call(ctx, http.MethodGet, "/api/music", nil, &all)
	return all.Music, err
}

// class finds one, or returns an empty one of version 0 that has no id.
func (a *api) class(ctx context.Context, id string) (listedMusic, error) {
	all, err := a.music(ctx)
	at := slices.IndexFunc(all, func(m listedMusic) bool { return m.ID == id })
	if err != nil || at < 0 {
		return listedMusic{}, err
	}
	return all[at], nil
}

// change sends a change of a class and says what became of it.
func (a *api) changeMusic(ctx context.Context, method, at string, change any) error {
	var now listedMusic
	if err := a.call(ctx, method, at, change, &now); err != nil {
		return err
	}
	when := "who begins to wait hears it"
	if now.Later {
		when = "an Asterisk is not connected and plays it as soon as it is"
	}
	fmt.Printf("%s: version %d, %d pieces; %s\n", now.ID, now.Version, len(now.Tracks), when)
	return nil
}

func classAt(id string) string { return "/api/music/" + url.PathEscape(id) }

// Run prints the list.
func (c *MusicListCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	if c.JSON {
		return server.print(ctx, "/api/music")
	}
	all, err := server.music(ctx)
	if err != nil {
		return err
	}
	table := [][]string{{"CLASS", "NAME", "VERSION", "PIECE", "SECONDS", "CALLED", "QUEUES"}}
	for _, m := range all {
		var queues []string
		for _, use := range m.UsedBy {
			queues = append(queues, use.Queue)
		}
		row := []string{m.ID, m.Name, fmt.Sprint(m.Version), "-", "-", "(silent: the usual music is played)", strings.Join(queues, ", ")}
		for i, track := range m.Tracks {
			if i > 0 {
				row = []string{"", "", "", "", "", "", ""}
			}
			row[3], row[4], row[5] = track.ID, fmt.Sprintf("%.1f", float64(track.MS)/1000), track.Name
			table = append(table, row)
		}
		if len(m.Tracks) == 0 {
			table = append(table, row)
		}
	}
	return writeColumns(os.Stdout, table)
}

// Run checks every file before anything is changed: all of them, or none.
func (c *MusicAddCmd) Run(ctx context.Context, cfg *Config) error {
	files, err := openSounds(c.From)
	if err != nil {
		return err
	}
	defer files.close()
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	var fresh []wish
	table := [][]string{{"FILE", "SECONDS", "LEVEL", "WARNINGS"}}
	for _, name := range files.names {
		token, row, err := c.take(ctx, server, files, name)
		if err != nil {
			return fmt.Errorf("%s: %w", path.Base(name), err)
		}
		fresh, table = append(fresh, wish{Preview: token}), append(table, row)
	}
	if err := writeColumns(os.Stdout, table); err != nil {
		return err
	}
	if c.DryRun {
		for _, one := range fresh {
			if _, err := server.send(ctx, http.MethodDelete, "/api/prompt-previews/"+one.Preview, "", nil); err != nil {
				return err
			}
		}
		fmt.Printf("%d files are good (dry run: nothing changed)\n", len(fresh))
		return nil
	}
	return c.save(ctx, server, fresh)
}

// take makes one file a preview.
func (c *MusicAddCmd) take(ctx context.Context, server *api, files fs.FS, name string) (token string, row []string, err error) {
	wav, err := fs.ReadFile(files, name)
	if err != nil {
		return "", nil, err
	}
	called := strings.TrimSuffix(path.Base(name), path.Ext(name))
	text, err := server.send(ctx, http.MethodPost, "/api/prompt-previews/upload-music?name="+url.QueryEscape(called), "audio/wav", wav)
	if err != nil {
		return "", nil, err
	}
	var preview struct {
		Token  string
		Before struct{ Level float64 }
		After  struct {
			MS    int
			Level float64
		}
		Warnings []string
	}
	if err := json.Unmarshal(text, &preview); err != nil {
		return "", nil, err
	}
	return preview.Token, []string{
		path.Base(name), fmt.Sprintf("%.1f", float64(preview.After.MS)/1000),
		fmt.Sprintf("%.0f -> %.0f dB", preview.Before.Level, preview.After.Level), strings.Join(preview.Warnings, " "),
	}, nil
}

func (c *MusicAddCmd) save(ctx context.Context, server *api, fresh []wish) error {
	now, err := server.class(ctx, c.Class)
	if err != nil {
		return err
	}
	if now.ID == "" {
		called := c.Name
		if called == "" {
			called = c.Class
		}
		if err := server.call(ctx, http.MethodPost, "/api/music", map[string]any{"id": c.Class, "name": called}, &now); err != nil {
			return err
		}
	}
	var all []wish
	if !c.Only {
		for _, track := range now.Tracks {
			all = append(all, wish{ID: track.ID})
		}
	}
	change := map[string]any{"version": now.Version, "tracks": append(all, fresh...), "why": c.Why, "name": c.Name}
	return server.changeMusic(ctx, http.MethodPut, classAt(c.Class), change)
}

// Run sends the pieces as they were named.
func (c *MusicSetCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	now, err := server.class(ctx, c.Class)
	if err != nil {
		return err
	}
	tracks := make([]wish, len(c.Pieces))
	for i, id := range c.Pieces {
		tracks[i].ID = id
	}
	change := map[string]any{"version": now.Version, "tracks": tracks, "name": c.Name, "why": c.Why}
	return server.changeMusic(ctx, http.MethodPut, classAt(c.Class), change)
}

// Run restores.
func (c *MusicRestoreCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	now, err := server.class(ctx, c.Class)
	if err != nil {
		return err
	}
	return server.changeMusic(ctx, http.MethodPost, classAt(c.Class)+"/restore", map[string]any{"version": now.Version, "to": c.To, "why": c.Why})
}

// Run deletes.
func (c *MusicDeleteCmd) Run(ctx context.Context, cfg *Config) error {
	server, err := newSoundAPI(cfg)
	if err != nil {
		return err
	}
	now, err := server.class(ctx, c.Class)
	if err != nil {
		return err
	}
	_, err = server.send(ctx, http.MethodDelete, classAt(c.Class)+"?version="+fmt.Sprint(now.Version), "", nil)
	if err == nil {
		fmt.Printf("%s is deleted; its versions are kept\n", c.Class)
	}
	return err
}
