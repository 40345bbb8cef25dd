package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// What was filed on the wrong case goes to the right one, and a line stays.

// move asks to which case a note, an event or a plan goes, and why.
func (s *caseScreen) move(kind data.Kind, record data.ID) {
	var to data.CaseLine
	why := ""
	f := &form{words: s.words, now: s.vault.Now()}
	s.otherCase(f, "moved.reference", s.id, &to)
	f.area("moved.why", 2, &why)
	lead := s.t("moved.lead")
	if s.vault.Me().Role != data.Manager {
		lead = s.t("moved.lead.caseworker")
	}
	if n := len(s.file.LettersTelling(record)); kind == data.KindEvent && n > 0 {
		lead += "\n" + s.words.N("moved.letters", n)
	}
	s.ask(question{title: s.t("moved.title." + kind.String()), lead: lead, content: f, kept: "moved.title." + kind.String() + ":" + record.String(), accept: s.t("moved.do"), do: func(done func(error)) {
		target := to.ID
		Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
			return s.vault.Move(ctx, s.id, record, target, why)
		}, func(_ data.ID, err error) {
			done(err)
			if err == nil {
				s.Refresh()
			}
		})
	}})
}

// otherCase asks for another case by its reference. The form is not ready without one.
func (d caseDesk) otherCase(f *form, key string, but data.ID, to *data.CaseLine) {
	f.understood(key, "", func(text string) (string, bool) {
		line, ok := d.vault.CaseByReference(text)
		if *to = line; !ok || line.ID == but || d.vault.OtherSide(line.ID) {
			*to = data.CaseLine{}
			return "", text == ""
		}
		return dots(d.nameOfCase(line), line.Owner), true
	})
	f.flush()
	f.unclear[len(f.unclear)-1].always = true
}

// stubs are the lines that stay where records of a kind were, the newest first.
func (s *caseScreen) stubs(f *data.CaseFile, kind data.Kind) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, e := range f.MovedAway(kind) {
		name := s.t("moved.away.other." + kind.String())
		var do []fyne.CanvasObject
		line, ok := s.vault.CaseLine(e.Value.Other)
		switch {
		case !e.Value.Contact.IsZero():
			name = s.t("moved.contact", map[string]any{"What": s.t("case.kind." + kind.String())})
		case ok && !s.vault.OtherSide(line.ID):
			name = s.t("moved.away."+kind.String(), map[string]any{"Reference": line.Reference})
			do = does(widget.Link(s.t("common.open"), func() { s.shell.Go(Route{Screen: ScreenCase, ID: line.ID.String(), Tab: s.tab}) }))
		}
		lines = append(lines, block{name: name, small: s.movedBy(e), do: do}.object())
	}
	return lines
}

// movedBy says who took it out, when and why.
func (s *caseScreen) movedBy(e data.Entry[data.Moved]) string {
	return s.t("moved.by", map[string]any{"Name": e.By, "When": momentWords(s.words, e.Written), "Why": e.Value.Why})
}

// cameFrom says where a record came from; "" where it began here.
func (s *caseScreen) cameFrom(f *data.CaseFile, record data.ID) string {
	e, ok := f.MovedFrom(record)
	if !ok {
		return ""
	}
	args := map[string]any{"Name": e.By, "When": momentWords(s.words, e.Written), "Why": e.Value.Why}
	if line, known := s.vault.CaseLine(e.Value.Other); known && !s.vault.OtherSide(line.ID) {
		args["Reference"] = line.Reference
		return s.t("moved.came", args)
	}
	return s.t("moved.came.other", args)
}

// undoSorting asks why a contact is taken out of its case again.
func (s *contactScreen) undoSorting() {
	why, reference := "", s.read.in
	f := &form{words: s.words, now: s.vault.Now()}
	f.area("moved.undo.why", 2, &why)
	s.ask(question{
		title: s.t("moved.undo"), lead: s.t("moved.undo.lead", map[string]any{"Reference": reference}), content: f, kept: "moved.undo:" + s.id.String(), accept: s.t("moved.undo"),
		do: func(done func(error)) {
			Go(s.shell.Runner(), "", func(ctx context.Context) (data.Undone, error) { return s.vault.UndoTriage(ctx, s.id, why) }, func(undone data.Undone, err error) {
				done(err)
				if err != nil {
					return
				}
				switch {
				case undone.Stays > 0:
					s.tell(s.t("moved.undo.stays", map[string]any{"Reference": reference}))
				case undone.Empty:
					s.tell(s.t("moved.undo.empty", map[string]any{"Reference": reference}))
				}
				s.Refresh()
			})
		},
	})
}
