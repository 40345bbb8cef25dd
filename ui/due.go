package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenDue is what the retention rules say is due.
const screenDue = "due"

// dueScreen lists it with the reasons, for a manager to sign off one by one.
type dueScreen struct {
	desk
	listPage
	due  map[string]data.Due
	said *widget.Text
	none fyne.CanvasObject // in the place of the list while nothing is due
	body *fyne.Container
}

func newDueScreen(d desk) *dueScreen {
	s := &dueScreen{desk: d, due: map[string]data.Due{}, said: widget.Muted(d.t("case.reading"))}
	s.list = widget.NewList(widget.ListOptions{Name: d.t("retention.title"), Wrap: true, Open: func(id string) {
		if one, ok := s.due[id]; ok {
			s.signOff(one)
		}
	}})
	s.none = widget.Empty(widget.EmptyOptions{Icon: "calendar", Title: d.t("retention.none"), Text: d.t("retention.none.text")})
	s.none.Hide()
	s.body = newListFrame(d.caseDesk,
		widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Left: theme.Space24}, widget.Stack(theme.Space4, s.said, widget.Muted(d.t("retention.lead")))),
		widget.Pad(widget.Margins{Top: theme.Space4, Right: theme.Space24, Bottom: theme.Space4, Left: theme.Space16},
			widget.Row(theme.Space8, widget.Link(d.t("retention.rules"), func() { s.shell.Go(Route{Screen: screenRetention}) }))),
		widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, widget.Over(s.list, s.none))).body
	return s
}

// Content is the page.
func (s *dueScreen) Content() fyne.CanvasObject { return s.body }

// Route is the page's.
func (s *dueScreen) Route() Route { return Route{Screen: screenDue} }

// Title is shown in the header.
func (s *dueScreen) Title() string { return s.t("retention.title") }

// Release lets go of what is due.
func (s *dueScreen) Release() {
	s.shell.Runner().Cancel("due")
	clear(s.due)
	s.listPage.Release()
}

// Refresh looks again at what is due.
func (s *dueScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "due", s.read, func(v dueView, err error) {
		if err != nil {
			s.said.Set(data.Sentence(s.words, err))
			s.said.Show()
			s.body.Refresh()
			return
		}
		s.app.due = countDue(v.due)
		s.show(v)
		s.askAgain(func(_, record string) func() {
			one, ok := s.due[record]
			if !ok {
				return nil
			}
			return func() { s.signOff(one) }
		})
	})
}

// dueView is what the page reads.
type dueView struct {
	due  []data.Due
	gone []data.Erased
}

func (s *dueScreen) read(ctx context.Context) (v dueView, err error) {
	if v.due, err = s.vault.DueList(ctx); err == nil {
		v.gone, err = s.vault.Erasures(ctx)
	}
	return v, err
}

// whatIsLeft are the lines that stay of what was erased.
func (s *dueScreen) whatIsLeft(gone []data.Erased) widget.ItemSlice {
	var items widget.ItemSlice
	for _, e := range gone {
		held := ""
		if e.Held.After(s.vault.Now()) {
			held = s.t("case.history.erasedHeld", map[string]any{"Day": s.words.Date(e.Held)})
		}
		items = append(items, widget.Item{
			ID: "erased:" + e.ID.String(), Title: dots(s.t("retention.erased.one"), e.By), Icon: "history",
			Detail: strings.TrimSpace(sentence(firstText(e.Reason, s.t("retention.erased.noReason"))) + " " + held), Meta: s.words.ShortDate(e.At.Local()),
		})
	}
	if len(items) > 0 {
		items = append(widget.ItemSlice{{Title: s.t("retention.erased"), Heading: true}}, items...)
	}
	return items
}

func (s *dueScreen) show(v dueView) {
	clear(s.due)
	list := v.due
	var items widget.ItemSlice
	for _, d := range list {
		id := d.Record.String()
		s.due[id] = d
		row := widget.Item{ID: id, Title: s.nameOfDue(d), Detail: d.Reason(s.words), Meta: s.words.ShortDate(d.Due.Local()), Icon: "calendar", Tone: widget.ToneDue}
		if stays := d.Stopped(s.words); stays != "" {
			row.Icon, row.Tone, row.Detail = "lock", widget.TonePlain, dots(stays, row.Detail)
		}
		items = append(items, row)
	}
	items = append(items, s.whatIsLeft(v.gone)...)
	s.put(items)
	if s.list.Chosen() == "" && s.canvas().Focused() == fyne.Focusable(s.list) {
		s.list.FocusGained() // which chooses the first row, now that there is one
	}
	s.said.Set(s.t("retention.none"))
	if len(list) > 0 {
		s.said.Set(s.n("retention.count", len(list)))
	}
	shown(s.said, len(items) > 0) // the empty page says it
	shown(s.none, len(items) == 0)
	shown(s.list, len(items) > 0)
	s.body.Refresh()
	s.begin(s.body)
}

