package ui

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/widget"
)

// letterCase is a case with enough in it for a letter.
func letterCase(s *caseStage) data.ID {
	s.t.Helper()
	id := s.newCase(data.Case{CalledName: "Siân", Matter: data.OnlineBlackmail, Police: data.PoliceState{Force: "south-wales"}, SafeContact: data.SafeContact{Rule: "Text first."}},
		data.Person{FirstName: "Siân", Surname: "Ŵyn-Example", Address: "1 Hidden Street", Postcode: "WM1 1ZZ"}, "")
	record(s, id, data.Event{When: data.OnDay(caseNoon), What: "Threatened to post it", MayShare: data.Yes})
	return id
}

func composing(s *caseStage, id data.ID) *composeScreen {
	s.t.Helper()
	s.shell.Go(Route{Screen: ScreenCompose, ID: id.String()})
	return the[*composeScreen](s)
}

// pagesText is what the preview was drawn from.
func pagesText(doc *pdf.Document) string {
	var b strings.Builder
	for i := range doc.Pages() {
		b.WriteString(doc.Text(i))
	}
	return b.String()
}

func TestLetterSaysWhatIsMissingAndIsNotIssuedWithoutAReason(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	page := composing(s, id)
	s.shows("Before it can be issued:", "Choose why this may be shared")
	s.accept()
	if got := s.file(id).Letters; len(got) != 0 {
		t.Fatalf("issued without a reason: %d", len(got))
	}
	s.shows("A letter needs a consent")
	page.choices.Basis = data.BasisVital
	page.redraw()
	s.shows("Write one sentence on why")
	s.entry("In one sentence: how it was given, or why this reason applies").Set("Her life is in danger.")
	if strings.Contains(s.words(), "Before it can be issued:") {
		t.Error("something is still said to be missing")
	}
}

func TestNoLetterLeavesWithEventsThatNobodyCheckedForSharing(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	for _, what := range []string{"Rang her mother at work", "Wrote to a neighbour"} {
		record(s, id, data.Event{When: data.OnDay(caseNoon), What: what, Quoted: "pay up"})
	}
	record(s, id, data.Event{When: data.OnDay(caseNoon), What: "She was unsure about this", MayShare: data.Unknown})
	page := composing(s, id)
	s.shows("3 events have not been checked for sharing. You are asked before the letter leaves.")
	s.accept()
	s.shows("3 events have not been checked for sharing", "Rang her mother at work “pay up”", "Wrote to a neighbour", "She was unsure about this")
	if words := s.words(); strings.Contains(words, "Threatened to post it") {
		t.Error("asks again about what was checked")
	}
	s.enter() // out of habit
	s.enter()
	s.shows("Answer for each of them, then try again.")
	answer := func(nth int, label string) {
		t.Helper()
		var found []*widget.Choice
		s.each(func(o fyne.CanvasObject) {
			if c, ok := o.(*widget.Choice); ok {
				found = append(found, c)
			}
		})
		found[nth].TypedRune([]rune(label)[0])
	}
	answer(0, "Yes")
	answer(1, "No")
	s.enter()
	s.shows("Answer for each of them, then try again.")
	answer(2, "Yes")
	s.enter()
	if n := len(s.file(id).Letters); n != 0 {
		t.Fatalf("%d letters left although something was taken out of the pages", n)
	}
	s.shows("Something was left out. Look at the pages, then issue the letter.")
	if text := pagesText(page.pages.doc); strings.Contains(text, "neighbour") || !strings.Contains(text, "Rang her mother") {
		t.Errorf("the pages say: %s", text)
	}
	s.accept()
	s.shows("Issue this letter to South Wales Police?")
	s.enter()
	if text := pagesText(the[*letterScreen](s).pages.doc); strings.Contains(text, "neighbour") || !strings.Contains(text, "She was unsure about this") {
		t.Errorf("the letter says: %s", text)
	}
	if left := s.file(id).Unchecked(); len(left) != 0 {
		t.Errorf("the answers are not in the case: %+v", left)
	}
}

func TestEventsAreCheckedBeforeAManagerIsAskedAndNotWhereTheyAreLeftOut(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	record(s, id, data.Event{When: data.OnDay(caseNoon), What: "Rang her mother at work"})
	page := composing(s, id)
	page.choices.Basis, page.choices.BasisNote = data.BasisRecognised, "A crime."
	s.accept()
	s.shows("1 event has not been checked for sharing", "Rang her mother at work")
	s.key(fyne.KeyEscape)
	s.tick("What happened")
	s.accept()
	if words := s.words(); strings.Contains(words, "Rang her mother at work") {
		t.Error("asks about what is left out")
	}
}

