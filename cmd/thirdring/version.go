package main

import (
	"fmt"
	"runtime/debug"
)

// VersionCmd prints the version that the build was made of.
type VersionCmd struct{}

// Run prints one line.
func (VersionCmd) Run() error {
	fmt.Println("thirdring", version())
	return nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "unknown"
	}
	return info.Main.Version
}
