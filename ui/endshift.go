package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// endShiftScreen lists what a colleague leaves unfinished, and hands it on.
type endShiftScreen struct {
	desk
	page *widget.Scroll
	said *widget.Text
	to   string
	left leftOver
	busy bool
	// what the keyboard begins with: the first that is unfinished
	first fyne.Focusable
}

// leftOver is what is unfinished at the end of a shift.
type leftOver struct {
	parked    []parked
	callBacks []data.ContactLine
}

func (l leftOver) empty() bool { return len(l.parked)+len(l.callBacks) == 0 }

// nextID stands for "whoever comes next" among the colleagues.
const nextID = "-"

func newEndShiftScreen(d desk) *endShiftScreen {
	return &endShiftScreen{desk: d, page: widget.NewScroll(widget.Gap(0)), said: widget.Muted(""), to: nextID}
}

// Content is the page.
func (s *endShiftScreen) Content() fyne.CanvasObject { return s.page }

// Route is the page's.
func (s *endShiftScreen) Route() Route { return Route{Screen: screenEndShift} }

// Title is shown in the header.
func (s *endShiftScreen) Title() string { return s.t("shift.end") }

// Refresh reads what is unfinished.
func (s *endShiftScreen) Refresh() {
	me := s.app.standing.me.Name
	Go(s.shell.Runner(), "end of shift", func(ctx context.Context) (leftOver, error) {
		list, err := parkedContacts(ctx, s.vault)
		calls := slices.DeleteFunc(s.vault.CallBacks(me), func(l data.ContactLine) bool {
			return l.FollowUp.Who == "" && l.FollowUp.From != "" // handed on already
		})
		return leftOver{list, calls}, err
	}, func(left leftOver, err error) {
		s.left = left
		s.show()
		if err != nil {
			s.tellOf(data.Sentence(s.words, err), theme.WarmInk)
		}
	})
}

// FirstFocus is the first that is unfinished; where nothing is, the lock.
func (s *endShiftScreen) FirstFocus() fyne.Focusable { return s.first }

func (s *endShiftScreen) show() {
	var blocks []fyne.CanvasObject
	s.first = nil
	way := func(label string, r Route) []fyne.CanvasObject {
		link := widget.Link(label, func() { s.shell.Go(r) })
		if s.first == nil {
			s.first = link
		}
		return does(link)
	}
	for _, p := range s.left.parked {
		name := s.uncovered(p.draft.Contact.Name())
		if name == "" {
			name = s.t("contacts.noName")
		}
		blocks = append(blocks, block{
			name: name, small: s.t("today.draft.contact", map[string]any{"Time": momentWords(s.words, p.draft.Contact.Started)}),
			do: way(s.t("today.draft.continue"), p.route()),
		}.object())
	}
	for _, l := range s.left.callBacks {
		small := dots(s.t("contacts.followUp", map[string]any{"Date": s.words.Date(l.FollowUp.On.Local())}), l.FollowUp.Promised)
		blocks = append(blocks, block{
			name: s.nameOfContact(l), small: small,
			do: way(s.t("common.open"), Route{Screen: ScreenContact, ID: l.ID.String()}),
		}.object())
	}
	parts := []fyne.CanvasObject{part(s.t("shift.left"), nil, "", blocks...)}
	if s.left.empty() {
		lock := widget.Secondary(s.t("shell.lock"), s.app.lock).About(s.Title())
		s.first = lock
		parts[0] = widget.Empty(widget.EmptyOptions{Icon: "contacts", Title: s.t("shift.nothing"), Actions: []*widget.Button{lock}})
	} else {
		options := []widget.Option{{ID: nextID, Label: s.t("shift.next")}}
		for _, name := range s.app.standing.colleagues {
			if name != s.app.standing.me.Name {
				options = append(options, widget.Option{ID: name, Label: name})
			}
		}
		parts = append(parts,
			widget.NewField(widget.FieldOptions{Label: s.t("shift.to"), Control: widget.NewSelect(widget.SelectOptions{
				Options: options, Chosen: s.to, Changed: func(id string) { s.to = id },
			})}),
			widget.Muted(s.t("shift.hint")),
			widget.Row(theme.Space16, widget.NewButton(widget.ButtonOptions{Label: s.t("shift.hand"), Kind: widget.Filled, Hint: keyNames("Ctrl+Enter"), Do: s.accept})))
	}
	parts = append(parts, s.said)
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space24, parts...))))
	s.beginWith(s.first)
}

func (s *endShiftScreen) tellOf(sentence string, role fyne.ThemeColorName) {
	s.said.SetColor(role)
	s.said.Set(sentence)
	s.page.Refresh()
}

// accept hands everything on. A parked contact is saved as it stands: only its
// writer could open it as it was.
func (s *endShiftScreen) accept() {
	if s.busy || s.left.empty() {
		return
	}
	s.busy = true
	to, me, left, v := s.to, s.app.standing.me.Name, s.left, s.vault
	if to == nextID {
		to = ""
	}
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, handOn(ctx, v, s, left, to, me) }, func(_ struct{}, err error) {
		s.busy = false
		s.Refresh()
		s.app.countUnfinished()
		if err != nil {
			s.tellOf(data.Sentence(s.words, err), theme.WarmInk)
			return
		}
		who := s.to
		if to == "" {
			who = s.t("shift.next")
		}
		s.tellOf(s.t("shift.handed", map[string]any{"Name": who}), theme.GoodInk)
	})
}

func handOn(ctx context.Context, v *data.Vault, s *endShiftScreen, left leftOver, to, me string) error {
	for _, p := range left.parked {
		c := finishContact(s.words, p.draft, v.Now(), me)
		if c.FollowUp.On.IsZero() {
			c.FollowUp.On = v.Now()
		}
		c.FollowUp.Who, c.FollowUp.From = to, me
		var err error
		if p.draft.Record.IsZero() {
			_, err = v.LogContact(ctx, c)
		} else {
			err = v.ChangeContact(ctx, p.draft.Record, c)
		}
		if err != nil {
			return err
		}
		if err := v.DropDraft(ctx, p.form); err != nil {
			return err
		}
	}
	for _, l := range left.callBacks {
		e, err := v.Contact(ctx, l.ID)
		if err != nil {
			return err
		}
		e.Value.FollowUp.Who, e.Value.FollowUp.From = to, me
		if err := v.ChangeContact(ctx, l.ID, e.Value); err != nil {
			return err
		}
	}
	return nil
}
