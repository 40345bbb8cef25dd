package ui

import (
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

func TestColleaguesAreListedByTheAlphabetOfTheLanguage(t *testing.T) {
	s := newAppStage(t).created()
	for _, name := range []string{"Llio", "Lowri", "Chris", "Cynan"} {
		if _, err := s.vault.AddMember(t.Context(), name, data.Volunteer, volunteerPhrase+name); err != nil {
			t.Fatal(err)
		}
	}
	for _, language := range []struct {
		code  string
		names []string
	}{{assets.English, []string{"Chris", "Cynan", "Llio", "Lowri"}}, {assets.Welsh, []string{"Cynan", "Chris", "Lowri", "Llio"}}} {
		s.app.speak(language.code)
		s.app.readStanding(Route{Screen: ScreenTeam})
		s.now().goTo(Route{Screen: ScreenTeam})
		at := -1
		for _, name := range language.names {
			next := strings.Index(s.words(), name)
			if next < at {
				t.Errorf("%s: %s is not after the one before", language.code, name)
			}
			at = next
		}
		if got := slices.DeleteFunc(slices.Clone(s.app.standing.colleagues), func(n string) bool { return n == "Mair Example" }); !slices.Equal(got, language.names) {
			t.Errorf("%s: a form offers %q", language.code, got)
		}
	}
}

func TestTheListsFindWhatTheSearchFinds(t *testing.T) {
	found := foldWords("NOD-7K3Q-92", "Siân Ó'Neill", "07700 900 461", "Zofia Żak-Łoś")
	for typed, want := range map[string]bool{
		"sian": true, "oneill": true, "nod7k": true, "nod-7k": true, "7k3q 92": true, "07700900461": true, "0462": false, "900461": true, "zak los": true, "sian nowak": false,
	} {
		if got := matchesAll(found, wordsOf(typed)); got != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
}
