package ui

import (
	"context"
	"strings"

	"noddfa/data"
	"noddfa/ui/widget"
)

// stillHere are the documents that were saved in the clear and lie on this computer yet, unchanged.
func stillHere(v *data.Vault) []copyOnDisk {
	var list []copyOnDisk
	for _, line := range v.UnprotectedCopies() {
		c := copyOnDisk{path: line.Path, hash: line.SHA256, at: line.At}
		if c.look() == copyThere {
			list = append(list, c)
		}
	}
	return list
}

// kitHere are the files of the recovery kit that lie where they were saved, unchanged.
func kitHere(v *data.Vault) []copyOnDisk {
	var list []copyOnDisk
	for _, file := range v.KitFiles() {
		c := copyOnDisk{path: file.Path, hash: file.SHA256, at: file.At}
		if c.look() == copyThere {
			list = append(list, c)
		}
	}
	return list
}

// copiesItems are the lines of Today that say so.
func (s *todayScreen) copiesItems(w waiting) []widget.Item {
	var items []widget.Item
	add := func(id, title, hint string, copies []copyOnDisk) {
		if len(copies) == 0 {
			return
		}
		s.opens[id] = func() { s.removeCopies(title, s.t("today."+id+".lead"), copies) }
		items = append(items, widget.Item{
			ID: id, Title: title, Icon: "warning", Tone: widget.ToneDue, Detail: hint, Meta: s.t("today.copies.remove"),
		})
	}
	add("kitFile", s.t("today.kitFile"), s.t("today.kitFile.hint"), w.kit)
	add("copies", s.words.N("today.copies", len(w.copies)), s.words.N("today.copies.hint", len(w.copies)), w.copies)
	return items
}

// removeCopies asks once, then removes each file that is still the one that was saved.
func (s *todayScreen) removeCopies(title, lead string, copies []copyOnDisk) {
	var paths []string
	for _, c := range copies {
		paths = append(paths, c.path)
	}
	var dialog *widget.Dialog
	dialog = widget.ShowDialog(s.canvas(), widget.DialogOptions{
		Title: title, Text: lead, Content: widget.Muted(strings.Join(paths, "\n")),
		Do: s.t("today.copies.remove"), Cancel: s.t("common.cancel"), Done: func() bool {
			dialog.Dismiss() // before anything is told above it
			Go(s.shell.Runner(), "", func(context.Context) (left []string, _ error) {
				for _, c := range copies {
					if removeCopy(c) != nil && c.look() != copyGone {
						left = append(left, c.path)
					}
				}
				return left, nil
			}, func(left []string, _ error) {
				if len(left) > 0 { // Today does not speak of a changed file again
					s.tell(s.t("today.copies.stay") + "\n" + strings.Join(left, "\n"))
				}
				s.Refresh()
			})
			return false
		},
	})
}
