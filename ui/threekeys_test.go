package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// do takes one step: a key by its name, or a click on the button whose text has that key.
func (s *appStage) do(step string) {
	s.t.Helper()
	keys := strings.Split(step, "+")
	name := fyne.KeyName(keys[len(keys)-1])
	var held fyne.KeyModifier
	for _, k := range keys[:len(keys)-1] {
		held |= map[string]fyne.KeyModifier{"Ctrl": fyne.KeyModifierShortcutDefault, "Alt": fyne.KeyModifierAlt, "Shift": fyne.KeyModifierShift}[k]
	}
	switch {
	case strings.Contains(step, "."):
		s.click(step)
	case held != 0:
		s.with(held, name)
	default:
		s.key(name)
	}
}

// click presses the one button that a screen reader calls so: "common.add: case.events.title".
func (s *appStage) click(named string) {
	s.t.Helper()
	label, about, part := strings.Cut(named, ": ")
	want := s.app.t(label)
	if part {
		want += ": " + s.app.t(about)
	}
	var found *widget.Button
	s.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && found == nil && (b.Describe().Name == want || !part && b.Label() == want) {
			found = b
		}
	})
	if found == nil {
		s.t.Fatalf("there is no %q: %s", want, s.words())
	}
	found.Press()
	s.now()
}

// What somebody does in a day begins at most three keys or clicks from Today, or from the case that they are in.
func TestNothingIsMoreThanThreeKeysOrClicksAway(t *testing.T) {
	s, of := lockStage(t)
	if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Rhys", FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring"}}); err != nil {
		t.Fatal(err)
	}
	today, inCase := Route{Screen: ScreenToday}, Route{Screen: ScreenCase, ID: of.String()}
	for _, one := range []struct {
		from  Route
		steps string
		shows string // the key of what is on the window then
	}{
		{today, "Return", "contact.sort"},
		{today, "Ctrl+N", "contact.save"},
		{today, "F2", "crisis.999.title"},
		{today, "F1", "keys.title"},
		{today, "F1 guide.open", "guide.field"},
		{today, "Ctrl+K", "search.field"},
		{today, "Ctrl+Shift+W", "contacts.waitingCall"},
		{today, "Ctrl+Shift+S", "shift.end"},
		{today, "Ctrl+Shift+R", "request.new"},
		{today, "Alt+2 contacts.import", "import.title"},
		{today, "Alt+2 sheet.save", "compose.save.path"},
		{today, "Alt+3 Return", "case.tab.overview"},
		{today, "Alt+3 cases.new", "cases.new.title"},
		{today, "Alt+4 letters.compose Return", "compose.type"},
		{today, "Alt+5", "insights.charts"},
		{today, "Alt+6 team.add", "team.name"},
		{today, "Alt+6 team.kit.replace", "team.kit.replace.lead"},
		{today, "Alt+6 requests.title", "request.new"},
		{today, "Alt+6 team.incidents", "incident.lead"},
		{today, "Alt+6 lost.title", "lost.title"},
		{today, "Ctrl+Shift+T retention.title", "retention.title"},
		{today, "Ctrl+Shift+T retention.title retention.rules", "retention.period"},
		{today, "Alt+7 wording.open", "wording.title"},
		{today, "Alt+7 retention.rules.open", "retention.period"},
		{today, "Alt+7 settings.passphrase", "create.passphrase.again"},
		{today, "Alt+7", "backup.title"},

		{inCase, "Ctrl+2", "case.note.save"},
		{inCase, "Ctrl+2 case.note.amend", "case.note.amend.title"},
		{inCase, "Ctrl+2 case.note.toEvent", "case.event.new"},
		{inCase, "Ctrl+2 attach.do", "attach.lead"},
		{inCase, "Ctrl+2 moved.move", "moved.why"},
		{inCase, "Ctrl+3 case.plan.reviewing", "record.plan.reviews.found"},
		{inCase, "Ctrl+3 case.plan.action.add", "case.plan.action.new"},
		{inCase, "Ctrl+3 case.plan.section.add", "record.plan.sections.title"},
		{inCase, "Ctrl+3 case.plan.details", "record.plan.kept_where"},
		{inCase, "Ctrl+3 case.plan.print", "compose.save.path"},
		{inCase, "Ctrl+4 case.evidence.add", "record.evidence.shows"},
		{inCase, "Ctrl+4 case.money.demand.add", "record.money.words"},
		{inCase, "Ctrl+4 case.money.payment.add", "record.money.words"},
		{inCase, "Ctrl+5 letters.compose", "compose.type"},
		{inCase, "Ctrl+5 giving.title", "giving.person"},
		{inCase, "Ctrl+6 case.consent.record: case.consent.share-with-police", "record.consent.covers"},
		{inCase, "Ctrl+6 case.consent.withdraw", "case.consent.withdraw.title"},
		{inCase, "Ctrl+7", "case.history.lead"},
		{inCase, "common.edit: case.matter.title", "record.case.platform"},
		{inCase, "case.safe.change", "record.case.safe_contact.rule"},
		{inCase, "common.add: case.events.title", "record.event.what"},
		{inCase, "common.add: case.suspects.title", "record.suspect.names"},
		{inCase, "common.add: case.tasks.title", "record.task.what"},
		{inCase, "common.add: case.people.title", "record.person.called_name"},
		{inCase, "common.add: case.safeguarding.title", "record.safeguarding.concern"},
		{inCase, "case.risk.new", "record.assessment.judgement"},
		{inCase, "common.edit: case.police.title", "record.case.police.wish_words"},
		{inCase, "common.edit: case.access.title", "case.access.lead"},
		{inCase, "link.add", "link.why"},
		{inCase, "hold.set", "hold.why"},
		{inCase, "case.close.do", "record.case.outcome"},
		{inCase, "Alt+Left", "today.whose.everyone"},
	} {
		t.Run(one.steps, func(t *testing.T) {
			s.t, s.caseStage.t = t, t
			s.goTo(today)
			if one.from != today {
				s.goTo(one.from)
			}
			steps := strings.Fields(strings.ReplaceAll(one.steps, ": ", ":"))
			if len(steps) > 3 {
				t.Errorf("%d keys or clicks", len(steps))
			}
			for _, step := range steps {
				s.do(strings.Replace(step, ":", ": ", 1))
			}
			s.shows(s.app.t(one.shows))
			for top := widget.TopLayer(s.window.Canvas()); top != nil; top = widget.TopLayer(s.window.Canvas()) {
				top.Dismiss()
			}
		})
	}
}
