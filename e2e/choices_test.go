package e2e

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// TestWhatIsReadableByChoiceIsNothingElse leaves the on-call list and our own words readable while the records are locked:
// they lie in one file, and nothing else that was typed; and put away again they are in none.
func TestWhatIsReadableByChoiceIsNothingElse(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d, _ := atRecords(t, func(context.Context, *data.Vault) error { return nil })
	d.key("ctrl+n")
	d.fill(say("contact.calledName"), own("Emmeline"))
	d.key("ctrl+Return")
	d.find(say("contact.sort"))
	d.key("alt+7")
	d.click(say("settings.onCall.add"))
	d.fill(say("settings.onCall.name"), own("Leontine"))
	d.key("Tab")
	d.write("01632 960123")
	d.key("ctrl+Return")
	d.find("Saved ")
	d.click(say("wording.open"))
	d.fill(say("wording.name.en"), own("What they go by"))
	d.key("ctrl+Return")
	d.find("Saved ")
	d.key("ctrl+l")
	d.find(say("unlock.passphrase"))
	d.activate()
	d.key("F2")
	d.find(say("crisis.ringNow", map[string]any{"Name": own("Leontine"), "Number": "01632 960123"})[:30])
	d.shot("on-call-locked")
	d.searchOutside()
	d.key("Escape")
	readable, _ := filepath.Glob(d.in("home/.config/noddfa/locked/*.json"))
	if len(readable) != 1 {
		t.Fatalf("readable are %v", readable)
	}
	d.searchForCanaries(readable[0])
	content, err := os.ReadFile(readable[0])
	if err != nil {
		t.Fatal(err)
	}
	rest := string(content)
	for _, chosen := range []string{own("Leontine"), own("What they go by")} {
		if !strings.Contains(rest, chosen) {
			t.Errorf("%q is not readable while locked", chosen)
		}
		rest = strings.ReplaceAll(rest, chosen, "")
	}
	d.searchText(readable[0], []byte(rest))

	d.unlockAs(secretPhrase)
	d.key("alt+7")
	d.click(say("settings.onCall.hidden"))
	d.key("ctrl+Return")
	d.find("Saved ")
	d.click(say("wording.open"))
	d.click(say("wording.sealed"))
	d.key("ctrl+Return")
	d.find("Saved ")
	d.lock()
	d.searchOtherFolders(began)
}

// TestWhatIsKeptAndWhatGoes changes how long records are kept, throws away what was begun in a form, and erases a case that
// somebody asked to have erased.
func TestWhatIsKeptAndWhatGoes(t *testing.T) {
	t.Parallel()
	began := time.Now()
	const theirs = "NOD-AAAA-01"
	said := own("The lamplighter knows where she lives")
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		id, err := v.StartCase(ctx, data.Case{Reference: theirs, CalledName: calledName}, data.Person{})
		if err == nil {
			_, err = v.WriteNote(ctx, id, data.Note{Said: said})
		}
		return err
	})
	d.key("alt+7")
	d.click(say("retention.rules.open"))
	d.replace(say("retention.period"), own("as long as the oak stands"))
	d.key("ctrl+Return")
	d.shot("retention-not-understood")
	d.key("alt+Left")
	d.click(say("retention.rules.open"))
	d.find(say("settings.unsaved"))
	d.replace(say("retention.period"), "9")
	d.key("ctrl+Return")
	d.find("Saved ")
	d.shot("retention")

	addTask := func() {
		d.key("alt+3")
		d.click(calledName)
		d.find(say("case.tab.notes"))
		d.clickBeside(say("case.tasks.title"), say("common.add"))
		d.find(say("record.task.what"))
	}
	addTask()
	d.write(own("Ask the lamplighter"))
	addTask()
	d.find(say("case.form.draft"))
	d.shot("draft")
	d.click(say("case.form.draft.drop"))
	d.gone(say("case.form.draft"))
	d.click(say("common.cancel"))
	d.find(say("case.tab.notes"))
	d.key("ctrl+2")
	d.find(said)
	d.searchOutside()
	d.key("ctrl+7")
	d.click(say("erase.version.do"))
	d.fill(say("retention.why"), own("It is of another lighthouse"))
	d.fill(say("retention.confirm"), theirs)
	d.asked(say("retention.why"))
	d.find(say("common.close"))
	d.key("Return")

	d.key("ctrl+shift+r")
	d.click(say("request.kind.erasure"))
	d.fill(say("record.request.name"), own("Rosalind"))
	d.key("Tab", "Tab", "Tab") // past their address and what they refer to
	d.write(own("All that was told to anybody"))
	d.key("Tab", "Return")
	d.find(calledName + " · " + theirs)
	d.key("Down", "Return")
	d.shot("erasure-asked")
	d.save()
	d.click(say("request.erase.case"))
	d.fill(say("retention.why"), own("They asked, by heliograph"))
	d.fill(say("retention.confirm"), strings.ToLower(theirs))
	d.shot("erasure")
	d.asked(say("retention.why"))
	d.find(say("common.close")) // what it says of backups depends on the day
	d.shot("erased")
	d.key("Return", "ctrl+k")
	d.find(say("search.field"))
	d.write("lamplighter")
	d.find(say("search.none"))
	d.key("Escape")
	v := d.locked()
	d.searchOtherFolders(began)
	if n := len(v.Cases()); n != 0 {
		t.Errorf("%d cases are left", n)
	}
	drafts, err := v.Drafts(t.Context())
	if err != nil || slices.ContainsFunc(drafts, func(d data.Draft) bool { return d.Form != data.PlaceForm }) {
		t.Errorf("left of what was begun: %v, %v", drafts, err)
	}
	if rule := v.Retention()[0]; rule.Weeks+rule.Months+rule.Years != 9 {
		t.Errorf("the first rule is %+v", rule)
	}
}

