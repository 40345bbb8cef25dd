package e2e

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/data/workbook"
)

// TestWhatWentWrongIsPutRight is a wrong number and what is decided of it, somebody whose case was opened twice, an event on the wrong
// case, a log with rows that are too old, and a case that is erased once its legal hold has ended, also in a backup.
func TestWhatWentWrongIsPutRight(t *testing.T) {
	t.Parallel()
	began := time.Now()
	const first, again, wrong, opposing = "NOD-AAAA-01", "NOD-AAAA-02", "NOD-AAAA-03", "NOD-AAAA-04"
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, err := v.AddMember(ctx, caseworkerName, data.Caseworker, secretPhrase+" caseworker")
		for _, c := range []struct{ reference, name, number, owner string }{
			{first, "Elin", "01632 960211", ""}, {again, "Elen", "01632 960212", ""}, {wrong, "Rhodri", "", ""}, {opposing, "Madoc", "", caseworkerName},
		} {
			id, noCase := v.StartCase(ctx, data.Case{Reference: c.reference, CalledName: c.name, Owner: c.owner}, data.Person{})
			err = errors.Join(err, noCase)
			if c.number != "" {
				called, noContact := v.LogContact(ctx, data.Contact{Started: began, CalledName: c.name, Number: c.number, Said: own("He hid the gondola")})
				_, noTriage := v.Triage(ctx, called, id)
				err = errors.Join(err, noContact, noTriage)
			}
			if c.reference == wrong {
				_, noEvent := data.Add(ctx, v, id, data.Event{When: data.At(began), What: own("A gong was struck")})
				err = errors.Join(err, noEvent)
			}
		}
		return err
	})

	d.key("ctrl+n")
	d.click(say("contact.caller.wrong-number"))
	d.fill(say("contact.wrongNumber"), own("A juggler answered, and heard her name"))
	d.key("ctrl+Return")
	d.find(say("contact.sort"))
	d.key("alt+6")
	d.click(say("team.incidents"))
	d.find(say("incident.undecided"))
	d.click(say("incident.register"))
	d.fill(say("record.request.people_told"), own("She knows of the juggler"))
	d.fill(say("record.request.ico_why_not"), own("The juggler has forgotten it"))
	d.save()
	d.key("alt+6")
	d.click(say("team.incidents"))
	d.find(say("team.incident.wrong-number"))
	d.find(say("incident.ico.not", map[string]any{"Why": own("The juggler has forgotten it")}))
	d.shot("wrong-number")

	d.key("alt+5")
	d.find(peopleCounted(3))
	d.openCase("Elin")
	for _, link := range []struct{ to, relation string }{{again, "link.returned"}, {wrong, "link.same-household"}, {opposing, "link.opposing"}} {
		d.clickBeside(say("link.title"), say("link.add"))
		d.fillIn(say("link.reference"), link.to)
		d.click(say(link.relation))
		d.fill(say("link.why"), own("The same birthmark"))
		d.asked(say("link.lead")[:30])
	}
	d.shot("linked")
	d.key("alt+5")
	d.find(peopleCounted(2))

	d.openCase("Rhodri")
	d.click(say("moved.short"))
	d.fillIn(say("moved.reference"), first, own("Two windows, one gong"))
	d.asked(say("moved.why"))
	stub := say("moved.away.event", map[string]any{"Reference": first})
	d.find(stub)
	d.gone(own("A gong was struck"))
	d.clickBelow(stub, say("common.open"))
	d.find(own("A gong was struck"))
	d.find(say("moved.came", map[string]any{"Reference": wrong, "Name": ""})[:len("Moved here from "+wrong)]) // the rest is on the next lines
	d.searchOutside()

	d.key("alt+2")
	d.click(say("contacts.import"))
	d.find(say("import.file"))
	log := d.oldLog()
	d.replace(say("import.file"), log)
	d.key("Return")
	d.find("1 row is older")
	d.click(say("import.figures"))
	d.key("ctrl+Return")
	d.find("2 contacts brought in.")
	if err := os.Remove(log); err != nil { // theirs, in the clear
		t.Fatal(err)
	}

	d.openCase("Elin")
	d.click(say("hold.set"))
	d.fillIn(say("hold.why"), own("A trial about the gondola"))
	d.asked(say("hold.lead")[:30])
	d.key("ctrl+7")
	d.click(say("erase.case"))
	d.find(say("common.close")) // and it says why not
	d.shot("held")
	d.key("Return", "ctrl+1")
	d.click(say("hold.lift"))
	d.asked(say("hold.lift.lead")[:30])
	backup := d.backUp()
	d.openCase("Elin")
	d.key("ctrl+7")
	d.click(say("erase.case"))
	d.fill(say("retention.why"), own("The gondola has sunk"))
	d.fill(say("retention.confirm"), first)
	d.asked(say("retention.why"))
	d.find(say("common.close"))
	d.key("Return")
	d.key("alt+7")
	d.click(say("retention.title"))
	d.find(own("The gondola has sunk") + ". " + say("case.history.erasedHeld", map[string]any{"Day": ""})[:30])
	d.shot("erased-case")
	d.restore(backup)
	d.key("alt+7")
	d.click(say("retention.title"))
	d.find(say("retention.erased.noReason")) // of what was erased after the backup was made it has no words
	d.shot("erased-again")
	d.key("alt+3")
	d.find("Rhodri")
	d.gone("Elin")
	d.lock()
	d.searchOtherFolders(began)

	v := d.records() // those that were restored from, as they were left
	figures, whole := 0, 0
	for _, line := range v.Contacts() {
		switch {
		case line.Figures != nil && line.Name == "":
			figures++
		case line.Name == own("Jac"):
			whole++
		}
	}
	if figures != 1 || whole != 1 {
		t.Errorf("of the log %d came as figures, %d whole", figures, whole)
	}
	if slices.ContainsFunc(v.Cases(), func(l data.CaseLine) bool { return l.Reference == first }) {
		t.Error("the case is still there")
	}
}

// openCase opens a case from the list.
func (d *desk) openCase(name string) {
	d.t.Helper()
	d.key("alt+3")
	d.click(name)
	d.find(say("case.tab.notes"))
}

// peopleCounted is how the figures begin to say how many people there were.
func peopleCounted(people int) string {
	said, _, _ := strings.Cut(say("figures.sentence.all", map[string]any{"People": people, "Contacts": 0, "Rate": 0, "Cases": 0}), ",")
	return said + ","
}

// oldLog is a log that a spreadsheet has saved, with a row that no retention rule keeps.
func (d *desk) oldLog() string {
	d.t.Helper()
	file := d.in("home/Documents/log.xlsx")
	book, err := workbook.Write([]workbook.Table{{Title: "Log", Columns: []string{"Date", "Name", "Summary", "Platform"}, Rows: [][]any{
		{time.Now().AddDate(-12, 0, 0), own("Wyn"), own("He sold the lagoon"), "Instagram"}, {time.Now().AddDate(0, 0, -2), own("Jac"), own("He bought the lagoon"), "Snapchat"},
	}}})
	if err == nil {
		err = os.WriteFile(file, book, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return file
}
