package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// caseStage is the window of an unlocked vault without a screen; work is done before it goes on.
type caseStage struct {
	t      testing.TB
	vault  *data.Vault
	window fyne.Window
	shell  *Shell
}

var caseNoon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// caseVault makes a vault in a folder.
func caseVault(dir string) (*data.Vault, error) {
	v, _, err := data.Create(context.Background(), filepath.Join(dir, "charity"+data.Extension), data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example", Phone: "01632 960 123"}, Name: "Mair Example", Passphrase: "five plain words for tests",
		Options: data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true, Now: func() time.Time { return caseNoon }},
	})
	return v, err
}

// shared is one vault for all tests that look at nothing but a case of their own: making the keys takes its time.
var shared struct {
	sync.Once
	dir   string
	vault *data.Vault
	err   error
}

func TestMain(m *testing.M) {
	time.Local = time.UTC // so that a screen shows the same times everywhere
	code := m.Run()
	if shared.vault != nil {
		shared.vault.Close()
	}
	os.RemoveAll(shared.dir)
	os.Exit(code)
}

// newCaseStage shows a vault in which other tests have cases too.
func newCaseStage(t testing.TB, language string) *caseStage {
	t.Helper()
	shared.Do(func() {
		if shared.dir, shared.err = os.MkdirTemp("", "noddfa-test-"); shared.err == nil {
			shared.vault, shared.err = caseVault(shared.dir)
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return stageOf(t, shared.vault, language)
}

// newEmptyCaseStage shows a vault of its own.
func newEmptyCaseStage(t testing.TB, language string) *caseStage {
	t.Helper()
	v, err := caseVault(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return stageOf(t, v, language)
}

func stageOf(t testing.TB, v *data.Vault, language string) *caseStage {
	t.Helper()
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	s := &caseStage{t: t, vault: v, window: app.NewWindow("")}
	t.Cleanup(s.window.Close)
	s.window.SetPadded(false)
	nothing := func() {}
	s.shell = NewShell(ShellOptions{
		Window: s.window, Words: assets.Lang(language), Runner: NewRunnerHere(), NewContact: nothing, Search: nothing, Crisis: nothing, Lock: nothing, Keys: nothing,
		Rail:    []RailItem{{Route{Screen: ScreenCases}, "cases", "rail.cases"}, {Route{Screen: ScreenLetters}, "letters", "rail.letters"}},
		Screens: CaseScreens(CaseOptions{Vault: v, Shell: func() *Shell { return s.shell }}),
	})
	s.window.SetContent(s.shell.Content())
	s.window.Resize(fyne.NewSize(1120, 760))
	return s
}

// newCase opens a case and shows one of its pages.
func (s *caseStage) newCase(c data.Case, client data.Person, tab string) data.ID {
	s.t.Helper()
	id, err := s.vault.StartCase(s.t.Context(), c, client)
	if err != nil {
		s.t.Fatal(err)
	}
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tab})
	return id
}

func (s *caseStage) file(id data.ID) *data.CaseFile {
	s.t.Helper()
	f, err := s.vault.OpenCase(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

// the returns the page shown, of the type asked for.
func the[T Screen](s *caseStage) T {
	s.t.Helper()
	page, ok := s.shell.Current().(T)
	if !ok {
		s.t.Fatalf("another page is shown: %T", s.shell.Current())
	}
	return page
}

// pageOf returns the page of a case's tab, of the type asked for.
func pageOf[T casePage](s *caseStage) T {
	s.t.Helper()
	page, ok := the[*caseScreen](s).page().(T)
	if !ok {
		s.t.Fatal("another tab is shown")
	}
	return page
}

func record[T data.Record](s *caseStage, id data.ID, value T) data.Entry[T] {
	s.t.Helper()
	e, err := data.Add(s.t.Context(), s.vault, id, value)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// each walks over everything that lies on the window, or on the dialog on top of it.
func (s *caseStage) each(visit func(fyne.CanvasObject)) {
	root := s.window.Canvas().Overlays().Top()
	if root == nil {
		root = s.window.Canvas().Content()
	}
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	walk(root)
}

// words is everything that can be read, joined by spaces.
func (s *caseStage) words() string {
	var lines []string
	s.each(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" {
			lines = append(lines, text.Text)
		}
	})
	return strings.Join(lines, " ")
}

func (s *caseStage) shows(texts ...string) {
	s.t.Helper()
	words := s.words()
	for _, text := range texts {
		if !strings.Contains(words, text) {
			s.t.Errorf("%q is not on the page: %s", text, words)
		}
	}
}

// press presses the nth button of that label, counted from 0.
func (s *caseStage) press(label string, nth ...int) {
	s.t.Helper()
	var found []*widget.Button
	s.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Label() == label {
			found = append(found, b)
		}
	})
	n := 0
	if len(nth) > 0 {
		n = nth[0]
	}
	if n >= len(found) {
		s.t.Fatalf("there is no button %q: %s", label, s.words())
	}
	found[n].Press()
}

// entry finds the field under a label.
func (s *caseStage) entry(label string) widget.Typed {
	s.t.Helper()
	var last string
	var found widget.Typed
	s.each(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Text:
			last = o.Text()
		case widget.Typed:
			if found == nil && last == label {
				found = o
			}
		}
	})
	if found == nil {
		s.t.Fatalf("there is no field %q: %s", label, s.words())
	}
	return found
}

// tick turns the tick of that label.
func (s *caseStage) tick(label string) {
	s.t.Helper()
	turned := false
	s.each(func(o fyne.CanvasObject) {
		check, ok := o.(*widget.Check)
		if !ok || turned {
			return
		}
		words := test.WidgetRenderer(check).Objects()
		turned = slices.ContainsFunc(words, func(o fyne.CanvasObject) bool {
			text, ok := o.(*widget.Text)
			return ok && text.Text() == label
		})
		if turned {
			check.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		}
	})
	if !turned {
		s.t.Fatalf("there is no tick %q: %s", label, s.words())
	}
}

// accept is Ctrl+Enter.
func (s *caseStage) accept() {
	s.t.Helper()
	if page, ok := s.shell.Current().(accepter); ok {
		page.accept()
		return
	}
	s.t.Fatalf("%T has nothing to accept", s.shell.Current())
}

// enter is Enter on a dialog.
func (s *caseStage) enter() {
	s.t.Helper()
	layer := widget.TopLayer(s.window.Canvas())
	if layer == nil {
		s.t.Fatalf("no dialog is open: %s", s.words())
	}
	layer.Accept()
}
