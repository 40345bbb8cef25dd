package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// TestAManagersWeek is what a manager does about the team: a colleague comes and one leaves, something goes wrong and a
// computer is missing, a request is decided and erased, and the recovery kit is made anew.
func TestAManagersWeek(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, noMember := v.AddMember(ctx, caseworkerName, data.Caseworker, secretPhrase+" caseworker")
		_, err := v.StartCase(ctx, data.Case{CalledName: calledName, Owner: caseworkerName}, data.Person{})
		return errors.Join(noMember, err)
	})
	d.key("alt+6")
	d.find(say("team.add"))
	d.key("ctrl+Return")
	d.fillIn(say("team.name"), own("Gwenllian"))
	d.choosePassphrase(own("walnut harbour violet kettle"))
	d.asked(say("team.add.lead")[:30])
	d.find(own("Gwenllian"))
	d.click(say("team.reset")) // of the first by name, who leaves
	d.choosePassphrase(own("pepper window falcon ladder"))
	d.asked(say("team.reset.lead")[:30])
	d.click(say("team.remove"))
	d.click(say("leaving.hand"))
	d.field(say("leaving.to"))
	d.key("Down", "Return")
	d.asked(say("leaving.to"))
	d.find(say("leaving.nothing"))
	d.key("ctrl+Return")
	d.asked(say("team.remove.lead")[:30])
	d.find(say("leaving.gone", map[string]any{"Name": caseworkerName}))
	d.shot("left")

	d.key("alt+6")
	d.click(say("team.incidents"))
	d.find(say("incident.lead")[:30])
	d.key("ctrl+Return")
	d.fill(say("record.request.wants"), own("A letter lay in the wrong canoe"))
	d.fill(say("record.request.people_told"), own("The canoeist"))
	d.save()
	d.click(say("statement.for.trustees"))
	d.replace(say("statement.words"), own("One canoe was concerned"))
	d.key("ctrl+Return")
	d.find(say("statement.copied"))
	d.key("Return")
	d.print()
	d.key("Return") // it was printed
	d.saveTo(say("compose.save.title"), "statement.pdf")
	d.key("Return", "alt+6")
	d.click(say("lost.title"))
	d.click(say("lost.this"))
	d.fill(say("record.request.wants"), own("Left on the tram to the museum"))
	d.save()
	d.find(say("lost.do"))

	d.key("ctrl+shift+r")
	d.find(say("record.request.answer"))
	d.key("space")
	d.fill(say("record.request.name"), own("Ferdinand"))
	d.save()
	d.find(say("request.decide"))
	d.key("ctrl+Return")
	d.find(say("record.decision.request_outcome"))
	d.key("space")
	d.fill(say("record.decision.reason"), own("It is about a ferret"))
	d.fill(say("record.decision.told"), own("by carrier pigeon"))
	d.asked(say("request.identity.none")[:30]) // nobody confirmed who asks, and it is decided all the same
	d.click(say("request.erase"))
	d.fill(say("retention.why"), own("Asked for by mistake"))
	d.fill(say("retention.confirm"), strings.ToLower(say("retention.word")))
	d.asked(say("retention.why"))
	d.find(say("common.close")) // what it says of backups depends on the day
	d.key("Return")

	d.key("alt+6")
	d.click(say("team.kit.replace"))
	d.find("The old code opens nothing from then on.") // in two lines with what follows
	d.key("ctrl+Return")
	d.find(say("create.kit.check"))
	code := d.confirmKit()
	d.find(say("rail.team"))
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
	for _, found := range writtenWith([]string{filepath.Dir(d.home)}, nil, began, needlesOf(inEachWay(strings.Join(code, " "))...)) {
		t.Error(found)
	}
}

func (d *desk) choosePassphrase(phrase string) {
	d.t.Helper()
	d.fill(say("create.passphrase.first"), phrase)
	d.key("Tab")
	d.write(phrase)
}

// codeShown is the code whose groups are on the window.
func (d *desk) codeShown() (groups []string) {
	d.t.Helper()
	seen := d.look()
	for {
		label, ok := pick(seen, say("create.kit.group", map[string]any{"Number": len(groups) + 1}))
		if !ok {
			return groups
		}
		for _, s := range seen {
			if !s.Field && s.X == label.X && s.Y > label.Y && s.Y < label.Y+50 {
				groups = append(groups, s.Text)
				break
			}
		}
	}
}