func TestAccountsOfTheEvidenceAreTheSuspectsWhereSomebodySaysSo(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	record(s, id, data.Suspect{Names: "Chloe", Accounts: []data.Account{{Platform: "Instagram"}}})
	record(s, id, data.Evidence{Kind: "messages", Platform: "instagram", DisplayName: "chloe x", UniqueID: "u4411", URL: "https://social.example/u/chloe"})
	record(s, id, data.Evidence{Kind: "messages", Platform: "X", UniqueID: "sian.own"})
	page := composing(s, id)
	s.shows("the evidence register names one")
	if text := pagesText(page.pages.doc); !strings.Contains(text, "see the one under Evidence") {
		t.Errorf("the pages say: %s", text)
	}
	s.press("Take over")
	s.enter()
	s.shows("Tick at least one, or close this.")
	s.tick("instagram · chloe x")
	s.enter()
	want := data.Account{Platform: "Instagram", DisplayName: "chloe x", UniqueID: "u4411", URL: "https://social.example/u/chloe"}
	suspects := s.file(id).Suspects
	if len(suspects) != 1 || !slices.Equal(suspects[0].Value.Accounts, []data.Account{want}) {
		t.Errorf("suspects: %+v", suspects)
	}
	if words := s.words(); strings.Contains(words, "the evidence register names one") || strings.Contains(words, "No unique ID") {
		t.Error("it still says that something is missing")
	}
	if text := pagesText(page.pages.doc); strings.Count(text, "u4411") != 2 {
		t.Errorf("the pages say: %s", text)
	}
}

func TestPreviewFollowsTheTypingAndIsADraft(t *testing.T) {
	s := newCaseStage(t, "en")
	page := composing(s, letterCase(s))
	s.entry("Opening summary").Set("Blackmail through Instagram.")
	text := pagesText(page.pages.doc)
	if !strings.Contains(text, "Blackmail through Instagram.") || !strings.Contains(text, "DRAFT") {
		t.Errorf("the pages say: %s", text)
	}
	if len(page.pages.pages) != page.pages.doc.Pages() {
		t.Errorf("%d pages are shown of %d", len(page.pages.pages), page.pages.doc.Pages())
	}
}

func TestAddressGoesInOnlyWithAReason(t *testing.T) {
	s := newCaseStage(t, "en")
	page := composing(s, letterCase(s))
	if strings.Contains(pagesText(page.pages.doc), "Hidden Street") {
		t.Fatal("the address is in the letter by itself")
	}
	s.tick("Address")
	if strings.Contains(pagesText(page.pages.doc), "Hidden Street") {
		t.Fatal("the address is in the letter without a reason")
	}
	s.shows("Write why a field that is normally withheld is put in.")
	test.Type(s.window.Canvas().Focused(), "Police go there tonight.")
	if !strings.Contains(pagesText(page.pages.doc), "Hidden Street") {
		t.Error("the address is not in the letter although a reason is given")
	}
	s.tick("Address")
	if strings.Contains(pagesText(page.pages.doc), "Hidden Street") {
		t.Error("the address is in the letter although it was taken out again")
	}
	s.tick("What happened")
	if strings.Contains(pagesText(page.pages.doc), "Threatened to post it") {
		t.Error("what was left out is in the letter")
	}
}

func TestChoicesOfALetterAreOfferedAgain(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	composing(s, id)
	s.entry("Unit").Set("Public Protection Unit")
	s.shell.Go(Route{Screen: ScreenCases})
	composing(s, id)
	if got := s.entry("Unit").Value(); got != "Public Protection Unit" {
		t.Errorf("offered %q", got)
	}
}

// issued issues a letter by keyboard and returns what was recorded.
func issued(s *caseStage, id data.ID) data.Entry[data.IssuedLetter] {
	s.t.Helper()
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	composing(s, id)
	s.accept()
	s.shows("Why it may be shared: ", "A letter that you save or print leaves Noddfa")
	s.enter()
	letters := s.file(id).Letters
	if len(letters) != 1 {
		s.t.Fatalf("%d letters: %s", len(letters), s.words())
	}
	return letters[0]
}

