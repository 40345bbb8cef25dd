package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenLeaving is what a colleague leaves behind.
const screenLeaving = "leaving"

// leavingScreen hands it to others, asks about the copy on their computer, and
// removes them.
type leavingScreen struct {
	desk
	id     data.ID
	page   *trailPage
	left   data.Leaving
	filled func() // what the filled button does
	first  fyne.Focusable
	seenBy string
}

func newLeavingScreen(d desk, r Route) *leavingScreen {
	s := &leavingScreen{desk: d, page: newTrailPage(d.caseDesk, "leaving")}
	_ = s.id.UnmarshalText([]byte(r.ID))
	return s
}

// Content is the page.
func (s *leavingScreen) Content() fyne.CanvasObject { return s.page.Scroll }

// Release lets go of what is read for it.
func (s *leavingScreen) Release() { s.page.Release() }

// Route names the colleague.
func (s *leavingScreen) Route() Route { return Route{Screen: screenLeaving, ID: s.id.String()} }

// Title is shown in the header.
func (s *leavingScreen) Title() string {
	if s.left.Member.Name == "" {
		return s.t("leaving.title")
	}
	key := "leaving.title.of"
	if !s.left.Member.Active {
		key = "leaving.gone"
	}
	return strings.TrimSuffix(s.t(key, map[string]any{"Name": s.left.Member.Name}), ".")
}

// FirstFocus is what is done first.
func (s *leavingScreen) FirstFocus() fyne.Focusable { return s.first }

// accept is Ctrl+Enter.
func (s *leavingScreen) accept() {
	if s.filled != nil {
		s.filled()
	}
}

// Refresh looks again at what is left.
func (s *leavingScreen) Refresh() {
	readTrail(s.page, func(ctx context.Context) (data.Leaving, error) { return s.vault.Leaving(ctx, s.id) }, func(left data.Leaving) {
		s.left = left
		s.shell.Retitle()
		s.show()
	})
}

func (s *leavingScreen) show() {
	s.filled, s.first = nil, nil
	parts := []fyne.CanvasObject{s.state()}
	if s.left.Member.Active && s.left.Unsaved > 0 {
		parts = append(parts, widget.NewBand(widget.BandOptions{Text: s.n("leaving.unsaved", s.left.Unsaved), Icon: "warning", Kind: widget.BandInfo}))
	}
	if s.left.Locked > 0 {
		parts = append(parts, widget.NewBand(widget.BandOptions{Text: s.lockedWords(), Icon: "lock", Kind: widget.BandInfo}))
	}
	for _, kind := range data.LeavingKinds() {
		if items := s.of(kind); len(items) > 0 {
			parts = append(parts, s.kind(kind, items))
		}
	}
	parts = append(parts, s.copies())
	if s.left.Member.Active {
		parts = append(parts, widget.Row(theme.Space16, s.removal()))
	}
	offset := s.page.Offset()
	s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space24, parts...))))
	s.page.ScrollTo(offset)
	s.focus(s.first)
}

// state says in one line how far it is.
func (s *leavingScreen) state() fyne.CanvasObject {
	words := s.t("leaving.nothing")
	if n := len(s.left.Items); n > 0 {
		words = s.n("leaving.left", n)
	}
	lead := s.t("leaving.lead")
	if !s.left.Member.Active {
		lead = s.t("leaving.gone", map[string]any{"Name": s.left.Member.Name})
	}
	return widget.Stack(theme.Space4, widget.Strong(words), widget.Muted(lead))
}

func (s *leavingScreen) lockedWords() string {
	if len(s.left.CanOpen) == 0 {
		return s.n("leaving.locked.nobody", s.left.Locked) + " " + s.t("leaving.alone")
	}
	words := s.words.N("leaving.locked", s.left.Locked, map[string]any{"Names": strings.Join(s.left.CanOpen, ", ")})
	if s.left.Alone {
		words += " " + s.t("leaving.alone")
	}
	return words
}

func (s *leavingScreen) of(kind data.LeavingKind) []data.LeavingItem {
	return slices.DeleteFunc(slices.Clone(s.left.Items), func(i data.LeavingItem) bool { return i.Kind != kind })
}

// kind is what is left of one kind, to be handed over one by one or all together.
func (s *leavingScreen) kind(kind data.LeavingKind, items []data.LeavingItem) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, item := range items {
		b := block{name: s.nameOf(item), small: s.about(item)}
		hand := widget.Link(s.t("leaving.hand"), func() { s.hand(s.t("leaving.hand.one", map[string]any{"What": s.nameOf(item)}), item) })
		if s.first == nil {
			s.first = hand
		}
		b.do = does(hand)
		blocks = append(blocks, b.object())
	}
	title := s.t("oversight.heading", map[string]any{"What": s.t("leaving." + string(kind)), "Count": len(items)})
	var all []fyne.CanvasObject
	if len(items) > 1 {
		all = does(widget.Link(s.t("leaving.all"), func() { s.hand(s.t("leaving.hand.one", map[string]any{"What": title}), items...) }))
	}
	return part(title, all, "", blocks...)
}

func (s *leavingScreen) nameOf(item data.LeavingItem) string {
	line, _ := s.vault.CaseLine(item.Case)
	name := s.uncovered(item.Title)
	switch {
	case item.Kind == data.LeavingTask && item.ToDo != nil && !s.covered():
		return firstText(item.ToDo.WhatIn(s.words), followUpWords(s.words, firstText(name, line.Reference), line.Matter))
	case item.Kind == data.LeavingRequest:
		return dots(s.t("request.kind."+string(item.Asks)), name)
	case item.Kind == data.LeavingCallBack:
		return firstText(name, s.t("contacts.noName"))
	}
	return dots(line.Reference, name)
}

