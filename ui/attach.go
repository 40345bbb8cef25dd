package ui

import (
	"context"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/permitted"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// A PDF or a text that belongs to a note. The warning about pictures stands before the list of files, and where a
// picture may be of a child there is no list.

// askFile warns, then lets somebody choose a file, and gives it to take if it may be kept.
func (p *notesPage) askFile(take func(data.ChosenFile)) {
	var dialog *widget.Dialog
	dialog = widget.ShowDialog(p.canvas(), widget.DialogOptions{
		Title: p.t("attach.title"), Text: p.t("attach.lead"), Content: warningBand(p.words), Do: p.t("attach.choose"), Cancel: p.t("common.cancel"),
		Done: func() bool {
			dialog.Dismiss()
			home, _ := os.UserHomeDir()
			chooseFile(p.canvas(), p.words, p.shell.Runner(), "", home, []string{anyFile}, func(path string) { p.takeFile(path, take) })
			return false
		},
	})
}

// takeFile reads the file that was chosen; what may not be kept is said with the warning.
func (p *notesPage) takeFile(path string, take func(data.ChosenFile)) {
	Go(p.shell.Runner(), "", func(context.Context) (data.ChosenFile, error) { return data.ChooseFile(path) }, func(file data.ChosenFile, err error) {
		if err != nil {
			p.refuseFile(err)
			return
		}
		take(file)
	})
}

// refuseFile says why a file is not kept.
func (p *notesPage) refuseFile(err error) {
	sentence := data.Sentence(p.words, err)
	switch data.CodeOf(err) {
	case data.CodeAttach(permitted.Empty), data.CodeAttach(permitted.Large), data.CodeNotFound, data.CodeForbidden:
		p.tell(sentence)
	default:
		p.warnOfPictures(sentence)
	}
}

// warnOfPictures says why a file was not taken, with the warning about pictures under it.
func (d caseDesk) warnOfPictures(sentence string) {
	widget.ShowDialog(d.canvas(), widget.DialogOptions{
		Title: d.t("attach.refused"), Text: sentence, Content: warningBand(d.words), Do: d.t("common.close"),
	})
}

// attachTo saves a file with a note that is written already.
func (p *notesPage) attachTo(note data.ID) func(data.ChosenFile) {
	return func(file data.ChosenFile) {
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.vault.Attach(ctx, p.id, note, file)
		}, func(_ struct{}, err error) {
			if err != nil {
				p.refuseFile(err)
				return
			}
			say(p.said, p.t("common.savedAt", map[string]any{"Time": p.words.Time(p.vault.Now().Local())}), theme.GoodInk)
			p.Refresh()
		})
	}
}

// chosenFiles are the files that will be saved with the note being typed, those that a lock took, and the button that
// adds one; or why none can be added in this case.
func (p *notesPage) chosenFiles() fyne.CanvasObject {
	lines := widget.Stack(theme.Space4)
	line := func(key, name string, values map[string]any, drop func()) {
		if p.covered() {
			name = p.t("attach.number", map[string]any{"Number": len(lines.Objects) + 1})
		}
		values["Name"] = name
		remove := widget.Link(p.t("common.remove"), func() { drop(); p.filesChanged() })
		with := widget.Body(p.t(key, values))
		lines.Add(widget.Frame(widget.Sides{Center: widget.Pad(widget.Margins{Top: theme.Space8}, with), Right: remove}))
	}
	for i, f := range p.files {
		line("attach.with", f.Name, map[string]any{"Size": sizeWords(p.words, len(f.Bytes))}, func() { p.files = slices.Delete(slices.Clone(p.files), i, i+1) })
	}
	for i, name := range p.missed {
		line("attach.again", name, map[string]any{}, func() { p.missed = slices.Delete(slices.Clone(p.missed), i, i+1) })
	}
	if p.refuses() {
		lines.Add(widget.Frame(widget.Sides{
			Left:   widget.Pad(widget.Margins{Right: theme.Space12}, widget.NewIcon("warning", theme.WarmInk)),
			Center: bothText(p.words, "image.refused.child", widget.TextStyle{}),
		}))
		return lines
	}
	lines.Add(widget.Row(0, widget.NewButton(widget.ButtonOptions{Label: p.t("attach.do"), Icon: "plus", Do: func() { p.askFile(p.choose) }})))
	return lines
}

// refuses reports whether no file can be added in this case, whatever is in it.
func (p *notesPage) refuses() bool { return p.file != nil && p.vault.RefusesFiles(p.file) }

// attachLink adds a file to a note that is written; none where none can be added.
func (p *notesPage) attachLink(note data.ID) *widget.Button {
	link := widget.Link(p.t("attach.do"), func() { p.askFile(p.attachTo(note)) })
	link.Hidden = p.refuses()
	return link
}

// choose takes a file for the note being typed.
func (p *notesPage) choose(file data.ChosenFile) {
	p.files = append(slices.Clone(p.files), file)
	if i := slices.Index(p.missed, file.Name); i >= 0 {
		p.missed = slices.Delete(slices.Clone(p.missed), i, i+1)
	}
	p.filesChanged()
}

func (p *notesPage) filesChanged() {
	p.keeper.touch()
	p.build()
	settle(p.writer)
}

