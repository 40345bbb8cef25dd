package ui

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/docs/guide"
	"noddfa/ui/a11y"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

const guideFolder = "../docs/guide"

// guideFile is a page of the guide as it is written.
func guideFile(t *testing.T, code, id string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(guideFolder, code, id+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEachPageOfTheGuideHasTheSameSectionsInBothLanguages(t *testing.T) {
	english, welsh := guide.Pages(assets.English), guide.Pages(assets.Welsh)
	for _, code := range []string{assets.English, assets.Welsh} {
		files, _ := filepath.Glob(filepath.Join(guideFolder, code, "*.md"))
		if len(files) != len(guide.IDs()) || len(guide.Pages(code)) != len(files) {
			t.Errorf("%s: %d files, %d pages, %d names", code, len(files), len(guide.Pages(code)), len(guide.IDs()))
		}
	}
	for i, en := range english {
		cy := welsh[i]
		if en.ID != cy.ID || len(en.Sections) != len(cy.Sections) || len(en.Sections) < 8 {
			t.Fatalf("%s has %d sections, in Welsh %s has %d", en.ID, len(en.Sections), cy.ID, len(cy.Sections))
		}
		if !strings.Contains(en.Warning, "999") || !strings.Contains(cy.Warning, "999") || en.Title == "" || cy.Title == "" {
			t.Errorf("%s does not begin with 999", en.ID)
		}
		if en.Waits || !cy.Waits {
			t.Errorf("%s: the Welsh, and only that, waits for a translator", en.ID)
		}
		for n, section := range en.Sections {
			if marks(section) != marks(cy.Sections[n]) || len(section.Blocks) == 0 {
				t.Errorf("%s: %q and %q do not have the same points and steps", en.ID, section.Heading, cy.Sections[n].Heading)
			}
		}
	}
}

func marks(s guide.Section) (all string) {
	for _, b := range s.Blocks {
		all += b.Mark + "|"
	}
	return all
}

// What the guide calls by name is on the screen under that name, or the guide is
// of another program.
func TestTheGuideNamesOnlyWhatIsOnTheScreen(t *testing.T) {
	bold, code, picture := regexp.MustCompile(`\*\*(.+?)\*\*`), regexp.MustCompile("`([^`]+)`"), regexp.MustCompile(`!\[[^\]]+\]\(([^)]+)\)`)
	isKey := regexp.MustCompile(`^((Ctrl|Alt|Shift)\+.*|F\d+|Esc)$`)
	span := regexp.MustCompile(`^(.*\+)(\d) … .*\+(\d)$`)
	keys := map[string]bool{}
	for _, k := range keyList {
		for _, key := range strings.Split(k.keys, ", ") {
			keys[key] = true
			if m := span.FindStringSubmatch(key); m != nil {
				for n := m[2][0]; n <= m[3][0]; n++ {
					keys[m[1]+string(n)] = true
				}
			}
		}
	}
	for _, language := range []string{assets.English, assets.Welsh} {
		texts := screenTexts(t, language)
		for _, id := range guide.IDs() {
			page := guideFile(t, language, id)
			named := bold.FindAllStringSubmatch(page, -1)
			if len(named) < 3 || strings.Count(page, "**")%2 != 0 {
				t.Errorf("%s/%s names %d texts of the screen", language, id, len(named))
			}
			for _, m := range named {
				if !texts[m[1]] {
					t.Errorf("%s/%s: “%s” is no text of the screen", language, id, m[1])
				}
			}
			for _, m := range code.FindAllStringSubmatch(page, -1) {
				if isKey.MatchString(m[1]) && !keys[m[1]] {
					t.Errorf("%s/%s: %s is not on the sheet of keys", language, id, m[1])
				}
			}
			for _, m := range picture.FindAllStringSubmatch(page, -1) {
				if _, err := os.Stat(filepath.Join(guideFolder, language, m[1])); err != nil {
					t.Errorf("%s/%s: %v", language, id, err)
				}
			}
		}
	}
}

// screenTexts are all texts of a language.
func screenTexts(t *testing.T, code string) map[string]bool {
	t.Helper()
	files, _ := filepath.Glob("../assets/lang/*." + code + ".json")
	texts := map[string]bool{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(content, &all); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, text := range all {
			if plain, ok := text.(string); ok {
				texts[plain] = true
			}
		}
	}
	if len(texts) < 1000 {
		t.Fatalf("%s has %d texts", code, len(texts))
	}
	return texts
}

// openGuide goes from F1 to the guide, by keyboard.
func (s *appStage) openGuide() {
	s.t.Helper()
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyF1)
	s.key(fyne.KeyReturn)
}

func TestTheGuideOpensFromF1AndIsReadByKeyboard(t *testing.T) {
	s := newAppStage(t).created()
	s.openGuide()
	s.shows("Ring 999", "For managers", "The first day", "Close Esc")
	s.letters("forgotten kit")
	s.shows("A forgotten passphrase", "found")
	if strings.Contains(s.words(), "Ring somebody back") {
		t.Errorf("what does not hold the words is shown: %s", s.words())
	}
	s.key(fyne.KeyReturn)
	s.shows("All of the guide", "Every manager's, and no kit: nobody can open the records.", "Next: The recovery kit")
	s.press("Next: The recovery kit")
	s.shows("Once a year Noddfa asks you to check it")
	s.key(fyne.KeyF1)
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Error("F1 does not close the guide")
	}
	s.openGuide()
	s.letters("xyzzy")
	s.shows("Nothing found.")
	s.key(fyne.KeyEscape)
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Error("Esc does not close the guide")
	}
}

