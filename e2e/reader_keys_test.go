package e2e

import (
	"strings"
	"testing"
	"time"
)

// TestTheMainJobByKeyboardAlone does the main job without a mouse. Where the keyboard is, it knows from what a screen
// reader is told of each move.
func TestTheMainJobByKeyboardAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "1280x800")
	bus := d.sessionBus()
	r := d.beginReading(bus)
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
	d.start()

	r.find("push button", say("doors.start"))
	r.enter("push button", say("doors.start"))
	r.typeInto("entry", say("create.organisation.name"), organisation)
	d.key("Return")
	r.typeInto("entry", say("create.you.name"), worker)
	d.key("Return")
	r.typeInto("password text", say("create.passphrase.first"), secretPhrase)
	r.typeInto("password text", say("create.passphrase.again"), secretPhrase)
	d.key("Return")
	r.find("push button", say("create.kit.later"))
	r.enter("push button", say("create.kit.later"))

	r.find("heading", say("rail.today"))
	d.key("ctrl+n")
	r.typeInto("entry", say("contact.calledName"), calledName)
	r.typeInto("entry", say("contact.said"), callWords)
	d.key("ctrl+Return")
	r.find("push button", say("contact.sort"))
	d.key("ctrl+Return")
	r.find("push button", say("contact.sort.new"))
	d.key("ctrl+Return")

	r.find("page tab", say("case.tab.notes"))
	d.key("ctrl+2")
	r.typeInto("entry", say("record.note.said"), noteWords)
	d.key("ctrl+Return")
	r.find("paragraph", noteWords)

	d.key("ctrl+l")
	r.find("password text", say("unlock.passphrase"))
	d.activate()
	r.typeInto("password text", say("unlock.passphrase"), secretPhrase)
	d.key("Return")
	r.find("link", say("rail.cases"))
	d.key("alt+3")
	r.find("list item", calledName)
	r.enter("list item", calledName)
	r.find("page tab", say("case.tab.notes"))
	d.key("ctrl+2")
	r.find("paragraph", noteWords)
	d.quiet()
	d.searchForCanaries("")
}

// tabTo presses Tab until the keyboard is on the thing of that name. What a
// reader is told comes a moment after the key, so it waits until the keyboard has
// moved and rests.
func (r *reader) tabTo(role, name string) {
	r.d.t.Helper()
	r.find(role, name)
	at := r.resting("")
	for range 80 {
		if at.role == role && strings.HasPrefix(at.name, name) {
			return
		}
		from := whereOf(at)
		r.d.key("Tab")
		at = r.resting(from)
	}
	r.fail("Tab does not come to the %s called %q", role, name)
}

// resting is what the keyboard is on once that is the same for a while and not
// where it was before; after some seconds, whatever it is on.
func (r *reader) resting(before string) (at heard) {
	same := 0
	for range 30 {
		now := heard{}
		for _, h := range r.listen() {
			if h.state&stateFocused != 0 {
				now = h
			}
		}
		if whereOf(now) != whereOf(at) {
			same = 0
		}
		at = now
		if same++; same >= 3 && whereOf(at) != before {
			return at
		}
		time.Sleep(60 * time.Millisecond)
	}
	return at
}

func whereOf(h heard) string {
	if h.at == nil {
		return ""
	}
	return string(h.at.Path())
}

// enter goes to a thing and presses Enter.
func (r *reader) enter(role, name string) {
	r.d.t.Helper()
	r.tabTo(role, name)
	r.d.key("Return")
}

// typeInto goes to a field and types.
func (r *reader) typeInto(role, name, text string) {
	r.d.t.Helper()
	r.tabTo(role, name)
	r.d.write(text)
}
