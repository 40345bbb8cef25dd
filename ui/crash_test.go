package ui

import (
	"context"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestAFaultInWorkIsAnErrorWithoutContents(t *testing.T) {
	var got error
	Go(NewRunnerHere(), "", func(context.Context) (int, error) { panic("what a person said") }, func(_ int, err error) { got = err })
	if data.CodeOf(got) != codeCrash || strings.Contains(got.Error(), "person") || !strings.Contains(got.Error(), "crash_test") && !strings.Contains(got.Error(), "TestAFault") {
		t.Errorf("a fault became %v", got)
	}
}

func TestAFaultOfTheWindowBeginsANewProcess(t *testing.T) {
	s := newAppStage(t).created()
	form := s.newForm()
	s.typeIn("What may I call you?", "Half a word")
	form.keeper.due = true
	widget.Copy("Half a word")
	func() {
		defer func() {
			if recover() != nil {
				s.app.crashed()
			}
		}()
		panic("Half a word")
	}()
	s.closed = true
	if got := s.app.o.App.Clipboard().Content(); got != "" {
		t.Errorf("%q can still be pasted", got)
	}
	if len(s.launched) != 1 || s.launched[0][0] != "--crashed" || s.launched[0][2] != s.records() {
		t.Fatalf("started %v", s.launched)
	}
	o := s.app.o
	o.Vault, o.Crashed = s.records(), true
	s.launched = nil
	s.start(t, o)
	s.shows("Noddfa met a fault of its own and began anew.")
	s.unlock(stagePassphrase)
	if drafts, err := s.vault.Drafts(t.Context()); err != nil || len(drafts) != 1 {
		t.Errorf("%d drafts, %v", len(drafts), err)
	}
}

// A logout ends the program without asking it.
func TestWhatIsTypedIsKeptWhereTheSystemEndsTheProgram(t *testing.T) {
	s := newAppStage(t).created()
	form := s.newForm()
	form.keeper.due = true // its two seconds run
	s.typeIn("What may I call you?", "Half a word")
	o := s.app.o
	o.Vault = s.records()
	s.start(t, o) // which ends the program of before, no more
	s.unlock(stagePassphrase)
	if drafts, err := s.vault.Drafts(t.Context()); err != nil || len(drafts) != 1 {
		t.Errorf("%d drafts, %v", len(drafts), err)
	}
}
