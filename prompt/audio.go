package prompt

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"time"
)

// Example values of slots, for who listens to a prompt outside of a call.
var (
	exampleCount  = []string{"num.3"}
	exampleDigits = []string{"num.yao", "num.0", "num.0", "num.3"}
)

// WAV is a version of a prompt as a caller hears it, with example numbers; or one piece of it.
func (l *Library) WAV(id string, number int, piece string) ([]byte, time.Time, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, time.Time{}, err
	}
	if _, err := l.one(id); err != nil {
		return nil, time.Time{}, err
	}
	below, _ := l.base.find(id)
	v, ok := l.at(below, l.own.find(id), number)
	if !ok || len(v.Parts) == 0 {
		return nil, time.Time{}, ErrNoVersion
	}
	var all []byte
	for _, part := range v.Parts {
		if piece != "" && part != piece {
			continue
		}
		wide, err := l.part(v, part)
		if err != nil {
			return nil, time.Time{}, fmt.Errorf("%s: %w: %w", id, ErrNoVersion, err)
		}
		all = append(all, wide...)
	}
	if len(all) == 0 {
		return nil, time.Time{}, ErrNoVersion
	}
	return EncodeWAV(wideRate, all), v.At, nil
}

// part is the sound of a part; of a slot, that of an example.
func (l *Library) part(v Version, part string) ([]byte, error) {
	if !isSlot(part) {
		return readWide(l.path(v, part))
	}
	names := exampleCount
	if slotOf(part).Kind == "digits" {
		names = exampleDigits
	}
	var all []byte
	for _, name := range names {
		wide, err := readWide(l.path(l.own.find(name).last(), name))
		if err != nil {
			return nil, err
		}
		all = append(all, wide...)
	}
	return all, nil
}

// Export writes a ZIP file with the WAV of every sound under its id, and prompts.csv with every text: what a studio is
// given, and what Take reads back one by one.
func (l *Library) Export(w io.Writer) error {
	prompts, err := l.Prompts()
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	list, err := archive.Create("prompts.csv")
	if err != nil {
		return fmt.Errorf("prompt: export: %w", err)
	}
	table := csv.NewWriter(list)
	rows := [][]string{{"\ufefffile", "situation", "text", "version", "source", "seconds"}} // the mark is for Excel
	for _, p := range prompts {
		if p.Script {
			continue
		}
		if len(p.Pieces) == 0 {
			rows = append(rows, []string{p.ID + ".wav", p.Situation, p.Text, fmt.Sprint(p.Version), "", ""})
		}
		for _, piece := range p.Pieces {
			text := piece.Text
			if len(p.Slots) == 0 {
				text = p.Text
			}
			rows = append(rows, []string{piece.ID + ".wav", p.Situation, text, fmt.Sprint(p.Version), string(piece.Source), fmt.Sprintf("%.1f", float64(piece.MS)/1000)})
		}
	}
	if err := table.WriteAll(rows); err != nil {
		return fmt.Errorf("prompt: export: %w", err)
	}
	for _, p := range prompts {
		for _, piece := range p.Pieces {
			wav, at, err := l.WAV(p.ID, p.Version, piece.ID)
			if err != nil {
				l.log.Warn("a sound is missing in the export", "prompt", p.ID, "err", err)
				continue
			}
			file, err := archive.CreateHeader(&zip.FileHeader{Name: piece.ID + ".wav", Method: zip.Deflate, Modified: at})
			if err == nil {
				_, err = file.Write(wav)
			}
			if err != nil {
				return fmt.Errorf("prompt: export: %w", err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("prompt: export: %w", err)
	}
	return nil
}
