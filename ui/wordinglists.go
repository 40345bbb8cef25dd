package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// both is a text in both languages, a field for each.
func (s *wordingScreen) both(f *form, key string, rows int, to *assets.Text, changed func()) {
	for _, language := range []string{assets.English, assets.Welsh} {
		text := &to.EN
		if language == assets.Welsh {
			text = &to.CY
		}
		options := widget.EntryOptions{Text: *text, Rows: rows, Changed: func(now string) { *text = now; changed() }}
		var control widget.Typed = widget.NewEntry(options)
		if rows > 1 {
			control = widget.NewTextArea(options)
		}
		f.put(widget.NewField(widget.FieldOptions{Label: s.t(key + "." + language), Control: control}))
	}
	f.flush()
}

// source is where words come from and when that was read.
func (s *wordingScreen) source(f *form, of string, source, date *string, changed func()) {
	f.put(f.field("wording.source", widget.NewEntry(widget.EntryOptions{Text: *source, Changed: func(now string) { *source = now; changed() }})))
	day, _ := time.Parse(time.DateOnly, *date)
	g := *f
	g.part = of
	g.changed = func() {
		*date = ""
		if !day.IsZero() {
			*date = day.Format(time.DateOnly)
		}
		changed()
	}
	g.day("wording.read", &day, past)
	f.short, f.unclear = g.short, g.unclear
	f.flush()
}

// blank is a link that takes one part of a list away.
func (s *wordingScreen) away(f *form, label string, do func()) {
	f.wide(widget.Link(label, func() { do(); s.touch(); s.rebuild() }))
}

// advice is the list for one matter, a line each.
func (s *wordingScreen) advice(f *form, matter assets.Matter) {
	list, changed := s.own.Advice[matter]
	if !changed {
		list = assets.AllAdvice(matter)
	}
	f.wide(widget.Muted(s.t("wording.advice.lead")))
	keep := func() {
		if s.own.Advice == nil {
			s.own.Advice = map[assets.Matter][]assets.AdviceItem{}
		}
		s.own.Advice[matter] = list
		s.touch()
	}
	for i := range list {
		a := &list[i]
		f.wide(widget.Hairline())
		f.wide(widget.Strong(s.t("wording.line", map[string]any{"Number": i + 1})))
		s.both(f, "wording.words", 3, &a.Text, func() { a.Date = s.vault.Now().Format(time.DateOnly); keep() })
		s.source(f, "advice "+a.Key+" ", &a.Source, &a.Date, keep)
		if strings.HasPrefix(a.Key, ownPrefix) {
			f.wide(f.field("wording.ages", widget.NewChoice(widget.ChoiceOptions{Always: true, Options: s.ages(), Chosen: agesID(a.Ages), Changed: func(id string) {
				a.Ages = nil
				if id != everyAge {
					a.Ages = []assets.AgeGroup{assets.AgeGroup(id)}
				}
				keep()
			}})))
		} else {
			f.wide(widget.Muted(s.t("wording.ages") + " " + s.agesWords(a.Ages)))
		}
		if a.MustStay() {
			f.wide(widget.Muted(s.t("wording.advice.stays")))
		} else {
			s.away(f, s.t("wording.line.remove", map[string]any{"Number": i + 1}), func() {
				list = slices.Delete(slices.Clone(list), i, i+1)
				keep()
			})
		}
	}
	f.wide(widget.Hairline())
	f.wide(widget.NewButton(widget.ButtonOptions{Label: s.t("wording.line.add"), Icon: "plus", Do: func() {
		list = append(list, assets.AdviceItem{Key: ownPrefix + data.NewID().String()[:8], Matter: matter, Date: s.vault.Now().Format(time.DateOnly)})
		keep()
		s.rebuild()
	}}))
	if changed {
		s.away(f, s.t("wording.reset"), func() { delete(s.own.Advice, matter) })
	}
}

// ownPrefix begins the key of a line of the organisation's own.
const ownPrefix = "own."

// everyAge stands for no age group among the answers.
const everyAge = "all"

func (s *wordingScreen) ages() []widget.Option {
	options := []widget.Option{{ID: everyAge, Label: s.t("wording.ages.all")}}
	for _, age := range assets.AgeGroups() {
		options = append(options, widget.Option{ID: string(age), Label: s.t("wording.ages." + string(age))})
	}
	return options
}

func agesID(ages []assets.AgeGroup) string {
	if len(ages) == 1 {
		return string(ages[0])
	}
	return everyAge
}

