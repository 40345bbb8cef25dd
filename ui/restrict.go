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
	return part(p.t("case.access.title"), does(p.link("common.edit", p.editAccess)), "", block{words: words}.object(), p.cardOfRestricted())
}

// editAccess names those who alone may open the case, or lifts the restriction.
// What was ticked and not saved is offered again.
func (p *overviewPage) editAccess() {
	draft := "access:" + p.id.String()
	Go(p.shell.Runner(), "access", func(ctx context.Context) (named []data.ID, _ error) {
		found, err := p.vault.LoadDraft(ctx, draft, &named)
		if !found || err != nil {
			named = nil
			for _, m := range p.vault.NamedMembers(p.id) {
				named = append(named, m.ID)
			}
		}
		return named, nil
	}, func(named []data.ID, _ error) { p.askAccess(draft, named) })
}

func (p *overviewPage) askAccess(draft string, named []data.ID) {
	keeper := newDraftKeeper(p.caseDesk, draft, func() any { return named })
	f := &form{words: p.words, now: p.vault.Now(), changed: keeper.touch}
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
				f.touch()
			},
		})
		if f.first == nil {
			f.first = check
		}
		ticks = append(ticks, check)
	}
	f.wide(widget.Stack(theme.Space8, ticks...))
	p.ask(question{title: p.t("case.access.edit"), lead: p.t("case.access.lead"), content: f, keeper: keeper, accept: p.t("common.save"), do: func(done func(error)) {
		chosen, remove := slices.Clone(named), keeper.end()
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			if len(chosen) == 0 {
				if err := p.vault.Unrestrict(ctx, p.id); err != nil {
					return struct{}{}, err
				}
			} else if err := p.vault.Restrict(ctx, p.id, chosen); err != nil {
				return struct{}{}, err
			}
			return struct{}{}, remove(ctx, p.vault)
		}, func(_ struct{}, err error) {
			if err != nil {
				keeper.touch()
			}
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}
