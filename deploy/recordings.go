package deploy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// findRecordings maps the names of the audio files of dir, without extension, to their paths.
func findRecordings(dir string) (map[string]string, error) {
	found := map[string]string{}
	if dir == "" {
		return found, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("deploy: recordings: %w", err)
	}
	for _, entry := range entries {
		extension := filepath.Ext(entry.Name())
		switch strings.ToLower(extension) {
		case ".wav", ".flac", ".ogg", ".mp3":
			found[strings.TrimSuffix(entry.Name(), extension)] = filepath.Join(dir, entry.Name())
		}
	}
	return found, nil
}

func unknownRecordings(recordings map[string]string, jobs []job) []string {
	var unknown []string
	for id, path := range recordings {
		if !slices.ContainsFunc(jobs, func(j job) bool { return j.id == id }) {
			unknown = append(unknown, path)
		}
	}
	slices.Sort(unknown)
	return unknown
}

func fileSum(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("deploy: recording: %w", err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), nil
}
