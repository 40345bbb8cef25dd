package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/widget"
)

// team is a vault of its own with a caseworker, and how each of them unlocks it.
type team struct {
	t *testing.T
	s *caseStage
	o data.Options
}

func newTeam(t *testing.T, language string) *team {
	t.Helper()
	s := newEmptyCaseStage(t, language)
	if _, err := s.vault.AddMember(t.Context(), "Cadi Example", data.Caseworker, "the phrase of cadi example"); err != nil {
		t.Fatal(err)
	}
	return &team{t, s, data.Options{StateDir: t.TempDir(), NoKeyring: true}}
}

// as shows the window of somebody else, at the same records.
func (m *team) as(passphrase string) *caseStage {
	m.t.Helper()
	path, language := m.s.vault.Path(), m.s.shell.Words().Code()
	if err := m.s.vault.Close(); err != nil {
		m.t.Fatal(err)
	}
	v, err := data.Unlock(m.t.Context(), path, data.Credentials{Passphrase: passphrase, Options: m.o})
	if err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { v.Close() })
	m.s = stageOf(m.t, v, language)
	return m.s
}

// readOn presses Ctrl+Enter on a letter until every page was in sight.
func (s *caseStage) readOn(page *askedScreen) {
	s.t.Helper()
	for i := 0; i < 20 && page.looked.anyLeft(); i++ {
		s.accept()
	}
}

const (
	managerPhrase = "five plain words for tests"
	workerPhrase  = "the phrase of cadi example"
)

func TestALetterGoesFromTheCaseworkerToTheManagerAndBack(t *testing.T) {
	m := newTeam(t, "en")
	id := letterCase(m.s)
	s := m.as(workerPhrase)
	page := composing(s, id)
	page.choices.Basis, page.choices.BasisNote = data.BasisRecognised, "A child is at risk."
	page.redraw()
	s.shows("A manager has to approve this letter before it leaves", "Ask for approval")
	if strings.Contains(s.words(), "Issue the letter") {
		t.Error("a button says that it issues the letter")
	}
	s.accept()
	s.shows("Ask for approval", "Ring Mair Example")
	s.entry("Words to the manager").Set("Before Friday, please.")
	s.enter()
	s.shows("This letter waits for a manager's approval. Noddfa has told no one.")
	if len(s.file(id).Letters) != 0 {
		t.Fatal("the letter left by itself")
	}
	if b, ok := s.window.Canvas().Focused().(*widget.Button); !ok || b.AccessibilityLabel() != "Open the case" {
		t.Errorf("the keyboard is on %v", s.window.Canvas().Focused())
	}

	s = m.as(managerPhrase)
	s.shell.Go(Route{Screen: ScreenLetters})
	list := the[*lettersScreen](s).list
	if list.Len() != 1 {
		t.Fatalf("%d letters wait", list.Len())
	}
	the[*lettersScreen](s).open(askedPrefix + s.vault.Asked()[0].ID.String())
	s.shows("Before Friday, please.", "Cadi Example")
	if text := pagesText(the[*askedScreen](s).pages.doc); !strings.Contains(text, "Threatened to post it") {
		t.Error("the manager does not see the pages")
	}
	s.press("Send back")
	s.entry("What should change?").Set("Say when.")
	s.enter()
	s.shows("A manager has sent this letter back.", "Say when.")

	s = m.as(workerPhrase)
	page = composing(s, id)
	if page.choices.BasisNote != "A child is at risk." {
		t.Error("the choices are not offered again")
	}
	s.accept()
	s.enter()
	s = m.as(managerPhrase)
	s.shell.Go(Route{Screen: screenAsked, ID: s.vault.Asked()[0].ID.String()})
	asked := the[*askedScreen](s)
	asked.OpenTab(2) // in a narrow window the pages are read by themselves
	s.shows("Read on: page 1 of 2")
	s.press("Approve")
	s.shows("Pages you have not looked at to their end: 1, 2.")
	s.press("Cancel")
	asked.OpenTab(1) // as long as a page is left, the keys read on
	s.readOn(asked)
	if s.shows("You approve the letter as these pages show it."); asked.looked.anyLeft() || strings.Contains(s.words(), "Read on") {
		t.Errorf("pages are left: %s", s.words())
	}
	s.accept()
	s.shows("A manager has approved this letter. It can be issued.")
	for range 3 { // keys too many
		if s.accept(); widget.TopLayer(s.window.Canvas()) != nil || len(s.file(id).Letters) != 0 {
			t.Fatalf("a key too many issues the letter: %s", s.words())
		}
	}
	s.press("Send back")
	s.entry("What should change?").Set("I was too quick.")
	s.enter()
	s.shows("A manager has sent this letter back.", "I was too quick.")

	s = m.as(workerPhrase)
	composing(s, id)
	s.accept()
	s.enter()
	s = m.as(managerPhrase)
	s.shell.Go(Route{Screen: screenAsked, ID: s.vault.Asked()[0].ID.String()})
	asked = the[*askedScreen](s)
	s.readOn(asked)
	s.accept()
	s.shows("A manager has approved this letter. It can be issued.")
	if asked.tabs.Chosen() != paneWords {
		t.Error("that it is approved is hidden behind the pages")
	}

	s = m.as(workerPhrase)
	s.shell.Go(Route{Screen: screenAsked, ID: s.vault.Asked()[0].ID.String()})
	s.accept()
	s.enter()
	letters := s.file(id).Letters
	if len(letters) != 1 {
		t.Fatalf("not issued: %s", s.words())
	}
	if a := letters[0].Value.Letter.Approver; a == nil || a.Name != "Mair Example" {
		t.Errorf("approved by %+v", a)
	}
	s.shows("Approved", "Mair Example", "These are the very pages that were issued.")
}

