package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// entry is one note as it was written, with its amendments under it.
func (p *notesPage) entry(e data.Entry[data.Note]) fyne.CanvasObject {
	n := e.Value
	lines := []fyne.CanvasObject{widget.Strong(dots(whenWords(p.words, n.Happened), valueWords(p.words, "case.note.kind", n.Kind), valueWords(p.words, "contact.method", n.Method)))}
	lines = append(lines, p.writtenLine(e))
	if from := p.cameFrom(p.file, e.ID); from != "" {
		lines = append(lines, widget.Muted(from))
	}
	box := func(key, text string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		prose := widget.NewProse(text)
		p.noteOf[prose] = n.Happened
		lines = append(lines, widget.Stack(0, widget.NewText(p.t(key), widget.TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.Muted}), prose))
	}
	box("record.note.said", n.Said)
	box("record.note.think", n.Think)
	box("record.note.agreed", n.Agreed)
	if n.Said+n.Think+n.Agreed == "" {
		lines = append(lines, widget.Muted(p.t("case.note.nothing")))
	}
	for _, a := range n.Amendments {
		lines = append(lines, p.amendment(a))
	}
	for i, a := range p.file.AttachmentsOf(e.ID) {
		lines = append(lines, p.attachment(i+1, a))
	}
	links := []fyne.CanvasObject{
		widget.Link(p.t("case.note.amend"), func() { p.amend(e.ID) }),
		p.attachLink(e.ID),
		widget.Link(p.t("case.note.toEvent"), func() { p.toEvent(n.Happened, n.Said) }),
		widget.Link(p.t("moved.move"), func() { p.move(data.KindNote, e.ID) }),
	}
	about(whenWords(p.words, n.Happened), links)
	lines = append(lines, widget.Row(0, links...))
	return widget.Pad(widget.Margins{Top: theme.Space12, Bottom: theme.Space4}, widget.Stack(theme.Space8, lines...))
}

// writtenLine says who wrote it and when, and that it was late where it was.
func (p *notesPage) writtenLine(e data.Entry[data.Note]) fyne.CanvasObject {
	kind := p.t("case.note.emotional")
	if e.Value.Practical {
		kind = p.t("case.note.practical")
	}
	check := ""
	if e.Value.CheckBefore {
		check = p.t("record.note.check_before")
	}
	by := p.t("case.note.written", map[string]any{"When": momentWords(p.words, e.First), "Name": e.By})
	if e.Versions > 1 { // the name is that of the last amendment, which stands beside it
		by = p.t("case.note.writtenOn", map[string]any{"When": momentWords(p.words, e.First)})
	}
	written := widget.Muted(dots(by, kind, check))
	line := fyne.CanvasObject(written)
	if e.Value.Late(e.First) {
		line = widget.Row(theme.Space8, widget.NewText(p.t("case.note.late"), widget.TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.WarmInk}), written)
	}
	if e.Behind {
		return widget.Stack(0, line, widget.Muted(p.t("case.note.clock")))
	}
	return line
}

func (p *notesPage) amendment(a data.Amendment) fyne.CanvasObject {
	head := widget.NewText(p.t("case.note.amended", map[string]any{"When": momentWords(p.words, a.At), "Name": a.By}),
		widget.TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.Muted})
	text := a.Text
	if a.Reason != "" {
		text += "\n" + labelled(p.words, "record.note.amendments.reason", a.Reason)
	}
	return widget.Pad(widget.Margins{Left: theme.Space24}, widget.Stack(0, head, widget.NewProse(text)))
}

// amend adds a dated amendment; the original stays in sight.
func (p *notesPage) amend(note data.ID) {
	value := data.Amendment{}
	p.edit(edit{
		title: p.t("case.note.amend.title"), draft: p.recordDraft("amendment", note), value: &value,
		fill: func(f *form) {
			f.note("case.note.amend.lead")
			f.area("record.note.amendments.text", 5, &value.Text)
			f.text("record.note.amendments.reason", &value.Reason)
		},
		save: func() func(context.Context) error {
			now := value
			return func(ctx context.Context) error {
				_, err := p.vault.Amend(ctx, p.id, note, now)
				return err
			}
		},
	})
}

// toEvent begins an event with words of a note.
func (p *notesPage) toEvent(when data.When, words string) {
	p.editEvent(data.ID{}, data.Event{When: when, What: words, Source: p.t("case.event.fromNote")})
}

// makeEvent is Ctrl+Shift+E: the words selected in a note, written or being typed, begin an event.
func (p *notesPage) makeEvent() {
	switch focused := p.canvas().Focused().(type) {
	case *widget.Prose:
		if words := focused.Selected(); words != "" {
			p.toEvent(p.noteOf[focused], words)
		}
	case widget.Typed:
		if words := focused.SelectedText(); words != "" {
			p.toEvent(p.note.Happened, words)
		}
	}
}
