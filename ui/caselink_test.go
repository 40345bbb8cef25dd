package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestAManagerLinksTwoCasesAndEndsIt(t *testing.T) {
	s := newCaseStage(t, "en")
	other, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Rhys", Owner: "Cadi Example"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	id := s.newCase(data.Case{CalledName: "Cerys"}, data.Person{}, "")
	line, _ := s.vault.CaseLine(other)
	s.press("Link a case")
	test.Type(s.entry("Reference of the other case"), "nod")
	s.enter()
	s.shows("Not understood")
	s.entry("Reference of the other case").Set(strings.ToLower(line.Reference))
	s.shows("Rhys · Cadi Example")
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Choice); ok {
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) // one of the three it is
		}
	})
	test.Type(s.entry("How this is known"), "he said so")
	s.enter()
	s.shows("Linked cases", "The same person came back", "Rhys · "+line.Reference, "he said so")
	if got := s.vault.LinkedTo(other); len(got) != 1 || got[0].Line.ID != id {
		t.Errorf("the other side has %+v", got)
	}
	s.press("End the link")
	s.enter()
	s.shows("No other case is linked to this one.")
}

func TestTheWorkerOfOneSideIsShownNothingOfTheOther(t *testing.T) {
	s := newCaseStage(t, "cy")
	other, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Gwrthwynebydd", Owner: "Cadi Example"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	id := s.newCase(data.Case{CalledName: "Cerys"}, data.Person{}, "") // of Mair, who looks
	if err := s.vault.LinkCases(t.Context(), id, other, data.Opposing, ""); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.shows("Nid oes achos arall wedi'i gysylltu â hwn.")
	line, _ := s.vault.CaseLine(other)
	s.shell.Go(Route{Screen: ScreenCases})
	if words := s.words(); strings.Contains(words, line.Reference) || strings.Contains(words, "Gwrthwynebydd") {
		t.Error("the list of cases shows the other side")
	}
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String()})
	s.press("Newid", 1) // what it is about
	s.entry("Gweithiwr").Set("Cadi Example")
	s.accept()
	s.shows("Mae Cadi Example yn gweithio ar achos sydd ar yr ochr arall i hwn.")
}
