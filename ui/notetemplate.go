package ui

import (
	"noddfa/assets"
	"noddfa/ui/widget"
)

// templates offers what a note may start from. What is chosen is put into the
// boxes below what stands there already.
func (p *notesPage) templates(f *form) {
	list := p.words.NoteTemplates()
	if len(list) == 0 {
		return
	}
	var options []widget.Option
	for _, n := range list {
		options = append(options, widget.Option{ID: n.Key, Label: n.Name.In(p.words.Code())})
	}
	f.put(widget.NewField(widget.FieldOptions{Label: p.t("wording.start"), Control: widget.NewSelect(widget.SelectOptions{
		Options: options, Changed: p.startFrom,
	})}))
}

// startFrom puts a template into the boxes.
func (p *notesPage) startFrom(key string) {
	for _, n := range p.words.NoteTemplates() {
		if n.Key != key {
			continue
		}
		for i, text := range []assets.Text{n.Said, n.Think, n.Agreed} {
			if words := text.In(p.words.Code()); words != "" {
				p.boxes[i].Set(joinLines(p.boxes[i].Value(), words))
			}
		}
	}
}
