//go:build !linux

package redistest

import "syscall"

// dieWithParent does nothing where the kernel cannot do it.
func dieWithParent() *syscall.SysProcAttr { return nil }
