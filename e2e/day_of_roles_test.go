package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// view is how somebody has set their window.
type view struct {
	name     string
	language string
	look     string
	text     int // per cent
	size     string
}

// views are those in which the pictures of the documentation are made; the
// journeys of every run use the first.
var views = []view{
	{"light", assets.English, "light", 100, "1280x800"},
	{"dark", assets.English, "dark", 100, "1280x800"},
	{"welsh", assets.Welsh, "light", 100, "1280x800"},
	{"large", assets.English, "light", 150, "1280x800"},
}

// roleDay is what somebody of a role does in a day, by keyboard alone.
type roleDay struct {
	*desk
	r    *reader
	say  func(string, ...map[string]any) string
	name string // of their pictures
}

const (
	volunteerName, caseworkerName = "Amina Rahman", "Dafydd Llewelyn-Żak"
)

// TestTheDayOfEachRole goes through the day of a volunteer, a caseworker and a
// manager in the real window, by keyboard alone.
func TestTheDayOfEachRole(t *testing.T) {
	shown := views
	if os.Getenv("NODDFA_PICTURES") == "" {
		shown = views[:1]
		t.Parallel() // pictures are taken of a window that nothing slows
	}
	sealed := map[string][]byte{}
	for _, view := range shown {
		if sealed[view.language] == nil {
			sealed[view.language] = madeUpRecords(t, view.language)
		}
		for role, day := range map[string]func(*roleDay){"volunteer": volunteersDay, "caseworker": caseworkersDay, "manager": managersDay} {
			t.Run(role+" "+view.name, func(t *testing.T) {
				if len(shown) == 1 {
					t.Parallel()
				}
				d := newDesk(t, view.size)
				vault := d.in("home/Documents/hafan.noddfa")
				if err := os.WriteFile(vault, sealed[view.language], 0o600); err != nil {
					t.Fatal(err)
				}
				d.prefer(view)
				bus := d.sessionBus()
				r := d.beginReading(bus)
				d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
				d.start("--vault", vault)
				phrase := secretPhrase
				if role != "manager" {
					phrase += " " + role
				}
				j := &roleDay{desk: d, r: r, say: assets.Lang(view.language).T, name: role + "-" + view.name + "-"}
				j.unlock(phrase)
				day(j)
				d.key("ctrl+l")
				r.find("password text", j.say("unlock.passphrase"))
				d.quiet()
				d.searchForCanaries("")
			})
		}
	}
}

// madeUpRecords are those of the made-up charity that writes in a language, with a member of each role.
func madeUpRecords(t *testing.T, language string) []byte {
	t.Helper()
	records := filepath.Join(t.TempDir(), "hafan.noddfa")
	v, err := data.MakeDemo(t.Context(), records, secretPhrase, data.DemoOptions{Day: time.Now(), Language: data.Language(language)})
	if err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]data.Role{volunteerName: data.Volunteer, caseworkerName: data.Caseworker} {
		if _, err := v.AddMember(t.Context(), name, role, secretPhrase+" "+string(role)); err != nil {
			t.Fatal(err)
		}
	}
	v.Close()
	sealed, err := os.ReadFile(records)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// prefer writes down how somebody has set their window.
func (d *desk) prefer(v view) {
	d.t.Helper()
	text, err := json.Marshal(map[string]any{"language": v.language, "look": v.look, "text_size": v.text, "width": 1280, "height": 800})
	if err == nil {
		err = os.MkdirAll(d.in("home/.config/noddfa"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(d.in("home/.config/noddfa/window.json"), text, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// picture is taken once nothing is read any more and the window rests.
func (j *roleDay) picture(name string) {
	if j.pictures == "" {
		return
	}
	var before []thing
	for end := time.Now().Add(patience); time.Now().Before(end); {
		time.Sleep(time.Second)
		now := j.look()
		_, reading := pick(now, j.say("case.reading"))
		_, counting := pick(now, j.say("insights.counting"))
		if !reading && !counting && slices.Equal(now, before) {
			break
		}
		before = now
	}
	j.shot(j.name + name)
}

func (j *roleDay) unlock(phrase string) {
	j.r.typeInto("password text", j.say("unlock.passphrase"), phrase)
	j.key("Return")
	j.r.find("heading", j.say("rail.today"))
	j.picture("today")
}

// volunteersDay is a call: logged, with the crisis card beside it, and handed on.
func volunteersDay(j *roleDay) {
	j.key("ctrl+n")
	j.r.typeInto("entry", j.say("contact.calledName"), calledName)
	j.r.typeInto("entry", j.say("contact.number"), number)
	j.r.typeInto("entry", j.say("contact.said"), callWords)
	j.picture("contact")
	j.key("F2")
	j.r.find("heading", j.say("crisis.title"))
	j.picture("crisis")
	j.key("Escape", "ctrl+Return")
	j.r.find("heading", calledName)
	j.picture("saved")
	j.key("alt+2")
	j.r.find("list item", calledName)
	j.picture("contacts")
	j.key("ctrl+shift+s")
	j.r.find("heading", j.say("shift.end"))
	j.picture("end-of-shift")
}

// caseworkersDay is a case: found, a note written, the plan and the evidence
// looked at, a letter begun.
func caseworkersDay(j *roleDay) {
	j.key("alt+3")
	j.r.find("heading", j.say("rail.cases"))
	j.picture("cases")
	j.key("Tab", "Tab", "Down", "Return")
	j.r.find("page tab", j.say("case.tab.notes"))
	j.picture("case")
	j.key("ctrl+2")
	j.r.typeInto("entry", j.say("record.note.said"), noteWords)
	j.picture("note")
	j.key("ctrl+Return")
	j.r.find("paragraph", noteWords)
	j.key("ctrl+3")
	j.r.find("push button", j.say("case.plan.details"))
	j.picture("plan")
	j.key("ctrl+4")
	j.r.find("heading", j.say("case.evidence.title")[:8])
	j.picture("evidence")
	j.key("ctrl+5")
	j.r.enter("push button", j.say("letters.compose"))
	j.r.find("combo box", j.say("compose.basis"))
	j.picture("letter")
	j.key("alt+Left", "ctrl+k")
	j.r.find("entry", j.say("search.field"))
	j.write("instagram")
	j.picture("search")
	j.key("Escape")
}

// managersDay is a look at what the team has in hand.
func managersDay(j *roleDay) {
	j.key("ctrl+shift+t")
	j.r.find("heading", j.say("oversight.title"))
	j.picture("across-the-team")
	j.key("alt+5")
	j.r.find("heading", j.say("rail.insights"))
	j.picture("figures")
	j.key("alt+6")
	j.r.find("heading", j.say("rail.team"))
	j.picture("team")
	j.key("alt+7")
	j.r.find("heading", j.say("rail.settings"))
	j.picture("settings")
}
