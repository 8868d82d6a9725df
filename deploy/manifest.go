package deploy

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed prompts.yaml
var promptsYAML []byte

// promptSource is the shipped manifest, prompts.yaml.
type promptSource struct {
	Version   int               `yaml:"version"`
	Pronounce map[string]string `yaml:"pronounce"`
	Prompts   []promptEntry     `yaml:"prompts"`
	Numbers   map[string]string `yaml:"numbers"`
}

type promptEntry struct {
	ID     string            `yaml:"id"`
	Text   string            `yaml:"text"`
	Tag    string            `yaml:"tag"`
	Source string            `yaml:"source"`
	Script bool              `yaml:"script"`
	Fill   bool              `yaml:"fill"`
	Slots  map[string]string `yaml:"slots"`
}

// Manifest is manifest.json: what can be played for one centre, and where it comes from.
type Manifest struct {
	Center  string           `json:"center"`
	Prompts []Prompt         `json:"prompts"`
	Files   map[string]Sound `json:"files"`
}

// Prompt is one sentence. Parts are played one after the other: names of Files, and slots as "{n:count}" that the
// player replaces by number parts. A sentence without parts is never played, only shown.
type Prompt struct {
	ID     string   `json:"id"`
	Text   string   `json:"text"`
	Tag    string   `json:"tag"`
	Source string   `json:"source,omitempty"`
	Script bool     `json:"script,omitempty"`
	Parts  []string `json:"parts,omitempty"`
}

// Sound describes one audio file of the manifest; it is there in every format of soundFormats.
type Sound struct {
	Milliseconds int    `json:"ms"`
	SHA256       string `json:"sha256"` // of the 16 kHz audio
	Source       string `json:"source"` // synthesised, recorded or generated
	Text         string `json:"text,omitempty"`
	Key          string `json:"key"` // changes when the file has to be made again
}

func loadPrompts(text []byte) (promptSource, error) {
	var source promptSource
	if err := yaml.UnmarshalWithOptions(text, &source, yaml.Strict()); err != nil {
		return promptSource{}, fmt.Errorf("deploy: prompts.yaml: %w", err)
	}
	seen := map[string]bool{}
	for _, p := range source.Prompts {
		if p.ID == "" || p.Text == "" || seen[p.ID] {
			return promptSource{}, fmt.Errorf("deploy: prompts.yaml: prompt %q is empty or there twice", p.ID)
		}
		seen[p.ID] = true
	}
	return source, nil
}

// forCenter replaces what stands for the centre in text: its name, and its hours.
func forCenter(text, center, hours string) string {
	return strings.ReplaceAll(FillName(text, center), "{hours}", hours)
}

// FillName puts a centre's name where a text says XX. What the name ends with
// stands in the texts already.
func FillName(text, center string) string {
	name := center
	for _, end := range []string{"客户服务中心", "客户服务部", "公司"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.ReplaceAll(text, "XX", name)
}

// spoken is a piece of sound to be made: its file's name and what is said in it.
type spoken struct{ id, text string }

// split cuts a sentence at its slots: "您前面还有 {n} 位客户" with n=count gives the parts id-1, {n:count}, id-2 and the
// two pieces to be spoken.
func (p promptEntry) split(text string) (parts []string, pieces []spoken) {
	if len(p.Slots) == 0 {
		return []string{p.ID}, []spoken{{p.ID, text}}
	}
	names := slices.Sorted(maps.Keys(p.Slots))
	slot := regexp.MustCompile(`\{(` + strings.Join(names, "|") + `)\}`)
	add := func(piece string) {
		if piece = strings.TrimSpace(piece); piece != "" {
			id := p.ID + "-" + strconv.Itoa(len(pieces)+1)
			parts = append(parts, id)
			pieces = append(pieces, spoken{id, piece})
		}
	}
	from := 0
	for _, at := range slot.FindAllStringSubmatchIndex(text, -1) {
		add(text[from:at[0]])
		name := text[at[2]:at[3]]
		parts = append(parts, "{"+name+":"+p.Slots[name]+"}")
		from = at[1]
	}
	add(text[from:])
	return parts, pieces
}

var clock = regexp.MustCompile(`(\d{1,2})[::](\d{2})`)

// readable rewrites text for the synthesiser: clock times as they are said, and the pronunciations it gets wrong.
func readable(text string, pronounce map[string]string) string {
	text = clock.ReplaceAllStringFunc(text, func(found string) string {
		match := clock.FindStringSubmatch(found)
		hour, minute := chineseNumber(match[1]), chineseNumber(match[2])
		switch hour {
		case "二":
			hour = "两"
		case "":
			return found
		}
		if minute == "零" {
			return hour + "点"
		}
		return hour + "点" + minute + "分"
	})
	for _, word := range slices.Sorted(maps.Keys(pronounce)) {
		text = strings.ReplaceAll(text, word, " "+pronounce[word]+" ")
	}
	return text
}

// chineseNumber writes the number 0 to 99 in Chinese; anything else gives "".
func chineseNumber(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n > 99 {
		return ""
	}
	numerals := []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	tens, ones := n/10, n%10
	switch {
	case tens == 0:
		return numerals[ones]
	case tens == 1 && ones == 0:
		return "十"
	case tens == 1:
		return "十" + numerals[ones]
	case ones == 0:
		return numerals[tens] + "十"
	}
	return numerals[tens] + "十" + numerals[ones]
}
