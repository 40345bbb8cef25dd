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

// access is who can open the case.
func (p *overviewPage) access(*data.CaseFile) fyne.CanvasObject {
	words := p.t("case.access.all")
	if named := p.vault.NamedMembers(p.id); len(named) > 0 {
		var names []string
		for _, m := range named {
			names = append(names, m.Name)
		}
		words = p.t("case.access.named", map[string]any{"Names": strings.Join(names, ", ")})
	}
	return part(p.t("case.access.title"), does(p.link("common.edit", p.editAccess)), "", block{words: words}.object())
}

// editAccess names those who alone may open the case, or lifts the restriction.
func (p *overviewPage) editAccess() {
	var named []data.ID
	for _, m := range p.vault.NamedMembers(p.id) {
		named = append(named, m.ID)
	}
	f := &form{words: p.words, now: p.vault.Now()}
	var ticks []fyne.CanvasObject
	for _, m := range p.vault.Members() {
		if m.Kit || !m.Active || m.Role == data.Volunteer {
			continue
		}
		check := widget.NewCheck(widget.CheckOptions{
			Label: m.Name, Hint: p.t("role." + string(m.Role)), On: slices.Contains(named, m.ID),
			Changed: func(on bool) {
				named = slices.DeleteFunc(named, func(id data.ID) bool { return id == m.ID })
				if on {
					named = append(named, m.ID)
				}
			},
		})
		if f.first == nil {
			f.first = check
		}
		ticks = append(ticks, check)
	}
	f.wide(widget.Stack(theme.Space8, ticks...))
	p.ask(question{title: p.t("case.access.edit"), lead: p.t("case.access.lead"), content: f, accept: p.t("common.save"), do: func(done func(error)) {
		chosen := slices.Clone(named)
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			if len(chosen) == 0 {
				return struct{}{}, p.vault.Unrestrict(ctx, p.id)
			}
			return struct{}{}, p.vault.Restrict(ctx, p.id, chosen)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}