func TestIssuedLetterIsTheVeryPagesAndNoDraft(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	id := letterCase(s)
	letter := issued(s, id)
	s.shows("These are the very pages that were issued.", "Letter "+letter.Value.Letter.Number)
	page := the[*letterScreen](s)
	file, err := page.pages.doc.PDF()
	if err != nil || !bytes.Equal(file, letter.Value.PDF) {
		t.Errorf("the pages shown are not the bytes issued: %v", err)
	}
	if text := pagesText(page.pages.doc); strings.Contains(text, "DRAFT") || strings.Contains(text, "Hidden Street") {
		t.Errorf("the letter says: %s", text)
	}
	if drafts, _ := s.vault.Drafts(t.Context()); len(drafts) != 0 {
		t.Errorf("%d drafts are left", len(drafts))
	}
	s.shell.Go(Route{Screen: ScreenLetters})
	if got := the[*lettersScreen](s).list.Len(); got != 1 {
		t.Errorf("%d letters in the register", got)
	}
}

func TestForceHasOneNameInTheWindowWhateverLanguageTheLetterIsIn(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := letterCase(s)
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	composing(s, id)
	s.accept()
	s.shows("Heddlu De Cymru")
	s.enter()
	s.shows("Heddlu De Cymru")
	if words := s.words(); strings.Contains(words, "South Wales Police") {
		t.Errorf("the window has the English name too: %s", words)
	}
	if text := pagesText(the[*letterScreen](s).pages.doc); !strings.Contains(text, "South Wales Police") || strings.Contains(text, "Heddlu De Cymru") {
		t.Errorf("the pages of an English letter say: %s", text)
	}
}

func TestSavedLetterIsTheBytesIssuedForThisUserAlone(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	letter := issued(s, id)
	the[*letterScreen](s).savePlain()
	s.shows("Who will read it from this folder?")
	if name := filepath.Base(s.entry("File").Value()); name != letter.Value.Letter.Case+" letter.pdf" {
		t.Errorf("the file is named %q", name)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "letter.pdf")
	s.entry("File").Set(path)
	s.enter()
	file, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(file, letter.Value.PDF) {
		t.Fatalf("the file is not what was issued: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("more than the letter is in the folder: %v", left)
	}
	saved := s.file(id).Saved
	if !slices.ContainsFunc(saved, func(e data.Entry[data.SavedFile]) bool { return e.Value.Path == path && e.Value.Letter == letter.ID }) {
		t.Errorf("not recorded: %+v", saved)
	}
	s.shows("Saved "+caseNoon.Local().Format("15:04"), "Still there, and not protected.")
	s.press("Remove")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the copy is still there: %v", err)
	}
	s.shows("Not there any more.")
}