func TestAnUrgentLetterIsConfirmedAfterItLeft(t *testing.T) {
	m := newTeam(t, "en")
	id := letterCase(m.s)
	s := m.as(workerPhrase)
	page := composing(s, id)
	page.choices.Basis, page.choices.BasisNote = data.BasisVital, "He is outside her door."
	page.redraw()
	s.shows("A life is at risk: you can issue it now.")
	s.accept()
	s.shows("A life is at risk: you can issue it now. It prints “approval to follow”")
	s.enter()
	s.shows("Approval to follow")
	if text := pagesText(the[*letterScreen](s).pages.doc); !strings.Contains(text, "approval to follow") {
		t.Error("the letter does not say that approval follows")
	}
	s = m.as(managerPhrase)
	now := s.vault.Today().Now
	if now.Len() != 1 || now.At(0).Kind != data.TodayConfirm {
		t.Fatalf("Today: %+v", now)
	}
	s.shell.Go(Route{Screen: screenLetter, ID: now.At(0).Letter.String()})
	s.shows("This letter left before a manager approved it.")
	if b, ok := s.window.Canvas().Focused().(*widget.Button); !ok || b.AccessibilityLabel() != "Confirm" {
		t.Errorf("the keyboard is on %v", s.window.Canvas().Focused())
	}
	s.press("Question it")
	s.entry("What do you ask?").Set("Who saw him?")
	s.enter()
	s.shows("You have asked about this letter.", "Who saw him?")
	s.accept()
	s.shows("You approve the letter as it was issued.")
	s.enter()
	if state := s.vault.Letters()[0].Approval; state != data.ApprovalGiven {
		t.Errorf("after it was confirmed: %q, %s", state, s.words())
	}
}

func TestAnApprovalByPhoneIsPrintedAsThat(t *testing.T) {
	m := newTeam(t, "en")
	id := letterCase(m.s)
	s := m.as(workerPhrase)
	page := composing(s, id)
	page.choices.Basis, page.choices.BasisNote = data.BasisRecognised, "A child is at risk."
	page.redraw()
	s.press("Approved by phone")
	for _, unclear := range []string{"yesterday", "when she rang back", "00:00 or so", "31/12/2099 10:00", ""} {
		s.entry("When").Set(unclear)
		s.enter()
		s.enter()
		s.shows("Not understood. Put it right to go on.")
		if page.choices.Phone != nil {
			t.Errorf("%q is taken for %v", unclear, page.choices.Phone.At)
		}
	}
	s.entry("When").Set("00:00")
	s.shows("They confirm it when they next unlock.")
	s.enter()
	s.shows("Approved by Mair Example, by phone")
	if text := pagesText(page.pages.doc); !strings.Contains(text, "by phone, ") {
		t.Errorf("the letter does not say so: %s", text)
	}
	s.accept()
	s.shows("Approved by Mair Example, by phone")
	s.enter()
	s.shows("Approved by phone, not confirmed yet")
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabLetters})
	s.shows("Approved by phone, not confirmed yet")
	s = m.as(managerPhrase)
	if now := s.vault.Today().Now; now.Len() != 1 || now.At(0).Kind != data.TodayConfirm || !now.At(0).ByPhone {
		t.Errorf("Today: %+v", now)
	}
	s.shell.Go(Route{Screen: screenLetter, ID: s.vault.Letters()[0].ID.String()})
	s.shows("This letter says that you approved it by phone.")
}

