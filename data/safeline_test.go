package data_test

import (
	"reflect"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

// forbidding is a way to reach the person which the whole charity must not use.
var forbidding = map[string]struct {
	forbid func(s *data.SafeContact)
	words  string
}{
	"text":      {func(s *data.SafeContact) { s.MayText = data.No }, "No texts"},
	"voicemail": {func(s *data.SafeContact) { s.MayVoice = data.No }, "No voicemail"},
	"post":      {func(s *data.SafeContact) { s.MayPost = data.No }, "No post"},
	"car":       {func(s *data.SafeContact) { s.MarkedCar = data.No }, "No marked car or uniform"},
	"police":    {func(s *data.SafeContact) { s.OnlyThrough = data.Yes }, "Police: only through us"},
	"a way":     {func(s *data.SafeContact) { s.DoNot = "the landline" }, "Do not contact them by: the landline"},
}

func TestALineOfSafeContactBeginsWithAllThatIsForbidden(t *testing.T) {
	t.Parallel()
	en := assets.Lang(assets.English)
	for name, one := range forbidding {
		for rule, s := range map[string]data.SafeContact{
			"":                         {},
			"Text first · after four":  {Rule: "Text first.", Times: "after four"},
			"Safe to ring: after four": {Times: "after four"},
			"07700 900461":             {Number: "07700 900461"},
			"Text first, after four.":  {Rule: "Text first, after four.", Times: "After four"},
			"07700 900461 · Safe to ring: after four": {Number: "07700 900461", Times: "after four"},
		} {
			if got := s.Line(en); got != rule {
				t.Errorf("with nothing forbidden the line says %q, not %q", got, rule)
			}
			one.forbid(&s)
			want := one.words
			if rule != "" {
				want += " · " + rule
			}
			if got := s.Line(en); got != want {
				t.Errorf("%s: the line says %q, not %q", name, got, want)
			}
			if welsh := s.Line(assets.Lang(assets.Welsh)); !strings.HasSuffix(welsh, strings.ReplaceAll(rule, "Safe to ring", "Diogel ffonio")) || welsh == want || welsh == rule {
				t.Errorf("%s: in Welsh %q", name, welsh)
			}
		}
	}
	all := data.SafeContact{Rule: "Ring.", MayText: data.No, MayVoice: data.No, MayPost: data.No, MarkedCar: data.No, OnlyThrough: data.Yes, DoNot: "his mother"}
	if got, want := all.Line(en), "No texts, no voicemail, no post, no marked car or uniform · Do not contact them by: his mother · Police: only through us · Ring."; got != want {
		t.Errorf("all of it: %q", got)
	}
	answers := reflect.TypeFor[data.SafeContact]()
	for i := range answers.NumField() {
		if f := answers.Field(i); f.Type == reflect.TypeFor[data.Answer]() && !strings.Contains("MayText MayVoice MayPost OnlyThrough MarkedCar", f.Name) {
			t.Errorf("%s may forbid, and no line says it", f.Name)
		}
	}
}

func TestAContactCardNeverForbidsLessThanItsCaseAndWhatWasSaid(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx, en := t.Context(), assets.Lang(assets.English)
	says := func(contact data.ID, line string) {
		t.Helper()
		if card, ok := v.Card(contact); !ok || card.Safe().Line(en) != line {
			t.Errorf("the card says %q, not %q", card.Safe().Line(en), line)
		}
	}
	said := data.Contact{CalledName: "Sam", Number: "07700 900461", SafeWhen: "after six", MayText: data.No, MayVoice: data.No}
	begun, sorted := must[data.ID](t)(v.LogContact(ctx, said)), must[data.ID](t)(v.LogContact(ctx, said))
	says(begun, "No texts, no voicemail · Safe to ring: after six")
	id := must[data.ID](t)(v.Triage(ctx, begun, data.ID{}))
	says(begun, "No texts, no voicemail · Safe to ring: after six")
	if got := must[data.SafeContact](t)(v.SafeContact(ctx, id)).Line(en); got != "No texts, no voicemail · 07700 900461 · Safe to ring: after six" {
		t.Errorf("the case says %q", got)
	}

	other := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Sam"}, data.Person{}))
	must[data.ID](t)(v.Triage(ctx, sorted, other))
	says(sorted, "No texts, no voicemail · Safe to ring: after six") // nobody asked for the case
	for name, one := range forbidding {
		c := must[*data.CaseFile](t)(v.OpenCase(ctx, other)).Case.Value
		c.SafeContact = data.SafeContact{Rule: "Ring.", MayText: data.Yes, MayVoice: data.Yes}
		one.forbid(&c.SafeContact)
		must[data.Entry[data.Case]](t)(data.Change(ctx, v, other, other, c))
		card, _ := v.Card(sorted)
		if !saysToo(card.Safe().Line(en), one.words) || !strings.HasSuffix(card.Safe().Line(en), " · Ring.") {
			t.Errorf("%s: the card says %q", name, card.Safe().Line(en))
		}
		again := must[data.ID](t)(v.LogContact(ctx, data.Contact{Number: "07700 900461"}))
		must[data.ID](t)(v.Triage(ctx, again, other))
		if card, _ := v.Card(again); !saysToo(card.Safe().Line(en), one.words) {
			t.Errorf("%s: the card of a contact sorted now says %q", name, card.Safe().Line(en))
		}
	}
}

func saysToo(line, words string) bool {
	return strings.Contains(strings.ToLower(line), strings.ToLower(words))
}

func TestACaseForbidsWhatAContactThatIsSortedIntoItForbids(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân", SafeContact: data.SafeContact{Rule: "Ring.", MayText: data.Yes}}, data.Person{CalledName: "Siân"}))
	said := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", MayText: data.No, MayVoice: data.No}))
	must[data.ID](t)(v.Triage(ctx, said, id))
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	if got, want := f.Safe().Line(assets.Lang(assets.English)), "No voicemail · Ring."; got != want {
		t.Errorf("the case says %q, not %q: what it was asked stays, what it was not is forbidden", got, want)
	}
	if got := must[data.SafeContact](t)(v.SafeContact(ctx, id)); got != f.Safe() {
		t.Errorf("without its file the case says %+v", got)
	}
	letter, _, err := v.Compose(ctx, id, data.LetterChoices{Type: data.NewReport})
	if err != nil {
		t.Fatal(err)
	}
	if letter.Contact == nil || letter.Contact.MayVoice != data.No {
		t.Errorf("the letter says %+v", letter.Contact)
	}
	must[data.Undone](t)(v.UndoTriage(ctx, said, "another Siân"))
	if f = must[*data.CaseFile](t)(v.OpenCase(ctx, id)); f.Safe().MayVoice == data.No {
		t.Error("the contact was not hers, and the case still forbids what it said")
	}
}
