package owner

import (
	"fmt"
	"strings"
)

// codebook pairs the codes of a closed set with their Chinese labels and the
// other words which files use for them.
type codebook struct {
	codes  []string
	labels []string
	words  map[string]string // other word -> code
}

var (
	relations = codebook{
		codes:  []string{"owner", "occupant", "family", "tenant", "prospect"},
		labels: []string{"业主", "使用人", "家属", "租户", "意向客户"},
		words: map[string]string{
			"户主": "owner", "产权人": "owner", "住户": "occupant", "家人": "family", "配偶": "family", "子女": "family", "父母": "family",
			"租客": "tenant", "承租人": "tenant", "潜在客户": "prospect", "准业主": "prospect",
		},
	}
	segments = codebook{
		codes:  []string{"ordinary", "loyal", "valued", "prospect", "vip"},
		labels: []string{"普通", "老客户", "优质客户", "潜在意向客户", "重要客户"},
		words:  map[string]string{"一般": "ordinary", "普通客户": "ordinary", "优质": "valued", "意向客户": "prospect", "潜在客户": "prospect", "重要": "vip", "贵宾": "vip"},
	}
	phoneKinds = codebook{
		codes:  []string{"mobile", "home", "work", "fax"},
		labels: []string{"手机", "住宅", "单位", "传真"},
		words:  map[string]string{"移动电话": "mobile", "家庭": "home", "宅电": "home", "座机": "home", "固话": "home", "公司": "work", "办公": "work", "cell": "mobile", "office": "work"},
	}
	alertLevels = codebook{
		codes:  []string{"info", "warning", "critical"},
		labels: []string{"提示", "注意", "严重"},
	}
)

// Label returns the Chinese label of the relation.
func (r Relation) Label() string { return relations.label(string(r)) }

// Label returns the Chinese label of the segment.
func (s Segment) Label() string { return segments.label(string(s)) }

// Label returns the Chinese label of the kind.
func (k PhoneKind) Label() string { return phoneKinds.label(string(k)) }

// Label returns the Chinese label of the level.
func (l AlertLevel) Label() string { return alertLevels.label(string(l)) }

func (c codebook) label(code string) string {
	for i, have := range c.codes {
		if have == code {
			return c.labels[i]
		}
	}
	return code
}

// code returns the code which a word in a file stands for.
func (c codebook) code(word string) (string, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	for i, code := range c.codes {
		if word == code || word == c.labels[i] {
			return code, true
		}
	}
	code, ok := c.words[word]
	return code, ok
}

func (c codebook) want(got string) string {
	return fmt.Sprintf("%q is not one of %s (%s)", got, strings.Join(c.labels, ", "), strings.Join(c.codes, ", "))
}
