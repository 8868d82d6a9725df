package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// demoDir is where a demo on this machine would leave its files.
func demoDir() string { return filepath.Join(cmp.Or(os.Getenv("THIRDRING_VAR"), "var"), "run") }

// readDemo reads what the running demo says of itself.
func readDemo() (*demoFile, error) {
	path := filepath.Join(demoDir(), "demo.json")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	demo := &demoFile{path: path}
	if err := json.Unmarshal(text, demo); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	return demo, nil
}

// demoConfig is the demo's configuration file, empty if there is none. The
// shell commands use it when they are told no other.
func demoConfig() string {
	path := filepath.Join(demoDir(), "thirdring.yaml")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}
