package store

import (
	"bytes"
	"encoding/json"
	"errors"
)

// ParseJSON reads a configuration as pages send it, as strictly as ParseYAML:
// JSON is YAML, so the same reader names every problem's path. The version is
// taken over when it is there.
func ParseJSON(text []byte) (Document, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil || keys == nil {
		return Document{}, &InvalidError{Problems: []Problem{{Reason: "the document must be a JSON object"}}}
	}
	var version int
	if v, ok := keys["version"]; ok {
		if err := json.Unmarshal(v, &version); err != nil {
			return Document{}, &InvalidError{Problems: []Problem{{Path: "version", Reason: "must be a whole number"}}}
		}
		delete(keys, "version")
	}
	var out bytes.Buffer
	write := json.NewEncoder(&out)
	write.SetEscapeHTML(false)
	if err := write.Encode(keys); err != nil {
		return Document{}, &InvalidError{Problems: []Problem{{Reason: "the document must be a JSON object"}}}
	}
	d, err := ParseYAML(out.Bytes())
	d.Version = version
	if invalid, ok := errors.AsType[*InvalidError](err); ok {
		for i := range invalid.Problems {
			invalid.Problems[i].Line = 0 // of a text that nobody wrote
		}
	}
	return d, err
}
