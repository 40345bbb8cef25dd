package ui

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/data"
)

// appStage is the whole app without a screen, from its first page on; work is
// done before it goes on, and locking is noted instead of starting a process.
type appStage struct {
	*caseStage
	app      *app
	home     string
	launched [][]string
	closed   bool   // the window is closed already
	held     []byte // sealed drafts that went with the last start
}

const stagePassphrase = "five plain words for tests"

// newAppStage starts the app for somebody who has never used it.
func newAppStage(t *testing.T, change ...func(*Options)) *appStage {
	t.Helper()
	s := &appStage{home: t.TempDir()}
	if err := os.Mkdir(filepath.Join(s.home, "Documents"), 0o700); err != nil {
		t.Fatal(err)
	}
	o := Options{
		App: test.NewApp(), Folder: filepath.Join(s.home, "config"), Home: s.home, Synchronous: true,
		Opened: data.Options{StateDir: filepath.Join(s.home, "state"), NoKeyring: true, Now: func() time.Time { return caseNoon }},
		Relaunch: func(arguments []string, held []byte) error {
			s.launched, s.held = append(s.launched, arguments), held
			return nil
		},
	}
	for _, c := range change {
		c(&o)
	}
	s.start(t, o)
	return s
}

// start is a start of the program on this computer.
func (s *appStage) start(t testing.TB, o Options) {
	t.Helper()
	t.Setenv("LC_ALL", "C.UTF-8")
	if s.app == nil {
		t.Cleanup(s.end)
	} else {
		s.end()
	}
	s.app = newApp(o)
	s.caseStage = &caseStage{t: t, window: s.app.window}
	s.now()
}

// end is the end of the program.
func (s *appStage) end() {
	s.app.end()
	if !s.closed {
		s.window.Close()
	}
}

// now looks at the shell and the records as they are.
func (s *appStage) now() *appStage {
	s.shell, s.vault = s.app.shell, s.app.vault
	return s
}

// again starts the program anew after a lock, with what it was given.
func (s *appStage) again() {
	s.t.Helper()
	if len(s.launched) != 1 {
		s.t.Fatalf("the program was started %d times", len(s.launched))
	}
	o := s.app.o
	arguments := s.launched[0]
	s.launched = nil
	o.Held, s.held = s.held, nil
	for i, a := range arguments {
		switch a {
		case "--locked":
			o.Locked = true
		case "--vault":
			o.Vault = arguments[i+1]
		}
	}
	s.start(s.t, o)
}

func (s *appStage) typeIn(label, text string) {
	s.t.Helper()
	e := s.entry(label)
	s.window.Canvas().Focus(e)
	e.Set(text)
}

// key types a key where the keyboard is.
func (s *appStage) key(name fyne.KeyName) {
	s.t.Helper()
	event := &fyne.KeyEvent{Name: name}
	if focused := s.window.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
	} else if handle := s.window.Canvas().OnTypedKey(); handle != nil {
		handle(event)
	}
	if focused := s.window.Canvas().Focused(); name == fyne.KeySpace && focused != nil {
		focused.TypedRune(' ') // whoever has the keyboard by now
	}
	s.now()
}

// with types a key with Ctrl or the like. Fyne's window for tests keeps what it
// is to do with it out of reach; a field hands such keys on to the real one.
func (s *appStage) with(modifier fyne.KeyModifier, name fyne.KeyName) {
	s.t.Helper()
	inner := reflect.ValueOf(s.window.Canvas()).Elem().FieldByName("WindowlessCanvas").Interface()
	inner.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: modifier})
	s.now()
}

// letters types letters where the keyboard is.
func (s *appStage) letters(text string) {
	s.t.Helper()
	for _, r := range text {
		s.window.Canvas().Focused().TypedRune(r)
	}
}

// tab goes on to the next field.
func (s *appStage) tab(times int) {
	for range times {
		s.window.Canvas().(interface{ FocusNext() }).FocusNext()
	}
}

// created makes records and leaves the kit for later.
func (s *appStage) created() *appStage {
	s.t.Helper()
	s.press("Start our records")
	s.typeIn("Name of the organisation", "Westmouth Example")
	s.press("Continue")
	s.typeIn("Your name", "Mair Example")
	s.press("Continue")
	s.typeIn("Passphrase", stagePassphrase)
	s.typeIn("The same once more", stagePassphrase)
	s.press("Make the records file")
	s.press("Do this later")
	return s.now()
}

func (s *appStage) records() string {
	return filepath.Join(s.home, "Documents", "Records"+data.Extension)
}

// unlock types the passphrase on the page that asks for it.
func (s *appStage) unlock(passphrase string) {
	s.t.Helper()
	s.typeIn("Passphrase", passphrase)
	s.press("Unlock")
	s.now()
}

// contact is a contact as the records have it.
func (s *appStage) contact(id data.ID) data.Contact {
	s.t.Helper()
	e, err := s.vault.Contact(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return e.Value
}

// onlyContact is the one contact there is.
func (s *appStage) onlyContact() data.Contact {
	s.t.Helper()
	lines := s.vault.Contacts()
	if len(lines) != 1 {
		s.t.Fatalf("there are %d contacts", len(lines))
	}
	return s.contact(lines[0].ID)
}

// goTo opens a page.
func (s *appStage) goTo(r Route) { s.shell.Go(r); s.now() }

func welsh(o *Options) {
	p := readPreferences(o.Folder)
	p.Language = assets.Welsh
	p.save()
}
