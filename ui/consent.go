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

// consentPage keeps the two consents apart: to support, and to share with the police.
type consentPage struct{ *caseScreen }

func newConsentPage(s *caseScreen) *consentPage { return &consentPage{s} }

func (p *consentPage) first() fyne.Focusable { return nil }
func (p *consentPage) leave()                {}

func (p *consentPage) show(f *data.CaseFile) fyne.CanvasObject {
	return widget.Narrow(formWidth, widget.Stack(theme.Space24, widget.Muted(p.words.TBoth("consent.two")),
		p.scope(f, data.ConsentSupport), p.scope(f, data.ConsentPolice), p.scope(f, data.ConsentOther)))
}

// scope is one of the consents: how it stands now, then how it came to that, newest first.
func (p *consentPage) scope(f *data.CaseFile, scope data.ConsentScope) fyne.CanvasObject {
	var list []data.Entry[data.Consent]
	for _, e := range f.Consents {
		if e.Value.Scope == scope {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b data.Entry[data.Consent]) int { return b.Value.Given.Compare(a.Value.Given) })
	var blocks []fyne.CanvasObject
	for i, e := range list {
		blocks = append(blocks, p.consent(e, i == 0))
	}
	do := does(widget.Link(p.t("case.consent.record"), func() {
		p.editConsent(data.ID{}, data.Consent{Scope: scope, Given: p.vault.Now(), TakenBy: p.vault.Me().Name})
	}))
	return part(p.t("case.consent."+string(scope)), do, p.t("case.consent.none"), blocks...)
}

func (p *consentPage) consent(e data.Entry[data.Consent], newest bool) fyne.CanvasObject {
	v := e.Value
	state, role := p.t("case.consent.given", map[string]any{"Date": p.words.Date(v.Given.Local())}), theme.GoodInk
	switch {
	case !v.Withdrawn.IsZero():
		state, role = p.t("case.consent.withdrawn", map[string]any{"Date": p.words.Date(v.Withdrawn.Local())}), theme.WarmInk
	case v.Refused:
		state, role = p.t("case.consent.refused", map[string]any{"Date": p.words.Date(v.Given.Local())}), theme.WarmInk
	}
	links := does(widget.Link(p.t("common.edit"), func() { p.editConsent(e.ID, v) }))
	if newest && v.Stands() {
		links = append(links, widget.Link(p.t("case.consent.withdraw"), func() { p.withdraw(v.Scope) }))
	}
	return block{
		name: state, tone: role,
		words: strings.Join(nonEmptyTexts(
			labelled(p.words, "record.consent.covers", v.Covers), labelled(p.words, "record.consent.how", v.How), labelled(p.words, "record.consent.by", p.uncovered(v.By)),
			labelled(p.words, "record.consent.understood", v.Understood), labelled(p.words, "record.consent.withdrawn_why", v.Why)), "\n"),
		small: dots(labelled(p.words, "record.consent.taken_by", firstText(v.TakenBy, e.By)),
			labelled(p.words, "record.consent.explained", answerWords(p.words, v.Explained))),
		do: links,
	}.object()
}

func (p *consentPage) editConsent(record data.ID, value data.Consent) {
	p.edit(edit{
		title: p.t("case.consent." + string(value.Scope)), draft: p.recordDraft("consent-"+string(value.Scope), record), value: &value,
		fill: func(f *form) {
			f.tick("record.consent.refused", &value.Refused)
			f.moment("record.consent.given", &value.Given, past)
			f.text("record.consent.how", &value.How)
			f.text("record.consent.by", &value.By)
			f.text("record.consent.taken_by", &value.TakenBy)
			f.area("record.consent.covers", 2, &value.Covers)
			f.area("record.consent.understood", 2, &value.Understood)
			f.answer("record.consent.explained", &value.Explained)
			if !value.Withdrawn.IsZero() {
				f.moment("record.consent.withdrawn", &value.Withdrawn, past)
				f.area("record.consent.withdrawn_why", 2, &value.Why)
			}
		},
		save: addOrChange(p.vault, p.id, record, &value),
	})
}

// withdrawal is what was withdrawn, and why.
type withdrawal struct {
	Support, Sharing bool
	Why              string
}

// withdraw asks "support, sharing, or both?" and says what stops and what stays.
func (p *consentPage) withdraw(scope data.ConsentScope) {
	value := withdrawal{Support: scope == data.ConsentSupport, Sharing: scope == data.ConsentPolice}
	p.edit(edit{
		title: p.t("case.consent.withdraw.title"), draft: "withdrawal:" + p.id.String(), value: &value,
		fill: func(f *form) {
			f.note("consent.withdrawn")
			f.tick("case.consent.withdraw.support", &value.Support)
			f.tick("case.consent.withdraw.sharing", &value.Sharing)
			f.area("record.consent.withdrawn_why", 2, &value.Why)
			f.note("consent.withdraw.what")
			p.listLetters(f, "case.consent.withdraw.letters", data.Letter.SaysConsent)
		},
		save: func() func(context.Context) error {
			now := value
			return func(ctx context.Context) error { return p.withdrawn(ctx, now) }
		},
	})
}

func (p *consentPage) withdrawn(ctx context.Context, w withdrawal) error {
	f, err := p.vault.OpenCase(ctx, p.id)
	if err != nil {
		return err
	}
	for _, e := range f.Consents {
		v := e.Value
		meant := w.Support && v.Scope == data.ConsentSupport || w.Sharing && v.Scope == data.ConsentPolice
		if !meant || !v.Stands() {
			continue
		}
		v.Withdrawn, v.Why = p.vault.Now(), w.Why
		if _, err := data.Change(ctx, p.vault, p.id, e.ID, v); err != nil {
			return err
		}
	}
	if !w.Sharing {
		return nil
	}
	return p.tasksForLetters(ctx, "case.task.consent", data.Letter.SaysConsent)
}
