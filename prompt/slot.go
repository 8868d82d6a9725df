package prompt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A slot is written {n} in a text and {n:count} among a prompt's parts.
func isSlot(part string) bool { return strings.HasPrefix(part, "{") }

func slotOf(part string) Slot {
	name, kind, _ := strings.Cut(strings.Trim(part, "{}"), ":")
	return Slot{Name: name, Kind: kind}
}

func slotsOf(parts []string) []Slot {
	var out []Slot
	for _, part := range parts {
		if isSlot(part) {
			out = append(out, slotOf(part))
		}
	}
	return out
}

var slotInText = regexp.MustCompile(`\{[^{}]*\}`)

// said is a piece of a text that is to be spoken.
type said struct{ part, text string }

// split cuts a text at its slots. The parts keep the names of the layer below: id, or id-1, id-2 around slots.
func split(id, text string, slots []Slot) (parts []string, pieces []said, err error) {
	wanted := map[string]string{}
	for _, s := range slots {
		wanted["{"+s.Name+"}"] = "{" + s.Name + ":" + s.Kind + "}"
	}
	if len(slots) == 0 {
		if found := slotInText.FindString(text); found != "" {
			return nil, nil, flaw("%[1]s cannot be filled in here: write what is to be said, or record it.", "这里的 %[1]s 无法自动填写,请写成要播报的内容,或直接录音。", found)
		}
		return []string{id}, []said{{id, text}}, nil
	}
	add := func(piece string) {
		if bare(piece) != "" {
			part := id + "-" + strconv.Itoa(len(pieces)+1)
			parts, pieces = append(parts, part), append(pieces, said{part, strings.TrimSpace(piece)})
		}
	}
	from := 0
	for _, at := range slotInText.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		filled, known := wanted[found]
		if !known || slices.Contains(parts, filled) {
			return nil, nil, flaw("%[1]s is no number of this prompt, or is there twice.", "%[1]s 不是此语音的号码位,或出现了两次。", found)
		}
		add(text[from:at[0]])
		parts, from = append(parts, filled), at[1]
	}
	add(text[from:])
	for _, s := range slots {
		if !slices.Contains(parts, wanted["{"+s.Name+"}"]) {
			return nil, nil, flaw("The text must hold {%[1]s}, where the number is put in.", "文字中必须保留 {%[1]s},播放时在此处填入数字。", s.Name)
		}
	}
	return parts, pieces, nil
}

// Situations in which callers hear prompts, in the order of a call.
var Situations = []string{"greeting", "queue", "callback", "connect", "closing", "survey", "closed", "voicemail", "duty", "emergency", "notice", "numbers", "script", "other"}

// situationOf finds the situation of a prompt that came with the product by its name.
func situationOf(id string, script bool) string {
	if script {
		return "script"
	}
	for _, known := range []struct{ begins, situation string }{
		{"greet.", "greeting"},
		{"queue.callback", "callback"},
		{"callback", "callback"},
		{"queue.", "queue"},
		{"connect.", "connect"},
		{"hold.", "connect"},
		{"transfer.", "connect"},
		{"agent.", "connect"},
		{"close.", "closing"},
		{"system.", "closing"},
		{"survey.", "survey"},
		{"after_hours", "closed"},
		{"holiday", "closed"},
		{"voicemail", "voicemail"},
		{"duty.", "duty"},
		{"emergency.notice", "notice"},
		{"emergency.", "emergency"},
		{"num.", "numbers"},
		{"beep", "numbers"},
		{"notice.", "notice"},
	} {
		if strings.HasPrefix(id, known.begins) {
			return known.situation
		}
	}
	return "other"
}
