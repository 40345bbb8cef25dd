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
	s.list = widget.NewList(widget.ListOptions{Name: d.t("retention.title"), Open: func(id string) {
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

// Refresh looks again at what is due.
func (s *dueScreen) Refresh() {
	Go(s.shell.Runner(), "due", s.vault.DueList, func(list []data.Due, err error) {
		if err != nil {
			s.said.Set(data.Sentence(s.words, err))
			s.body.Refresh()
			return
		}
		s.app.due = countDue(list)
		s.show(list)
		s.askAgain(func(_, record string) func() {
			one, ok := s.due[record]
			if !ok {
				return nil
			}
			return func() { s.signOff(one) }
		})
	})
}

func (s *dueScreen) show(list []data.Due) {
	clear(s.due)
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
	s.list.SetItems(items)
	s.found()
	if s.list.Chosen() == "" && s.canvas().Focused() == fyne.Focusable(s.list) {
		s.list.FocusGained() // which chooses the first row, now that there is one
	}
	s.said.Set(s.n("retention.count", len(list)))
	shown(s.none, len(list) == 0)
	shown(s.list, len(list) > 0)
	s.body.Refresh()
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
		s.ask(question{title: s.nameOfDue(one), lead: stays, accept: s.t("common.open"), do: func(done func(error)) {
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
	kept        string // names the draft of the reason
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
			Options: optionsOf(d.words, "retention.action", data.RetainErase, data.RetainFigures), Chosen: string(action),
			Changed: func(id string) { action = data.RetentionAction(id); f.touch() },
		})))
	}
	f.area("retention.why", 2, &why)
	f.understood("retention.confirm", "", func(text string) (string, bool) { return "", plainWord(text) == plainWord(word) || text == "" })
	f.flush()
	confirm := f.unclear[0]
	confirm.field.SetHint(d.t("retention.confirm.hint", map[string]any{"Word": word}))
	if g.look != nil {
		f.wide(widget.Row(theme.Space4, widget.Link(d.t("retention.look"), func() {
			if layer := widget.TopLayer(d.canvas()); layer != nil {
				layer.Hide()
			}
			g.look()
		})))
	}
	lead := strings.Join(nonEmptyTexts(g.lead, d.t("retention.sign.lead")), "\n")
	d.ask(question{title: g.title, lead: lead, content: f, kept: g.kept + ":" + g.record.String(), accept: d.t("retention.sign"), do: func(done func(error)) {
		if plainWord(confirm.entry.Value()) != plainWord(word) {
			done(&data.Error{Code: data.CodeConfirm, Doing: "signing off", Args: map[string]any{"Word": word}})
			return
		}
		Go(d.shell.Runner(), "", func(ctx context.Context) (data.Erased, error) {
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

// goneWords say what was done, and until when a backup still has it.
func (d caseDesk) goneWords(gone data.Erased) string {
	if gone.Held.IsZero() {
		return d.t("retention.done")
	}
	return d.t("retention.done.held", map[string]any{"Day": d.words.Date(gone.Held)})
}
