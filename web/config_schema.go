package web

import (
	"encoding"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// orderKey lists an object's properties in the document's own order, which
// JSON schema knows nothing of.
const orderKey = "x-order"

// namesKey says in which list of the document the entry is that a text names by
// its id: "queues". Pages carry a changed id to all of these.
const namesKey = "x-names"

// documentSchema describes a type as it is written in JSON. A type that is
// written as text has its name as format: "duration".
func documentSchema(t reflect.Type) *huma.Schema {
	if t.Kind() == reflect.Pointer {
		return documentSchema(t.Elem())
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return &huma.Schema{Type: huma.TypeString, Format: strings.ToLower(strings.TrimSuffix(t.Name(), "Doc"))}
	}
	switch t.Kind() {
	case reflect.Struct:
		return structSchema(t)
	case reflect.Slice:
		return &huma.Schema{Type: huma.TypeArray, Items: documentSchema(t.Elem())}
	case reflect.Map:
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: documentSchema(t.Elem())}
	case reflect.Bool:
		return &huma.Schema{Type: huma.TypeBoolean}
	case reflect.Float32, reflect.Float64:
		return &huma.Schema{Type: huma.TypeNumber}
	case reflect.String:
		return &huma.Schema{Type: huma.TypeString}
	default:
		return &huma.Schema{Type: huma.TypeInteger}
	}
}

func structSchema(t reflect.Type) *huma.Schema {
	out := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	var order []string
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		property := documentSchema(field.Type)
		property.Description = field.Tag.Get("doc")
		describeFormat(property, field.Tag.Get("format"))
		describeNames(property, field.Tag.Get("names"))
		if list := field.Tag.Get("enum"); list != "" {
			for value := range strings.SplitSeq(list, ",") {
				property.Enum = append(property.Enum, value)
			}
		}
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			out.Required = append(out.Required, name)
		}
		out.Properties[name] = property
		order = append(order, name)
	}
	out.Extensions = map[string]any{orderKey: order}
	return out
}

// describeFormat tells what a text, or each text of a list, names: "prompt" or "music".
func describeFormat(property *huma.Schema, format string) {
	switch {
	case format == "":
	case property.Items != nil:
		property.Items.Format = format
	default:
		property.Format = format
	}
}

// describeNames tells which entries a text, or each text of a list, names.
func describeNames(property *huma.Schema, list string) {
	switch {
	case list == "":
	case property.Items != nil:
		property.Items.Extensions = map[string]any{namesKey: list}
	default:
		property.Extensions = map[string]any{namesKey: list}
	}
}

// documentConfig puts the document's schema where the API has one.
func (s *Server) documentConfig() {
	const name = "CenterDocument"
	api := s.api.OpenAPI()
	api.Components.Schemas.Map()[name] = documentSchema(s.opts.Configuration.Type())
	for schema, key := range map[string]string{"ConfigAnswer": "document", "SaveInputBody": "document", "SavedView": "document"} {
		if found := api.Components.Schemas.Map()[schema]; found != nil {
			found.Properties[key] = &huma.Schema{Ref: "#/components/schemas/" + name}
		}
	}
}
