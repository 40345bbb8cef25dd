package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestAContactCardOfARestrictedCaseIsMadeAndTakenBack(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	cadi, err := s.vault.AddMember(t.Context(), "Cadi Example", data.Caseworker, "another five plain words here")
	if err != nil {
		t.Fatal(err)
	}
	id := s.newCase(data.Case{CalledName: "Cerys", SafeContact: data.SafeContact{Number: "07700 900461"}}, data.Person{}, "")
	if err := s.vault.Restrict(t.Context(), id, []data.ID{s.vault.Me().ID, cadi.ID}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.shows("Volunteers have no contact card of this case.")
	s.press("Make a contact card")
	test.Type(s.entry("Who rings back"), "Vol Example")
	s.enter()
	s.shows("Volunteers have a contact card of this case.")
	if cards := s.vault.Cards(); len(cards) != 1 || cards[0].Number != "07700 900461" || cards[0].Caller != "Vol Example" {
		t.Errorf("the cards are %+v", cards)
	}
	s.press("Take it back")
	s.shows("Volunteers have no contact card of this case.")
}
