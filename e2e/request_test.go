package e2e

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
)

const (
	askedBy    = "Bartholomew Placeholder"
	askedFor   = "Everything about the pelican"
	struckName = "Umberto Quince"
)

// withRecords sits down at records that hold one case with a note, and a request for it where one is asked for.
func withRecords(t *testing.T, request bool) *desk {
	t.Helper()
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		id, err := v.StartCase(ctx, data.Case{CalledName: calledName}, data.Person{FirstName: calledName})
		if err != nil {
			return err
		}
		_, noSuspect := data.Add(ctx, v, id, data.Suspect{Names: struckName})
		_, noNote := v.WriteNote(ctx, id, data.Note{Practical: true, Said: noteWords + " by " + struckName + " at noon."})
		if request {
			_, err = v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Asker: data.AskerPerson, Name: calledName, Case: id})
		}
		return errors.Join(noSuspect, noNote, err)
	})
	return d
}

// TestARequestByTelephoneIsWrittenDownWhileTheyWait is a suspect who rings and asks what is held, by keyboard alone.
func TestARequestByTelephoneIsWrittenDownWhileTheyWait(t *testing.T) {
	t.Parallel()
	d := withRecords(t, false)
	d.key("ctrl+shift+r")
	d.find(say("record.request.request_kind"))
	d.key("space")
	d.find("To be answered by ")
	d.key("Tab", "Tab", "Tab", "Tab", "space", "Right", "Right", "Right", "Right")
	d.find(say("request.doNotConfirm"))
	d.shot("request-suspect")
	d.fill(say("record.request.name"), askedBy)
	d.fill(say("record.request.wants"), askedFor)
	d.key("ctrl+Return")
	d.find(say("request.decide"))
	d.key("alt+1")
	d.find(say("request.kind.subject-access") + " · " + askedBy)
	d.key("alt+6")
	d.click(say("requests.title"))
	d.find(say("request.kind.subject-access") + " · " + askedBy)
	d.shot("requests")
	d.quiet()
	d.searchForCanaries("")
}

// TestNotesAreGivenOutWithWordsStruckOut goes from a request to a paper on the disk that does not have what was struck.
func TestNotesAreGivenOutWithWordsStruckOut(t *testing.T) {
	t.Parallel()
	d := withRecords(t, true)
	d.key("alt+6")
	d.click(say("requests.title"))
	d.find(say("request.kind.subject-access") + " · " + calledName)
	d.key("Down", "Return")
	d.click(say("giving.title"))
	d.find(say("giving.records"))
	d.key("ctrl+Return") // the first that nobody has looked at: everything that is held is asked for
	d.find("1 of 2")     // the person; the suspected person is another
	d.click(say("giving.leave"))
	d.find(say("giving.leave.lead")[:40])
	d.key("ctrl+Return")
	d.find("2 of 2")
	d.find(say("giving.mark.third-party"))
	d.shot("giving")
	d.key("Return") // strikes the name that was found
	d.find(say("giving.printed"))
	d.include()
	d.find(say("giving.make"))
	d.key("ctrl+Return")
	d.find(say("giving.make.lead")[:40])
	d.key("Return")
	d.find(say("giving.papers"))
	d.key("Tab", "Return") // what comes next has the keyboard: saved protected, beside it as it is
	paper := d.in("home/copy.pdf")
	d.replace(say("compose.save.path"), paper)
	d.key("ctrl+Return")
	d.find("Saved ")
	d.shot("given")
	d.quiet()
	words := oneLine(pdfText(t, paper))
	if !strings.Contains(words, noteWords+" by [left out] at") || strings.Contains(words, "Quince") || strings.Contains(words, calledName) {
		t.Errorf("the paper says %q", untold(words))
	}
	left, err := filepath.Glob(d.in("home/Documents/*.pdf"))
	if err != nil || len(left) > 0 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
	d.searchForCanaries(paper)
}

// include reads a record to its end and gives it.
func (d *desk) include() {
	d.t.Helper()
	for range 20 {
		if _, read := pick(d.look(), say("giving.include")); read {
			break
		}
		d.key("ctrl+Return") // reads on
	}
	d.find(say("giving.include"))
	d.key("ctrl+Return")
}
