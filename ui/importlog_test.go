package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/data/contactlog"
	"noddfa/data/workbook"
	"noddfa/ui/widget"
)

const smallLog = "Date,Time,First name,Phone,Summary,Demanded,Colour\r\n" +
	"03/09/2026,12:30,Wyn,07700 900263,Wants money,400,red\r\n" +
	"31/02/2026,11:40,Gareth,07700 900571,Stopped replying,200,blue\r\n" +
	"14/09/2026,14:05,Jac,07700 900878,Threat,500 euros,green\r\n"

func (s *appStage) log(text string) string {
	s.t.Helper()
	file := filepath.Join(s.home, "log.csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// look names the file and looks at it.
func (s *appStage) look(file string) *importScreen {
	s.t.Helper()
	s.goTo(Route{Screen: screenImport})
	s.typeIn("File", file)
	s.accept()
	return the[*importScreen](s.caseStage)
}

func TestLogIsShownBeforeAnythingGoesIn(t *testing.T) {
	s := newAppStage(t).created()
	s.look(s.log(smallLog))
	s.shows("1 row is understood.", "2 rows are not understood yet.", "Column “First name”", "Column “Colour”", "Keep the words as they are", "For example: red")
	if n := len(s.vault.Contacts()); n != 0 {
		t.Errorf("%d contacts are in already", n)
	}
}

func TestRejectedRowsAreCorrectedAndTriedAgain(t *testing.T) {
	s := newAppStage(t).created()
	s.look(s.log(smallLog))
	s.accept()
	s.shows("1 contact brought in.", "Line 3: There is no 31 February 2026.", "Line 4:")
	s.typeIn("Date", "28/02/2026")
	s.accept()
	s.shows("2 contacts brought in.", "Line 4:")
	if words := s.words(); strings.Contains(words, "31 February") {
		t.Error("the corrected row is still there")
	}
	s.press("Leave this row out")
	s.shows("2 contacts brought in.")
	s.accept()
	s.shows("Gareth", "Wyn")
	s.look(s.log(smallLog))
	s.accept()
	s.shows("0 contacts brought in.", "1 was here already and was left alone.")
}

// Locking waits for the rows that are being written, not for those of a long log that are left.
func TestTheLockStopsALogThatIsComingIn(t *testing.T) {
	s := newAppStage(t).created()
	const rows = 300
	text := "Date,Time,First name,Phone\n"
	for i := range rows {
		text += fmt.Sprintf("%02d/09/2026,12:30,Person %d,07700 900%03d\n", 1+i%28, i, i)
	}
	s.look(s.log(text))
	s.app.runner.stopped = true // somebody locks while the first are written
	s.accept()
	s.app.runner.stopped = false
	if n := len(s.vault.Contacts()); n == 0 || n == rows {
		t.Errorf("%d of %d rows came in", n, rows)
	}
}

func TestTasksComeInForTheCasesTheyName(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	in, _ := s.vault.CaseLine(id)
	file := s.log("Case,Task,Who,Due,Done\n" + in.Reference + ",Ring the bank,Cadi,30/11/2026,no\nNOD-0000-00,Whose is it?,,,\n")
	s.goTo(Route{Screen: screenImport})
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Choice); ok {
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	})
	s.typeIn("File", file)
	s.accept()
	s.shows("1 row is understood.", "1 row names no case that is open to you.", "Column “Who”")
	if b, ok := s.window.Canvas().Focused().(*widget.Button); !ok || b.Label() != "Bring them in" {
		t.Errorf("the keyboard is on %T, which is not on the page any more", s.window.Canvas().Focused())
	}
	s.accept()
	s.shows("1 task brought in.", "Line 3: None of the cases open to you has the reference in “Case”.")
	s.typeIn("Case", in.Reference)
	s.accept()
	s.shows("2 tasks brought in.", "Go to Today")
	if n := len(s.vault.Tasks()); n != 2 {
		t.Errorf("%d tasks are there", n)
	}
}

func TestColumnsAreMappedByHand(t *testing.T) {
	s := newAppStage(t).created()
	page := s.look(s.log("When it was,Who\r\n03/09/2026,Wyn\r\n"))
	s.shows("No row of column names was found.")
	page.columns[0] = contactlog.FieldDate
	page.columns[1] = contactlog.FieldCalledName
	page.read()
	s.shows("1 row is understood.")
	s.accept()
	if c := s.onlyContact(); c.CalledName != "Wyn" || c.Started.Day() != 3 {
		t.Errorf("brought in %+v", c)
	}
}

