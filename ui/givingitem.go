package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// showItem is one record with all its words: to be included, left out with a reason, or included with words struck out.
// Words are selected and Delete strikes them; an answer that was chosen is given while it is ticked. What stands in the
// record stays as it is.
func (s *givingScreen) showItem() {
	item := s.items[s.at]
	choice, _ := s.giving.Choice(item, s.asks)
	s.areas, s.ticks, s.last = nil, nil, 0
	f := &form{words: s.words, now: s.vault.Now()}
	formSelect(f, "giving.strike.reason", &s.reason, optionsOf(s.words, "pdf.given.why", data.LeaveReasons()...))
	f.flush()
	for n, field := range item.Fields {
		if field.Question != "" {
			s.tick(n, field, len(struckIn(choice, n)) == 0)
			continue
		}
		f.wide(s.field(n, field))
		if struck := struckIn(choice, n); len(struck) > 0 {
			f.wide(widget.Stack(theme.Space4, widget.Muted(s.t("giving.printed")), widget.Body(printedWords(s, field.Text, struck)),
				widget.Row(theme.Space8, widget.Link(s.t("giving.strike.back"), func() { s.putBack(n) }))))
		}
	}
	if len(s.ticks) > 0 {
		f.wide(widget.Stack(theme.Space8, widget.Strong(s.t("pdf.given.answers")), widget.Muted(s.t("giving.answers.hint")), widget.Columns(columnWidth, theme.Space8, s.ticks...)))
	}
	parts := []fyne.CanvasObject{widget.Heading(s.nameOf(item)), widget.Muted(dots(s.t("giving.of", map[string]any{"Number": s.at + 1, "Count": len(s.items)}), s.stateOf(item)))}
	for _, mark := range s.marks(item) {
		parts = append(parts, widget.NewBand(widget.BandOptions{Text: mark, Icon: "eye", Kind: widget.BandInfo}))
	}
	strikes := widget.Row(theme.Space8)
	var first fyne.Focusable
	if found := len(foundIn(item, choice)); found > 0 {
		strike := widget.Secondary(s.words.N("giving.strike.found", found), s.strikeFound)
		strikes.Add(strike)
		first = strike // most often what is done first; Ctrl+Enter includes from anywhere
	}
	strikes.Add(widget.Secondary(s.t("giving.strike"), s.strike))
	strikes.Add(widget.Link(s.t("giving.all"), s.escape))
	parts = append(parts, strikes)
	s.filled = s.readOrInclude
	s.include = widget.NewButton(widget.ButtonOptions{Label: s.t("giving.readOn"), Icon: "check", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	if first == nil {
		first = s.include
	}
	foot := pageFoot(s.include, widget.Secondary(s.t("giving.leave"), s.leaveOut)) // one row, so that large text leaves room for the record
	s.put(first, foot, append(parts, f.object())...)
	s.look()
}

// look notes whether the end of the record is in sight, and lets it be included then.
func (s *givingScreen) look() {
	if s.include == nil || s.at < 0 || s.at >= len(s.items) {
		return
	}
	record := s.items[s.at].Record
	if s.seen[record] = s.seen[record] || s.page.AtEnd(); s.seen[record] {
		s.include.SetLabel(s.t("giving.include"))
		widget.Settle(s.include)
	}
}

// readOrInclude reads on while the end of the record was not in sight, and includes it then: whoever gives a record out
// answers for all of it.
func (s *givingScreen) readOrInclude() {
	if s.look(); !s.seen[s.items[s.at].Record] {
		s.page.PageBy(1)
		s.look()
		return
	}
	s.includeIt()
}

// field is one text of a record, in which words can be selected and nothing can be changed.
func (s *givingScreen) field(n int, field data.GiveField) fyne.CanvasObject {
	var area *widget.TextArea
	area = widget.NewTextArea(widget.EntryOptions{
		Text: field.Text, Rows: 2, Whole: true, // it is read to its end
		Changed: func(now string) {
			if now != field.Text {
				area.Set(field.Text) // the record is not changed here
			}
		},
		Keys: func(ev *fyne.KeyEvent) bool {
			s.last = n
			if ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace {
				s.strike()
				return true
			}
			return false
		},
		Left: func() { s.last = n },
	})
	s.areas = append(s.areas, area)
	label := s.t("giving.words")
	if s.words.Has(field.Key) {
		label = s.t(field.Key)
	}
	return widget.NewField(widget.FieldOptions{Label: label, Control: area})
}

// tick is an answer that was chosen, or a day: given as a whole or not at all.
func (s *givingScreen) tick(n int, field data.GiveField, given bool) {
	s.ticks = append(s.ticks, widget.NewCheck(widget.CheckOptions{Label: field.Question + " " + field.Text, On: given, Changed: func(on bool) {
		s.last = n
		if on {
			s.putBack(n)
			return
		}
		s.strikeAll(data.Strike{Field: n, To: len([]rune(field.Text)), Reason: s.reason})
	}}))
}

// selection is what is selected in the field that was used last: letters from and up to before.
func (s *givingScreen) selection() (field, from, to int, ok bool) {
	order := []int{s.last}
	for n := range s.areas {
		order = append(order, n)
	}
	for _, n := range order {
		if n >= len(s.areas) {
			continue
		}
		area := s.areas[n]
		chosen, letters, caret := []rune(area.SelectedText()), []rune(area.Value()), area.Caret()
		if len(chosen) == 0 {
			continue
		}
		from := caret
		if before := caret - len(chosen); before >= 0 && string(letters[before:caret]) == string(chosen) {
			from = before
		}
		return n, from, from + len(chosen), true
	}
	return 0, 0, 0, false
}

// strike takes the selected words out of what is given.
func (s *givingScreen) strike() {
	field, from, to, ok := s.selection()
	if !ok {
		s.tell(s.t("giving.strike.none"))
		return
	}
	s.last = field
	s.strikeAll(data.Strike{Field: field, From: from, To: to, Reason: s.reason})
}

// strikeFound takes out every name that was found.
func (s *givingScreen) strikeFound() {
	item := s.items[s.at]
	choice, _ := s.giving.Choice(item, s.asks)
	all := foundIn(item, choice)
	s.last = all[0].Field // it is shown where the first was
	s.strikeAll(all...)
}

// strikeAll keeps strikes with the record. Nothing is decided with that: it waits until the record is included.
func (s *givingScreen) strikeAll(struck ...data.Strike) {
	c := s.pending()
	for _, one := range struck {
		if !slices.Contains(c.Struck, one) {
			c.Struck = append(slices.Clone(c.Struck), one)
		}
	}
	s.keepPending(c)
}

// putBack takes the strikes out of a field again.
func (s *givingScreen) putBack(field int) {
	c := s.pending()
	c.Struck = slices.DeleteFunc(slices.Clone(c.Struck), func(one data.Strike) bool { return one.Field == field })
	s.keepPending(c)
}

// pending is what is decided about the record that is shown, or about to be.
func (s *givingScreen) pending() data.GiveChoice {
	c, _ := s.giving.Choice(s.items[s.at], s.asks)
	c.Leave, c.Words = "", ""
	return c
}

func (s *givingScreen) keepPending(c data.GiveChoice) {
	offset := s.page.Offset()
	c.Pending = true
	s.giving.Decide(c)
	s.touch()
	field := s.last
	s.show()
	s.page.ScrollTo(offset)
	if field < len(s.areas) {
		s.focus(s.areas[field])
	} else if tick := field - len(s.areas); tick < len(s.ticks) {
		s.focus(s.ticks[tick].(fyne.Focusable))
	}
}

// includeIt gives the record that is shown, with what is struck out of it, and goes on to the next. One that is to be
// checked before it is shown to the person asks each time.
func (s *givingScreen) includeIt() {
	item := s.items[s.at]
	if item.CheckBefore {
		s.ask(question{title: s.t("giving.mark.check"), lead: s.t("giving.check.lead"), accept: s.t("giving.include"), do: func(done func(error)) {
			done(nil)
			s.decided(s.pending())
		}})
		return
	}
	s.decided(s.pending())
}

// leaveOut asks why the record that is shown is left out.
func (s *givingScreen) leaveOut() {
	c := s.pending()
	c.Struck, c.Leave = nil, data.LeaveThirdParty
	if s.items[s.at].Emotional && s.asks == data.VictimInformation {
		c.Leave = data.LeaveEmotional
	}
	f := &form{words: s.words, now: s.vault.Now()}
	f.wide(f.field("giving.leave.reason", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(s.words, "pdf.given.why", data.LeaveReasons()...), Chosen: string(c.Leave), Changed: func(id string) { c.Leave = data.LeaveReason(id); f.touch() },
	})))
	f.text("giving.leave.words", &c.Words)
	s.ask(question{title: s.t("giving.leave"), lead: s.t("giving.leave.lead"), content: f, kept: "giving.leave:" + s.items[s.at].Record.String(), accept: s.t("giving.leave.do"), do: func(done func(error)) {
		if c.Leave == "" {
			done(&data.Error{Code: data.CodeNeedsReason, Doing: "leaving something out"})
			return
		}
		done(nil)
		s.decided(c)
	}})
}

