package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// cardOfRestricted says whether volunteers have a contact card of a restricted case, and lets it be made or taken back.
func (p *overviewPage) cardOfRestricted() fyne.CanvasObject {
	if !p.vault.Restricted(p.id) {
		return widget.Stack(0)
	}
	if p.vault.HasCard(p.id) {
		return block{words: p.t("case.card.is"), do: does(p.link("case.card.take", func() {
			p.do(func(ctx context.Context) error { return p.vault.TakeCardBack(ctx, p.id) })
		}))}.object()
	}
	return block{words: p.t("case.card.none"), do: does(p.link("case.card.make", p.makeCard))}.object()
}

func (p *overviewPage) makeCard() {
	call := data.FollowUp{}
	f := &form{words: p.words, now: p.vault.Now()}
	f.keepIn("case.card.promised", &call.Promised)
	f.text("case.card.who", &call.Who)
	f.day("case.card.on", &call.On, future)
	f.text("case.card.promised", &call.Promised)
	p.ask(question{title: p.t("case.card.make"), lead: p.t("case.card.lead"), content: f, kept: "case.card.make:" + p.id.String(), accept: p.t("case.card.make"), do: func(done func(error)) {
		now := call
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.vault.MakeCard(ctx, p.id, now)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}
