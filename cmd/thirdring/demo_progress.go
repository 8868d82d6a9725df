package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

// progressBar shows how far a long command is: a moving bar on a terminal, a line for every tenth otherwise.
type progressBar struct {
	out      *os.File
	label    string
	terminal bool
	shown    int // percent last shown
	drawn    bool
}

func newProgressBar(out *os.File, label string) *progressBar {
	return &progressBar{out: out, label: label, terminal: term.IsTerminal(int(out.Fd())), shown: -1}
}

// show draws the bar when it has moved.
func (b *progressBar) show(done, total int) {
	if total <= 0 {
		return
	}
	percent := 100 * done / total
	switch {
	case b.terminal && percent != b.shown:
		const width = 40
		filled := width * done / total
		fmt.Fprintf(b.out, "\r%s [%s%s] %3d %%  %d/%d", b.label, strings.Repeat("#", filled), strings.Repeat(".", width-filled), percent, done, total)
		b.shown, b.drawn = percent, true
	case !b.terminal && percent/10 > b.shown/10:
		fmt.Fprintf(b.out, "%s: %d of %d\n", b.label, done, total)
		b.shown = percent
	}
}

// end leaves the finished bar on a line of its own.
func (b *progressBar) end() {
	if b.drawn {
		fmt.Fprintln(b.out)
	}
}