func TestSavingNeverOverwritesAndSaysWhatIsWrong(t *testing.T) {
	s := newCaseStage(t, "en")
	issued(s, letterCase(s))
	there := filepath.Join(t.TempDir(), "there.pdf")
	if err := os.WriteFile(there, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	the[*letterScreen](s).savePlain()
	for path, sentence := range map[string]string{
		there: "There is already a file with this name", filepath.Join(t.TempDir(), "no", "such", "x.pdf"): "There is no such folder.",
		"": "There is no such folder.", "/home/somebody/OneDrive/x.pdf": "",
	} {
		s.entry("File").Set(path)
		if sentence == "" {
			s.shows("This folder is copied to OneDrive.")
			continue
		}
		s.enter()
		s.shows(sentence)
	}
	if file, _ := os.ReadFile(there); string(file) != "another" {
		t.Error("the other file was overwritten")
	}
}

func TestRemovingACopyLeavesAnotherFileAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, []byte("not the letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := removeCopy(copyOnDisk{path: path, hash: hashOf([]byte("the letter"))}); err == nil {
		t.Error("removed a file that is not the copy")
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestUpdateNamesTheLetterItReplacesAndFollowsItsReason(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	first := issued(s, id)
	page := composing(s, id)
	page.choices.Type = data.UpdateOrWithdrawal
	page.rebuild()
	s.shows("Choose the earlier letter that this one is about.", "Why it does not hold")
	page.needed["replaces"].(*widget.Select).Answer(first.ID.String())
	page.choices.Change = data.ChangeContact
	page.rebuild()
	if text := pagesText(page.pages.doc); !strings.Contains(text, first.Value.Letter.Number) || !strings.Contains(text, "Do not use the one it gives.") {
		t.Errorf("the pages say: %s", text)
	}
	page.choices.Change = data.ChangeWrongPlace
	page.rebuild()
	if text := pagesText(page.pages.doc); strings.Contains(text, "Ŵyn-Example") || strings.Contains(text, "Threatened") {
		t.Errorf("a letter to the wrong place says: %s", text)
	}
}

func TestUpdateGoesWhereTheEarlierLetterWentAndAsksAnewWhatGivesTheRightToSendIt(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	id := letterCase(s)
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	page := composing(s, id)
	page.choices = data.LetterChoices{
		Language: data.Welsh, Bilingual: true, TextSize: 14, Window: data.WindowNotify, Role: "Adviser", Direct: "01632 960123",
		Force: "dyfed-powys", Unit: "Cyber unit", Attention: "DC Example", Address: []string{"1 Station Road"},
		LeaveOut: []data.Field{data.FieldRisk}, LeaveWhy: map[data.Field]string{data.FieldRisk: "She asked us to"}, Include: map[data.Field]string{data.FieldAddress: "They must find her"},
		Basis: data.BasisVital, BasisNote: "Her life is in danger", Knows: data.Yes, KnowsWhy: "Told her", PhoneTake: data.Yes, ReplyBy: caseNoon.AddDate(0, 0, 3),
		Summary: "What happened", Asks: []string{"Ring us"}, Copies: "The school", Own: true,
	}
	page.rebuild()
	s.accept()
	s.enter()
	first := s.file(id).Letters[0]
	page = composing(s, id)
	page.choices.Type = data.UpdateOrWithdrawal
	page.rebuild()
	s.window.Canvas().Focus(page.needed["replaces"])
	page.needed["replaces"].(*widget.Select).Answer(first.ID.String())
	s.shows("It goes to the same reader")
	if s.window.Canvas().Focused() != page.needed["replaces"] {
		t.Error("the keyboard is elsewhere")
	}
	for name, same := range map[string]bool{
		"who reads it":  page.choices.Force == "dyfed-powys" && page.choices.Unit == "Cyber unit" && page.choices.Attention == "DC Example" && slices.Equal(page.choices.Address, []string{"1 Station Road"}),
		"paper":         page.choices.Language == data.Welsh && page.choices.Bilingual && page.choices.TextSize == 14 && page.choices.Window == data.WindowNotify,
		"who wrote it":  page.choices.Role == "Adviser" && page.choices.Direct == "01632 960123",
		"what is out":   slices.Equal(page.choices.LeaveOut, []data.Field{data.FieldRisk}) && page.choices.LeaveWhy[data.FieldRisk] == "She asked us to",
		"reason to put": len(page.choices.Include) == 0,
		"lawful reason": page.choices.Basis == data.BasisConsent && page.choices.BasisNote == "" && !page.choices.Own, // the consent stands in the case
		"who knows":     page.choices.Knows == "" && page.choices.KnowsWhy == "" && page.choices.PhoneTake == "",
		"what is asked": page.choices.Summary == "" && page.choices.Asks == nil && page.choices.Copies == "" && !page.choices.ReplyBy.Equal(first.Value.Choices.ReplyBy),
	} {
		if !same {
			t.Errorf("%s: %+v", name, page.choices)
		}
	}
	other := first
	other.Author = data.NewID()
	if c := (data.LetterChoices{Include: map[data.Field]string{data.FieldRisk: "asked for"}}).Follow(other, s.vault.Me().ID); c.Role+c.Direct != "" || len(c.LeaveOut) != 0 {
		t.Errorf("somebody else's signature, or out what somebody put in: %+v", c)
	}
	if c := (data.LetterChoices{Force: "gwent"}).Follow(data.Entry[data.IssuedLetter]{ID: first.ID}, first.Author); c.Force != "gwent" || c.Replaces != first.ID {
		t.Errorf("a letter whose words are gone: %+v", c)
	}
}

// A form that is made anew on the first letter of a word takes the rest of it, where it was.
func TestAKindOfLetterIsFoundByTypingItsWords(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	issued(s, id)
	var page *composeScreen
	named := func(name string) *widget.Select {
		t.Helper()
		on, ok := s.window.Canvas().Focused().(*widget.Select)
		if !ok || on.Describe().Name != name || !page.choice.Holds(on) {
			t.Fatalf("the keyboard is on %v", s.window.Canvas().Focused())
		}
		return on
	}
	for _, c := range []struct {
		word string
		kind data.LetterType
	}{{"furt", data.FurtherInformation}, {"info", data.InformationOnly}, {"upda", data.UpdateOrWithdrawal}} {
		page = composing(s, id)
		for _, letter := range c.word {
			named("Kind of letter").TypedRune(letter)
		}
		if page.choices.Type != c.kind {
			t.Errorf("%q finds %s", c.word, page.choices.Type)
		}
	}
	s.window.Canvas().Focus(page.needed["change"])
	place := func() fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(page.needed["change"].(fyne.CanvasObject))
	}
	at := place()
	for _, letter := range "cons" {
		named("Why it does not hold").TypedRune(letter)
	}
	if page.choices.Change != data.ChangeConsent || page.choices.Type != data.UpdateOrWithdrawal {
		t.Errorf("it is %s, %s", page.choices.Type, page.choices.Change)
	}
	if now := place(); now != at {
		t.Errorf("the field has moved from %v to %v", at, now)
	}
}

func TestRegisterSaysWhichLetterWasReplacedAndWhichWasAnswered(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	id := letterCase(s)
	first := issued(s, id)
	page := composing(s, id)
	page.choices.Type, page.choices.Replaces, page.choices.Change = data.UpdateOrWithdrawal, first.ID, data.ChangeCorrection
	page.rebuild()
	s.shows("South Wales Police · New report") // whom the earlier letter went to, whole
	s.accept()
	s.enter()
	second := s.file(id).Letters[1].Value.Letter.Number
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabLetters})
	s.shows("replaced by " + second)
	s.shell.Go(Route{Screen: ScreenLetters})
	if s.shows("replaced by "+second, "reply by"); strings.Count(s.words(), "reply by") != 1 {
		t.Errorf("the reply to the letter that was replaced is awaited: %s", s.words())
	}
	s.shell.Go(Route{Screen: screenLetter, ID: first.ID.String()})
	if s.shows("no longer holds: see letter " + second); strings.Contains(s.words(), "Reply by") {
		t.Errorf("it says when to reply to it: %s", s.words())
	}
	for _, e := range s.file(id).Tasks {
		e.Value.Done = caseNoon
		if _, err := data.Change(t.Context(), s.vault, id, e.ID, e.Value); err != nil {
			t.Fatal(err)
		}
	}
	s.shell.Go(Route{Screen: ScreenLetters})
	if s.shows("reply received"); strings.Contains(s.words(), "reply by") {
		t.Errorf("a reply is still awaited: %s", s.words())
	}
}

