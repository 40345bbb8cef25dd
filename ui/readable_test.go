package ui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// reading is what somebody who reads the window sees: each text, where it is,
// how far it could be seen, and what it stands on.
type reading struct {
	texts   []readText
	grounds []readGround
	wrapped []readWrapped
	filled  []string // the words of the filled buttons
	above   bool     // over the page: what has to be scrolled to does not lie on it yet
}

// readWrapped is a text of as many lines as it needs.
type readWrapped struct {
	text  *widget.Text
	lines []readText
}

type readText struct {
	words     string
	at        fyne.Position
	size      fyne.Size
	sight     readBox // through the scrolls it lies in, sideways
	ink, on   color.Color
	scrolling bool // in a field whose text scrolls by itself
}

type readBox struct{ x0, y0, x1, y1 float32 }

type readGround struct {
	box  readBox
	fill color.Color
}

func (r *reading) walk(o fyne.CanvasObject, origin fyne.Position, sight readBox, inField bool) {
	if o == nil || !o.Visible() {
		return
	}
	at, size := origin.Add(o.Position()), o.Size()
	box := readBox{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
	switch o := o.(type) {
	case *canvas.Rectangle:
		r.grounds = append(r.grounds, readGround{box, o.FillColor})
	case *canvas.Text:
		if o.Text == "" {
			return
		}
		text := readText{words: o.Text, at: at, size: o.MinSize(), sight: sight, ink: o.Color, scrolling: inField}
		middle := at.AddXY(text.size.Width/2, text.size.Height/2)
		for _, g := range r.grounds {
			if r.above && (middle.Y < sight.y0 || middle.Y > sight.y1) {
				break
			}
			if b := g.box; middle.X >= b.x0 && middle.X <= b.x1 && middle.Y >= b.y0 && middle.Y <= b.y1 {
				text.on = over(g.fill, text.on)
			}
		}
		r.texts = append(r.texts, text) // also what has to be scrolled to
	case *fyne.Container:
		for _, child := range o.Objects {
			r.walk(child, at, sight, inField)
		}
	case fyne.Widget:
		switch o := o.(type) {
		case *widget.TextArea, *widget.Entry, *fynewidget.Entry:
			inField = true
		case *widget.Button:
			if ground, ok := test.WidgetRenderer(o).Objects()[0].(*canvas.Rectangle); ok && ground.FillColor == theme.Color(theme.Accent) {
				r.filled = append(r.filled, o.Label())
			}
		case *widget.Text:
			before := len(r.texts)
			defer func() { r.wrapped = append(r.wrapped, readWrapped{o, r.texts[before:]}) }()
		}
		if _, ok := o.(fyne.Scrollable); ok {
			sight = readBox{max(sight.x0, box.x0), max(sight.y0, box.y0), min(sight.x1, box.x1), min(sight.y1, box.y1)}
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			r.walk(child, at, sight, inField)
		}
	}
}

// over is a colour laid on another.
func over(top, under color.Color) color.Color {
	if top == nil {
		return under
	}
	r, g, b, a := top.RGBA()
	if a == 0 {
		return under
	}
	if under == nil || a == 0xffff {
		return top
	}
	ur, ug, ub, _ := under.RGBA()
	mix := func(c, u uint32) uint8 { return uint8((c + u*(0xffff-a)/0xffff) >> 8) }
	return color.NRGBA{mix(r, ur), mix(g, ug), mix(b, ub), 0xff}
}

func contrastOf(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		channel := func(v uint32) float64 {
			x := float64(v) / 0xffff
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
	}
	la, lb := light(a), light(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// read looks at the window as it is, or at what is open over it.
func (s *appStage) read() *reading {
	r := &reading{}
	c := s.window.Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root, r.above = top, true
	}
	r.walk(root, fyne.Position{}, readBox{0, 0, c.Size().Width, c.Size().Height}, false)
	return r
}

// redWords are the words that may be red: danger now, a crisis that is not finished, do not contact, and no backup for a week.
var redWords = []string{
	"crisis.notFinished", "case.alarm.crisis", "case.alarm.danger", "contacts.danger", "record.case.danger_now", "case.person.unsafe", "backup.open",
}

// orderly reports what the rules of the look forbid: a second filled button, red for anything else, lines that the eye
// loses, and text that has less room than it needs.
func (r *reading) orderly(t *testing.T, page string, words *assets.Translator) {
	t.Helper()
	if len(r.filled) > 1 {
		t.Errorf("%s: more than one button is filled: %q", page, r.filled)
	}
	red, ground := theme.Color(theme.DangerInk), theme.Color(theme.DangerBand)
	for _, w := range r.wrapped {
		if len(w.lines) == 0 {
			continue
		}
		if first := w.lines[0]; (first.ink == red || first.on == ground && first.ink == theme.Color(theme.Ink)) && !slices.ContainsFunc(redWords, func(key string) bool {
			return strings.Contains(strings.ToLower(w.text.Text()), strings.ToLower(words.T(key)))
		}) {
			t.Errorf("%s: %q is red", page, w.text.Text())
		}
		if need := widget.Fit(w.text, w.text.Size().Width).Height; need > w.text.Size().Height+1 {
			t.Errorf("%s: %q needs a height of %.0f and has %.0f", page, w.text.Text(), need, w.text.Size().Height)
		}
		for _, line := range w.lines {
			if n := len([]rune(line.words)); len(w.lines) > 1 && n > 85 {
				t.Errorf("%s: a line has %d letters: %q", page, n, line.words)
			}
		}
	}
}

// fits reports each text that is cut off at a side, or lies on another.
func (r *reading) fits(t *testing.T, page string) {
	t.Helper()
	for i, a := range r.texts {
		hint := a.ink == theme.Color(theme.Muted) // words in an empty field cannot be scrolled to
		if (!a.scrolling || hint) && (a.at.X < a.sight.x0-1 || a.at.X+a.size.Width > a.sight.x1+1) {
			t.Errorf("%s: %q lies from %.0f to %.0f and is seen from %.0f to %.0f", page, a.words, a.at.X, a.at.X+a.size.Width, a.sight.x0, a.sight.x1)
		}
		for _, b := range r.texts[i+1:] {
			if a.scrolling || b.scrolling || a.sight != b.sight {
				continue
			}
			wide := min(a.at.X+a.size.Width, b.at.X+b.size.Width) - max(a.at.X, b.at.X)
			high := min(a.at.Y+a.size.Height, b.at.Y+b.size.Height) - max(a.at.Y, b.at.Y)
			if wide > 2 && high > a.size.Height/3 {
				t.Errorf("%s: %q lies on %q", page, a.words, b.words)
			}
		}
	}
}

// contrasts reports each text that WCAG calls hard to read on what it stands on.
func (r *reading) contrasts(t *testing.T, page string, least float64) {
	t.Helper()
	for _, text := range r.texts {
		if text.on == nil || text.ink == nil || text.ink == theme.Color(theme.Faint) {
			continue // what cannot be used now is exempt
		}
		if got := contrastOf(over(text.ink, text.on), text.on); got < least {
			t.Errorf("%s: %q has %.2f:1, want %.1f:1", page, text.words, got, least)
		}
	}
}

// pages are the main pages of a charity at work.
func (s *appStage) pages() map[string]Route {
	busy := s.vault.Cases()[0].ID.String()
	waiting := s.vault.Contacts()[0].ID.String()
	return map[string]Route{
		"today": {Screen: ScreenToday}, "contacts": {Screen: ScreenContacts}, "contact": {Screen: ScreenContact, ID: waiting},
		"contact form": {Screen: screenContactForm, ID: "new:" + data.NewID().String()}, "end of shift": {Screen: screenEndShift},
		"cases": {Screen: ScreenCases}, "overview": {Screen: ScreenCase, ID: busy}, "notes": {Screen: ScreenCase, ID: busy, Tab: "notes"},
		"plan": {Screen: ScreenCase, ID: busy, Tab: "plan"}, "evidence": {Screen: ScreenCase, ID: busy, Tab: "evidence"},
		"consent": {Screen: ScreenCase, ID: busy, Tab: "consent"}, "history": {Screen: ScreenCase, ID: busy, Tab: "history"},
		"case letters": {Screen: ScreenCase, ID: busy, Tab: "letters"}, "letter": {Screen: ScreenCompose, ID: busy}, "letters": {Screen: ScreenLetters}, "team": {Screen: ScreenTeam},
		"across the team": {Screen: screenOversight}, "incidents": {Screen: screenIncidents}, "missing computer": {Screen: screenLost}, "leaving": {Screen: screenLeaving, ID: s.vault.Me().ID.String()}, "due": {Screen: screenDue}, "retention": {Screen: screenRetention}, "requests": {Screen: ScreenRequests}, "request form": {Screen: ScreenRequest}, "figures": {Screen: ScreenInsights}, "settings": {Screen: ScreenSettings}, "own words": {Screen: screenWording}, "import": {Screen: screenImport},
	}
}

func TestTheMainPagesCanBeReadInASmallWindowWithLargeText(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	for _, c := range []struct {
		code  string
		look  theme.Look
		text  int
		least float64
	}{
		{assets.English, theme.Light, 150, 4.5}, {assets.Welsh, theme.Dark, 150, 4.5}, {assets.Welsh, theme.HighContrast, 100, 7}, {assets.English, theme.Dark, 88, 4.5},
	} {
		s.app.prefs.Look, s.app.prefs.TextSize = c.look, c.text
		s.app.speak(c.code)
		s.app.restyle()
		s.now()
		s.window.Resize(fyne.NewSize(800, 600))
		for name, route := range s.pages() {
			s.goTo(route)
			page := fmt.Sprintf("%s, %s, %s, %d %%", name, c.code, c.look, c.text)
			r := s.read()
			if len(r.texts) < 5 {
				t.Errorf("%s: only %d texts are seen", page, len(r.texts))
			}
			r.fits(t, page)
			r.contrasts(t, page, c.least)
			r.orderly(t, page, s.app.words)
		}
	}
}

func TestEverythingThatOpensCanBeRead(t *testing.T) {
	for _, c := range []struct {
		code  string
		look  theme.Look
		text  int
		size  fyne.Size
		least float64
	}{
		{assets.Welsh, theme.HighContrast, 150, fyne.NewSize(800, 600), 7}, {assets.English, theme.Light, 88, fyne.NewSize(1280, 800), 4.5},
	} {
		t.Run(c.code, func(t *testing.T) {
			s, of := lockedStage(t)
			s.leftBefore(of)
			s.app.prefs.Look, s.app.prefs.TextSize = c.look, c.text
			s.app.speak(c.code)
			s.app.restyle()
			s.window.Resize(c.size)
			s.typeIn(s.app.t("unlock.passphrase"), stagePassphrase)
			s.press(s.app.t("unlock.do"))
			s.now()
			for _, one := range s.everythingThatOpens(t, of) {
				t.Run(one.name, func(t *testing.T) {
					s.t, s.caseStage.t = t, t
					one.open()
					r := s.read()
					r.fits(t, one.name)
					r.contrasts(t, one.name, c.least)
					r.orderly(t, one.name, s.app.words)
					if _, asks := widget.TopLayer(s.window.Canvas()).(*widget.Dialog); asks && r.texts[0].at.Y < r.texts[0].sight.y0 {
						t.Errorf("it begins below its title %q", r.texts[0].words)
					}
					s.app.clearLayers()
				})
			}
		})
	}
}

// Whoever does not see it first may go on without having written it down.
func TestANewRecoveryCodeIsSeenAtOnceWithLargeText(t *testing.T) {
	s := newAppStage(t)
	s.app.prefs.Look, s.app.prefs.TextSize = theme.Dark, 150
	s.app.restyle()
	s.window.Resize(fyne.NewSize(800, 600))
	tr := s.app.words
	s.press(tr.T("doors.start"))
	s.typeIn(tr.T("create.organisation.name"), "Example")
	s.press(tr.T("common.continue"))
	s.typeIn(tr.T("create.you.name"), "Mair")
	s.press(tr.T("common.continue"))
	s.typeIn(tr.T("create.passphrase.first"), stagePassphrase)
	s.typeIn(tr.T("create.passphrase.again"), stagePassphrase)
	s.press(tr.T("create.do"))
	for _, kit := range []struct {
		page, lead string
		show       func()
	}{
		{"of new records", "create.kit.lead", func() {}},
		{"that replaces another", "recover.kit.lead", func() {
			kit, err := s.app.vault.ReplaceKit(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			s.app.showNewKit(&kit)
		}},
	} {
		kit.show()
		r := s.read()
		for _, words := range []string{tr.T("create.kit.title"), tr.T(kit.lead)[:12], tr.T("create.kit.group", map[string]any{"Number": 1})} {
			if !slices.ContainsFunc(r.texts, func(text readText) bool {
				return strings.Contains(text.words, words) && text.at.Y >= text.sight.y0 && text.at.Y+text.size.Height <= text.sight.y1
			}) {
				t.Errorf("the kit %s begins without %q", kit.page, words)
			}
		}
		r.fits(t, "the kit "+kit.page)
		r.contrasts(t, "the kit "+kit.page, 4.5)
	}
}
