package deploy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// readManifest returns what an earlier run left; without one, or with a broken one, everything is made again.
func readManifest(dir string) Manifest {
	var manifest Manifest
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil || json.Unmarshal(text, &manifest) != nil {
		return Manifest{}
	}
	return manifest
}

func writeManifest(dir string, manifest *Manifest) error {
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("deploy: %w", err)
	}
	path := filepath.Join(dir, "manifest.json")
	if err := os.WriteFile(path+".tmp", append(text, '\n'), fs.FileMode(0o644)); err != nil {
		return fmt.Errorf("deploy: %w", err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("deploy: %w", err)
	}
	return nil
}