// Whoever forgot the passphrase finds out what to do.
func TestTheGuideOpensWithoutAPassphrase(t *testing.T) {
	s := newAppStage(t)
	s.openGuide()
	s.letters("caps lock")
	s.key(fyne.KeyReturn)
	s.shows("When something goes wrong", "If you have forgotten it, ask a manager for a new one.")
}

func TestWelshThatWaitsForATranslatorShowsTheEnglishBeneath(t *testing.T) {
	s := newAppStage(t)
	s.app.speak(assets.Welsh)
	s.now().openGuide()
	s.letters("meddyliau am hunanladdiad")
	s.key(fyne.KeyReturn)
	s.shows("Meddyliau am hunanladdiad", "ffoniwch 999 nawr", "aros am gyfieithydd", "Thoughts of suicide", "ring 999 now")
}

func TestTheGuideBeginsWithTheReadersOwnPages(t *testing.T) {
	for _, role := range []data.Role{data.Volunteer, data.Caseworker, data.Manager} {
		places := guidePlaces(assets.English, role)
		all := 0
		for _, p := range guide.Pages(assets.English) {
			all += len(p.Sections)
		}
		if places[0].page.ID != string(role) || len(places) != all {
			t.Errorf("a %s begins with the page %s, %d of %d sections", role, places[0].page.ID, len(places), all)
		}
	}
}

func TestTheGuideCanBeReadInASmallWindowWithLargeText(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	for _, c := range []struct {
		code string
		look theme.Look
	}{{assets.English, theme.Light}, {assets.Welsh, theme.Dark}} {
		s.app.prefs.Look, s.app.prefs.TextSize = c.look, 150
		s.app.speak(c.code)
		s.app.restyle()
		s.now()
		s.window.Resize(fyne.NewSize(800, 600))
		s.app.showGuide()
		for _, step := range []string{"list", "section"} {
			page := fmt.Sprintf("the guide's %s, %s", step, c.code)
			r := s.read()
			if len(r.texts) < 5 {
				t.Errorf("%s: only %d texts are seen", page, len(r.texts))
			}
			r.fits(t, page)
			r.contrasts(t, page, 4.5)
			controls := 0
			a11y.NewReader(s.window).Read().Walk(func(n *a11y.Node) bool {
				if n.State&widget.CanFocus != 0 {
					controls++
					if n.Name == "" {
						t.Errorf("%s: a thing of role %d has no name for a screen reader", page, n.Role)
					}
				}
				return true
			})
			if controls < 3 {
				t.Errorf("%s: a reader finds %d things to use", page, controls)
			}
			s.key(fyne.KeyReturn)
		}
		s.key(fyne.KeyEscape)
	}
}
