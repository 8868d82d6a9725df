package store

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestEveryReasonIsTranslated finds the reasons in the source of the checks,
// so that a new one cannot be forgotten.
func TestEveryReasonIsTranslated(t *testing.T) {
	known := map[string]string{}
	for _, s := range chineseReasons {
		known[s[0]] = s[1]
		if got, want := strings.Count(s[1], "%"), len(verb.FindAllString(s[0], -1)); got != want {
			t.Errorf("%q has %d values in Chinese, want %d", s[0], got, want)
		}
	}
	files, err := filepath.Glob("center_*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(files, "duration.go") {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, format := range reasons(t, file) {
			found++
			if format != "%v" && known[format] == "" {
				t.Errorf("%s: no Chinese for %q: add it to chineseReasons", file, format)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d reasons were found in %s", found, files)
	}
}

// reasons are the formats of a file's bad(path, format, ...) and say(path, format, ...) calls, of its
// Problem literals, and of the errors of its UnmarshalText methods.
func reasons(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	take := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				out = append(out, text)
			}
		}
	}
	for _, decl := range parsed.Decls {
		f, ok := decl.(*ast.FuncDecl)
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, isSel := n.Fun.(*ast.SelectorExpr); isSel && (sel.Sel.Name == "bad" || sel.Sel.Name == "say") && len(n.Args) > 1 {
					take(n.Args[1])
				} else if isSel && sel.Sel.Name == "Errorf" && ok && f.Name.Name == "UnmarshalText" {
					take(n.Args[0])
				}
			case *ast.KeyValueExpr:
				if key, isIdent := n.Key.(*ast.Ident); isIdent && key.Name == "Reason" {
					take(n.Value)
				}
			}
			return true
		})
	}
	return out
}

func TestChineseKeepsTheValues(t *testing.T) {
	for _, c := range []struct{ english, want string }{
		{`1s is out of range: use 3s to 2m`, "1 秒 超出范围,请填 3 秒 至 2 分"},
		{`"X Y" is not possible: use ` + codeForm, `"X Y" 不可用:请用1 至 32 位小写字母、数字、- 或 _`},
		{`there is no queue "50% off": choose another`, `没有队列 "50% off",请另选`},
		{"never heard of", "never heard of"},
	} {
		if got := Chinese(c.english); got != c.want {
			t.Errorf("Chinese(%q) = %q, want %q", c.english, got, c.want)
		}
	}
	invalid, ok := errors.AsType[*InvalidError](Document{}.Validate())
	if !ok {
		t.Fatal("an empty document is valid")
	}
	for _, p := range invalid.Problems {
		if !strings.ContainsFunc(p.Chinese(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s in Chinese is %q", p, p.Chinese())
		}
	}
}
