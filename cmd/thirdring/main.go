// Command thirdring is a contact-center server for property customer-service
// hotlines on top of Asterisk: `thirdring serve` runs it, the other commands
// operate it from the shell.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// CLI lists the commands.
type CLI struct {
	Config string `help:"Configuration file (YAML). Environment variables THIRDRING_* win over it." type:"path" env:"THIRDRING_CONFIG" placeholder:"FILE"`

	Version VersionCmd `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var cli CLI
	parsed := kong.Parse(&cli,
		kong.Name("thirdring"),
		kong.Description("Answers a property hotline within three rings, greets, queues, pops and registers every call."),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindToProvider(func() (*Config, error) { return LoadConfig(cli.Config) }),
		kong.BindToProvider(newLogger),
	)
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "thirdring:", err)
		os.Exit(1)
	}
}

// newLogger writes to standard error at the configured level.
func newLogger(cfg *Config) (*slog.Logger, error) {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: cfg.LogLevel})), nil
}