func TestTheWindowSaysWhetherAFileIsOurLetter(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	letter := issued(s, letterCase(s))
	doc, _, err := pdf.Compose(letter.Value.Letter.CopyForPerson())
	if err != nil {
		t.Fatal(err)
	}
	copied, err := doc.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.vault.RecordCopy(t.Context(), s.vault.Letters()[0].Case, data.SavedFile{Letter: letter.ID, Path: "/x/copy.pdf", SHA256: hashOf(copied), Paper: data.PaperCopy}); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DOCUMENTS_DIR", home)
	for name, content := range map[string][]byte{"a-ours.pdf": letter.Value.PDF, "b-changed.pdf": append([]byte("%"), letter.Value.PDF...), "c-other.pdf": []byte("%PDF-1.3 of somebody else"), "d-copy.pdf": copied} {
		if err := os.WriteFile(filepath.Join(home, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, says string }{
		{"a-ours.pdf", "Yes. This is letter " + letter.Value.Letter.Number},
		{"b-changed.pdf", "This file bears the number " + letter.Value.Letter.Number + ", but it is not the letter as we sent it."},
		{"c-other.pdf", "This is no letter and no paper of these records"},
		{"d-copy.pdf", "It is our copy of letter " + letter.Value.Letter.Number + " for the person"},
	} {
		s.shell.Go(Route{Screen: ScreenLetters})
		page := the[*lettersScreen](s)
		page.judge(filepath.Join(home, c.name))
		s.shows(c.says)
		s.enter()
	}
}

func TestAManagerSeesWhyALetterNeedsThem(t *testing.T) {
	for _, c := range []struct {
		restricted, agreed bool
		why                string
	}{
		{false, false, "It is shared without consent."},
		{true, false, "It is shared without consent."},
		{false, true, "It rests on another reason than the person's consent."},
	} {
		m, restricted := newTeam(t, "en"), c.restricted
		id := letterCase(m.s)
		if c.agreed {
			record(m.s, id, data.Consent{Scope: data.ConsentPolice, Given: caseNoon})
		}
		if restricted {
			named := []data.ID{m.s.vault.Me().ID}
			for _, member := range m.s.vault.Members() {
				if member.Name == "Cadi Example" {
					named = append(named, member.ID)
				}
			}
			if err := m.s.vault.Restrict(t.Context(), id, named); err != nil {
				t.Fatal(err)
			}
		}
		s := m.as(workerPhrase)
		choices := data.LetterChoices{Type: data.NewReport, Language: data.English, Force: "gwent", Basis: data.BasisRecognised, BasisNote: "A child is at risk.", OnlyChecked: true}
		asked, err := s.vault.AskForApproval(t.Context(), id, choices, "Before Friday, please.")
		if err != nil {
			t.Fatal(err)
		}
		s = m.as(managerPhrase)
		s.shell.Go(Route{Screen: ScreenLetters})
		s.shows("1 letter has not left yet", "Waits for a manager")
		if strings.Contains(s.words(), "0 letters") {
			t.Error("it says that there are no letters")
		}
		s.shell.Go(Route{Screen: screenAsked, ID: asked.ID.String()})
		s.shows(s.file(id).Line.Reference, "Why a manager has to see it:", c.why)
		if said := strings.Contains(s.words(), "The case is restricted."); said != restricted {
			t.Errorf("restricted: %v, and said: %v", restricted, said)
		}
		s.press("Send back")
		s.shows("Cadi Example sees your words on Today")
	}
}

func TestWhatStopsAnApprovalStandsBesideTheLetter(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	asked, err := s.vault.AskForApproval(t.Context(), letterCase(s), data.LetterChoices{
		Type: data.NewReport, Language: data.English, Force: "gwent", Basis: data.BasisRecognised, BasisNote: "A child is at risk.", OnlyChecked: true,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.shell.Go(Route{Screen: screenAsked, ID: asked.ID.String()})
	page := the[*askedScreen](s)
	s.readOn(page)
	if err := s.vault.Close(); err != nil {
		t.Fatal(err)
	}
	s.accept()
	if s.shows("Approve", "A child is at risk.", "There is no such case"); page.said.Hidden {
		t.Error("why it was not approved is nowhere")
	}
}
