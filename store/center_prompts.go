package store

import (
	"reflect"
	"strings"
)

// PromptUse says where a configuration names a prompt.
type PromptUse struct {
	Prompt string
	Path   string // as in a Change: hotlines[4008001234].greeting
	Name   string // of the entry, for people
}

// PromptUses lists where d names prompts, in the order of the document.
func (d Document) PromptUses() []PromptUse {
	var found []PromptUse
	collectPrompts(reflect.ValueOf(d.filled()), "", "", &found)
	return found
}

// formatPrompt is the tag of fields that name prompts.
const formatPrompt = "prompt"

func collectPrompts(v reflect.Value, path, name string, into *[]PromptUse) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || !isGroup(v.Type()) {
		return
	}
	for _, f := range documentFields(v.Type()) {
		field, at := v.Field(f.index), strings.TrimPrefix(path+"."+f.key, ".")
		switch {
		case v.Type().Field(f.index).Tag.Get("format") == formatPrompt:
			for _, id := range promptsIn(field) {
				*into = append(*into, PromptUse{Prompt: id, Path: at, Name: name})
			}
		case field.Kind() == reflect.Slice && isGroup(field.Type().Elem()):
			for i, key := range entryKeys(field) {
				collectPrompts(field.Index(i), at+"["+key+"]", nameOf(field.Index(i), name), into)
			}
		default:
			collectPrompts(field, at, name, into)
		}
	}
}

// promptsIn are the ids of a field: it holds one or a list.
func promptsIn(v reflect.Value) []string {
	switch ids := v.Interface().(type) {
	case string:
		if ids != "" {
			return []string{ids}
		}
	case []string:
		return ids
	}
	return nil
}

// nameOf is what an entry is called; one without a name is called as what it
// is a part of.
func nameOf(v reflect.Value, outer string) string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if name := v.FieldByName("Name"); name.IsValid() && name.Kind() == reflect.String && name.String() != "" {
		return name.String()
	}
	return outer
}
