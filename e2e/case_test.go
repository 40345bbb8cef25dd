package e2e

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// own is a text that only this run has: what the journeys of a whole case, of a shift, of a team and of the settings type.
func own(words string) string { return words + " " + runWord }

// TestACaseFromItsFirstEventToItsEnd writes into each form that the overview of a case and its consents have, restricts
// the case, holds it, closes it and opens it again.
func TestACaseFromItsFirstEventToItsEnd(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, secretPhrase+" caseworker")
		_, err := v.StartCase(ctx, data.Case{Reference: "NOD-AAAA-01", CalledName: "Elin"}, data.Person{})
		if err == nil {
			_, err = v.StartCase(ctx, data.Case{CalledName: calledName}, data.Person{FirstName: calledName, Born: began.AddDate(-30, 0, 0)})
		}
		return errors.Join(noMember, err)
	})
	d.key("alt+3")
	d.click(calledName)
	d.find(say("case.tab.notes"))

	d.clickBeside(say("case.matter.title"), say("common.edit"))
	d.replace(say("record.case.called_name"), own("Zephyrine of the harbour"))
	d.save()
	d.clickBeside(say("case.events.title"), say("common.add"))
	d.fillIn(say("record.event.when"), "", "", own("Bus shelter"), own("A friend"), own("Somebody waited outside"))
	d.save()
	d.clickBeside(say("case.tasks.title"), say("common.add"))
	d.fillIn(say("record.task.what"), own("Ring the locksmith"))
	d.save()
	d.click(own("Ring the locksmith"))
	d.find(worker + " · done")
	d.clickBeside(say("case.suspects.title"), say("common.add"))
	d.fillIn(say("record.suspect.names"), own("Mordred"), own("about forty"), own("a neighbour"))
	d.fill(say("record.suspect.accounts.platform"), own("Parrot"))
	d.save()
	d.clickBeside(say("case.risk.title"), say("case.risk.new"))
	d.fill(say("record.assessment.judgement"), own("Worse since the hedgehog"))
	d.save()
	d.clickBeside(say("case.safeguarding.title"), say("common.add"))
	d.fillIn(say("record.safeguarding.concern"), own("A small brother lives there"), own("The lead"))
	d.save()
	d.clickBeside(say("case.police.title"), say("common.edit"))
	d.fill(say("record.case.police.officer"), own("Constable Wagtail"))
	d.save()
	d.clickBeside(say("case.people.title"), say("common.add"))
	d.fill(say("record.person.relation"), own("aunt"))
	d.save()

	d.clickBeside(say("link.title"), say("link.add"))
	d.fillIn(say("link.reference"), "nod aaaa 01")
	d.fill(say("link.why"), own("The same staircase"))
	d.asked(say("link.lead")[:30])
	d.clickBeside(say("case.access.title"), say("common.edit"))
	d.click(caseworkerName)
	d.click(worker)
	d.asked(say("case.access.lead")[:30])
	d.click(say("case.card.make"))
	d.fillIn(say("case.card.who"), "")
	d.fill(say("case.card.promised"), own("A word about the ferry"))
	d.asked(say("case.card.lead")[:30])
	d.find(say("case.card.is")[:30])
	d.click(say("hold.set"))
	d.fillIn(say("hold.why"), own("The court has asked"))
	d.letInAgain(secretPhrase) // with a question open, which is asked again
	d.find(own("The court has asked"))
	d.asked(say("hold.lead")[:30])
	d.shot("restricted")

	d.click(say("case.safe.change"))
	d.fillIn(say("record.case.safe_contact.rule"), own("Only by the back gate"), "", "", own("at dusk"))
	d.save()
	d.find(own("Only by the back gate"))
	d.key("ctrl+6")
	d.clickBeside(say("case.consent."+string(data.ConsentPolice)), say("case.consent.record"))
	d.fill(say("record.consent.how"), own("on a postcard"))
	d.save()
	d.click(say("case.consent.withdraw"))
	d.fill(say("record.consent.withdrawn_why"), own("She thought it over"))
	d.save()
	d.find(say("record.consent.withdrawn_why"))

	d.key("ctrl+1")
	d.click(say("hold.lift"))
	d.asked(say("hold.lift.lead")[:30])
	d.clickBeside(say("case.close.title"), say("case.close.do"))
	d.fillIn(say("record.case.outcome"), "Supp", own("They have moved"))
	d.save()
	d.click(say("case.close.again"))
	d.fillIn(say("record.case.reopened_why"), own("They came back by train"))
	d.asked(say("case.close.again.lead")[:30])
	d.key("ctrl+7")
	d.find(say("case.tab.history"))
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
}

