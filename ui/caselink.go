package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// linked are the cases that have to do with this one. Whoever works on one side sees nothing of the other, nor that
// there is one.
func (p *overviewPage) linked(f *data.CaseFile) fyne.CanvasObject {
	manager := p.vault.Me().Role == data.Manager
	var blocks []fyne.CanvasObject
	for _, l := range p.vault.LinkedTo(p.id) {
		do := []*widget.Button{widget.Link(p.t("common.open"), func() {
			p.shell.Go(Route{Screen: ScreenCase, ID: l.Line.ID.String(), Tab: tabOverview})
		})}
		if manager {
			do = append(do, widget.Link(p.t("link.end"), func() { p.endLink(l) }))
		}
		why := ""
		for _, e := range f.Links {
			if e.ID == l.Record {
				why = e.Value.Words
			}
		}
		blocks = append(blocks, block{
			name: p.t("link." + string(l.Relation)), words: strings.Join(nonEmptyTexts(dots(p.nameOfCase(l.Line), l.Line.Reference), why), "\n"),
			small: dots(l.Line.Owner, p.words.ShortDate(l.Line.Opened.Local())),
			do:    does(do...),
		}.object())
	}
	if !manager {
		if len(blocks) == 0 {
			return widget.Stack(0)
		}
		return part(p.t("link.title"), nil, "", blocks...)
	}
	return part(p.t("link.title"), does(p.link("link.add", p.addLink)), p.t("link.empty"), blocks...)
}

// addLink asks which case, and what the two have to do with each other.
func (p *overviewPage) addLink() {
	var other data.CaseLine
	relation, words := data.Returned, ""
	f := &form{words: p.words, now: p.vault.Now()}
	p.otherCase(f, "link.reference", p.id, &other)
	f.wide(f.field("link.relation", widget.NewChoice(widget.ChoiceOptions{
		Options: optionsOf(p.words, "link", data.Relations()...), Chosen: string(relation), Always: true, Changed: func(id string) { relation = data.Relation(id); f.touch() },
	})))
	f.area("link.why", 2, &words)
	p.ask(question{title: p.t("link.add"), lead: p.t("link.lead"), content: f, kept: "link.add:" + p.id.String(), accept: p.t("link.do"), do: func(done func(error)) {
		to := other.ID
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.vault.LinkCases(ctx, p.id, to, relation, words)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}

func (p *overviewPage) endLink(l data.Linked) {
	p.ask(question{title: p.t("link.end.title"), lead: p.t("link.end.lead"), accept: p.t("link.end"), do: func(done func(error)) {
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.vault.UnlinkCases(ctx, p.id, l.Record)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}
