package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

// wording opens the page of the organisation's own words on one form or list.
func (s *appStage) wording(what string) *wordingScreen {
	s.t.Helper()
	s.goTo(Route{Screen: screenWording})
	page := the[*wordingScreen](s.caseStage)
	page.what = what
	page.rebuild()
	return page
}

// own is what the organisation says, as it is saved.
func (s *appStage) own() assets.Own { return s.vault.Wording().Value.Own }

func TestOwnWordsAreOnTheForms(t *testing.T) {
	s := newAppStage(t).created()
	contact, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, CalledName: "Siân", Interpreter: "BSL"})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Change words and templates")
	page := the[*wordingScreen](s.caseStage)
	s.shows("somebody may come to harm where it is not asked")
	s.tick("Hide “Interpreter or other help to understand”")
	s.tick("Mark “Code word” with “please ask”")
	s.choose("What we call the person whom a case is about", "S")
	for _, w := range s.checks() {
		if strings.Contains(w, "Hide") && (strings.Contains(w, "danger") || strings.Contains(w, "suicide")) {
			t.Errorf("offered: %s", w)
		}
	}
	page.own.Fields["contact.town"] = assets.OwnField{Text: assets.Text{EN: "Which valley?", CY: "Pa gwm?"}}
	s.accept()
	s.shows("Saved 12:00")
	if !s.own().Fields["contact.interpreter"].Hidden {
		t.Fatalf("saved: %+v", s.own().Fields)
	}

	s.app.newContact()
	s.now().shows("Which valley?", "Code word · please ask", "The survivor")
	if words := s.words(); strings.Contains(words, "Interpreter") {
		t.Error("a hidden field is on the form")
	}
	s.accept()
	s.goTo(Route{Screen: screenContactForm, ID: contact.String()})
	s.shows("Interpreter or other help to understand") // filled in already
	s.app.speak("cy")
	s.now().shows("Pa gwm?", "Y goroeswr")
	s.app.speak("en")

	s.now().app.lock()
	s.again()
	s.press("Take a call without unlocking")
	s.shows("Which valley?", "Code word · please ask", "The survivor")
	if words := s.words(); strings.Contains(words, "Interpreter") {
		t.Error("a hidden field is on the form of a call taken while locked")
	}
	s.app.speak("cy")
	s.shows("Pa gwm?")
	s.app.speak("en")
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	s.unlock(stagePassphrase)
	s.app.newContact()
	s.now().shows("Which valley?")
}

func TestOwnWordsStaySealedWhileLockedWhereAManagerSaysSo(t *testing.T) {
	s := newAppStage(t).created()
	page := s.wording("contact")
	page.own.Fields = map[string]assets.OwnField{"contact.town": {Text: assets.Text{EN: "Which valley?"}}}
	page.own.Advice = map[assets.Matter][]assets.AdviceItem{assets.OnlineBlackmail: {{Key: "own", Text: assets.Text{EN: "Ring the valley's own line."}}}}
	s.accept()
	s.app.lock()
	s.again()
	s.key(fyne.KeyF2)
	s.shows("Ring the valley's own line.")
	s.key(fyne.KeyF2)
	s.unlock(stagePassphrase)
	s.wording("contact")
	s.tick("Lock our own words away with the records")
	s.accept()
	s.app.lock()
	s.again()
	s.press("Take a call without unlocking")
	s.key(fyne.KeyF2)
	if words := s.words(); strings.Contains(words, "valley") {
		t.Error("the organisation's own words are shown while locked")
	}
}

func TestALetterHasOurNamesOnItsFormAndThoseOfThePoliceOnItsPages(t *testing.T) {
	s := newAppStage(t).created()
	page := s.wording(letterForm)
	page.own.Fields = map[string]assets.OwnField{
		"compose.offence": {Text: assets.Text{EN: "What would you call it?"}}, "compose.copies": {Hidden: true},
		"record.evidence.original": {Text: assets.Text{EN: "Which drawer?"}},
	}
	s.accept()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.Add(t.Context(), s.vault, id, data.Evidence{Kind: "messages", Original: "on her phone"}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenCompose, ID: id.String()})
	s.shows("What would you call it?")
	if words := s.words(); strings.Contains(words, "Copy to") {
		t.Error("a hidden field is on the form of a letter")
	}
	s.entry("What would you call it?").Set("Blackmail")
	text := pagesText(the[*composeScreen](s.caseStage).pages.doc)
	if !strings.Contains(text, "Offence") || !strings.Contains(text, "Where, who holds it") || strings.Contains(text, "drawer") {
		t.Errorf("the pages say: %s", text)
	}
}