func (s *leavingScreen) about(item data.LeavingItem) string {
	reference, due := "", ""
	if item.Kind != data.LeavingCase && item.Kind != data.LeavingRestricted {
		line, _ := s.vault.CaseLine(item.Case)
		reference = line.Reference
	}
	if !item.Due.IsZero() {
		due = s.t("oversight.since.task", map[string]any{"Date": s.words.ShortDate(item.Due.Local())})
	}
	return dots(due, reference)
}

// hand asks to whom things of one kind go.
func (s *leavingScreen) hand(title string, items ...data.LeavingItem) {
	kind := items[0].Kind
	var options []widget.Option
	for _, m := range s.vault.Members() {
		if m.ID != s.id && m.MayTake(kind) {
			options = append(options, widget.Option{ID: m.ID.String(), Label: dots(m.Name, s.t("role."+string(m.Role)))})
		}
	}
	slices.SortFunc(options, func(a, b widget.Option) int { return s.words.Compare(a.Label, b.Label) })
	to := ""
	f := &form{words: s.words, now: s.vault.Now()}
	formSelect(f, "leaving.to", &to, options)
	lead := ""
	if kind == data.LeavingRestricted {
		lead = s.t("leaving.hand.restricted", map[string]any{"Name": s.left.Member.Name})
	}
	s.ask(question{title: title, lead: lead, content: f, accept: s.t("leaving.hand"), do: func(done func(error)) {
		var taker data.ID
		if taker.UnmarshalText([]byte(to)) != nil {
			done(&data.Error{Code: data.CodeNoMember, Doing: "handing over"})
			return
		}
		type handed struct {
			given int
			why   error
		}
		Go(s.shell.Runner(), "", func(ctx context.Context) (handed, error) {
			given, err := s.vault.HandOver(ctx, s.id, taker, items...)
			if given == 0 {
				return handed{}, err
			}
			return handed{given, err}, nil
		}, func(h handed, err error) {
			done(err)
			if err != nil {
				return
			}
			s.Refresh()
			if h.why != nil {
				s.tell(s.t("leaving.some", map[string]any{"Given": h.given, "All": len(items), "Why": data.Sentence(s.words, h.why)}))
			}
		})
	}})
}

// copies asks who saw that the copy on their computer is gone.
func (s *leavingScreen) copies() fyne.CanvasObject {
	if seen := s.left.Copies; seen != nil {
		return part(s.t("leaving.copy"), nil, "", block{words: s.t("leaving.copy.deleted", map[string]any{"Name": seen.Detail, "Time": momentWords(s.words, seen.At)})}.object())
	}
	options := []widget.Option{{ID: nextID, Label: s.t("leaving.copy.nobody")}}
	for _, m := range s.vault.Members() {
		if m.Active && !m.Kit && m.ID != s.id {
			options = append(options, widget.Option{ID: m.Name, Label: m.Name})
		}
	}
	chosen := s.seenBy
	if chosen == "" {
		chosen = nextID
	}
	field := widget.NewField(widget.FieldOptions{Label: s.t("leaving.copy.seen"), Hint: s.t("leaving.copy.lead"), Control: widget.NewSelect(widget.SelectOptions{
		Options: options, Chosen: chosen, Changed: func(id string) {
			if s.seenBy = id; id == nextID {
				s.seenBy = ""
			}
		},
	})})
	inner := []fyne.CanvasObject{field}
	if !s.left.Member.Active {
		inner = append(inner, widget.Row(theme.Space8, widget.Secondary(s.t("leaving.copy.save"), s.writeSeen)))
	}
	return part(s.t("leaving.copy"), nil, "", inner...)
}

// writeSeen says who saw it after they were removed.
func (s *leavingScreen) writeSeen() {
	if s.seenBy == "" {
		return
	}
	told := data.AuditEvent{Action: data.AuditCopyGone, Subject: s.left.Member.Name, Detail: s.seenBy}
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		s.vault.Tell(ctx, told)
		return struct{}{}, nil
	}, func(struct{}, error) { s.Refresh() })
}

// removal is the filled button once nothing is left in their name.
func (s *leavingScreen) removal() *widget.Button {
	o := widget.ButtonOptions{Label: s.t("leaving.remove", map[string]any{"Name": s.left.Member.Name}), Do: s.remove}
	if len(s.left.Items)+s.left.Locked == 0 {
		s.filled, o.Kind, o.Hint = s.remove, widget.Filled, keyNames("Ctrl+Enter")
	}
	b := widget.NewButton(o)
	if s.first == nil {
		s.first = b
	}
	return b
}

func (s *leavingScreen) remove() {
	m, seen := s.left.Member, s.seenBy
	lead := []string{s.t("team.remove.lead")}
	if n := len(s.left.Items); n > 0 {
		lead = append(lead, s.n("leaving.left", n))
	}
	if s.left.Unsaved > 0 {
		lead = append(lead, s.n("team.remove.unsaved", s.left.Unsaved))
	}
	if n := s.left.Restricted(); n > 0 {
		lead = append(lead, s.n("team.remove.restricted", n))
	}
	if seen == "" {
		lead = append(lead, s.t("leaving.remove.unseen"))
	}
	s.changeTeam(question{title: s.t("team.remove.of", map[string]any{"Name": m.Name}), lead: strings.Join(lead, "\n"), accept: s.t("team.remove")}, func(ctx context.Context) error {
		return s.vault.SeeOff(ctx, m.Name, seen)
	}, s.Refresh)
}
