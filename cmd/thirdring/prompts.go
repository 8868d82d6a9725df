package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"thirdring/deploy"
)

// PromptsCmd makes what callers hear, and brings a centre's own recordings in
// and out of the running server.
type PromptsCmd struct {
	Make   PromptsMakeCmd   `cmd:"" default:"withargs" help:"Make the prompts that every centre has, in a synthesised voice."`
	List   PromptsListCmd   `cmd:"" help:"List the prompts of the running server."`
	Import PromptsImportCmd `cmd:"" help:"Take recordings into the running server: WAV files named by prompt, a folder or a ZIP file of them."`
	Music  MusicCmd         `cmd:"" help:"Music for who waits: classes that queues name, and their pieces."`
	Export PromptsExportCmd `cmd:"" help:"Write the prompts of the running server as WAV files, with a list of their texts for who records them."`
}

// PromptsMakeCmd makes everything that callers hear.
type PromptsMakeCmd struct {
	CenterName string `help:"Name of the centre, spoken where the manifest says XX." required:"" env:"THIRDRING_CENTER_NAME" placeholder:"NAME"`
	Out        string `help:"Folder that receives the sounds and manifest.json." required:"" type:"path" env:"THIRDRING_SOUNDS_DIR" placeholder:"DIR"`
	Recorded   string `help:"Folder with the centre's own recordings, named <id>.wav; they win over synthesised ones." type:"existingdir" placeholder:"DIR"`
	Hours      string `help:"Opening hours as they are announced." default:"周一至周日 上午9:00至下午6:00" env:"THIRDRING_CENTER_HOURS"`
}

// Run makes what is missing or has changed.
func (c *PromptsMakeCmd) Run(ctx context.Context) error {
	started := time.Now()
	bar := newProgressBar(os.Stderr, "prompts")
	report, err := deploy.MakePrompts(ctx, deploy.PromptOptions{
		CenterName:  c.CenterName,
		Hours:       c.Hours,
		Dir:         c.Out,
		RecordedDir: c.Recorded,
		Progress:    bar.show,
	})
	bar.end()
	if err != nil {
		return err
	}
	for _, path := range report.Unknown {
		fmt.Fprintf(os.Stderr, "prompts: %s is not used: no prompt has that name (see %s/manifest.json)\n", path, c.Out)
	}
	fmt.Printf("%d prompts made, %d unchanged, in %s (%.1f s)\n", report.Made, report.Kept, c.Out, time.Since(started).Seconds())
	return nil
}
