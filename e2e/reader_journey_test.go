package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// TestACaseworkerWhoCannotSeeTheWindow does the main job by names and roles alone, through the interface that Orca
// uses: no picture, no mouse, no key.
func TestACaseworkerWhoCannotSeeTheWindow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "1280x800")
	bus := d.sessionBus()
	r := d.beginReading(bus)
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
	d.start()
	told := r.watch("TextChanged")

	r.press("push button", say("doors.start"))
	r.write("entry", say("create.organisation.name"), organisation)
	r.press("push button", say("common.continue"))
	r.write("entry", say("create.you.name"), worker)
	r.press("push button", say("common.continue"))
	r.write("password text", say("create.passphrase.first"), secretPhrase)
	r.write("password text", say("create.passphrase.again"), secretPhrase)
	r.saysNothingOf(r.find("password text", say("create.passphrase.first")))
	r.press("push button", say("create.do"))
	r.press("push button", say("create.kit.later"))

	r.find("heading", say("rail.today"))
	r.press("push button", say("shell.new-contact"))
	r.write("entry", say("contact.calledName"), calledName)
	r.write("entry", say("contact.said"), callWords)
	r.pressIn(say("contact.reached"), "radio button", say("common.no"))
	r.pressIn(say("contact.reached"), "radio button", say("common.yes"))
	if got := r.text(r.find("entry", say("contact.said"))); got != callWords {
		t.Errorf("the field says %q is in it", got)
	}
	r.press("push button", say("contact.save"))
	r.press("push button", say("contact.sort"))
	r.press("push button", say("contact.sort.new"))

	r.press("page tab", say("case.tab.notes"))
	r.write("entry", say("record.note.said"), noteWords)
	r.press("push button", say("case.note.save"))
	r.find("paragraph", noteWords)

	r.press("push button", say("shell.lock"))
	r.write("password text", say("unlock.passphrase"), "not the passphrase")
	r.press("push button", say("unlock.do"))
	r.find("label", say("error.wrong-passphrase"))
	time.Sleep(2 * time.Second) // the wait after a wrong one
	r.write("password text", say("unlock.passphrase"), secretPhrase)
	r.press("push button", say("unlock.do"))
	r.press("link", say("rail.cases"))
	r.press("list item", calledName)
	r.press("page tab", say("case.tab.notes"))
	r.find("paragraph", noteWords)
	r.d.quiet()
	r.d.searchOutside()
	r.d.searchForCanaries("")
	r.neverTold(told)
}

// saysNothingOf makes sure that a passphrase is not told, nor how long it is.
func (r *reader) saysNothingOf(h heard) {
	r.d.t.Helper()
	if text := r.text(h); text != "" {
		r.d.t.Errorf("the passphrase is told to readers: %q", text)
	}
	var count dbus.Variant
	if err := h.at.Call("org.freedesktop.DBus.Properties.Get", 0, "org.a11y.atspi.Text", "CharacterCount").Store(&count); err != nil || count.Value() != int32(0) {
		r.d.t.Errorf("the length of the passphrase is told to readers: %v %v", count, err)
	}
}

// neverTold looks through all that was broadcast for a passphrase. What was said in fields must be there, or the search
// looks in the wrong place.
func (r *reader) neverTold(told <-chan *dbus.Signal) {
	r.d.t.Helper()
	var all strings.Builder
	for {
		select {
		case s := <-told:
			for _, v := range s.Body {
				if v, ok := v.(dbus.Variant); ok {
					all.WriteString(v.String())
				}
			}
			continue
		default:
		}
		break
	}
	if strings.Contains(all.String(), "zebra") {
		r.d.t.Error("a passphrase was broadcast to readers")
	}
	if !strings.Contains(all.String(), "marmalade") {
		r.d.t.Error("what is written into fields is not told to readers")
	}
}
