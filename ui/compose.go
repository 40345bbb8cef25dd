package ui

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// redrawAfter is how long the preview waits for the typing to pause.
const redrawAfter = 200 * time.Millisecond

// composeScreen makes a letter: at the left what the worker decides and what is missing, at the right the very pages.
type composeScreen struct {
	caseDesk
	id      data.ID // of the case
	choices data.LetterChoices
	raw     asTyped // what is typed and not understood
	file    *data.CaseFile
	keeper  *draftKeeper
	form    *form
	lacks   *fyne.Container
	said    *widget.Text
	pageSum *widget.Text
	doing   *widget.Button // or asks for approval, where only that is possible
	foot    fyne.CanvasObject
	choice  *widget.Scroll
	pages   *pageViews
	*panes
	wait   *time.Timer
	busy   bool
	needed map[string]fyne.Focusable // by the code of what is missing: where to put it right
}

func newComposeScreen(d caseDesk, r Route) *composeScreen {
	s := &composeScreen{caseDesk: d, said: widget.Muted(""), pageSum: widget.Muted("")}
	_ = s.id.UnmarshalText([]byte(r.ID))
	s.keeper = newDraftKeeper(d, "letter:"+s.id.String(), func() any { return s.raw.with(s.choices) })
	s.lacks = widget.Stack(theme.Space4)
	s.choice = widget.NewScroll(widget.Muted(d.t("case.reading")))
	s.pages = newPageViews(d, "pages", func(n int) { s.pageSum.Set(d.words.N("common.count.pages", n)) })
	s.doing = widget.NewButton(widget.ButtonOptions{Label: d.t("compose.issue"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.foot = pageFoot(s.doing, s.said)
	right := widget.NewScroll(widget.Pad(widget.Around(theme.Space16), widget.Stack(theme.Space8, s.pageSum, s.pages)))
	s.panes = newPanes(d, "panes.form", s.choice, s.foot, widget.Surface(theme.Rail, 0, right))
	return s
}

// Content is the page.
func (s *composeScreen) Content() fyne.CanvasObject { return s.under.body }

// Route names the case.
func (s *composeScreen) Route() Route { return Route{Screen: ScreenCompose, ID: s.id.String()} }

// Title names the case by its reference.
func (s *composeScreen) Title() string {
	if s.file == nil {
		return s.t("compose.title")
	}
	return s.t("compose.title.for", map[string]any{"Reference": s.file.Line.Reference})
}

// FirstFocus is nothing until the case is read.
func (s *composeScreen) FirstFocus() fyne.Focusable {
	if s.form == nil {
		return nil
	}
	return s.form.first
}

// Leave seals the choices.
func (s *composeScreen) Leave() { s.keeper.flush() }

// opened is a case with the choices that were made before.
type opened struct {
	file    *data.CaseFile
	choices data.LetterChoices
	raw     asTyped
}

// Refresh reads the case; what is typed stays.
func (s *composeScreen) Refresh() {
	Go(s.shell.Runner(), "compose", func(ctx context.Context) (opened, error) {
		f, err := s.vault.OpenCase(ctx, s.id)
		if err != nil {
			return opened{}, err
		}
		o := opened{file: f, raw: asTyped{}}
		var draft json.RawMessage
		found, err := s.vault.LoadDraft(ctx, "letter:"+s.id.String(), &draft)
		if found && err == nil {
			o.raw = setTyped(&o.choices, draft)
		}
		return o, err
	}, func(o opened, err error) {
		if err != nil {
			s.choice.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
			return
		}
		first := s.file == nil
		s.file = o.file
		s.shell.Retitle()
		s.under.show(o.file)
		if first {
			s.choices, s.raw = s.defaults(o), o.raw
			s.build()
			s.focus(s.FirstFocus())
		}
		s.redraw()
		asks := map[string]func(){"compose.approval.ask": s.askManager, "compose.reported.title": func() { s.askWhetherItAdds(s.redraw) }}
		if len(s.approvers()) > 0 {
			asks["compose.phoned"] = s.approvedByPhone
		}
		s.askAgain(questions(asks))
	})
}

// defaults fills in what the case knows.
func (s *composeScreen) defaults(o opened) data.LetterChoices {
	c := o.choices
	if c.Type == "" {
		c.Type = data.NewReport
	}
	if c.Language == "" {
		c.Language = data.English
	}
	if c.Force == "" {
		c.Force = o.file.Case.Value.Police.Force
	}
	if consent, ok := o.file.Consent(data.ConsentPolice); c.Basis == "" && ok && consent.Stands() {
		c.Basis = data.BasisConsent
	}
	if c.ReplyBy.IsZero() {
		c.ReplyBy = o.file.ReplyBy(s.vault.Now())
	}
	return c
}

// changed is after each keystroke: the draft is sealed soon, the pages are drawn when the typing pauses.
func (s *composeScreen) changed() {
	s.keeper.touch()
	if s.wait != nil {
		s.wait.Stop()
	}
	s.wait = s.later(redrawAfter, s.redraw)
}

// drawn is a letter as it would leave, with what it lacks.
type drawn struct {
	letter  data.Letter
	missing []data.Missing
	doc     *pdf.Document
	notes   []pdf.Warning
}

// redraw composes the letter anew and shows its pages.
func (s *composeScreen) redraw() {
	choices := copyJSON(s.choices)
	Go(s.shell.Runner(), "letter", func(ctx context.Context) (drawn, error) {
		return composeLetter(ctx, s.vault, s.id, choices, true)
	}, func(d drawn, err error) {
		if err != nil {
			s.say(data.Sentence(s.words, err), theme.WarmInk)
			return
		}
		s.shown(d)
	})
}

// shown puts the pages and what the letter lacks on the screen.
func (s *composeScreen) shown(d drawn) {
	s.showMissing(d)
	s.sayWhatCanBeDone(d)
	s.pages.Set(d.doc)
	if first, ok := s.FirstFocus().(fyne.CanvasObject); ok && s.canvas().Focused() == s.FirstFocus() {
		widget.Begin(first) // what the letter lacks has come to stand above it
	}
}

// sayWhatCanBeDone puts on the button what it does: a letter that a manager has to approve is asked for, not issued.
func (s *composeScreen) sayWhatCanBeDone(d drawn) {
	label := s.t("compose.issue")
	if needsApproval(d.missing) {
		label = s.t("compose.approval.ask")
	}
	if label != s.doing.Label() {
		s.doing.SetLabel(label)
		settle(s.foot)
	}
}

// composeLetter makes the letter and lays its pages out.
func composeLetter(ctx context.Context, v *data.Vault, caseID data.ID, choices data.LetterChoices, draft bool) (drawn, error) {
	var d drawn
	var err error
	if d.letter, d.missing, err = v.Compose(ctx, caseID, choices); err != nil {
		return d, err
	}
	if err := ctx.Err(); err != nil {
		return d, err
	}
	d.letter.Draft = draft
	d.doc, d.notes, err = pdf.Compose(d.letter)
	return d, err
}

// showMissing lists on top what the letter lacks: first what it cannot be issued without.
func (s *composeScreen) showMissing(d drawn) {
	var must, could []string
	for _, m := range d.missing {
		sentence := s.t("letter.missing." + m.Code)
		if m.Code == "reason" {
			sentence += " (" + s.t("compose.field."+string(m.Field)) + ")"
		}
		if m.Code == "approval" || m.Code == "events-unchecked" || m.Code == "unique-id-evidence" || m.Code == "reported" {
			continue // these have bands of their own
		}
		if m.Blocks {
			must = append(must, sentence)
		} else {
			could = append(could, sentence)
		}
	}
	var otherwise []string
	for _, w := range spoilt(d.notes) {
		otherwise = append(otherwise, w.Message(s.words.Code()))
	}
	var parts []fyne.CanvasObject
	if len(must) > 0 {
		parts = append(parts, widget.NewBand(widget.BandOptions{
			Icon: "warning", Kind: widget.BandWarm, Text: s.t("compose.must") + "\n• " + strings.Join(must, "\n• "),
		}))
	}
	if len(otherwise) > 0 {
		parts = append(parts, widget.NewBand(widget.BandOptions{
			Icon: "warning", Kind: widget.BandWarm, Text: s.t("compose.otherwise") + "\n• " + strings.Join(otherwise, "\n• "),
		}))
	}
	if band := s.reportedBand(d); band != nil {
		parts = append(parts, band)
	}
	if band := s.checkBand(d); band != nil {
		parts = append(parts, band)
	}
	if band := s.accountsBand(d); band != nil {
		parts = append(parts, band)
	}
	if len(could) > 0 {
		parts = append(parts, widget.Muted(s.t("compose.could")+"\n• "+strings.Join(could, "\n• ")))
	}
	if band := s.approvalBand(d); band != nil {
		parts = append(parts, band)
	}
	if band := s.waitingBand(); band != nil {
		parts = append(parts, band)
	}
	s.lacks.Objects = parts
	s.steady(func() { settle(s.lacks) })
}

// steady does something that makes the words above the form more or fewer, and keeps the field with the keyboard where
// it is in the window.
func (s *composeScreen) steady(change func()) {
	field, ok := s.canvas().Focused().(fyne.CanvasObject)
	if !ok || !s.choice.Holds(field) {
		change()
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	before := at(field).Y
	change()
	if moved := at(field).Y - before; moved != 0 && s.choice.Offset() > 0 {
		s.choice.ScrollTo(s.choice.Offset() + moved)
	}
}

func (s *composeScreen) say(text string, role fyne.ThemeColorName) {
	say(s.said, text, role)
}
