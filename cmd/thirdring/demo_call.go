package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
)

// demoCall lets the demo page place the call that `thirdring call` places: it
// runs that command, so that both are the same, and passes its lines on.
func (a *App) demoCall(ctx context.Context, from string, line func(string)) (err error) {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	hotlines := a.center.get().Hotlines
	if len(hotlines) == 0 {
		return errors.New("no hotline is configured")
	}
	cmd := exec.CommandContext(ctx, binary, "call", "--from", from, "--to", hotlines[0].Number, "--sip", a.cfg.Demo.SIP, "--seconds", "60")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	reader, writer := io.Pipe()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { writer.CloseWithError(cmd.Wait()) }()
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		line(lines.Text())
	}
	if err := lines.Err(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}
