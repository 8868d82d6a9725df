package sipphone

import (
	"strconv"
	"strings"
	"time"
)

// enoughOfPrompt is how many samples of a composed prompt must be heard before it is told unfinished. Less, such as the
// word 工号 alone, may be part of any sentence.
const enoughOfPrompt = Rate * 8 / 10

// unheard is so much sound, in samples, between two parts of a prompt that a word may have been in it that was not
// recognised. A number with a word missing is another number, so it is not told at all.
const unheard = Rate / 4

// composer puts recognised parts together to prompts: "您前面还有", "两", "位客户在等候" is one prompt with n = 2.
type composer struct {
	prompts *Prompts
	prompt  *sentence // the one that is being heard, nil when none
	next    int       // the part of it that is expected
	began   time.Time
	ends    int64               // where in the stream the last part of it ends
	sound   int                 // samples of its recordings heard
	missed  bool                // whether something in its slots was not recognised
	spoken  map[string][]string // what was said in its slots, word by word
}

// part takes in a part, which began at a time and at a place in the stream, and returns the prompts that are now known.
func (c *composer) part(r *recording, at time.Time, start int64) []Heard {
	name := r.name
	ends := start + int64(len(r.pcm))
	if c.prompt != nil && c.fits(name) {
		c.missed = c.missed || start-c.ends > unheard
		c.sound += r.sound
		c.ends = ends
		return c.finished()
	}
	out := c.flush()
	for i := range c.prompts.prompts {
		p := &c.prompts.prompts[i]
		for k, part := range p.Parts {
			if part == name {
				*c = composer{
					prompts: c.prompts, prompt: p, next: k + 1, began: at, ends: ends, sound: r.sound, spoken: map[string][]string{},
				}
				return append(out, c.finished()...)
			}
		}
	}
	if strings.HasPrefix(name, "num.") {
		return out // a number outside of any prompt may be a word of any sentence
	}
	return append(out, Heard{At: at, Kind: Prompt, ID: name, Text: r.text, Complete: true}) // a part of no prompt
}

// fits enters a part in the prompt that is being heard, if it belongs there.
func (c *composer) fits(name string) bool {
	parts := c.prompt.Parts
	if c.next < len(parts) {
		if slot, ok := slotName(parts[c.next]); ok && strings.HasPrefix(name, "num.") {
			c.spoken[slot] = append(c.spoken[slot], c.textOf(name))
			return true
		} else if ok && c.next+1 < len(parts) && parts[c.next+1] == name {
			c.next += 2
			return true
		}
	}
	if c.next < len(parts) && parts[c.next] == name {
		c.next++
		return true
	}
	return false
}

// finished returns the prompt if it has been heard to its end.
func (c *composer) finished() []Heard {
	if c.next < len(c.prompt.Parts) {
		return nil
	}
	return c.flush()
}

// flush returns the prompt that is being heard, as far as it was heard, and forgets it.
func (c *composer) flush() []Heard {
	if c.prompt == nil {
		return nil
	}
	p := c.prompt
	if c.next < len(p.Parts) && c.sound < enoughOfPrompt {
		c.prompt = nil
		return nil
	}
	h := Heard{At: c.began, Kind: Prompt, ID: p.ID, Text: p.Text, Complete: c.next == len(p.Parts)}
	c.prompt = nil
	for _, part := range p.Parts {
		slot, ok := slotName(part)
		if !ok {
			continue
		}
		value := "…"
		if words := c.spoken[slot]; len(words) > 0 && !c.missed {
			value = number(words, strings.HasSuffix(part, ":digits}"))
			if h.Slots == nil {
				h.Slots = map[string]string{}
			}
			h.Slots[slot] = value
		}
		h.Text = strings.ReplaceAll(h.Text, "{"+slot+"}", value)
	}
	return []Heard{h}
}

func (c *composer) textOf(name string) string {
	for i := range c.prompts.parts {
		if c.prompts.parts[i].name == name {
			return c.prompts.parts[i].text
		}
	}
	return ""
}

// slotName reads "{n:count}".
func slotName(part string) (string, bool) {
	inner, ok := strings.CutPrefix(part, "{")
	if !ok {
		return "", false
	}
	name, _, _ := strings.Cut(strings.TrimSuffix(inner, "}"), ":")
	return name, true
}

// numerals are the words that numbers are composed of.
const numerals = "零一二三四五六七八九"

// number writes spoken words as digits: 十 二 is 12, and digit by digit 幺 零 is 10. Words that are no numerals are
// returned as they are.
func number(words []string, digits bool) string {
	tens, ones, total := 0, 0, strings.Builder{}
	for _, w := range words {
		value := 0
		switch w {
		case "十":
			tens, ones = max(1, ones), 0
			continue
		case "两":
			value = 2
		case "幺":
			value = 1
		default:
			at := strings.Index(numerals, w)
			if at < 0 || len(w) != len("零") {
				return strings.Join(words, "")
			}
			value = at / len("零")
		}
		ones = value
		total.WriteString(strconv.Itoa(value))
	}
	if digits {
		return total.String()
	}
	return strconv.Itoa(10*tens + ones)
}