// attachment is one file that belongs to a note, and what can be done with it.
func (p *notesPage) attachment(number int, e data.Entry[data.Attachment]) fyne.CanvasObject {
	v := e.Value
	name := p.t("attach.number", map[string]any{"Number": number})
	if v.Name != "" && !p.covered() {
		name = v.Name
	}
	do := []*widget.Button{}
	if v.Type == permitted.Text {
		do = append(do, widget.Link(p.t("attach.read"), func() { p.readText(name, e) }))
	}
	do = append(do, widget.Link(p.t("attach.save"), func() { p.saveCopy(number, e) }))
	if p.vault.Me().Role == data.Manager {
		do = append(do, widget.Link(p.t("attach.erase"), func() { p.eraseFile(name, e) }))
	}
	small := dots(p.t("attach.type."+string(v.Type)), sizeWords(p.words, v.Size), p.t("attach.by", map[string]any{"When": momentWords(p.words, e.First), "Name": e.By}))
	return widget.Pad(widget.Margins{Left: theme.Space24}, widget.Stack(0, block{name: name, small: small, more: []fyne.CanvasObject{p.copies(e)}, do: does(do...)}.object()))
}

// mostRead is how many letters of a text are shown; the rest is in the copy.
const mostRead = 12000

// readText shows a text without writing it anywhere.
func (p *notesPage) readText(name string, e data.Entry[data.Attachment]) {
	Go(p.shell.Runner(), "", func(ctx context.Context) (string, error) {
		file, err := p.vault.AttachedBytes(ctx, e)
		return permitted.Words(file), err
	}, func(words string, err error) {
		if err != nil {
			p.tell(data.Sentence(p.words, err))
			return
		}
		rest := widget.Muted("")
		if utf8.RuneCountInString(words) > mostRead {
			words = string([]rune(words)[:mostRead])
			rest.Set(p.t("attach.long"))
		}
		prose := widget.NewProse(strings.TrimRight(strings.ReplaceAll(words, "\r\n", "\n"), "\n"))
		widget.ShowDialog(p.canvas(), widget.DialogOptions{
			Title: name, Content: widget.Stack(theme.Space12, prose, rest), First: prose, Do: p.t("common.close"),
		})
	})
}

// saveCopy writes the file outside the records, on purpose.
func (p *notesPage) saveCopy(number int, e data.Entry[data.Attachment]) {
	p.askWhere(outgoing{
		name: p.file.Case.Value.Reference + " " + p.t("attach.file", map[string]any{"Number": number}), ending: e.Value.Type.Ending(), words: "attach.copy",
		paper: paper{file: func(ctx context.Context) ([]byte, error) { return p.vault.AttachedBytes(ctx, e) }},
		record: func(ctx context.Context, path, hash string) error {
			return p.vault.RecordSavedAttachment(ctx, p.id, e.ID, path, hash)
		},
		saved: func(sentence string) {
			say(p.said, sentence, theme.GoodInk)
			p.Refresh()
		},
	})
}

// copies are the copies outside the records that are still there.
func (p *notesPage) copies(e data.Entry[data.Attachment]) fyne.CanvasObject {
	box := widget.Stack(0)
	f := p.file
	if !slices.ContainsFunc(f.Saved, func(s data.Entry[data.SavedFile]) bool { return s.Value.Letter == e.ID }) {
		return box
	}
	Go(p.shell.Runner(), "copies "+e.ID.String(), func(context.Context) ([]copyOnDisk, error) { return copiesOf(f, e.ID), nil }, func(list []copyOnDisk, _ error) {
		for _, c := range list {
			if c.state == copyThere {
				box.Add(widget.Frame(widget.Sides{
					Center: widget.Muted(p.t("attach.there", map[string]any{"File": c.path})),
					Right:  widget.Stack(0, widget.Link(p.t("common.remove"), func() { p.removeCopy(c) })),
				}))
			}
		}
		settle(box)
	})
	return box
}

func (p *notesPage) removeCopy(c copyOnDisk) {
	Go(p.shell.Runner(), "", func(context.Context) (struct{}, error) { return struct{}{}, removeCopy(c) }, func(_ struct{}, err error) {
		if err != nil {
			p.tell(p.t("letters.copy.stays"))
		}
		p.Refresh()
	})
}

// eraseFile takes an attachment out of the records for good.
func (p *notesPage) eraseFile(name string, e data.Entry[data.Attachment]) {
	reason := ""
	f := &form{words: p.words, now: p.vault.Now()}
	f.area("attach.erase.reason", 2, &reason)
	p.ask(question{title: p.t("attach.erase.title", map[string]any{"Name": name}), lead: p.t("attach.erase.lead"), content: f, kept: "attach.erase:" + e.ID.String(), accept: p.t("attach.erase"), do: func(done func(error)) {
		Go(p.shell.Runner(), "", func(ctx context.Context) (data.Erased, error) {
			return p.vault.EraseAttachment(ctx, e.ID, data.EraseOptions{Reason: reason})
		}, func(_ data.Erased, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}

// sizeWords is a size as people say it.
func sizeWords(t *assets.Translator, bytes int) string {
	switch {
	case bytes >= 1<<20:
		return t.T("attach.mb", map[string]any{"Size": (bytes + 1<<19) >> 20})
	case bytes >= 1<<10:
		return t.T("attach.kb", map[string]any{"Size": (bytes + 1<<9) >> 10})
	}
	return t.N("attach.bytes", bytes)
}