func TestInformationOnlyOffersNothingThatNamesThePerson(t *testing.T) {
	s := newCaseStage(t, "en")
	page := composing(s, letterCase(s))
	page.choices.Type = data.InformationOnly
	page.rebuild()
	s.entry("Opening summary").Set("Siân was told to pay.")
	if text := pagesText(page.pages.doc); strings.Contains(text, "Siân") || !strings.Contains(text, "was told to pay") {
		t.Errorf("the pages say: %s", text)
	}
	s.shows("Read every page", "stood in the words of this letter")
	if words := s.words(); strings.Contains(words, "How to reach them safely") || strings.Contains(words, " Address ") {
		t.Error("the form offers to put in what names the person")
	}
}

// passwordIn finds the password on the page.
var passwordIn = regexp.MustCompile(`\b[a-z]{3,8}(-[a-z]{3,8}){4}\b`)

func TestProtectedLetterIsTheWayOutAndItsPasswordIsShownOnce(t *testing.T) {
	s := newCaseStage(t, "en")
	id := letterCase(s)
	letter := issued(s, id)
	s.accept()
	s.shows("Use the force's secure e-mail", "Save protected for e-mail")
	if words := s.words(); strings.Contains(words, "Who will read it from this folder?") {
		t.Error("asks who reads a file that needs a password")
	}
	path := filepath.Join(t.TempDir(), "closed.pdf")
	s.entry("File").Set(path)
	s.enter()
	s.shows("The password of this file", "Ring whoever will read the file", "Never send it by e-mail")
	password := passwordIn.FindString(s.words())
	if out, err := exec.Command("qpdf", "--check", "--password="+password, path).CombinedOutput(); err != nil || password == "" {
		t.Fatalf("%q does not open it: %v %s", password, err, out)
	}
	if out, err := exec.Command("pdftotext", path, "-").CombinedOutput(); err == nil {
		t.Errorf("it opens without: %s", out)
	}
	s.press("Done") // nobody has said that they have it
	s.shows(password)
	s.tick("I have written the password down, or told them on the phone")
	s.shows(password)
	s.press("Done")
	if words := s.words(); strings.Contains(words, password) {
		t.Error("the password is still on the screen")
	}
	s.shows("It opens only with its password.")
	closed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.vault.FindOutput(t.Context(), closed); err != nil || found.Letter.ID != letter.ID {
		t.Errorf("the protected file is not known as the letter: %v", err)
	}
	if sealed, err := json.Marshal(s.file(id).Saved); err != nil || !strings.Contains(string(sealed), `"protected":true`) || strings.Contains(string(sealed), password) {
		t.Errorf("recorded: %s, %v", sealed, err)
	}
	if slices.ContainsFunc(s.vault.UnprotectedCopies(), func(c data.CopyLine) bool { return c.Path == path }) {
		t.Error("it counts as unprotected")
	}
}

