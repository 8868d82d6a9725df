package store

import (
	"reflect"
	"regexp"
	"testing"
)

func TestWherePromptsAreNamed(t *testing.T) {
	d := Default()
	d.Hotlines = []HotlineDoc{{
		Number: "4008001234", Name: "全国热线", Greeting: "greet.alt2",
		AfterHours: &AfterHoursDoc{Holiday: "notice.newyear"},
	}}
	d.Queues = []QueueDoc{{ID: "service", Name: "客户服务", Comforts: []string{"queue.comfort", "notice.app"}}}
	want := []PromptUse{
		{"notice.newyear", "hotlines[4008001234].after_hours.holiday_prompt", "全国热线"},
		{"greet.alt2", "hotlines[4008001234].greeting", "全国热线"},
		{"queue.comfort", "queues[service].comforts", "客户服务"},
		{"notice.app", "queues[service].comforts", "客户服务"},
	}
	if got := d.PromptUses(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestPromptFieldsAreMarked: what is told to be a prompt is tagged as one, so
// that the pages offer prompts there and the prompts' page knows of the use.
func TestPromptFieldsAreMarked(t *testing.T) {
	prompt := regexp.MustCompile(`^(The comfort p|P)rompts?\b`)
	var look func(reflect.Type)
	seen := map[reflect.Type]bool{}
	look = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct || seen[of] {
			return
		}
		seen[of] = true
		for field := range of.Fields() {
			if prompt.MatchString(field.Tag.Get("doc")) && field.Tag.Get("format") != formatPrompt {
				t.Errorf("%s.%s is a prompt without its tag", of.Name(), field.Name)
			}
			look(field.Type)
		}
	}
	look(reflect.TypeFor[Document]())
}
