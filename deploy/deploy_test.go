package deploy_test

import (
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// varDir is where install.sh keeps the private Asterisk.
func varDir(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("THIRDRING_VAR"); dir != "" {
		return dir
	}
	dir, err := filepath.Abs("../var")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
