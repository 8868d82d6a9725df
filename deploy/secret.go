package deploy

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
)

// SecretFile returns the secret kept in path; the first call makes one, readable by its owner only.
func SecretFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		if secret := strings.TrimSpace(string(text)); secret != "" {
			return secret, nil
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("deploy: read secret: %w", err)
	}
	secret := rand.Text()
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("deploy: keep secret: %w", err)
	}
	return secret, nil
}
