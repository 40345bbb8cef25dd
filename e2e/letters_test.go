package e2e

import (
	"context"
	"errors"
	"testing"
	"time"

	"noddfa/data"
)

// TestALetterThatCannotWaitAndTheOneThatReplacesIt lets a letter leave before a manager has seen it, with an address that is
// withheld as a rule, and then one that takes its place, approved by phone; a copy of the notes is got ready for the
// manager, who asks about the first letter, confirms both and makes the copy.
func TestALetterThatCannotWaitAndTheOneThatReplacesIt(t *testing.T) {
	t.Parallel()
	began := time.Now()
	caseworkerPhrase := secretPhrase + " caseworker"
	d, _ := atRecordsWith(t, caseworkerPhrase, func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, caseworkerPhrase)
		id, err := v.StartCase(ctx, data.Case{CalledName: calledName, DangerNow: data.Yes, Police: data.PoliceState{Force: "south-wales"}},
			data.Person{FirstName: calledName, Address: secretAddress})
		if err == nil {
			_, err = data.Add(ctx, v, id, data.Event{When: data.At(began), What: whatWasSaid, MayShare: data.Yes})
		}
		if err == nil {
			_, err = v.WriteNote(ctx, id, data.Note{Practical: true, Said: noteWords})
		}
		if err == nil {
			_, err = v.WriteNote(ctx, id, data.Note{Practical: true, Said: callWords})
		}
		return errors.Join(noMember, err)
	})
	d.key("alt+3")
	d.click(calledName)
	d.find(say("case.tab.notes"))

	d.key("ctrl+5")
	d.click(say("letters.compose"))
	d.find(say("compose.basis"))
	d.field(say("compose.basis"))
	d.write("Vital")
	d.key("Return", "Tab")
	d.write(own("Smoke comes from under the door"))
	d.key("Tab")
	d.write(own("The lighthouse keeper saw it"))
	d.click(say("compose.field.address"))
	d.write(own("The ladder goes there now"))
	d.key("ctrl+Return")
	issue := say("compose.issue.title", map[string]any{"Force": "South Wales Police"})
	d.find(issue)
	d.asked(issue)
	d.find(say("letters.paper.title"))

	d.click(say("letters.openCase"))
	d.click(say("letters.compose"))
	d.find(say("compose.basis"))
	d.field(say("compose.type"))
	d.write("Update")
	d.key("Return")
	d.field(say("compose.replaces"))
	d.key("Down", "Return")
	d.field(say("compose.change"))
	d.key("Down", "Return")
	d.shot("letters-change")
	d.field(say("compose.basis"))
	d.write("Recog")
	d.key("Return", "Tab")
	d.write(own("The lodger is a child"))
	d.click(say("compose.phoned"))
	d.replace(say("compose.phoned.at"), own("when the foghorn blew"))
	d.shot("letters-phoned-unclear")
	d.replace(say("compose.phoned.at"), "00:00")
	d.asked(say("compose.phoned.lead")[:30])
	d.find("Approved by " + worker)
	d.key("ctrl+Return")
	d.find(issue)
	d.asked(issue)
	d.find(say("letters.paper.title"))
	d.shot("letters-replaced")

	d.click(say("letters.openCase"))
	d.find(say("giving.title"))
	d.shot("letters-case")
	d.click(say("giving.title"))
	d.find(say("giving.records"))
	d.key("ctrl+Return")
	d.find("1 of 2")
	d.include()
	d.find("2 of 2")
	d.click(say("giving.leave"))
	d.fill(say("giving.leave.words"), own("It is about the ferryman"))
	d.asked(say("giving.leave.lead")[:30])
	if !d.find(say("giving.state.left")).Seen {
		t.Error("what was decided is below the window")
	}
	d.shot("letters-left")
	d.key("ctrl+Return")
	d.find(say("giving.kept"))
	d.searchOutside()

	const unread = "Pages you have not looked at"
	d.unlockAs(secretPhrase)
	d.click(calledName + " · " + say("today.confirm"))
	d.click(say("letters.question"))
	d.fillIn(say("letters.question.words"), own("Who told the lighthouse keeper"))
	d.asked(say("letters.question.lead")[:30])
	d.find(say("letters.ruling.questioned"))
	d.shot("letters-questioned")
	d.click(say("letters.confirm"))
	d.find(unread)
	d.asked(unread)
	d.key("alt+4")
	d.find(say("letters.approval.by-phone"))
	d.click(say("letters.approval.by-phone"))
	d.find(say("letters.ruling.by-phone")[:30])
	d.click(say("letters.confirm"))
	d.find(unread)
	d.asked(unread)
	d.click(say("letters.openCase"))
	d.click(say("giving.title"))
	d.find(say("giving.state.left") + " · " + say("pdf.given.why.third-party") + " · " + own("It is about the ferryman"))
	d.key("ctrl+Return")
	d.find(say("giving.make.lead")[:40])
	d.asked(say("giving.make.lead")[:40])
	d.find(say("giving.papers"))
	d.shot("letters-made")
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
}
