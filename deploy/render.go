package deploy

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// asteriskFiles are the configuration files of an instance. The same files are used by the container image, whose
// entrypoint fills in the same names.
//
//go:embed asterisk/*.conf
var asteriskFiles embed.FS

var placeholder = regexp.MustCompile(`@[A-Z_]+@`)

// renderAsterisk writes every configuration file to dir with its @NAMES@ replaced. A name without a value is an error,
// so that a template and the code that fills it cannot drift apart.
func renderAsterisk(dir string, values map[string]string) error {
	names, err := fs.Glob(asteriskFiles, "asterisk/*.conf")
	if err != nil {
		return fmt.Errorf("deploy: list templates: %w", err)
	}
	for _, name := range names {
		text, err := asteriskFiles.ReadFile(name)
		if err != nil {
			return fmt.Errorf("deploy: read template: %w", err)
		}
		filled, err := fill(string(text), values)
		if err != nil {
			return fmt.Errorf("deploy: %s: %w", name, err)
		}
		// 0600: ari.conf holds the password, and nothing in here concerns another user.
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), []byte(filled), 0o600); err != nil {
			return fmt.Errorf("deploy: write configuration: %w", err)
		}
	}
	return nil
}

// fill replaces every @NAME@ of text, except in comments that speak of names in general.
func fill(text string, values map[string]string) (string, error) {
	var missing []string
	filled := placeholder.ReplaceAllStringFunc(text, func(name string) string {
		if name == "@NAMES@" {
			return name
		}
		value, ok := values[strings.Trim(name, "@")]
		if !ok {
			missing = append(missing, name)
		}
		return value
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("no value for %s", strings.Join(missing, ", "))
	}
	return filled, nil
}