func (s *wordingScreen) agesWords(ages []assets.AgeGroup) string {
	if len(ages) == 0 {
		return s.t("wording.ages.all")
	}
	var words []string
	for _, age := range ages {
		words = append(words, s.t("wording.ages."+string(age)))
	}
	return strings.Join(words, "; ")
}

// plan is the template for one matter: its headings, each with suggestions, a
// line each.
func (s *wordingScreen) plan(f *form, matter assets.Matter) {
	template, changed := s.own.Plans[matter]
	if !changed {
		template = assets.Plan(matter)
	}
	keep := func() {
		if s.own.Plans == nil {
			s.own.Plans = map[assets.Matter]assets.PlanTemplate{}
		}
		template.Matter = matter
		s.own.Plans[matter] = template
		s.touch()
	}
	f.wide(widget.Muted(s.t("wording.plan.lead")))
	s.source(f, "plan "+string(matter)+" ", &template.Source, &template.Date, keep)
	for i := range template.Sections {
		section := &template.Sections[i]
		f.wide(widget.Hairline())
		s.both(f, "wording.heading", 1, &section.Title, keep)
		lines := assets.Text{}
		for n, a := range section.Actions {
			if n > 0 {
				lines.EN += "\n"
				lines.CY += "\n"
			}
			lines.EN += a.EN
			lines.CY += a.CY
		}
		s.both(f, "wording.suggestions", 4, &lines, func() {
			section.Actions = actionsOf(section.Key, lines)
			keep()
		})
		s.away(f, s.t("wording.heading.remove", map[string]any{"Heading": firstText(section.Title.In(s.words.Code()), strconv.Itoa(i+1))}), func() {
			template.Sections = slices.Delete(slices.Clone(template.Sections), i, i+1)
			keep()
		})
	}
	f.wide(widget.Hairline())
	f.wide(widget.NewButton(widget.ButtonOptions{Label: s.t("wording.heading.add"), Icon: "plus", Do: func() {
		template.Sections = append(template.Sections, assets.PlanSection{Key: ownPrefix + data.NewID().String()[:8]})
		keep()
		s.rebuild()
	}}))
	if changed {
		s.away(f, s.t("wording.reset"), func() { delete(s.own.Plans, matter) })
	}
}

// actionsOf are the suggestions under a heading: the n-th English line and the
// n-th Welsh one are the same suggestion.
func actionsOf(section string, lines assets.Text) []assets.PlanAction {
	english, welsh := strings.Split(lines.EN, "\n"), strings.Split(lines.CY, "\n")
	var list []assets.PlanAction
	for i := range max(len(english), len(welsh)) {
		a := assets.PlanAction{Key: section + "." + strconv.Itoa(i+1)}
		if i < len(english) {
			a.EN = strings.TrimSpace(english[i])
		}
		if i < len(welsh) {
			a.CY = strings.TrimSpace(welsh[i])
		}
		if a.EN == "" {
			a.EN = a.CY
		}
		if a.EN != "" {
			list = append(list, a)
		}
	}
	return list
}

// notes are what a note may start from.
func (s *wordingScreen) notes(f *form) {
	list, changed := s.own.Notes, s.own.Notes != nil
	if !changed {
		list = assets.NoteTemplates()
	}
	keep := func() { s.own.Notes = list; s.touch() }
	f.wide(widget.Muted(s.t("wording.notes.lead")))
	for i := range list {
		n := &list[i]
		f.wide(widget.Hairline())
		s.both(f, "wording.template", 1, &n.Name, keep)
		for _, box := range []struct {
			key string
			to  *assets.Text
		}{{"said", &n.Said}, {"think", &n.Think}, {"agreed", &n.Agreed}} {
			f.wide(widget.Pad(widget.Margins{Top: theme.Space4}, widget.Muted(s.t("record.note."+box.key))))
			s.both(f, "wording.words", 3, box.to, keep)
		}
		s.source(f, "note "+n.Key+" ", &n.Source, &n.Date, keep)
		s.away(f, s.t("wording.template.remove", map[string]any{"Name": firstText(n.Name.In(s.words.Code()), strconv.Itoa(i+1))}), func() {
			list = slices.Delete(slices.Clone(list), i, i+1)
			keep()
		})
	}
	f.wide(widget.Hairline())
	f.wide(widget.NewButton(widget.ButtonOptions{Label: s.t("wording.template.add"), Icon: "plus", Do: func() {
		list = append(list, assets.NoteTemplate{Key: ownPrefix + data.NewID().String()[:8], Date: s.vault.Now().Format(time.DateOnly)})
		keep()
		s.rebuild()
	}}))
	if changed {
		s.away(f, s.t("wording.reset"), func() { s.own.Notes = nil })
	}
}