// nameOfDue is what a line is called: the reference with the name, what is asked
// with who asks, or what a contact is called.
func (d desk) nameOfDue(one data.Due) string {
	name := d.uncovered(one.Name)
	switch one.Kind {
	case data.KindCase:
		return dots(one.Ref, name)
	case data.KindRequest:
		return dots(d.t("request.kind."+string(one.Asks)), name)
	}
	return dots(d.t("retention.contact"), firstText(name, d.t("contacts.noName")))
}

// signOff asks what goes, why, and for the reference once more.
func (s *dueScreen) signOff(one data.Due) {
	to := Route{Screen: ScreenContact, ID: one.Record.String()}
	switch one.Kind {
	case data.KindCase:
		to.Screen = ScreenCase
	case data.KindRequest:
		to.Screen = ScreenRequest
	}
	if stays := one.Stopped(s.words); stays != "" {
		s.ask(question{title: s.nameOfDue(one), lead: stays + "\n" + one.Reason(s.words), accept: s.t("common.open"), do: func(done func(error)) {
			done(nil)
			s.shell.Go(to)
		}})
		return
	}
	s.askGoing(going{
		record: one.Record, kept: "retention.sign", title: s.nameOfDue(one), lead: one.Reason(s.words), word: one.Ref,
		action: one.Rule.Action, figures: one.Kind != data.KindRequest, look: func() { s.shell.Go(to) }, gone: s.Refresh,
	})
}

// going is what a manager signs away.
type going struct {
	record      data.ID
	version     data.ID // one version of the record; zero = all of it
	kept        string  // names the draft of the reason
	title, lead string
	word        string               // to be typed once more; "" is the word for what has no reference
	action      data.RetentionAction // what is proposed
	figures     bool                 // it has figures that may stay
	look        func()               // opens it; may be nil
	gone        func()
}

// askGoing asks what goes, why, and for its reference once more.
func (d caseDesk) askGoing(g going) {
	action, why, word := g.action, "", firstText(g.word, d.t("retention.word"))
	f := &form{words: d.words, now: d.vault.Now()}
	if g.figures {
		f.wide(f.field("retention.action", widget.NewChoice(widget.ChoiceOptions{
			Always: true, Options: optionsOf(d.words, "retention.action", data.RetainErase, data.RetainFigures), Chosen: string(action),
			Changed: func(id string) { action = data.RetentionAction(id); f.touch() },
		})))
	}
	f.area("retention.why", 2, &why)
	f.understood("retention.confirm", "", func(text string) (string, bool) { return "", plainWord(text) == plainWord(word) || text == "" })
	f.flush()
	confirm := f.unclear[0]
	confirm.says(d.t("retention.confirm.hint", map[string]any{"Word": word}))
	if g.look != nil {
		f.wide(widget.Row(theme.Space4, widget.Link(d.t("retention.look"), func() {
			if layer := widget.TopLayer(d.canvas()); layer != nil {
				layer.Hide()
			}
			g.look()
		})))
	}
	lead, about := strings.Join(nonEmptyTexts(g.lead, d.t("retention.sign.lead")), "\n"), g.record.String()
	if !g.version.IsZero() {
		about += "." + g.version.String()
	}
	d.ask(question{title: g.title, lead: lead, content: f, kept: g.kept + ":" + about, accept: d.t("retention.sign"), do: func(done func(error)) {
		if plainWord(confirm.entry.Value()) != plainWord(word) {
			done(&data.Error{Code: data.CodeConfirm, Doing: "signing off", Args: map[string]any{"Word": word}})
			return
		}
		Go(d.shell.Runner(), "", func(ctx context.Context) (data.Erased, error) {
			if !g.version.IsZero() {
				return d.vault.EraseVersion(ctx, g.record, g.version, data.EraseOptions{Reason: why})
			}
			return d.vault.SignOff(ctx, g.record, action, data.EraseOptions{Reason: why})
		}, func(gone data.Erased, err error) {
			done(err)
			if err != nil {
				return
			}
			g.gone()
			d.tell(d.goneWords(gone))
		})
	}})
}

// goneWords say what was done, until when a backup still has it, and which files no rule removes.
func (d caseDesk) goneWords(gone data.Erased) string {
	lines := []string{d.t("retention.done")}
	switch {
	case !gone.Held.IsZero():
		lines = append(lines, d.t("retention.done.held", map[string]any{"Day": d.words.Date(gone.Held)}))
	case len(gone.Copies) == 0:
		lines = append(lines, d.t("retention.done.none"))
	}
	for _, file := range gone.Copies {
		lines = append(lines, d.t("ctl.erased-copy", map[string]any{"File": file}))
	}
	for _, folder := range gone.Unlisted {
		lines = append(lines, d.t("ctl.erased-unlisted", map[string]any{"Folder": folder}))
	}
	return strings.Join(lines, "\n")
}