// TestACaseworkersPapersAndWhatAManagerSaysOfThem fills the other pages of a case, with a file that was handed in, a
// plan on paper and a letter that a manager sends back and then lets go.
func TestACaseworkersPapersAndWhatAManagerSaysOfThem(t *testing.T) {
	t.Parallel()
	began := time.Now()
	caseworkerPhrase := secretPhrase + " caseworker"
	d, _ := atRecordsWith(t, caseworkerPhrase, func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, caseworkerPhrase)
		id, err := v.StartCase(ctx, data.Case{CalledName: calledName}, data.Person{FirstName: calledName, Born: began.AddDate(-30, 0, 0)})
		if err == nil {
			_, err = data.Add(ctx, v, id, data.Event{When: data.At(began), What: noteWords, MayShare: data.Yes})
		}
		return errors.Join(noMember, err)
	})
	handedIn := d.in("home/Documents/handed-in.txt")
	write(t, handedIn, own("They send a wombat every morning"))
	d.key("alt+3")
	d.click(calledName)
	d.find(say("case.tab.notes"))

	d.key("ctrl+2")
	d.fillIn(say("record.note.said"), own("He said the oboe was broken"), own("She looks tired"), own("I ring the bassoon maker"))
	d.click(say("attach.do"))
	d.find(say("attach.choose"))
	d.key("Return")
	d.click("handed-in.txt")
	d.find("Will be saved with the note")
	d.key("ctrl+Return")
	d.find(own("He said the oboe was broken"))
	d.click(say("attach.read"))
	d.find(own("They send a wombat every morning"))
	d.searchOutside()
	d.key("Escape")
	d.saveTo(say("attach.save"), "handed-out.txt")
	d.click(say("case.note.toEvent"))
	d.find(say("common.save"))
	d.save()

	d.key("ctrl+3")
	d.find(say("case.plan.begin"))
	d.key("ctrl+Return")
	d.click(say("case.plan.details"))
	d.fillIn(say("record.plan.review"), "", "", own("behind the piano"))
	d.save()
	d.click(say("case.plan.section.add"))
	d.fillIn(say("record.plan.sections.title"), own("When the cuckoo calls"))
	d.save()
	d.click(say("case.plan.reviewing"))
	d.fillIn(say("record.plan.reviews.found"), own("Nothing has changed but the lock"))
	d.save()
	d.click(say("case.plan.compare.title"))
	d.find(say("case.plan.compare.back"))
	d.key("Escape")
	d.print()
	d.saveTo(say("case.plan.print"), "plan.pdf")

	d.key("ctrl+4")
	d.click(say("case.evidence.add"))
	d.fillIn(say("record.evidence.evidence_kind"), own("Messages"), own("Parrot"), own("the_magpie"), own("id 7731"), own("Threats about a kettle"))
	d.click(say("digest.do"))
	d.click("handed-in.txt")
	d.find(say("digest.done"))
	d.save()
	d.click(say("case.money.demand.add"))
	d.fillIn(say("record.money.amount"), "430", own("and a kite"))
	d.save()
	d.click(say("case.money.payment.add"))
	d.fillIn(say("record.money.amount"), "20", own("in stamps"))
	d.save()
	if err := os.Remove(handedIn); err != nil { // theirs, in the clear
		t.Fatal(err)
	}

	d.key("ctrl+5")
	d.click(say("letters.compose"))
	d.find(say("compose.basis"))
	d.click(say("compose.accounts.take"))
	d.find(say("compose.accounts.title"))
	d.key("space") // the account that was typed into the register
	d.shot("accounts")
	d.asked(say("compose.accounts.title"))
	d.field(say("compose.force"))
	d.write("South Wales")
	d.key("Return", "Tab")
	d.write(own("The unit by the quay"))
	d.key("Tab")
	d.write(own("Sergeant Wagtail"))
	d.key("Tab", "Tab", "Tab")
	d.write("Recog")
	d.key("Tab")
	d.write(own("A child is at risk by the canal"))
	time.Sleep(time.Second) // the pages follow
	d.key("ctrl+Return")
	d.find(say("compose.check.share")) // of the event that was made of a note
	d.key("space", "Return")
	d.askApproval(own("Before the ferry leaves, please"))

	d.unlockAs(secretPhrase)
	d.key("alt+4")
	d.click(say("asked.row.waiting"))
	d.click(say("asked.sendBack"))
	d.fillIn(say("asked.sendBack.words"), own("Say which ferry"))
	d.key("ctrl+Return")
	d.find(say("asked.state.sent-back")[:30])

	d.unlockAs(caseworkerPhrase)
	d.key("alt+4")
	d.click(say("asked.row.sent-back"))
	d.find(say("asked.answer"))
	d.key("ctrl+Return")
	d.find(say("compose.basis"))
	time.Sleep(time.Second) // the pages follow
	d.key("ctrl+Return")
	d.askApproval(own("The one at noon"))

	d.unlockAs(secretPhrase)
	d.key("alt+4")
	d.click(say("asked.row.waiting"))
	d.find(say("asked.sendBack"))
	d.approve()
	d.find(say("asked.state.approved")[:30])
	d.click(say("compose.issue"))
	d.asked(say("compose.issue.title", map[string]any{"Force": "South Wales Police"}))
	d.find(say("letters.paper.title"))
	d.print()
	d.key("ctrl+Return")
	d.replace(say("compose.save.path"), d.in("home/Documents/protected.pdf"))
	d.key("ctrl+Return")
	d.click(say("compose.password.told"))
	d.key("ctrl+Return")
	d.gone(say("compose.password.told"))
	d.clickBelow(say("letters.paper.copy"), say("letters.save"))
	d.savedAs("theirs.pdf")
	d.key("alt+4")
	d.click(say("letters.verify"))
	d.click("protected.pdf")
	d.find("Yes. This is letter")
	d.key("Return")
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
}

