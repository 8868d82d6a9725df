package store

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// FormatYAML writes the configuration as ParseYAML reads it. The version is
// left out: it belongs to the site, not to the file.
func (d Document) FormatYAML() ([]byte, error) {
	text, err := yaml.Marshal(d.filled())
	if err != nil {
		return nil, fmt.Errorf("store: center: %w", err)
	}
	return text, nil
}

// yamlLimit bounds a configuration file; 2,000 agents take about 200 KB.
const yamlLimit = 4 << 20

// ParseYAML reads a configuration strictly and checks it. The error is an
// InvalidError that lists every problem with its line.
func ParseYAML(text []byte) (Document, error) {
	if len(text) > yamlLimit {
		return Document{}, fmt.Errorf("the configuration is larger than %d MB", yamlLimit>>20)
	}
	tokens := lexer.Tokenize(string(text))
	if p, deep := tooDeep(tokens); deep {
		return Document{}, &InvalidError{Problems: []Problem{p}}
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return Document{}, syntaxError(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return Document{}, &InvalidError{Problems: []Problem{{Reason: "the file must hold exactly one YAML document"}}}
	}
	var d Document
	r := yamlReader{lines: map[string]int{}}
	r.read(file.Docs[0].Body, reflect.ValueOf(&d).Elem(), "")
	if len(r.problems) == 0 {
		if invalid, ok := errors.AsType[*InvalidError](d.Validate()); ok {
			r.problems = invalid.Problems
		}
	}
	if len(r.problems) == 0 {
		return d.filled(), nil
	}
	for i, p := range r.problems {
		r.problems[i].Line = r.line(p.Path)
	}
	return Document{}, &InvalidError{Problems: r.problems}
}

// yamlDepth bounds nesting; a configuration needs five levels.
const yamlDepth = 50

// tooDeep finds nesting that would cost the parser minutes and gigabytes:
// brackets in brackets, and lists in lists on one line.
func tooDeep(tokens token.Tokens) (Problem, bool) {
	depth, line, inLine := 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType:
			if t.Position.Line != line {
				line, inLine = t.Position.Line, 0
			}
			inLine++
		default:
		}
		if max(depth, inLine) > yamlDepth {
			return Problem{Line: t.Position.Line, Reason: "the nesting is too deep"}, true
		}
	}
	return Problem{}, false
}

func syntaxError(err error) error {
	p := Problem{Reason: err.Error()}
	if found, ok := errors.AsType[yaml.Error](err); ok {
		p.Reason = found.GetMessage()
		if t := found.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line
		}
	}
	return &InvalidError{Problems: []Problem{p}}
}

// yamlReader fills a document from a syntax tree. The library's own decoder
// stops at the first mistake, speaks of Go types and reads work number 0101 as
// an octal number, so the tree is walked here.
type yamlReader struct {
	lines    map[string]int // path -> line
	problems []Problem
}

func (r *yamlReader) bad(path, reason string, args ...any) {
	r.problems = append(r.problems, Problem{Path: path, Reason: fmt.Sprintf(reason, args...)})
}

// line is where the path is, or what would hold it, was written.
func (r *yamlReader) line(path string) int {
	for path != "" && r.lines[path] == 0 {
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return r.lines[path]
}

func (r *yamlReader) read(node ast.Node, v reflect.Value, path string) {
	if r.lines[path] == 0 {
		r.lines[path] = node.GetToken().Position.Line
	}
	switch node.(type) {
	case *ast.NullNode:
		return
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.bad(path, "anchors, aliases and tags are not supported: write the value itself")
		return
	}
	if text, ok := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr()); ok {
		if s, ok := r.scalar(node, path); ok {
			if err := text.UnmarshalText([]byte(s)); err != nil {
				r.bad(path, "%v", err)
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.read(node, v.Elem(), path)
	case reflect.Struct:
		r.readStruct(node, v, path)
	case reflect.Slice:
		r.readSlice(node, v, path)
	case reflect.Bool:
		if b, ok := node.(*ast.BoolNode); ok {
			v.SetBool(b.Value)
		} else {
			r.bad(path, "must be true or false")
		}
	case reflect.Int:
		if s, ok := r.scalar(node, path); ok {
			n, err := strconv.Atoi(s)
			if err != nil {
				r.bad(path, "%q is no whole number", s)
			}
			v.SetInt(int64(n))
		}
	default:
		if s, ok := r.scalar(node, path); ok {
			v.SetString(s)
		}
	}
}

// scalar is the text of a single value, exactly as written.
func (r *yamlReader) scalar(node ast.Node, path string) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	case ast.ScalarNode:
		return node.GetToken().Value, true
	}
	r.bad(path, "must be a single value, not a list or a group of keys")
	return "", false
}

func (r *yamlReader) readSlice(node ast.Node, v reflect.Value, path string) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		r.bad(path, "must be a list: one \"- ...\" for each")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, item := range list.Values {
		r.read(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (r *yamlReader) readStruct(node ast.Node, v reflect.Value, path string) {
	group, ok := node.(ast.MapNode)
	if !ok {
		r.bad(path, "must be a group of keys: \"key: value\"")
		return
	}
	fields := yamlFields(v.Type())
	for entries := group.MapRange(); entries.Next(); {
		key := entries.Key().GetToken().Value
		at := strings.TrimPrefix(path+"."+key, ".")
		r.lines[at] = entries.Key().GetToken().Position.Line
		if i, ok := fields[key]; ok {
			r.read(entries.Value(), v.Field(i), at)
			continue
		}
		if near := nearest(key, fields); near != "" {
			r.bad(at, "there is no such key: did you mean %s?", near)
		} else {
			r.bad(at, "there is no such key: use %s", keyList(fields))
		}
	}
}
