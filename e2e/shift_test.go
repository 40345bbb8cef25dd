package e2e

import (
	"context"
	"testing"
	"time"

	"noddfa/data"
)

// TestAShiftOfCalls is what happens between the first call of a shift and the last: one with thoughts of suicide, one that
// waits, one with nobody there, one that was sorted wrongly, one while the records are locked, and what is handed on.
func TestAShiftOfCalls(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, err := v.AddMember(ctx, volunteerName, data.Volunteer, secretPhrase+" volunteer")
		return err
	})
	d.key("ctrl+n")
	d.fill(say("contact.calledName"), own("Ysolde"))
	d.fill(say("contact.followUp.promised"), own("To ring before the parade"))
	d.clickBelow(say("contact.section.suicide"), say("suicide.answer.yes"))
	d.fill(say("crisis.action"), own("Stayed and sang"))
	d.fill(say("crisis.told.who"), own("The night nurse"))
	d.key("ctrl+shift+w")
	d.fillIn(say("contacts.waitingCall.lead")[:30], own("Balthazar"), number)
	d.asked(say("contacts.waitingCall.lead")[:30])
	d.key("ctrl+Return")
	d.click(say("crisis.after.debrief"))
	d.click(say("contact.change"))
	d.fill(say("contact.town"), own("By the windmill"))
	d.key("ctrl+Return")
	d.find(own("By the windmill"))
	d.key("ctrl+shift+h")
	d.find(say("shell.covered"))
	d.key("ctrl+shift+h", "alt+2")
	d.click(own("Balthazar"))
	d.find(say("contact.sort"))
	d.key("ctrl+shift+n")
	d.find(say("contacts.noAnswer.logged")[:14])
	d.shot("no-answer")

	d.key("ctrl+Return")
	d.find(say("contact.sort.new"))
	d.key("ctrl+Return")
	d.find(say("case.tab.notes"))
	d.key("alt+Left")
	d.click(say("moved.undo"))
	d.fillIn(say("moved.undo.why"), own("It was the other Balthazar"))
	d.asked(say("moved.undo.why"))
	d.find(say("common.close"))
	d.key("Return")
	d.key("alt+3")
	d.click(say("cases.new"))
	d.fillIn(say("cases.new.called"), own("Persephone"), number)
	d.asked(say("cases.new.called"))
	d.find(say("case.tab.notes"))

	d.key("ctrl+n")
	d.fill(say("contact.said"), own("I will tell you about the lighthouse"))
	d.key("ctrl+n")
	d.fill(say("contact.said"), own("Wrong window, sorry"))
	time.Sleep(3 * time.Second) // two until it is sealed
	d.key("alt+1")
	d.key("F4")
	d.find(say("contact.draft.title"))
	d.click(say("today.draft.discard"))
	d.clickBelow(say("today.draft.discard.sure"), say("today.draft.discard"))
	d.gone(say("today.draft.discard.sure"))
	d.key("ctrl+shift+s")
	d.find(say("shift.hand"))
	d.key("ctrl+Return")
	d.find(say("shift.handed", map[string]any{"Name": say("shift.next")}))
	d.shot("handed-on")

	d.key("ctrl+l")
	d.find(say("unlock.passphrase"))
	d.activate()
	d.key("ctrl+n")
	d.find(say("call.band")[:30])
	d.fill(say("contact.calledName"), own("Wilhelmina"))
	d.fill(say("contact.said"), own("I only have the phone of the baker"))
	d.key("ctrl+Return")
	d.find(say("call.saved")[:20])
	d.fill(say("contact.said"), own("The line broke in the middle of the eclipse"))
	d.searchOutside()
	d.key("alt+Left")
	d.find(say("unlock.passphrase"))
	d.fill(say("unlock.passphrase"), secretPhrase)
	d.key("Return")
	d.find(say("rail.contacts"))
	d.key("alt+2")
	d.find(own("Wilhelmina"))
	d.lock()
	d.searchOtherFolders(began)
}
