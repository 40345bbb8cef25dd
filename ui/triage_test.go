package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestWhoToldOfAnEventIsSaidInTheLanguageOfWhoeverReads(t *testing.T) {
	for language, c := range map[string]struct{ label, shown, changed, edit, at string }{
		"en": {"Who said so", "a parent, by phone", "her mother", "Edit", "How did they come to us?"},
		"cy": {"Pwy ddywedodd", "rhiant, dros y ffôn", "ei mam", "Golygu", "Sut daethant atom ni?"},
	} {
		s := newCaseStage(t, language)
		contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân", Said: "She was threatened", Caller: data.CallerParent, Method: data.Phone})
		if err != nil {
			t.Fatal(err)
		}
		id, err := s.vault.Triage(t.Context(), contact, data.ID{})
		if err != nil {
			t.Fatal(err)
		}
		s.shell.Go(Route{Screen: ScreenCase, ID: id.String()})
		s.shows("She was threatened", c.shown)
		page := pageOf[*overviewPage](s)
		page.editMatter()
		if got := s.entry(c.at).Value(); got == "parent" || got == "" {
			t.Errorf("in %s who came is %q", language, got)
		}
		s.shell.Back()
		s.shell.Go(Route{Screen: ScreenCase, ID: id.String()})
		e := s.file(id).Events[0]
		pageOf[*overviewPage](s).editEvent(e.ID, e.Value)
		entry := s.entry(c.label)
		if entry.Value() != c.shown {
			t.Errorf("in %s the form says %q", language, entry.Value())
		}
		entry.Set("")
		test.Type(entry, c.changed)
		s.accept()
		if got := s.file(id).Events[0].Value; got.Source != c.changed || got.ToldBy != "" || got.ToldHow != "" {
			t.Errorf("in %s what was written by hand is kept as %+v", language, got)
		}
	}
}

func TestAFollowUpWithoutWordsIsNamedInTheLanguageOfWhoeverReads(t *testing.T) {
	s := newAppStage(t).created()
	contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân", FollowUp: data.FollowUp{Who: "Mair Example", On: caseNoon}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.Triage(t.Context(), contact, data.ID{}); err != nil {
		t.Fatal(err)
	}
	s.app.speak("cy")
	s.now().goTo(Route{Screen: ScreenToday})
	s.shows("Dilyniant: Siân")
}
