package deploy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// minAsterisk is the oldest version that is run: the one with ARI's security fixes.
var minAsterisk = version{22, 10, 1}

// ErrNoAsterisk says that the machine has no Asterisk that is new enough.
var ErrNoAsterisk = errors.New("no Asterisk 22.10.1 or newer found: run deploy/install.sh asterisk")

type version [3]int

func (v version) less(w version) bool {
	for i := range v {
		if v[i] != w[i] {
			return v[i] < w[i]
		}
	}
	return false
}

// asterisk is an installed Asterisk: where it is and where its own files are.
type asterisk struct {
	binary     string
	modulesDir string
	dataDir    string
}

// findAsterisk prefers the Asterisk on PATH to the private one that install.sh unpacks under varDir.
func findAsterisk(ctx context.Context, varDir string) (asterisk, error) {
	var refused []error
	if path, err := exec.LookPath("asterisk"); err == nil {
		found := asterisk{binary: path, dataDir: "/usr/share/asterisk"}
		if err := found.check(ctx, "/usr"); err == nil {
			return found, nil
		} else {
			refused = append(refused, err)
		}
	}
	root := filepath.Join(varDir, "asterisk-root")
	found := asterisk{
		binary:  filepath.Join(varDir, "bin", "asterisk"),
		dataDir: filepath.Join(root, "usr/share/asterisk"),
	}
	if _, err := os.Stat(found.binary); err == nil {
		if err := found.check(ctx, filepath.Join(root, "usr")); err == nil {
			return found, nil
		} else {
			refused = append(refused, err)
		}
	}
	return asterisk{}, errors.Join(append([]error{fmt.Errorf("deploy: %w", ErrNoAsterisk)}, refused...)...)
}

// check fills in the modules' folder below prefix and refuses versions that are too old.
func (a *asterisk) check(ctx context.Context, prefix string) error {
	output, err := exec.CommandContext(ctx, a.binary, "-V").Output()
	if err != nil {
		return fmt.Errorf("deploy: %s -V: %w", a.binary, err)
	}
	v, err := parseVersion(string(output))
	if err != nil {
		return fmt.Errorf("deploy: %s: %w", a.binary, err)
	}
	if v.less(minAsterisk) {
		return fmt.Errorf("deploy: %s is version %d.%d.%d, too old", a.binary, v[0], v[1], v[2])
	}
	for _, pattern := range []string{"lib/*/asterisk/modules", "lib/asterisk/modules", "lib64/asterisk/modules"} {
		dirs, err := filepath.Glob(filepath.Join(prefix, pattern))
		if err == nil && len(dirs) > 0 {
			a.modulesDir = dirs[0]
			return nil
		}
	}
	return fmt.Errorf("deploy: %s: no modules below %s", a.binary, prefix)
}

// opusModule is the file name of the Opus codec in this build; Debian's is an open one with its own name.
func (a *asterisk) opusModule() string {
	for _, name := range []string{"codec_opus_open_source.so", "codec_opus.so"} {
		if _, err := os.Stat(filepath.Join(a.modulesDir, name)); err == nil {
			return name
		}
	}
	// Without an Opus codec phones agree on G.722 or G.711; the format module alone is always there.
	return "res_format_attr_opus.so"
}

var versionNumbers = regexp.MustCompile(`^Asterisk (\d+)\.(\d+)(?:\.(\d+))?`)

// parseVersion reads the output of asterisk -V, as "Asterisk 22.10.1+dfsg+~cs6.17-1".
func parseVersion(output string) (version, error) {
	match := versionNumbers.FindStringSubmatch(output)
	if match == nil {
		return version{}, fmt.Errorf("unknown version %q", strings.TrimSpace(output))
	}
	var v version
	for i, digits := range match[1:] {
		if digits == "" {
			continue
		}
		n, err := strconv.Atoi(digits)
		if err != nil {
			return version{}, fmt.Errorf("unknown version %q: %w", strings.TrimSpace(output), err)
		}
		v[i] = n
	}
	return v, nil
}
