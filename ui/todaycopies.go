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

// copiesItem is the line of Today that says so.
func (s *todayScreen) copiesItem(copies []copyOnDisk) widget.Item {
	s.opens["copies"] = func() { s.removeCopies(copies) }
	return widget.Item{
		ID: "copies", Title: s.words.N("today.copies", len(copies)), Icon: "warning", Tone: widget.ToneDue,
		Detail: s.t("today.copies.hint"), Meta: s.t("today.copies.remove"),
	}
}

// removeCopies asks once, then removes each file that is still the one that was saved.
func (s *todayScreen) removeCopies(copies []copyOnDisk) {
	var paths []string
	for _, c := range copies {
		paths = append(paths, c.path)
	}
	widget.ShowDialog(s.canvas(), widget.DialogOptions{
		Title: s.words.N("today.copies", len(copies)), Text: s.t("today.copies.lead"), Content: widget.Muted(strings.Join(paths, "\n")),
		Do: s.t("today.copies.remove"), Cancel: s.t("common.cancel"), Done: func() bool {
			Go(s.shell.Runner(), "", func(context.Context) (bool, error) {
				all := true
				for _, c := range copies {
					all = removeCopy(c) == nil && all
				}
				return all, nil
			}, func(all bool, _ error) {
				if !all {
					widget.ShowDialog(s.canvas(), widget.DialogOptions{Title: s.t("letters.copy.stays"), Do: s.t("common.close")})
				}
				s.Refresh()
			})
			return true
		},
	})
}
