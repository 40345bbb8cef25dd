package ui

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// opening is a place in the code of this package that lays something over the page, opens a form or keeps what is typed.
type opening struct {
	file     string
	from, to int
	in       string // the function
	seen     bool
}

// openings are all of them, read from the code: what is new is among them by itself.
type openings []opening

func findOpenings(t *testing.T) openings {
	t.Helper()
	var found openings
	set := token.NewFileSet()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no code is here: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			in, ok := declared.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(in, func(n ast.Node) bool {
				if isOpening(n) {
					found = append(found, opening{file: name, from: set.Position(n.Pos()).Line, to: set.Position(n.End()).Line, in: in.Name.Name})
				}
				return true
			})
		}
	}
	return found
}

func isOpening(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		kind, ok := n.Type.(*ast.Ident)
		return ok && (kind.Name == "question" || kind.Name == "edit")
	case *ast.CallExpr:
		name := ""
		switch called := n.Fun.(type) {
		case *ast.Ident:
			name = called.Name
		case *ast.SelectorExpr:
			name = called.Sel.Name
		}
		return name == "ShowDialog" || name == "showSheet" || name == "showSheetAt" || name == "newDraftKeeper"
	}
	return false
}

// saw takes down that a line has run; of one place inside another it is the inner.
func (all openings) saw(file string, line int) {
	at := -1
	for i, o := range all {
		if o.file == filepath.Base(file) && o.from <= line && line <= o.to {
			at = i
		}
	}
	if at >= 0 {
		all[at].seen = true
	}
}

// never are the places that say nothing of anybody, as nothing is open then.
var never = map[string]string{
	"closeHolding": "asks while the records are closed",
}

func (all openings) missing() []string {
	var list []string
	for _, o := range all {
		if !o.seen && never[o.in] == "" {
			list = append(list, fmt.Sprintf("%s:%d %s", o.file, o.from, o.in))
		}
	}
	return list
}

// sawKeepers takes down what keeps the words that are typed: of the questions, of the page, of a form in its place.
func (all openings) sawKeepers(s *appStage) {
	if s.shell == nil { // the records are behind something else
		return
	}
	saw := func(f reflect.Value) {
		if f.IsValid() && !f.IsNil() {
			all.saw(runtime.FuncForPC(f.Pointer()).FileLine(f.Pointer()))
		}
	}
	for _, k := range s.shell.kept {
		saw(reflect.ValueOf(k.value))
	}
	var of any = s.shell.Current()
	if page, ok := of.(*caseScreen); ok {
		of = page.page()
	}
	page := reflect.ValueOf(of).Elem()
	if k, ok := fieldOf[*draftKeeper](page, "keeper"); ok {
		saw(k.FieldByName("value"))
	}
	if e, ok := fieldOf[*editor](page, "editor"); ok {
		saw(e.FieldByName("fill"))
		if k, ok := fieldOf[*draftKeeper](e, "keeper"); ok {
			saw(k.FieldByName("value"))
		}
	}
}

// fieldOf is what a field of a page points to, where it has one.
func fieldOf[T any](page reflect.Value, name string) (reflect.Value, bool) {
	f := page.FieldByName(name)
	if !f.IsValid() || f.Type() != reflect.TypeFor[T]() || f.IsNil() {
		return f, false
	}
	return f.Elem(), true
}

// tellingWindow is a window that tells which lines of the code lay something over its page.
type tellingWindow struct {
	fyne.Window
	all openings
}

type tellingCanvas struct {
	fyne.Canvas
	window *tellingWindow
}

type tellingLayers struct {
	fyne.OverlayStack
	window *tellingWindow
}

func (w *tellingWindow) Canvas() fyne.Canvas { return tellingCanvas{w.Window.Canvas(), w} }

func (c tellingCanvas) Overlays() fyne.OverlayStack {
	return tellingLayers{c.Canvas.Overlays(), c.window}
}

func (l tellingLayers) Add(layer fyne.CanvasObject) {
	callers := make([]uintptr, 200)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	for {
		frame, more := frames.Next()
		l.window.all.saw(frame.File, frame.Line)
		if !more {
			break
		}
	}
	l.OverlayStack.Add(layer)
}