// checks are the ticks on the page.
func (s *appStage) checks() []string {
	var labels []string
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Check); ok {
			labels = append(labels, c.AccessibilityLabel())
		}
	})
	return labels
}

func TestUnsavedOwnWordsAreKept(t *testing.T) {
	s := newAppStage(t).created()
	s.wording("person")
	s.tick("Hide “Pronouns”")
	s.app.lock()
	s.again()
	s.unlock(stagePassphrase)
	s.wording("person")
	s.shows("This was typed earlier and is not saved yet.")
	if !the[*wordingScreen](s.caseStage).own.Fields["record.person.pronouns"].Hidden {
		t.Error("what was ticked is gone")
	}
}

func TestOwnAdviceAndTemplatesAreUsedAndGivenBack(t *testing.T) {
	s := newAppStage(t).created()
	page := s.wording("advice:stalking")
	s.press("Add a line")
	list := page.own.Advice[assets.Stalking]
	list[len(list)-1].EN = "Ring the valley's own line."
	list[len(list)-1].Source = "Our trustees"
	read := page.form.unclear[0]
	day := read.entry.Value()
	read.entry.Set("last summer sometime")
	s.accept()
	s.accept()
	s.shows("Not understood. Put it right to go on.")
	read.entry.Set(day)
	s.accept()
	page = s.wording("plan:stalking")
	s.press("Add a heading")
	plan := page.own.Plans[assets.Stalking]
	section := &plan.Sections[len(plan.Sections)-1]
	section.Title = assets.Text{EN: "Dogs"}
	section.Actions = actionsOf("own.dogs", assets.Text{EN: "Who feeds them\n\nWho walks them", CY: "Pwy sy'n eu bwydo"})
	s.accept()
	page = s.wording("notes")
	s.shows("First call")
	page.own.Notes = []assets.NoteTemplate{{Key: "own.visit", Name: assets.Text{EN: "Home visit"}, Said: assets.Text{EN: "Who was there:"}}}
	s.accept()

	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân", Matter: data.Stalking}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenCase, ID: id.String(), Tab: "plan"})
	s.shows("Dogs", "Who feeds them", "Who walks them")
	s.goTo(Route{Screen: ScreenCase, ID: id.String(), Tab: "notes"})
	s.shows("Start from")
	notes := pageOf[*notesPage](s.caseStage)
	notes.startFrom("own.visit")
	if notes.note.Said != "Who was there:" {
		t.Errorf("the note begins with %q", notes.note.Said)
	}
	s.goTo(Route{Screen: screenContactForm, ID: "new:" + data.NewID().String()})
	s.choose("What is it about?", "S")
	s.shows("Ring the valley's own line.", "Our trustees")

	s.wording("advice:stalking")
	s.press("Back to Noddfa's own list")
	s.accept()
	if _, changed := s.own().Advice[assets.Stalking]; changed {
		t.Error("the list is still the organisation's own")
	}
}

// Every field that a form of a case asks for can be renamed, and nothing is
// offered that no form has.
func TestEveryFieldOfTheFormsCanBeRenamed(t *testing.T) {
	offered := map[string]bool{}
	words := assets.Lang(assets.English)
	for _, form := range append([]string{"contact"}, recordForms...) {
		for _, key := range fieldsOf(words, form) {
			if offered[key] || !words.Has(key) {
				t.Errorf("%s is offered twice, or has no name", key)
			}
			offered[key] = true
		}
	}
	call := regexp.MustCompile(`(?:\.(?:text|area|lines|day|moment|when|years|money|answer|tick|field|kept|bothArea|bothLine|bothField|check|whenSafe)|formSelect|formChoice|contactChoice|box)\((?:(?:f|page|in|\d), )*"((?:record|contact|crisis|suicide)\.[^"]+)"`)
	asked := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range call.FindAllSubmatch(text, -1) {
			asked[string(found[1])] = true
		}
	}
	if len(asked) < 100 {
		t.Fatalf("only %d fields were found", len(asked))
	}
	named := regexp.MustCompile(`^(contact\.card|record\.(request|decision|hold|moved))\.`) // somebody who waits; what the law asks
	for key := range asked {
		if !offered[key] && !named.MatchString(key) {
			t.Errorf("%s cannot be renamed", key)
		}
	}
	for key := range offered {
		if !asked[key] && !slices.Contains([]string{"contact.number"}, key) {
			t.Errorf("%s is on no form", key)
		}
	}
}
