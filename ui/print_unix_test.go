//go:build unix

package ui

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"noddfa/data"
)

// fakePrinters puts an lp and an lpstat first on the path that keep what they were given, and returns their folder.
func fakePrinters(t *testing.T, lp, lpstat string) string {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{"lp": lp, "lpstat": lpstat} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("GIVEN", dir)
	return dir
}

const (
	keepingLp   = `cat >"$GIVEN/stdin"; printf '%s\n' "$@" >"$GIVEN/arguments"; env >"$GIVEN/environment"; echo "request id is x-1"` + "\n"
	twoPrinters = `case "$1" in -e) echo Office; echo Upstairs;; -d) echo "system default destination: Upstairs";; esac` + "\n"
)

func given(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPrintedLetterIsGivenToThePrintSystemAndToNothingElse(t *testing.T) {
	dir := fakePrinters(t, keepingLp, twoPrinters)
	before, _ := os.ReadDir(os.TempDir())
	s := newEmptyCaseStage(t, "en")
	id := letterCase(s)
	letter := issued(s, id)
	s.press("Print")
	s.shows("may keep a copy for up to a day", "Upstairs")
	s.enter()
	s.shows("Given to the printer Upstairs.", "Printed on Upstairs")
	if !bytes.Equal([]byte(given(t, dir, "stdin")), letter.Value.PDF) {
		t.Error("what was printed is not what was issued")
	}
	arguments, environment := given(t, dir, "arguments"), given(t, dir, "environment")
	if want := "-d\nUpstairs\n-t\nNoddfa\n-o\nmedia=A4\n-\n"; arguments != want {
		t.Errorf("arguments: %q", arguments)
	}
	for _, word := range []string{"Siân", "Example", letter.Value.Letter.Case, "Threatened"} {
		if strings.Contains(arguments, word) || strings.Contains(environment, word) {
			t.Errorf("%q is in the arguments or the environment", word)
		}
	}
	saved := s.file(id).Saved
	if !slices.ContainsFunc(saved, func(e data.Entry[data.SavedFile]) bool {
		return e.Value.Printer == "Upstairs" && e.Value.SHA256 == letter.Value.SHA256[0] && e.Value.Path == ""
	}) {
		t.Errorf("not recorded: %+v", saved)
	}
	if !told(s, data.AuditPrinted, data.DetailLetter) {
		t.Error("printing is not in the audit trail")
	}
	after, _ := os.ReadDir(os.TempDir())
	for _, f := range after {
		if strings.HasSuffix(f.Name(), ".pdf") && !slices.ContainsFunc(before, func(b os.DirEntry) bool { return b.Name() == f.Name() }) {
			t.Errorf("a file is left: %s", f.Name())
		}
	}
}

// told reports whether the audit trail has an event with that detail.
func told(s *caseStage, action data.AuditAction, detail string) bool {
	s.t.Helper()
	lines, err := s.vault.Audit(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return slices.ContainsFunc(lines, func(l data.AuditLine) bool { return l.Action == action && l.Detail == detail })
}

func TestWithoutAPrinterItIsSaidWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ lp, lpstat, says string }{
		"no queue":           {keepingLp, "exit 1\n", "No printer is set up on this computer."},
		"the queue refuses":  {"exit 1\n", twoPrinters, "The print system did not take the document"},
		"no default printer": {"exit 1\n", `[ "$1" = -e ] && echo Office || echo "no system default destination"` + "\n", "did not take the document"},
	} {
		t.Run(name, func(t *testing.T) {
			fakePrinters(t, c.lp, c.lpstat)
			s := newCaseStage(t, "en")
			id := letterCase(s)
			issued(s, id)
			s.press("Print")
			if c.says != "No printer is set up on this computer." {
				s.enter()
			}
			s.shows(c.says)
			if n := len(s.file(id).Saved); n != 0 {
				t.Errorf("%d prints are recorded", n)
			}
		})
	}
	t.Run("no print system", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		s := newCaseStage(t, "cy")
		record(s, letterCase(s), data.Plan{Made: caseNoon})
		s.shell.Go(Route{Screen: ScreenCase, ID: s.vault.Cases()[0].ID.String(), Tab: "plan"})
		printing{canvas: s.window.Canvas(), words: s.shell.Words(), runner: s.shell.Runner()}.ask()
		s.shows("Nid oes argraffydd wedi'i osod")
	})
}

func TestAPlanIsPrintedWithoutItsPersonsNameOnTheJob(t *testing.T) {
	dir := fakePrinters(t, keepingLp, twoPrinters)
	s := newEmptyCaseStage(t, "en")
	id := letterCase(s)
	record(s, id, data.Plan{Made: caseNoon, Sections: []data.PlanSection{{Title: "At home", Actions: []data.PlanAction{{What: "Lock the door"}}}}})
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: "plan"})
	s.press("Print")
	s.enter()
	if !strings.HasPrefix(given(t, dir, "stdin"), "%PDF") || !strings.Contains(given(t, dir, "arguments"), "-t\nNoddfa\n") {
		t.Error("the plan was not printed")
	}
	if !told(s, data.AuditPrinted, data.DetailPlan) {
		t.Error("printing is not in the audit trail")
	}
}

// The figures leave as the pages that hide small groups, in the language chosen for the pages; the summary of the letters
// leaves as it is.
func TestFiguresAndTheSummaryArePrintedAndToldInTheTrail(t *testing.T) {
	dir := fakePrinters(t, keepingLp, twoPrinters)
	s := newAppStage(t).created()
	for _, force := range []string{"south-wales", "gwent"} {
		if _, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, Force: force, Platform: "Canary"}); err != nil {
			t.Fatal(err)
		}
	}
	screen := s.figuresOf("01/01/2026", "31/12/2026")
	s.choose("Language of the pages", "W")
	s.now()
	for tab, want := range map[string]struct{ title, detail string }{
		insightsCharts:  {"Ffigurau", data.DetailFigures},
		insightsLetters: {"Atgyfeiriadau at yr heddlu", data.DetailReferrals},
	} {
		screen.tabs.Set(tab)
		s.press("Print")
		s.shows("may keep a copy for up to a day")
		s.enter()
		s.now().shows("Given to the printer Upstairs.")
		path := filepath.Join(dir, "stdin")
		out, err := exec.Command("pdftotext", path, "-").Output()
		if err != nil || !strings.Contains(string(out), want.title) || strings.Contains(string(out), "Canary") {
			t.Errorf("%s: %v, %s", tab, err, out)
		}
		if arguments := given(t, dir, "arguments"); arguments != "-d\nUpstairs\n-t\nNoddfa\n-o\nmedia=A4\n-\n" {
			t.Errorf("arguments: %q", arguments)
		}
		if !told(s.caseStage, data.AuditPrinted, want.detail) {
			t.Errorf("%s: printing is not in the audit trail", tab)
		}
	}
}
