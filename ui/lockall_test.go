package ui

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
	"noddfa/ui/widget"
)

// lockStage is the app on records with a case that has one of everything.
func lockStage(t *testing.T) (s *appStage, of data.ID) {
	t.Helper()
	s, of = lockedStage(t)
	s.unlock(stagePassphrase)
	return s, of
}

const niasPhrase = "six other words for these tests"

// lockedStage is the same before anybody has unlocked.
func lockedStage(t *testing.T) (s *appStage, of data.ID) {
	t.Helper()
	s = &appStage{home: t.TempDir()}
	v, err := caseVault(s.home)
	if err != nil {
		t.Fatal(err)
	}
	on := &caseStage{t: t, vault: v}
	if of, err = v.StartCase(t.Context(), data.Case{CalledName: "Sioned"}, data.Person{CalledName: "Sioned"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.WriteNote(t.Context(), of, data.Note{Said: "They rang."}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddMember(t.Context(), "Nia Example", data.Caseworker, niasPhrase); err != nil {
		t.Fatal(err)
	}
	record(on, of, data.Plan{Sections: []data.PlanSection{{Title: "Home", Actions: []data.PlanAction{{What: "Ring"}}}}})
	record(on, of, data.Consent{Scope: data.ConsentPolice, Given: caseNoon})
	record(on, of, data.Event{When: data.OnDay(caseNoon), What: "Threatened to post it"})
	record(on, of, data.Evidence{Kind: "messages", Platform: "instagram", UniqueID: "u4411"})
	path := v.Path()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	s.start(t, Options{
		App: test.NewApp(), Folder: filepath.Join(s.home, "config"), Home: s.home, Synchronous: true, Vault: path,
		Opened:   data.Options{StateDir: filepath.Join(s.home, "state"), NoKeyring: true, Now: func() time.Time { return caseNoon }},
		Relaunch: func(arguments []string, _ []byte) error { s.launched = append(s.launched, arguments); return nil },
	})
	return s, of
}

// leftBefore is a letter of Nia's that no manager has seen; the records are closed.
func (s *appStage) leftBefore(of data.ID) {
	s.t.Helper()
	ctx := s.t.Context()
	v, err := data.Unlock(ctx, s.app.o.Vault, data.Credentials{Passphrase: niasPhrase, Options: s.app.o.Opened})
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = issueLetter(ctx, v, of, data.LetterChoices{
		Type: data.NewReport, Language: data.English, Force: "gwent", Basis: data.BasisVital, BasisNote: "He is outside her door.", OnlyChecked: true,
	})
	if err = errors.Join(err, v.Close()); err != nil {
		s.t.Fatal(err)
	}
}

// openable is a form, dialog, sheet or list of the window.
type openable struct {
	name  string
	open  func()
	field string // key of the label of a field to type into; "" where there is none
	kept  bool   // it is offered again after a lock
}

// everythingThatOpens is each form, dialog, sheet and list of the window, on a stage made by lockedStage and leftBefore.
func (s *appStage) everythingThatOpens(t *testing.T, of data.ID) []openable {
	t.Helper()
	onCase := func(tab string, open func(*caseScreen)) func() {
		return func() {
			s.goTo(Route{Screen: ScreenCase, ID: of.String(), Tab: tab})
			page := the[*caseScreen](s.caseStage)
			open(page)
			if page.editor == nil && widget.TopLayer(s.window.Canvas()) == nil && tab != tabNotes {
				t.Error("nothing has opened")
			}
		}
	}
	on := func(r Route, then ...string) func() {
		return func() {
			s.goTo(r)
			for _, label := range then {
				if !strings.Contains(s.words(), s.app.t(label)) {
					s.press(s.app.t("list.more")) // a small window folds it away
				}
				s.press(s.app.t(label))
			}
		}
	}
	nia := func(do func(*teamScreen, data.Member)) func() {
		return func() {
			s.goTo(Route{Screen: ScreenTeam})
			for _, m := range s.vault.Members() {
				if m.Name == "Nia Example" {
					do(the[*teamScreen](s.caseStage), m)
				}
			}
		}
	}
	overview := func(open func(*overviewPage)) func() {
		return onCase("", func(p *caseScreen) { open(p.page().(*overviewPage)) })
	}
	notes := func(open func(*notesPage)) func() {
		return onCase(tabNotes, func(p *caseScreen) { open(p.page().(*notesPage)) })
	}
	compose := func(open func(*composeScreen)) func() {
		return func() {
			s.goTo(Route{Screen: ScreenCompose, ID: of.String()})
			open(the[*composeScreen](s.caseStage))
		}
	}
	giving := func(open func(*givingScreen)) func() {
		return func() {
			s.goTo(Route{Screen: ScreenGiving, ID: of.String()})
			page := the[*givingScreen](s.caseStage)
			page.at = 0
			open(page)
		}
	}
	letter := func(open func(*letterScreen)) func() {
		return func() {
			s.goTo(Route{Screen: screenLetter, ID: s.vault.Letters()[0].ID.String()})
			open(the[*letterScreen](s.caseStage))
		}
	}
	asked := func(open func(*askedScreen)) func() {
		return func() {
			asked, err := s.vault.AskForApproval(t.Context(), of, data.LetterChoices{
				Type: data.NewReport, Language: data.English, Force: "gwent", Basis: data.BasisRecognised, BasisNote: "A child is at risk.", OnlyChecked: true,
			}, "")
			if err != nil {
				t.Fatal(err)
			}
			s.goTo(Route{Screen: screenAsked, ID: asked.ID.String()})
			open(the[*askedScreen](s.caseStage))
		}
	}
	request := func(open func(*requestScreen)) func() {
		return func() {
			request, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.SubjectAccess, Received: caseNoon, Case: of})
			if err != nil {
				t.Fatal(err)
			}
			s.goTo(Route{Screen: ScreenRequest, ID: request.String()})
			open(the[*requestScreen](s.caseStage))
		}
	}
	attached := func(open func(*notesPage, data.Entry[data.Attachment])) func() {
		return onCase(tabNotes, func(p *caseScreen) {
			path := filepath.Join(t.TempDir(), "list.txt")
			if err := os.WriteFile(path, []byte("Bread, milk.\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := data.ChooseFile(path)
			if err == nil {
				err = s.vault.Attach(t.Context(), of, p.file.Notes[0].ID, file)
			}
			if err != nil {
				t.Fatal(err)
			}
			p.Refresh()
			notes := p.page().(*notesPage)
			open(notes, notes.file.Attachments[0])
		})
	}
	paper := func() printing {
		return printing{canvas: s.app.window.Canvas(), words: s.app.words, runner: s.app.runner}
	}
	return []openable{
		{"a contact", func() { s.newForm() }, "contact.said", true},
		{"a note", onCase(tabNotes, func(*caseScreen) {}), "record.note.said", true},
		{"an amendment", notes(func(p *notesPage) { p.amend(p.file.Notes[0].ID) }), "record.note.amendments.text", true},
		{"how to reach the person", onCase("", (*caseScreen).editSafeContact), "record.case.safe_contact.rule", true},
		{"what it is about", onCase("", (*caseScreen).editMatter), "record.case.platform", true},
		{"crisis, not asked because", onCase("", (*caseScreen).editMatter), "record.case.suicide.because", true},
		{"the police", onCase("", (*caseScreen).editPolice), "record.case.police.wish_words", true},
		{"a new person", onCase("", func(p *caseScreen) { p.editPerson(data.ID{}, data.Person{}) }), "record.person.words", true},
		{"the person", onCase("", func(p *caseScreen) { p.editPerson(p.file.People[0].ID, p.file.People[0].Value) }), "record.person.words", true},
		{"a suspected person", onCase("", func(p *caseScreen) { p.editSuspect(data.ID{}, data.Suspect{}) }), "record.suspect.words", true},
		{"an event", onCase("", func(p *caseScreen) { p.editEvent(data.ID{}, data.Event{}) }), "record.event.what", true},
		{"a task", onCase("", func(p *caseScreen) { p.editTask(data.ID{}, data.Task{}) }), "record.task.what", true},
		{"a judgement of risk", onCase("", func(p *caseScreen) { p.editAssessment(data.ID{}, data.Assessment{}) }), "record.assessment.judgement", true},
		{"safeguarding", onCase("", func(p *caseScreen) { p.editSafeguarding(data.ID{}, data.Safeguarding{}) }), "record.safeguarding.concern", true},
		{"evidence", onCase(tabEvidence, func(p *caseScreen) { p.page().(*evidencePage).editEvidence(data.ID{}, data.Evidence{}) }), "record.evidence.shows", true},
		{"a demand", onCase(tabEvidence, func(p *caseScreen) { p.page().(*evidencePage).editMoney(data.ID{}, data.MoneyEntry{}) }), "record.money.words", true},
		{"a payment", onCase(tabEvidence, func(p *caseScreen) {
			p.page().(*evidencePage).editMoney(data.ID{}, data.MoneyEntry{Kind: data.Payment})
		}), "record.money.words", true},
		{"consent", onCase(tabConsent, func(p *caseScreen) {
			p.page().(*consentPage).editConsent(data.ID{}, data.Consent{Scope: data.ConsentSupport})
		}), "record.consent.covers", true},
		{"consent withdrawn", onCase(tabConsent, func(p *caseScreen) { p.page().(*consentPage).withdraw(data.ConsentPolice) }), "record.consent.withdrawn_why", true},
		{"an action of the plan", onCase(tabPlan, func(p *caseScreen) {
			e, _ := p.file.Plan()
			p.page().(*planPage).editAction(e, 0, 0)
		}), "record.plan.sections.actions.what", true},
		{"a section of the plan", onCase(tabPlan, func(p *caseScreen) {
			e, _ := p.file.Plan()
			p.page().(*planPage).editSection(e, -1)
		}), "record.plan.sections.title", true},
		{"the plan", onCase(tabPlan, func(p *caseScreen) {
			e, _ := p.file.Plan()
			p.page().(*planPage).editDetails(e)
		}), "record.plan.kept_where", true},
		{"a letter", on(Route{Screen: ScreenCompose, ID: of.String()}), "compose.summary", true},
		{"the letterhead", on(Route{Screen: ScreenSettings}), "settings.charity", true},
		{"a new case", on(Route{Screen: ScreenCases}, "cases.new"), "cases.new.called", true},
		{"a new colleague", on(Route{Screen: ScreenTeam}, "team.add"), "team.name", true},
		{"a request", on(Route{Screen: ScreenRequest}), "record.request.wants", true},
		{"bringing in a log", on(Route{Screen: screenImport}), "import.file", true},

		// What a field does not understand, or only a part of it, stands there as it was typed.
		{"a Friday", onCase("", func(p *caseScreen) { p.editTask(data.ID{}, data.Task{}) }), "record.task.due", true},
		{"a reply", on(Route{Screen: ScreenCompose, ID: of.String()}), "compose.replyBy", true},
		{"notes of a spring", func() { s.goTo(Route{Screen: ScreenGiving, ID: of.String()}) }, "giving.from", true},
		{"a call on Friday", func() { s.newForm() }, "contact.followUp.on", true},

		// Names of files, passphrases and choices are asked for again.
		{"issuing a letter", compose(func(p *composeScreen) { p.askToIssue(drawn{}) }), "", false},
		{"where a letter is saved", func() { s.app.desk().askWhere(outgoing{name: "x"}) }, "compose.save.path", false},
		{"the list of files", func() {
			chooseFile(s.app.window.Canvas(), s.app.words, s.app.runner, s.home, s.home, nil, func(string) {})
		}, "", false},
		{"who can open a case", overview((*overviewPage).editAccess), "", false},
		{"a colleague's role", nia((*teamScreen).changeRole), "", false},
		{"a colleague's passphrase", nia(func(p *teamScreen, m data.Member) { p.reset(m, p.Refresh) }), "", false},
		{"removing a colleague", nia(func(_ *teamScreen, m data.Member) {
			s.goTo(Route{Screen: screenLeaving, ID: m.ID.String()})
			the[*leavingScreen](s.caseStage).remove()
		}), "", false},
		{"another recovery kit", func() { s.goTo(Route{Screen: ScreenTeam}); the[*teamScreen](s.caseStage).replaceKit() }, "", false},
		{"one's own passphrase", on(Route{Screen: ScreenSettings}, "settings.passphrase"), "", false},
		{"throwing a contact away", func() { s.newForm(); the[*contactForm](s.caseStage).discard() }, "", false},
		{"a sentence to agree to", func() { s.app.desk().tell("Something was not done.") }, "", false},
		{"the crisis card", func() { s.key(fyne.KeyF2) }, "", false},
		{"the keys", func() { s.key(fyne.KeyF1) }, "", false},
		{"the rail in a narrow window", func() { s.shell.openMenu() }, "", false},
		{"the list of forces", func() {
			s.goTo(Route{Screen: ScreenCompose, ID: of.String()})
			s.window.Canvas().Focus(the[*composeScreen](s.caseStage).needed["force"])
			s.key(fyne.KeySpace)
			if s.window.Canvas().Overlays().Top() == nil {
				t.Error("no list has opened")
			}
		}, "", false},
		{"moving a note", onCase(tabNotes, func(p *caseScreen) { p.move(data.KindNote, p.file.Notes[0].ID) }), "moved.why", true},
		{"a hold on a case", overview((*overviewPage).hold), "hold.why", true},
		{"a link between cases", overview((*overviewPage).addLink), "link.why", true},
		{"opening a case again", overview((*overviewPage).reopenCase), "record.case.reopened_why", true},
		{"asking for approval", compose((*composeScreen).askManager), "asked.words", true},
		{"whether it adds to a report", compose(func(p *composeScreen) { p.askWhetherItAdds(p.redraw) }), "record.case.police.crime_number", true},
		{"who waits on the other line", func() { s.goTo(Route{Screen: ScreenCases}); s.app.askWaiting() }, "contact.calledName", true},
		{"a contact card of a restricted case", overview((*overviewPage).makeCard), "case.card.promised", true},
		{"erasing an attachment", attached(func(p *notesPage, e data.Entry[data.Attachment]) { p.eraseFile("list.txt", e) }), "attach.erase.reason", true},
		{"reading an attachment", attached(func(p *notesPage, e data.Entry[data.Attachment]) { p.readText("list.txt", e) }), "", false},
		{"taking a contact out of its case", func() {
			contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Rhys"})
			if err != nil {
				t.Fatal(err)
			}
			s.goTo(Route{Screen: ScreenContact, ID: contact.String()})
			the[*contactScreen](s.caseStage).undoSorting()
		}, "moved.undo.why", true},
		{"a decision on a request", request((*requestScreen).decide), "record.decision.reason", true},
		{"who asks", request((*requestScreen).confirm), "record.request.identity.how", true},
		{"erasing a request", request((*requestScreen).erase), "retention.why", true},
		{"erasing the case of a request", request((*requestScreen).eraseCase), "retention.why", true},
		{"signing off what is due", func() {
			due := closedLongAgo(t, s.vault, "Elin").String()
			s.goTo(Route{Screen: screenDue})
			page := the[*dueScreen](s.caseStage)
			page.signOff(page.due[due])
		}, "retention.why", true},
		{"leaving a record out", giving((*givingScreen).leaveOut), "giving.leave.words", true},
		{"sending a letter back", asked((*askedScreen).sendBack), "asked.sendBack.words", true},
		{"words for the ICO", func() {
			breach, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.Breach, Aware: caseNoon})
			if err != nil {
				t.Fatal(err)
			}
			s.goTo(Route{Screen: screenStatement, ID: breach.String(), Tab: forICO})
		}, "statement.words", true},
		{"handing over what somebody leaves", nia(func(_ *teamScreen, m data.Member) {
			s.goTo(Route{Screen: screenLeaving, ID: m.ID.String()})
			the[*leavingScreen](s.caseStage).hand("Their cases", data.LeavingItem{Kind: data.LeavingCase, ID: of, Case: of})
		}), "", false},
		{"the rules of keeping", on(Route{Screen: screenRetention}), "", false},
		{"what is due", on(Route{Screen: screenDue}), "", false},
		{"contacts for a spreadsheet", on(Route{Screen: ScreenContacts}, "sheet.save"), "compose.save.path", false},
		{"giving notes out", giving(func(*givingScreen) {}), "", false},
		{"sorting a contact", on(Route{Screen: screenSort, ID: data.NewID().String()}), "", false},
		{"closing a case", overview((*overviewPage).closeCase), "record.case.outcome_words", true},
		{"a review of the plan", onCase(tabPlan, func(p *caseScreen) {
			e, _ := p.file.Plan()
			p.page().(*planPage).review(e)
		}), "record.plan.reviews.found", true},
		{"the organisation's own words", on(Route{Screen: screenWording}), "wording.name.en", true},
		{"how long records are kept", on(Route{Screen: screenRetention}), "retention.period", true},
		{"questioning a letter that left", letter((*letterScreen).question), "letters.question.words", true},
		{"confirming a letter that left", letter((*letterScreen).confirm), "", false},
		{"approving a letter", asked((*askedScreen).askUnread), "", false},
		{"issuing a letter that was approved", asked((*askedScreen).askToIssue), "", false},
		{"checking events for a letter", compose(func(p *composeScreen) { p.askToShare(p.file.Unchecked(), p.redraw) }), "", false},
		{"taking accounts over", compose((*composeScreen).askForAccounts), "", false},
		{"the password of a file", func() { s.app.desk().showPassword("maes-eira-42") }, "", false},
		{"which printer", func() { paper().choose(printers{names: []string{"Office"}}) }, "", false},
		{"no printer", func() { paper().refuse(&data.Error{Code: data.CodeNoPrinter}) }, "", false},
		{"the paper for a request", giving((*givingScreen).askToMake), "", false},
		{"what is checked before it is given", giving(func(p *givingScreen) {
			p.items[0].CheckBefore = true
			p.includeIt()
		}), "", false},
		{"a file for a note", notes(func(p *notesPage) { p.askFile(func(data.ChosenFile) {}) }), "", false},
		{"a picture that is not kept", func() { s.app.desk().warnOfPictures("Pictures are not kept.") }, "", false},
		{"the end of a link", overview(func(p *overviewPage) { p.endLink(data.Linked{}) }), "", false},
		{"the end of a hold", overview((*overviewPage).liftHold), "", false},
		{"what is due and held", func() {
			s.goTo(Route{Screen: screenDue})
			the[*dueScreen](s.caseStage).signOff(data.Due{Kind: data.KindCase, Record: of, Request: true})
		}, "", false},
		{"files that lie in the clear", func() {
			s.goTo(Route{Screen: ScreenToday})
			the[*todayScreen](s.caseStage).removeCopies("Files", "They open without a password.", []copyOnDisk{{path: "letter.pdf"}})
		}, "", false},
		{"asking for the computer too", on(Route{Screen: ScreenSettings}, "computer.ask"), "", false},
		{"inviting a computer", nia((*teamScreen).invite), "", false},
		{"the code of a computer", nia(func(p *teamScreen, m data.Member) { p.showCode(m.Name, data.Invitation{Groups: []string{"abcd"}}) }), "", false},
		{"withdrawing a computer", nia(func(p *teamScreen, m data.Member) {
			s.app.standing.organisation.Computers = true
			p.invitations(m)[1].Press()
		}), "", false},
		{"going on from an older copy", func() { s.app.acceptOlder()[0].Press() }, "", false},
		{"mending the list of colleagues", func() { s.app.repairHole() }, "", false},
		{"the guide", func() { s.app.showGuide() }, "", false},
		{"the search", func() { s.app.showSearch() }, "", false},
		{"what Noddfa is made of", func() { s.app.showLicences() }, "", false},
		{"the menu of a field", func() {
			s.newForm()
			s.entry(s.app.t("contact.said")).(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{})
			if s.window.Canvas().Overlays().Top() == nil {
				t.Error("no menu has opened")
			}
		}, "", false},
		{"an approval by phone", func() {
			for _, name := range []string{"Catrin Example", "Dilys Example"} {
				if _, err := s.vault.AddMember(t.Context(), name, data.Manager, niasPhrase); err != nil {
					t.Fatal(err)
				}
			}
			compose((*composeScreen).approvedByPhone)()
		}, "compose.phoned.at", true},
		{"a new recovery kit", func() {
			s.goTo(Route{Screen: ScreenTeam})
			the[*teamScreen](s.caseStage).replaceKit()
			s.enter()
		}, "", false},
	}
}

// TestLockWorksOnEverythingThatOpens opens every form, dialog, sheet and list of the window, types where there is
// something to type, and locks by its key. Nothing is left in the window or in this process; what somebody would mind
// losing is offered on Today after unlocking, and stands where it was typed.
//
// What opens is read from the code, so that what is new there is missed here.
func TestLockWorksOnEverythingThatOpens(t *testing.T) {
	s, of := lockedStage(t)
	s.leftBefore(of)
	all := findOpenings(t)
	watch := func() { s.app.window = &tellingWindow{s.app.window, all} }
	watch()
	s.unlock(stagePassphrase)
	for _, one := range s.everythingThatOpens(t, of) {
		t.Run(one.name, func(t *testing.T) {
			s.t, s.caseStage.t = t, t
			one.open()
			s.now()
			s.heard(one.name)
			all.sawKeepers(s)
			words := "Only " + one.name + " by six"
			s.app.runner.putOff = true // so that it is the lock that seals it
			if one.field != "" {
				s.typeIn(s.app.t(one.field), words)
			}
			answers := s.answers(one.kept) // others than were offered
			asked := one.kept && widget.TopLayer(s.window.Canvas()) != nil
			if asked {
				at := s.shell.Current().Route()
				asked = at.Screen == ScreenToday || opens(t.Context(), s.vault, at)
			}
			s.lockKey()
			if s.window.Canvas().Overlays().Top() != nil || s.words() != "" {
				t.Fatalf("the window still shows %q", s.words())
			}
			if len(s.launched) != 1 || s.app.vault != nil || s.app.shell != nil {
				t.Fatalf("started %v, the records are held: %v", s.launched, s.app.vault != nil)
			}
			s.nowhere(words)
			s.again()
			watch()
			s.unlock(stagePassphrase)
			if asked && widget.TopLayer(s.window.Canvas()) == nil {
				t.Error("it is not asked again where it was asked")
			}
			s.offered(one.kept, s.app.t(one.field), words, answers)
		})
	}
	t.Run("whatever opens is above", func(t *testing.T) {
		for _, where := range all.missing() {
			t.Errorf("nothing above opens %s", where)
		}
	})
}

// nowhere searches all that lies in the home for words, in UTF-8, UTF-16 and base64.
func (s *appStage) nowhere(words string) {
	s.t.Helper()
	needles := [][]byte{[]byte(words)}
	wide := make([]byte, 0, 2*len(words))
	for _, c := range []byte(words) {
		wide = append(wide, c, 0)
	}
	needles = append(needles, wide)
	for before := range 3 { // where the text begins within a group of three bytes changes its letters
		coded := base64.StdEncoding.EncodeToString(append(make([]byte, before), words...))
		needles = append(needles, []byte(coded[(before*8+5)/6:(before+len(words))*8/6]))
	}
	files := 0
	err := filepath.WalkDir(s.home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		for _, needle := range needles {
			if bytes.Contains(content, needle) {
				s.t.Errorf("what was typed is in %s", path)
			}
		}
		return err
	})
	if err != nil || files < 2 {
		s.t.Errorf("%d files were searched: %v", files, err)
	}
}