func TestTodayRemovesUnprotectedLettersThatAreStillThereUnchanged(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	save := func(name, recorded, there string) string {
		path := filepath.Join(dir, name)
		if there != "" {
			if err := os.WriteFile(path, []byte(there), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.vault.RecordSaved(t.Context(), id, data.NewID(), path, hashOf([]byte(recorded))); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two := save("one.pdf", "one", "one"), save("two.pdf", "two", "two")
	save("gone.pdf", "gone", "")
	other := save("other.pdf", "letter", "another file of this name")
	s.goTo(Route{Screen: ScreenToday})
	s.shows("2 unprotected documents are still on this computer")
	the[*todayScreen](s.caseStage).open("copies")
	s.shows("one.pdf", "two.pdf")
	if err := os.WriteFile(two, []byte("changed meanwhile"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.key(fyne.KeyReturn)
	s.shows("still on this computer: changed since, or impossible to remove")
	if page := strings.ReplaceAll(s.words(), " ", ""); !strings.Contains(page, "two.pdf") || strings.Contains(page, "other.pdf") { // a long path goes over two lines
		t.Errorf("what stays is said so: %q", s.words())
	}
	s.key(fyne.KeyEscape)
	for path, there := range map[string]bool{one: false, two: true, other: true} {
		if _, err := os.Stat(path); (err == nil) != there {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	s.goTo(Route{Screen: ScreenToday})
	if words := s.words(); strings.Contains(words, "unprotected document") {
		t.Errorf("Today still says: %s", words)
	}
}

func TestNameThatNoFontHasIsToldBeforeTheLetterIsIssued(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.OtherMatter, Police: data.PoliceState{Force: "south-wales"}}, data.Person{FirstName: "Amina", OwnScript: "አሚና"}, "")
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	composing(s, id)
	s.tick("Name in their own script")
	s.shows("The page prints this otherwise than it was written:", "name in own script”; □ stands there instead", "Please write it in Latin letters")
	s.accept()
	if words := s.words(); !strings.Contains(words, "A letter that you save or print leaves Noddfa") || !strings.Contains(words, "□ stands there instead") {
		t.Errorf("the question does not say it again: %s", words)
	}
}

func TestWhatThePoliceWereToldBeforeIsNoNewReportWithoutAQuestion(t *testing.T) {
	for _, c := range []struct {
		answer rune
		kind   data.LetterType
	}{{'a', data.FurtherInformation}, {'i', data.NewReport}} {
		t.Run(string(c.kind), func(t *testing.T) {
			s := newCaseStage(t, "en")
			id := letterCase(s)
			record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
			f := s.file(id)
			reported := f.Case.Value
			reported.Police.Wish = data.ReportedPolice
			if _, err := data.Change(t.Context(), s.vault, id, f.Case.ID, reported); err != nil {
				t.Fatal(err)
			}
			composing(s, id)
			s.shows("The police were told of this before.")
			s.accept()
			s.shows("Does this add to a report already made?", "Crime number", "101 log number")
			s.enter() // out of habit
			s.shows("Choose whether it adds to the report already made or is a new one.")
			s.entry("Crime number").Set("WM/1234/26")
			s.window.Canvas().Focused().TypedRune(c.answer)
			s.enter()
			if got := s.file(id).Case.Value.Police.CrimeNumber; got != "WM/1234/26" {
				t.Errorf("the case has the number %q", got)
			}
			if c.kind == data.FurtherInformation {
				s.shows("Look at the pages again")
				s.accept()
			}
			s.shows("Issue this letter to South Wales Police?")
			s.enter()
			letters := s.file(id).Letters
			if len(letters) != 1 || letters[0].Value.Letter.Type != c.kind || letters[0].Value.Letter.Police.CrimeNumber != "WM/1234/26" {
				t.Fatalf("issued %+v", letters)
			}
			if words := pagesText(the[*letterScreen](s).pages.doc); !strings.Contains(words, "WM/1234/26") {
				t.Errorf("the letter does not name the report: %s", words)
			}
		})
	}
}