// askApproval says to a manager what the letter is that they are asked for.
func (d *desk) askApproval(words string) {
	d.t.Helper()
	d.fillIn(say("asked.words"), words)
	d.key("ctrl+Return")
	d.find(say("asked.state.waiting")[:40])
}

// approve reads on in the pages of a letter until all were looked at, and approves it.
func (d *desk) approve() {
	d.t.Helper()
	read := say("asked.approve.lead")[:30]
	for range 20 {
		if _, ok := pick(d.look(), read); ok {
			break
		}
		d.key("ctrl+Return")
	}
	d.key("ctrl+Return")
}

// unlockAs locks the records and opens them with another passphrase.
func (d *desk) unlockAs(phrase string) {
	d.t.Helper()
	d.letInAgain(phrase)
	d.find(say("rail.cases"))
}

// letInAgain does not wait for what is shown then.
func (d *desk) letInAgain(phrase string) {
	d.t.Helper()
	d.key("ctrl+l")
	d.find(say("unlock.passphrase"))
	d.activate()
	d.unlock(phrase)
}

// print prints what is shown, and searches what the print system was told beside the pages.
func (d *desk) print() {
	d.t.Helper()
	d.clickPrint(say("print.do"))
}

func (d *desk) clickPrint(button string) {
	d.t.Helper()
	d.click(button)
	d.clickBelow(say("print.lead"), say("print.do"))
	d.gone(say("print.lead"))
	asked, err := os.ReadFile(d.printed)
	if err != nil || !strings.Contains(string(asked), "bytes ") || strings.Contains(string(asked), "bytes 0\n") {
		d.t.Errorf("nothing was printed: %q, %v", asked, err)
	}
	d.searchText("what the print system was asked", asked)
}

// saveTo saves a paper by a button, and removes it: it is in the clear on purpose, and not what is searched for.
func (d *desk) saveTo(button, name string) {
	d.t.Helper()
	d.click(button)
	d.savedAs(name)
}

func (d *desk) savedAs(name string) {
	d.t.Helper()
	d.find(say("compose.save.path"))
	file := d.in("home/Documents/" + name)
	d.replace(say("compose.save.path"), file)
	d.key("ctrl+Return")
	d.gone(say("compose.save.path"))
	if err := os.Remove(file); err != nil {
		d.t.Error(err)
	}
}
