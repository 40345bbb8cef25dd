package ui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// build makes the form of the letter's type; what was typed before stays.
func (s *composeScreen) build() {
	c := &s.choices
	f := &form{words: s.words, now: s.vault.Now(), changed: s.changed, strict: true, raw: s.raw}
	s.form = f
	s.needed = map[string]fyne.Focusable{}
	s.kind(f)
	s.languages(f)
	s.recipient(f)
	f.day("compose.replyBy", &c.ReplyBy, future)
	f.section("compose.basis.title")
	s.needed["basis"] = formSelect(f, "compose.basis", &c.Basis, optionsOf(s.words, "compose.basis", data.Bases()...))
	note := f.area("compose.basisNote", 2, &c.BasisNote)
	s.needed["basis-note"], s.needed["consent"], s.needed["consent-refused"] = note, note, s.needed["basis"]
	if s.file.Case.Value.DangerNow == data.Yes {
		f.area("compose.urgent", 2, &c.Urgent)
	}
	f.answer("compose.knows", &c.Knows)
	f.text("compose.knowsWhy", &c.KnowsWhy)
	f.answer("compose.phone", &c.PhoneTake)
	f.section("compose.words.title")
	f.area("compose.summary", 4, &c.Summary)
	f.text("compose.offence", &c.Offence)
	f.text("compose.updates", &c.Updates)
	f.lines("compose.asks", 3, &c.Asks)
	s.grounds(f)
	f.section("compose.fields.title")
	f.note("compose.fields.lead")
	for _, d := range data.FieldsOf(*c) {
		if d.Default != data.Never {
			f.wide(s.fieldChoice(f, d))
		}
	}
	f.section("compose.author.title")
	f.text("compose.role", &c.Role)
	f.text("compose.direct", &c.Direct)
	f.text("compose.copies", &c.Copies)
	f.section("compose.paper.title")
	size := strconv.Itoa(max(c.TextSize, 12))
	f.put(f.field("compose.size", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: []widget.Option{{ID: "12", Label: "12"}, {ID: "14", Label: "14"}, {ID: "16", Label: s.t("compose.size.large")}}, Chosen: size,
		Changed: func(id string) { _, _ = fmt.Sscan(id, &c.TextSize); f.touch() },
	})))
	envelope := "dl"
	if c.Window == data.WindowNotify {
		envelope = string(data.WindowNotify)
	}
	f.put(f.field("compose.envelope", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(s.words, "compose.envelope", "dl", string(data.WindowNotify)), Chosen: envelope,
		Changed: func(id string) {
			c.Window = data.WindowDL
			if id == string(data.WindowNotify) {
				c.Window = data.WindowNotify
			}
			f.touch()
		},
	})))
	f.wide(widget.Row(0, widget.Link(s.t("compose.envelope.test"), s.printEnvelopeTest)))
	s.choice.Set(widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Stack(theme.Space16, s.lacks, f.object())))
}

// recipient is the force, who in it, and where the letter goes: as the organisation knows it, unless somebody writes
// otherwise for this letter.
func (s *composeScreen) recipient(f *form) {
	c := &s.choices
	known := func() string { return strings.Join(s.vault.Organisation().AddressOf(c.Force), "\n") }
	typed := strings.Join(c.Address, "\n")
	filling := false
	address := widget.NewTextArea(widget.EntryOptions{Text: firstText(typed, known()), Rows: 3, Changed: func(text string) {
		if !filling {
			c.Address = nonBlankLines(text)
			f.touch()
		}
	}})
	force := widget.NewSelect(widget.SelectOptions{
		Options: forceOptions(s.words, s.vault.Now()), Chosen: c.Force, Filter: s.t("compose.force.filter"),
		Changed: func(id string) {
			c.Force, c.Address = id, nil
			filling = true
			address.Set(known())
			filling = false
			f.touch()
		},
	})
	f.put(f.field("compose.force", force))
	s.needed["force"] = force
	f.text("compose.unit", &c.Unit)
	f.text("compose.attention", &c.Attention)
	f.wide(f.field("compose.address", address))
}

// printEnvelopeTest prints a sheet that shows what the window of an envelope shows. Nothing on it is about anybody, so
// no record says that it was printed.
func (s *composeScreen) printEnvelopeTest() {
	window, language := s.choices.Window, string(s.choices.Language)
	s.print(outgoing{
		paper: paper{doc: func(context.Context) (*pdf.Document, error) {
			return pdf.ComposeEnvelopeTest(s.vault.Organisation().Sender(), window, language)
		}},
		saved: func(sentence string) { s.say(sentence, theme.GoodInk) },
	}, func(context.Context, string, string) error { return nil })
}

// rebuild makes the form anew where its fields depend on what was chosen, and stays where that is.
func (s *composeScreen) rebuild() {
	widget.Anew(s.canvas(), s.choice, func() {
		offset := s.choice.Offset()
		s.build()
		s.choice.ScrollTo(offset)
	})
	s.changed()
}