// answers are what is chosen in the question that is asked, in the order of its fields; the next one each, if that is wanted.
func (s *appStage) answers(next bool) []string {
	var ids []string
	if widget.TopLayer(s.window.Canvas()) == nil {
		return nil
	}
	s.each(func(o fyne.CanvasObject) {
		if choice, ok := o.(chooser); ok {
			if next {
				o.(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
			}
			ids = append(ids, choice.Chosen())
		}
	})
	return ids
}

// offered checks that Today leads to what was typed, puts it away and checks that nothing else was kept.
func (s *appStage) offered(kept bool, label, words string, answers []string) {
	s.t.Helper()
	drafts, err := s.vault.Drafts(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if !kept {
		if len(drafts) > 0 {
			s.t.Errorf("kept %s: %s", drafts[0].Form, drafts[0].Body)
		}
		return
	}
	if len(drafts) != 1 || !strings.Contains(string(drafts[0].Body), words) {
		s.t.Fatalf("kept %v", drafts)
	}
	if asked := widget.TopLayer(s.window.Canvas()) != nil; !asked { // one is where one was, and what was asked there is asked
		s.goTo(Route{Screen: ScreenToday})
		s.shows("Unfinished", "Go on with it")
		open := the[*todayScreen](s.caseStage).opens[drafts[0].Form]
		if open == nil {
			s.t.Fatalf("Today does not lead to %s", drafts[0].Form)
		}
		open()
	}
	if got := s.entry(label).Value(); got != words {
		s.t.Errorf("offered %q", got)
	}
	if got := s.answers(false); !slices.Equal(got, answers) {
		s.t.Errorf("%q was chosen, offered is %q", answers, got)
	}
	if err := s.vault.DropDraft(s.t.Context(), drafts[0].Form); err != nil {
		s.t.Fatal(err)
	}
	if top := widget.TopLayer(s.window.Canvas()); top != nil {
		top.Dismiss()
	}
	s.goTo(Route{Screen: ScreenToday})
}
