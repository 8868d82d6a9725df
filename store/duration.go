package store

import (
	"fmt"
	"strings"
	"time"
)

// Duration is a time span written as "15s" or "1m30s".
type Duration time.Duration

// MarshalText writes the shortest form: "1m", not "1m0s".
func (d Duration) MarshalText() ([]byte, error) {
	text := time.Duration(d).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return []byte(text), nil
}

// UnmarshalText reads what time.ParseDuration does.
func (d *Duration) UnmarshalText(text []byte) error {
	span, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no time span: write 15s, 500ms or 1m30s", text)
	}
	*d = Duration(span)
	return nil
}

func (d Duration) String() string {
	text, _ := d.MarshalText() // never fails
	return string(text)
}