// kind is the type of letter, and which earlier one it is about.
func (s *composeScreen) kind(f *form) {
	c := &s.choices
	kind := widget.NewSelect(widget.SelectOptions{
		Options: optionsOf(s.words, "compose.type", data.LetterTypes()...), Chosen: string(c.Type),
		Changed: func(id string) { c.Type = data.LetterType(id); s.rebuild() },
	})
	f.wide(f.field("compose.type", kind))
	if lead := "compose.type.lead." + string(c.Type); s.words.Has(lead) {
		f.note(lead)
	}
	if c.Type != data.UpdateOrWithdrawal {
		return
	}
	if len(s.file.Letters) == 0 {
		f.note("compose.replaces.none")
		return
	}
	var earlier []widget.Option
	chosen := ""
	for i := len(s.file.Letters) - 1; i >= 0; i-- {
		l := s.file.Letters[i]
		option := widget.Option{
			ID: l.ID.String(), Label: dots(l.Value.Letter.Number, s.words.ShortDate(l.Value.Issued.Local())),
			Detail: dots(recipientWords(s.words, l.Value.Letter.To), s.t("compose.type."+string(l.Value.Letter.Type))),
		}
		if l.ID == c.Replaces {
			chosen = option.Detail
		}
		earlier = append(earlier, option)
	}
	replaces := widget.NewSelect(widget.SelectOptions{Options: earlier, Chosen: c.Replaces.String(), Changed: func(id string) {
		at := slices.IndexFunc(s.file.Letters, func(l data.Entry[data.IssuedLetter]) bool { return l.ID.String() == id })
		if at >= 0 {
			*c = c.Follow(s.file.Letters[at], s.vault.Me().ID)
			s.rebuild()
		}
	}})
	f.wide(f.field("compose.replaces", replaces))
	if chosen != "" {
		f.wide(widget.Muted(chosen)) // whole, which the field has no room for
	}
	change := widget.NewSelect(widget.SelectOptions{
		Options: optionsOf(s.words, "compose.change", data.LetterChanges()...), Chosen: string(c.Change),
		Changed: func(id string) { c.Change = data.LetterChange(id); s.rebuild() },
	})
	f.wide(f.field("compose.change", change))
	s.needed["replaces"], s.needed["change"] = replaces, change
}

// bothLanguages is a letter in Welsh, then in English.
const bothLanguages = "both"

func (s *composeScreen) languages(f *form) {
	c := &s.choices
	chosen := string(c.Language)
	if c.Bilingual {
		chosen = bothLanguages
	}
	options := append(optionsOf(s.words, "common.language", data.English, data.Welsh), widget.Option{ID: bothLanguages, Label: s.t("compose.language.both")})
	f.put(f.field("compose.language", widget.NewChoice(widget.ChoiceOptions{Always: true, Options: options, Chosen: chosen, Changed: func(id string) {
		c.Language, c.Bilingual = data.Language(id), id == bothLanguages
		if c.Bilingual {
			c.Language = data.Welsh
		}
		f.touch()
	}})))
}

// grounds are those for enhanced rights, where the Victims' Code applies.
func (s *composeScreen) grounds(f *form) {
	c := &s.choices
	force, ok := assets.ForceByID(c.Force)
	if c.Type == data.InformationOnly || ok && !force.UnderVictimsCode() {
		return
	}
	var ticks []fyne.CanvasObject
	for _, g := range data.Grounds() {
		ticks = append(ticks, widget.NewCheck(widget.CheckOptions{Label: s.t("compose.ground." + string(g)), On: slices.Contains(c.Grounds, g), Changed: func(on bool) {
			c.Grounds = slices.DeleteFunc(c.Grounds, func(other data.Ground) bool { return other == g })
			if on {
				c.Grounds = append(c.Grounds, g)
			}
			f.touch()
		}}))
	}
	f.wide(f.field("compose.grounds", widget.Stack(0, ticks...)))
}

// fieldChoice is one field of the letter, in or out. What is normally withheld goes in only with a reason; what is
// left out may have one.
func (s *composeScreen) fieldChoice(f *form, d data.FieldDefault) fyne.CanvasObject {
	_, asked := s.choices.Include[d.Field]
	out := slices.Contains(s.choices.LeaveOut, d.Field)
	on := asked || d.Default == data.Included && !out
	hint := ""
	if d.Default == data.Withheld {
		hint = s.t("compose.withheld")
	}
	why := widget.NewEntry(widget.EntryOptions{
		Text: s.choices.Include[d.Field], Placeholder: s.t("compose.reason"),
		Changed: func(text string) { s.include(d.Field, text); f.touch() },
	})
	whyNot := widget.NewEntry(widget.EntryOptions{
		Text: s.choices.LeaveWhy[d.Field], Placeholder: s.t("compose.leaveWhy"),
		Changed: func(text string) { s.leaveOut(d.Field, text); f.touch() },
	})
	show := func(on bool) {
		why.Hidden = d.Default != data.Withheld || !on
		whyNot.Hidden = d.Default != data.Included || on
	}
	show(on)
	var box *fyne.Container
	check := widget.NewCheck(widget.CheckOptions{Label: s.t("compose.field." + string(d.Field)), Hint: hint, On: on, Changed: func(on bool) {
		s.setField(d, on, why.Value())
		show(on)
		settle(box)
		if !why.Hidden {
			s.focus(why)
		}
		f.touch()
	}})
	box = widget.Stack(theme.Space4, check, widget.Pad(widget.Margins{Left: theme.Space32}, widget.Stack(0, why, whyNot)))
	return box
}

func (s *composeScreen) include(field data.Field, reason string) {
	if s.choices.Include == nil {
		s.choices.Include = map[data.Field]string{}
	}
	s.choices.Include[field] = reason
}

func (s *composeScreen) leaveOut(field data.Field, why string) {
	if s.choices.LeaveWhy == nil {
		s.choices.LeaveWhy = map[data.Field]string{}
	}
	s.choices.LeaveWhy[field] = why
}

func (s *composeScreen) setField(d data.FieldDefault, on bool, reason string) {
	delete(s.choices.Include, d.Field)
	s.choices.LeaveOut = slices.DeleteFunc(s.choices.LeaveOut, func(f data.Field) bool { return f == d.Field })
	switch {
	case on && d.Default != data.Included:
		s.include(d.Field, reason)
	case !on && d.Default == data.Included:
		s.choices.LeaveOut = append(s.choices.LeaveOut, d.Field)
	}
}