// TestALookRoundLeavesNothing begins records and does not make them, and goes through what is there to look at: the tours of the made-up charity, its figures, the guide,
// the licences, an installer that was downloaded, each look and size of text, and the window in Welsh.
func TestALookRoundLeavesNothing(t *testing.T) {
	t.Parallel()
	began := time.Now()
	d := sitDown(t, "1280x800", nil)
	d.click(say("doors.start")) // begun, and never made
	d.fill(say("create.organisation.name"), own("The unmade refuge"))
	d.key("Return")
	d.fill(say("create.you.name"), own("Isolde"))
	d.key("Return")
	d.click(say("create.passphrase.draw"))
	offered := d.offered()
	d.click(say("create.passphrase.use"))
	d.shot("offered")
	d.searchOutside()
	for _, page := range []string{"create.you.name", "create.organisation.name", "doors.look"} {
		d.click(say("common.back"))
		d.find(say(page))
	}
	d.click(say("doors.look"))
	d.find(say("tour.offer")[:30])
	for role, steps := range map[data.Role]int{data.Volunteer: 5, data.Caseworker: 6, data.Manager: 5} {
		d.key("F1")
		d.click(say("tour." + string(role)))
		for step := 1; step < steps; step++ {
			d.find(say("tour.step", map[string]any{"Step": step, "Steps": steps}))
			d.key("Return")
		}
		d.find(say("tour.step", map[string]any{"Step": steps, "Steps": steps}))
		d.shot("tour-" + string(role))
		d.click(say("tour.before"))
		d.click(say("tour.leave"))
	}
	d.click(say("common.close")) // the offer

	d.key("alt+5")
	for _, part := range []string{"insights.tables", "insights.letters", "insights.charts"} {
		d.click(say(part))
		d.shot(part)
	}
	d.key("F1")
	d.click(say("guide.open"))
	d.find(say("guide.field"))
	d.write("withdraw")
	d.key("Return")
	d.find(say("guide.all"))
	d.shot("guide-section")
	d.key("Escape")

	d.key("alt+7")
	d.click(say("settings.about.licences"))
	d.field(say("settings.about.part"))
	d.write("SQLite")
	d.key("Return")
	d.shot("licences")
	d.key("Escape")
	installer := d.in("home/Documents/noddfa.deb")
	write(t, installer, own("Not an installer"))
	d.click(say("settings.about.check"))
	d.click("noddfa.deb")
	d.find("There is no file with its sum")
	d.shot("installer")
	if err := os.Remove(installer); err != nil {
		t.Fatal(err)
	}

	for _, look := range []string{"dark", "contrast", "light"} {
		d.click(say("settings.look." + look))
		d.find(say("settings.you"))
		d.shot("look-" + look)
	}
	for _, points := range []int{24, 16} {
		d.click(say("settings.text.points", map[string]any{"Points": strconv.Itoa(points)}))
		d.find(say("settings.you"))
		d.shot("text-" + strconv.Itoa(points))
	}
	welsh := assets.Lang(assets.Welsh)
	d.click(say("common.language.cy"))
	d.find(welsh.T("settings.you"))
	d.shot("welsh")
	d.click(welsh.T("doors.fictional.end"))
	d.find(welsh.T("doors.start"))
	d.quiet()
	d.searchForCanaries("")
	d.searchOtherFolders(began)
	if left, _ := filepath.Glob(d.in("tmp/*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, found := range writtenWith([]string{d.home}, nil, began, needlesOf(inEachWay(offered)...)) {
		t.Error(found)
	}
}

// offered are the words that are offered for a passphrase.
func (d *desk) offered() string {
	d.t.Helper()
	seen := d.look()
	over, _ := pick(seen, say("create.passphrase.offer"))
	under, _ := pick(seen, say("create.passphrase.use"))
	var words []string
	for _, s := range seen {
		if !s.Field && s.Y > over.Y && s.Y+s.H <= under.Y {
			words = append(words, strings.Fields(s.Text)...)
		}
	}
	if len(words) != 5 {
		d.fail("offered are %q", words)
	}
	return strings.Join(words, " ")
}
