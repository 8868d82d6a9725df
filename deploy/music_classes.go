package deploy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// musicName is what the centre's configuration takes for a class of music.
var musicName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// musicClasses are the sections of musiconhold.conf for the folders of music.
// The name of the usual music is not to be had.
func musicClasses(soundsDir string) (string, error) {
	dir := filepath.Join(soundsDir, "moh")
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("deploy: music: %w", err)
	}
	var sections strings.Builder
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() && musicName.MatchString(name) && name != "default" {
			fmt.Fprintf(&sections, "\n[%s]\nmode = files\ndirectory = %s\nsort = alpha\n", name, filepath.Join(dir, name))
		}
	}
	return sections.String(), nil
}

// ownMusic is the line of musiconhold.conf that reads the centre's own classes, which need not be there yet.
func ownMusic(promptsDir string) string {
	if promptsDir == "" {
		return "; none: no folder of the centre's own prompts is known"
	}
	return `#tryinclude "` + filepath.Join(promptsDir, "music.conf") + `"`
}
