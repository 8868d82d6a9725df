package store

import (
	"github.com/goccy/go-yaml"
)

// FormatYAML writes the configuration as ParseYAML reads it.
func (d Document) FormatYAML() ([]byte, error) { return yaml.Marshal(d) }

// ParseYAML reads a configuration strictly and checks it. The error is an
// InvalidError that names lines.
func ParseYAML(text []byte) (Document, error) {
	var d Document
	if err := yaml.UnmarshalWithOptions(text, &d, yaml.Strict()); err != nil {
		return Document{}, err
	}
	return d, d.Validate()
}
