package data

import (
	"encoding"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const recordsPage = "../docs/format-records.md"

// Whoever writes a program that reads our files finds each member of each record in the documents. The page is made of
// the types themselves, and made anew with -update.
func TestThePageOfRecordsListsEveryMember(t *testing.T) {
	t.Parallel()
	m := memberPage{words: wordsOfTypes(t), told: map[reflect.Type]bool{}}
	m.text.WriteString(`# The JSON of each record

Made of the types in data/; what the records are for and where they stand is in format.md. Unknown members are to be
ignored; a member that is absent is unknown, empty or no. A time is a text as RFC 3339 has it, an id 32 hexadecimal
digits, money a number of pounds, bytes are base 64. Where a text is one of a few words they are listed.
`)
	for kind := Kind(1); kind < 64; kind++ {
		value, err := decode(kind, []byte("{}"))
		if err != nil {
			continue
		}
		m.record(fmt.Sprintf("%d %s", kind, kind), reflect.TypeOf(value))
	}
	m.rest()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(recordsPage, []byte(m.text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(recordsPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(page) != m.text.String() {
		t.Error("docs/format-records.md is not what the types say: go test ./data -run PageOfRecords -update")
	}
}

// memberPage is the page as it is written.
type memberPage struct {
	text  strings.Builder
	words map[string][]string // by type: what a text of it may be
	next  []reflect.Type      // types that a member has and that have no section yet
	told  map[reflect.Type]bool
}

func (m *memberPage) record(title string, of reflect.Type) {
	if of.Kind() != reflect.Struct {
		m.section(title)
		m.text.WriteString("\n" + m.shape(of) + "\n")
		return
	}
	m.told[of] = true
	m.members(title, of)
}

func (m *memberPage) rest() {
	for len(m.next) > 0 {
		of := m.next[0]
		m.next = m.next[1:]
		if !m.told[of] {
			m.told[of] = true
			m.members(sectionOf(of), of)
		}
	}
}

func (m *memberPage) section(title string) { fmt.Fprintf(&m.text, "\n## %s\n", title) }

func (m *memberPage) members(title string, of reflect.Type) {
	m.section(title)
	m.text.WriteString("\n| member | is |\n|---|---|\n")
	m.rows(of)
}

func (m *memberPage) rows(of reflect.Type) {
	for i := range of.NumField() {
		field := of.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous && name == "":
			m.rows(field.Type)
			continue
		case name == "-" || !field.IsExported():
			continue
		case name == "":
			name = field.Name
		}
		fmt.Fprintf(&m.text, "| `%s` | %s |\n", name, m.shape(field.Type))
	}
}

// shape says in words what JSON a type becomes.
func (m *memberPage) shape(of reflect.Type) string {
	writes := func(as reflect.Type) bool { return of.Implements(as) || reflect.PointerTo(of).Implements(as) }
	switch {
	case of == reflect.TypeFor[time.Time]():
		return "time"
	case of == reflect.TypeFor[ID]():
		return "id"
	case of == reflect.TypeFor[Money]():
		return "money"
	case of == reflect.TypeFor[[]byte](), of == reflect.TypeFor[json.RawMessage]():
		return "bytes"
	case of.Kind() == reflect.Pointer:
		return m.shape(of.Elem())
	case of.Kind() == reflect.Slice || of.Kind() == reflect.Array:
		return "list of " + m.shape(of.Elem())
	case of.Kind() == reflect.Map:
		return "object, from " + m.shape(of.Key()) + " to " + m.shape(of.Elem())
	case of.Kind() == reflect.Struct && !writes(reflect.TypeFor[json.Marshaler]()) && !writes(reflect.TypeFor[encoding.TextMarshaler]()):
		m.next = append(m.next, of)
		return "[" + sectionOf(of) + "](#" + strings.ToLower(sectionOf(of)) + ")"
	case of.Kind() == reflect.Bool:
		return "true or false"
	case of.Kind() == reflect.String:
		if words := m.words[of.Name()]; len(words) > 0 {
			return "one of `" + strings.Join(words, "`, `") + "`"
		}
		return "text"
	case writes(reflect.TypeFor[json.Marshaler]()), writes(reflect.TypeFor[encoding.TextMarshaler]()):
		return "text (" + of.Name() + ")"
	}
	return "number"
}

// sectionOf is a type's name; what a charity changes of ours has the same names as its own records.
func sectionOf(of reflect.Type) string {
	if strings.HasSuffix(of.PkgPath(), "/assets") && !strings.HasPrefix(of.Name(), "Own") {
		return "Own" + of.Name()
	}
	return of.Name()
}

// wordsOfTypes reads of the source which words a text of a type may be.
func wordsOfTypes(t *testing.T) map[string][]string {
	t.Helper()
	words := map[string][]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			list, ok := d.(*ast.GenDecl)
			if !ok || list.Tok != token.CONST {
				continue
			}
			for _, spec := range list.Specs {
				value := spec.(*ast.ValueSpec)
				of, named := value.Type.(*ast.Ident)
				if !named {
					continue
				}
				for _, v := range value.Values {
					if text, ok := v.(*ast.BasicLit); ok && text.Kind == token.STRING {
						if word, err := strconv.Unquote(text.Value); err == nil && word != "" && !slices.Contains(words[of.Name], word) {
							words[of.Name] = append(words[of.Name], word)
						}
					}
				}
			}
		}
	}
	return words
}