// confirmKit prints the recovery kit, saves it on a stick and removes it there, and types the two groups that are asked
// for; it returns all groups.
func (d *desk) confirmKit() []string {
	d.t.Helper()
	groups := d.codeShown()
	d.print()
	stick := d.in("stick")
	if err := os.MkdirAll(stick, 0o700); err != nil {
		d.t.Fatal(err)
	}
	d.fill(say("create.kit.folder"), stick)
	d.click(say("create.kit.save"))
	d.find("Saved as")
	saved, _ := filepath.Glob(stick + "/*.pdf")
	if len(saved) != 1 || os.Remove(saved[0]) != nil {
		d.t.Errorf("the kit was saved as %v", saved)
	}
	for number := range groups {
		label := say("create.kit.group", map[string]any{"Number": number + 1})
		asked := func() (thing, bool) {
			seen := d.look()
			for _, s := range seen {
				if f, ok := below(seen, s); ok && s.Text == label && f.Y < s.Y+60 {
					return f, true
				}
			}
			return thing{}, false
		}
		if f, ok := asked(); ok {
			f = d.scrollTo(f, asked)
			d.clickAt(f.X+20, f.Y+f.H/2)
			d.write(groups[number])
		}
	}
	d.click(say("create.kit.confirm"))
	d.gone(say("create.kit.check"))
	return groups
}

// TestAnAfternoonInTheOffice is what a manager writes for everybody: the letterhead, who is on call, our own words, a log
// with a row that is not understood, tasks from a spreadsheet; and what the figures give out.
func TestAnAfternoonInTheOffice(t *testing.T) {
	t.Parallel()
	began := time.Now()
	const reference = "NOD-AAAA-01"
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		_, err := v.StartCase(ctx, data.Case{Reference: reference, CalledName: calledName}, data.Person{})
		return err
	})
	d.key("alt+7")
	d.fill(say("settings.address"), own("The old observatory"))
	d.fill(say("settings.hours"), own("when the lamp is lit"))
	d.click(say("settings.onCall.hidden"))
	d.click(say("settings.onCall.add"))
	d.fill(say("settings.onCall.name"), own("Leontine"))
	d.field(say("compose.force"))
	d.write("South Wales")
	d.key("Return")
	d.fill(say("settings.police.address"), own("Behind the bandstand"))
	d.key("ctrl+Return")
	d.find("Saved ")
	d.shot("settings")

	d.click(say("wording.open"))
	d.click(say("wording.sealed"))
	d.fill(say("wording.name.en"), own("What they go by"))
	d.field(say("wording.what"))
	d.key("End", "Return")
	d.click(say("wording.template.add"))
	d.fill(say("wording.template.en"), own("After a storm"))
	d.key("ctrl+Return")
	d.find("Saved ")

	d.key("alt+5")
	d.find(say("insights.count"))
	d.saveTo(say("insights.csv"), "figures.csv")
	d.saveTo(say("insights.save"), "figures.pdf")
	d.clickPrint(say("insights.print"))

	d.bringIn("Date,First name,Summary\nsoon,"+own("Octavia")+","+own("She found the tambourine")+"\n", false)
	d.replace("Date", "28/02/2018")
	d.key("ctrl+Return")
	d.find("1 contact brought in.")
	d.bringIn("Task,Case,Owner\n"+own("Return the tambourine")+","+reference+","+own("Octavia")+"\n", true)
	d.find(say("import.finish.tasks"))

	d.key("alt+7")
	d.click(say("settings.passphrase"))
	d.choosePassphrase(own("walnut harbour violet kettle"))
	d.asked(say("settings.passphrase.lead")[:30])
	d.searchOutside()
	d.lock()
	d.searchOtherFolders(began)
}

// bringIn brings a log or tasks in from a file, and removes that: it is theirs, in the clear.
func (d *desk) bringIn(rows string, tasks bool) {
	d.t.Helper()
	file := d.in("home/Documents/log.csv")
	write(d.t, file, rows)
	d.key("alt+2")
	d.click(say("contacts.import"))
	d.find(say("import.file"))
	if tasks {
		d.click(say("import.sheet.tasks"))
	}
	d.replace(say("import.file"), file)
	d.key("Return")
	d.find(say("import.columns"))
	d.key("ctrl+Return")
	d.gone(say("import.columns"))
	if err := os.Remove(file); err != nil {
		d.t.Fatal(err)
	}
}
