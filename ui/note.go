package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// notesPage is where notes are written, and under it everything written so far, newest first.
type notesPage struct {
	*caseScreen
	note   data.Note // what is being typed
	since  time.Time // when writing began
	keeper *draftKeeper
	loaded bool
	form   *form
	said   *widget.Text
	band   fyne.CanvasObject // offers to throw a found draft away; nil without one
	writer *fyne.Container
	boxes  [3]*widget.TextArea
	busy   bool
	files  []data.ChosenFile           // that are saved with the note being typed
	missed []string                    // names of files that were chosen before a lock, and went with it
	most   int                         // how many written notes are shown
	noteOf map[*widget.Prose]data.When // when what is told in these words happened
}

const notesStep = 30 // written notes shown at first, and more each time

func newNotesPage(s *caseScreen) *notesPage {
	p := &notesPage{caseScreen: s, said: widget.Muted(""), most: notesStep}
	p.keeper = newDraftKeeper(s.caseDesk, "note:"+s.id.String(), func() any { return p.draft() })
	p.empty()
	p.writer = widget.Stack(theme.Space12)
	p.build()
	return p
}

// noteDraft is a note being typed with the names of its files. What is in a file is sealed only with the note, and where
// it lies is nobody's business: after a lock it has to be chosen again.
type noteDraft struct {
	data.Note
	Chosen []string `json:"chosen,omitempty"`
}

func (p *notesPage) draft() noteDraft {
	d := noteDraft{Note: p.note}
	for _, f := range p.files {
		d.Chosen = append(d.Chosen, f.Name)
	}
	d.Chosen = append(d.Chosen, p.missed...)
	return d
}

// empty begins a note that happens now.
func (p *notesPage) empty() {
	p.since = p.vault.Now()
	p.note = data.Note{Happened: data.At(p.since), Kind: data.NoteClient}
}

func (p *notesPage) build() {
	f := &form{words: p.words, now: p.vault.Now(), changed: p.typed}
	p.form = f
	box := func(i int, key string, rows int, to *string) fyne.CanvasObject {
		p.boxes[i] = widget.NewTextArea(widget.EntryOptions{
			Text: *to, Rows: rows, Changed: func(s string) { *to = s; f.touch() }, Submit: func(string) { p.press() },
		})
		return f.field(key, p.boxes[i])
	}
	said := box(0, "record.note.said", 3, &p.note.Said)
	think := box(1, "record.note.think", 3, &p.note.Think)
	agreed := box(2, "record.note.agreed", 3, &p.note.Agreed)
	f.when("record.note.happened", &p.note.Happened, past)
	formSelect(f, "record.note.note_kind", &p.note.Kind, optionsOf(p.words, "case.note.kind",
		data.NoteClient, data.NoteThirdParty, data.NoteInternal, data.NoteSupervision))
	formSelect(f, "record.note.method", &p.note.Method, optionsOf(p.words, "contact.method", data.Methods()...))
	p.templates(f)
	about := widget.Columns(180, theme.Space16, f.short...)
	f.short = nil
	ticks := widget.Row(theme.Space16, p.tick("record.note.practical", &p.note.Practical), p.tick("record.note.check_before", &p.note.CheckBefore))
	parts := []fyne.CanvasObject{}
	if p.band != nil {
		parts = append(parts, p.band)
	}
	parts = append(parts, said, widget.Columns(260, theme.Space16, think, agreed), about, ticks, p.chosenFiles())
	p.writer.Objects = parts
	p.writer.Refresh()
}

// typed is after each change: the draft is sealed soon.
func (p *notesPage) typed() {
	p.said.SetColor(theme.Muted)
	p.said.Set("")
	p.keeper.touch()
}

func (p *notesPage) tick(key string, to *bool) *widget.Check {
	return p.form.check(key, to)
}

// foot is Save, and when it was saved last.
func (p *notesPage) foot() fyne.CanvasObject {
	return pageFoot(widget.NewButton(widget.ButtonOptions{Label: p.t("case.note.save"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: p.press}), p.said)
}

func (p *notesPage) first() fyne.Focusable { return p.boxes[0] }

func (p *notesPage) leave() { p.keeper.flush() }

func (p *notesPage) show(f *data.CaseFile) fyne.CanvasObject {
	if !p.loaded {
		p.loaded = true
		p.findDraft()
	}
	p.noteOf = map[*widget.Prose]data.When{}
	timeline := p.stubs(f, data.KindNote)
	for _, e := range f.Notes[:min(p.most, len(f.Notes))] {
		timeline = append(timeline, p.entry(e))
	}
	if len(f.Notes) > p.most {
		timeline = append(timeline, widget.Secondary(p.t("case.history.more"), func() { p.most += notesStep; p.again() }))
	}
	return widget.Narrow(formWidth+80, widget.Stack(theme.Space24, p.writer, part(p.t("case.notes.title"), nil, p.t("case.notes.empty"), timeline...)))
}

// findDraft offers what was typed and never saved.
func (p *notesPage) findDraft() {
	Go(p.shell.Runner(), "note draft", func(ctx context.Context) (*noteDraft, error) {
		var n noteDraft
		found, err := p.vault.LoadDraft(ctx, "note:"+p.id.String(), &n)
		if err != nil || !found {
			return nil, err
		}
		return &n, nil
	}, func(n *noteDraft, _ error) {
		if n == nil || n.Said+n.Think+n.Agreed == "" && len(n.Chosen) == 0 {
			return
		}
		p.note, p.missed = n.Note, n.Chosen
		p.band = widget.NewBand(widget.BandOptions{
			Text: p.t("case.form.draft"), Icon: "note", Actions: []*widget.Button{widget.Link(p.t("case.form.draft.drop"), p.dropDraft)},
		})
		p.build()
		if p.tab == tabNotes {
			p.again()
		}
	})
}

func (p *notesPage) dropDraft() {
	remove := p.keeper.end()
	Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, p.vault) }, func(struct{}, error) {})
	p.band, p.missed = nil, nil
	p.empty()
	p.build()
	p.again()
	p.focus(p.first())
}

// press saves the note. Only its time has to be there, and that fills itself.
func (p *notesPage) press() {
	if p.busy {
		return
	}
	p.busy = true
	note, files, remove := p.note, p.files, p.keeper.end()
	Go(p.shell.Runner(), "", func(ctx context.Context) (data.Entry[data.Note], error) {
		e, err := p.vault.WriteNote(ctx, p.id, note, files...)
		if err != nil {
			return e, err
		}
		return e, remove(ctx, p.vault)
	}, func(e data.Entry[data.Note], err error) {
		p.busy = false
		if err != nil {
			say(p.said, data.Sentence(p.words, err), theme.WarmInk)
			p.keeper.touch()
			return
		}
		p.band, p.files, p.missed = nil, nil, nil
		p.empty()
		p.build()
		say(p.said, p.t("common.savedAt", map[string]any{"Time": p.words.Time(e.Written.Local())}), theme.GoodInk)
		p.focus(p.first())
		p.Refresh()
	})
}
