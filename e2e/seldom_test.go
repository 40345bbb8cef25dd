package e2e

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"noddfa/data"
)

// TestWhatIsDoneSeldom is what neither a case nor a week has as a rule: a link that ends, words of a note that become an
// event, a file that should not have been attached, a request that is changed, a list of advice and a template of our own.
func TestWhatIsDoneSeldom(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, secretPhrase+" caseworker")
		other, noOther := v.StartCase(ctx, data.Case{CalledName: "Elin"}, data.Person{})
		id, err := v.StartCase(ctx, data.Case{CalledName: calledName}, data.Person{FirstName: calledName})
		if err == nil && noOther == nil {
			err = v.LinkCases(ctx, id, other, data.SameHousehold, own("They share a piano"))
		}
		return errors.Join(noMember, noOther, err)
	})
	d.key("alt+6")
	d.click(say("team.role"))
	title := say("team.role.of", map[string]any{"Name": caseworkerName})
	d.clickBelow(title, say("role.manager"))
	d.asked(title)

	d.key("alt+3")
	d.click(calledName)
	d.find(say("case.tab.notes"))
	d.click(say("link.end"))
	d.find(say("link.end.title"))
	d.key("Return") // the answer has the keyboard
	d.gone(say("link.end.lead")[:30])

	d.key("ctrl+2")
	d.field(say("wording.start"))
	d.key("End", "Return")
	d.replace(say("record.note.said"), own("The parrot said it again"))
	d.key("ctrl+a", "ctrl+shift+e")
	d.find(say("record.event.when"))
	d.save()
	d.key("ctrl+2", "ctrl+Return")
	d.find(own("The parrot said it again"))
	picked := d.in("home/Documents/picked.txt")
	write(t, picked, own("It is of another parrot"))
	d.clickBelow(own("The parrot said it again"), say("attach.do"))
	d.find(say("attach.choose"))
	d.key("Return")
	d.click("picked.txt")
	d.click(say("attach.erase"))
	d.fillIn(say("attach.erase.reason"), own("It belongs to the neighbour"))
	d.asked(say("attach.erase.lead")[:30])
	if err := os.Remove(picked); err != nil { // theirs, in the clear
		t.Fatal(err)
	}

	d.key("ctrl+shift+r")
	d.find(say("record.request.answer"))
	d.key("space")
	d.fill(say("record.request.name"), own("Ottoline"))
	d.save()
	d.click(say("request.change"))
	d.fill(say("record.request.wants"), own("What was said about the parrot"))
	d.save()
	d.find(say("record.request.wants") + ": What was said about the parrot")

	d.key("alt+7")
	d.click(say("wording.open"))
	d.click(say("wording.sealed"))
	d.field(say("wording.what"))
	d.write("Advice")
	d.key("Return")
	d.find(say("wording.line", map[string]any{"Number": 1}))
	d.replace(say("wording.words.en"), own("Cover the cage at night"))
	d.field(say("wording.what"))
	d.write("Plan template")
	d.key("Return")
	d.find(say("wording.plan.lead")[:30])
	d.replace(say("wording.heading.en"), own("Where the seed is kept"))
	d.key("ctrl+Return")
	d.find("Saved ")
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
}