// decided goes on to the next record that nobody has looked at; else to the overview.
func (s *givingScreen) decided(c data.GiveChoice) {
	c.Pending = false
	s.giving.Decide(c)
	s.touch()
	s.at = s.next()
	s.show()
}

func struckIn(c data.GiveChoice, field int) []data.Strike {
	return slices.DeleteFunc(slices.Clone(c.Struck), func(one data.Strike) bool { return one.Field != field })
}

// printedWords is a text as it will be printed, on one line.
func printedWords(s *givingScreen, text string, struck []data.Strike) string {
	letters := []rune(text)
	gone := make([]bool, len(letters))
	for _, one := range struck {
		for i := max(0, one.From); i < min(one.To, len(letters)); i++ {
			gone[i] = true
		}
	}
	var out strings.Builder
	for i, r := range letters {
		switch {
		case !gone[i]:
			out.WriteRune(r)
		case i == 0 || !gone[i-1]:
			out.WriteString(s.t("pdf.given.sign"))
		}
	}
	return out.String()
}

// foundIn are the names in a record that were found and are not struck out yet.
func foundIn(item data.GiveItem, c data.GiveChoice) []data.Strike {
	var all []data.Strike
	for n, f := range item.Fields {
		for _, at := range f.Found {
			if !slices.ContainsFunc(c.Struck, func(one data.Strike) bool { return one.Field == n && one.From <= at[0] && one.To >= at[1] }) {
				all = append(all, data.Strike{Field: n, From: at[0], To: at[1], Reason: data.LeaveThirdParty})
			}
		}
	}
	return all
}
