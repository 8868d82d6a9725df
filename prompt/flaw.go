package prompt

import (
	"errors"
	"fmt"
)

// Flaw says, to the person who brought it, what is wrong with a sound or a text.
type Flaw struct {
	English string `json:"en"`
	Chinese string `json:"zh"`
}

// Error is the English sentence.
func (f *Flaw) Error() string { return f.English }

func flaw(english, chinese string, values ...any) *Flaw {
	return &Flaw{English: fmt.Sprintf(english, values...), Chinese: fmt.Sprintf(chinese, values...)}
}

// Errors of a Library. Each is a sentence for a person.
var (
	ErrNoPrompt  = errors.New("there is no such prompt")
	ErrNoMusic   = errors.New("there is no such music")
	ErrNoVersion = errors.New("there is no such version of the prompt, or it has nothing to play")
	ErrNoPreview = errors.New("there is no such preview, or it is too old")
	ErrConflict  = errors.New("somebody else changed the prompt meanwhile")
	ErrShipped   = errors.New("the prompt belongs to every centre and cannot be deleted")
	ErrNoSox     = errors.New("sox is not installed on the server: run deploy/install.sh prompts")
	ErrNoVoice   = errors.New("no voice is installed on the server: run deploy/install.sh prompts")
)