func TestFilesThatAreNoLogSayWhatToDo(t *testing.T) {
	s := newAppStage(t).created()
	s.look(s.log("%PDF-1.7 not a log"))
	s.shows("This is a PDF, not a contact log as CSV.")
	s.look(filepath.Join(s.home, "nowhere.csv"))
	s.shows("The file cannot be read.")
	s.look(s.home)
	s.shows("The file cannot be read.")
}

func TestAForceThatNobodyKnowsIsNamedInTheLanguageOfWhoReads(t *testing.T) {
	s := newAppStage(t).created()
	s.look(s.log("Date,First name,Police force\n12/03/2026,Gareth,Rhywle Constabulary\n"))
	s.accept()
	id := s.vault.Contacts()[0].ID
	if kept := s.contact(id).Kept; len(kept) != 0 {
		t.Errorf("kept with words of ours round them: %q", kept)
	}
	for language, label := range map[string]string{"en": "Police force, as the log has it", "cy": "Heddlu, fel y mae yn y cofnod"} {
		s.app.speak(language)
		s.now().goTo(Route{Screen: ScreenContact, ID: id.String()})
		s.shows(label, "Rhywle Constabulary")
	}
}

func TestOldRowsOfALogComeInAsFiguresOnly(t *testing.T) {
	s := newAppStage(t).created()
	s.look(s.log("Date,Name,Summary,Platform\n03/02/2015,Wyn Example,Wants money,Instagram\n03/09/2026,Jac Example,Threat,Snapchat\n"))
	s.shows("1 row is older than the retention rules. Otherwise it comes in whole, and is due.")
	s.tick("Of rows older than the retention rules keep only what figures count")
	s.accept()
	s.shows("2 contacts brought in.")
	whole, figures := 0, 0
	for _, line := range s.vault.Contacts() {
		if c := s.contact(line.ID); c.Figures == nil && c.Said == "Threat" {
			whole++
		} else if c.Figures != nil && c.Said == "" && c.Name() == "" && c.Platform == "Instagram" {
			figures++
		}
	}
	if whole != 1 || figures != 1 {
		t.Errorf("%d came in whole, %d as figures", whole, figures)
	}
}

func TestContactsLeaveForASpreadsheetAsAPlainLetterDoes(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, CalledName: "Siân", Said: "they want money"}); err != nil {
		t.Fatal(err)
	}
	for _, ending := range []string{".xlsx", ".csv"} {
		s.goTo(Route{Screen: ScreenContacts})
		s.press("Save for a spreadsheet")
		s.shows("Who will read it from this folder?", "This is not an answer to somebody who asks for their records.")
		file := filepath.Join(s.home, "out"+ending)
		s.entry("File").Set(file)
		s.enter()
		s.shows("Saved ")
		left, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if workbook.Is(left) != (ending == ".xlsx") {
			t.Errorf("%s holds %.20q", ending, left)
		}
		log, err := s.vault.ReadLog(left, data.ImportOptions{})
		if err != nil || len(log.Rows) != 1 || log.Rows[0].Summary != "they want money" {
			t.Errorf("%s: %v, %+v", ending, err, log)
		}
	}
	request, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.Complaint, Received: caseNoon, Name: "Darren Example"})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenTeam, Tab: teamTrail})
	s.shows("Darren Example")
	s.key(fyne.KeyReturn) // the keyboard is on the way to save it
	s.shows("Save what was done")
	done := filepath.Join(s.home, "done.csv")
	s.entry("File").Set(done)
	s.enter()
	s.shows("Saved ", "the list of what was done")
	if left, err := os.ReadFile(done); err != nil || !strings.Contains(string(left), "contacts and tasks for a spreadsheet") || !strings.Contains(string(left), request.String()[:8]) || strings.Contains(string(left), "Darren") {
		t.Errorf("what was done: %v, %s", err, left)
	}
	trail, err := s.vault.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(slices.DeleteFunc(trail, func(l data.AuditLine) bool { return l.Detail != data.DetailSheet })); n != 2 {
		t.Errorf("the audit trail has %d of 2 files", n)
	}
}
