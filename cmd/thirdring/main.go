// Command thirdring is a contact-center server for property customer-service
// hotlines on top of Asterisk: `thirdring serve` runs it, the other commands
// operate it from the shell.
package main

import (
	"cmp"
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
	Config string `help:"Configuration file (YAML). Environment variables THIRDRING_* win over it. The default is that of the demo, if one was started." type:"path" env:"THIRDRING_CONFIG" placeholder:"FILE"`

	Serve   ServeCmd   `cmd:"" group:"run" help:"Run the server."`
	Demo    DemoCmd    `cmd:"" group:"run" help:"Run a whole demo centre on this machine."`
	Prompts PromptsCmd `cmd:"" group:"run" help:"Make the centre's prompts; list, import and export them."`

	Center   CenterCmd   `cmd:"" group:"centre" help:"Export, import and compare the centre's configuration."`
	User     UserCmd     `cmd:"" group:"centre" help:"Manage who may sign in."`
	Owner    OwnerCmd    `cmd:"" group:"centre" help:"Import, export and look up owners (业主)."`
	Agent    AgentCmd    `cmd:"" group:"operate" help:"See and change the agents' states."`
	Queue    QueueCmd    `cmd:"" group:"operate" help:"See the queues and change them while callers wait."`
	Register RegisterCmd `cmd:"" group:"operate" help:"List and export the call register."`
	Replay   ReplayCmd   `cmd:"" group:"operate" help:"Play a past day with a changed configuration and compare."`

	Call  CallCmd  `cmd:"" group:"try" help:"Call the hotline and print what is heard."`
	Phone PhoneCmd `cmd:"" group:"try" help:"Answer an agent's calls on a telephone made of software."`

	Version VersionCmd `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once

	var cli CLI
	parsed := kong.Parse(&cli,
		kong.Name("thirdring"),
		kong.Description("Answers a property hotline within three rings, greets, queues, pops and registers every call."),
		kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindToProvider(func() (*Config, error) { return LoadConfig(cmp.Or(cli.Config, demoConfig())) }),
		kong.ExplicitGroups([]kong.Group{
			{Key: "run", Title: "Run"},
			{Key: "centre", Title: "Set up the centre"},
			{Key: "operate", Title: "Operate"},
			{Key: "try", Title: "Try it"},
		}),
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
