package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// evidencePage is the register in words of what exists and where, and the demands and payments.
type evidencePage struct{ *caseScreen }

func newEvidencePage(s *caseScreen) *evidencePage { return &evidencePage{s} }

func (p *evidencePage) first() fyne.Focusable { return nil }
func (p *evidencePage) leave()                {}

func (p *evidencePage) show(f *data.CaseFile) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, e := range f.Evidence {
		rows = append(rows, p.row(e))
	}
	add := widget.NewButton(widget.ButtonOptions{Label: p.t("case.evidence.add"), Icon: "plus", Do: func() {
		p.editEvidence(data.ID{}, data.Evidence{CapturedBy: p.vault.Me().Name, CapturedAt: p.vault.Now()})
	}})
	register := part(p.t("case.evidence.title"), []fyne.CanvasObject{add}, p.t("case.evidence.empty"), rows...)
	return widget.Stack(theme.Space24, register, p.money(f), p.advice(f))
}

func (p *evidencePage) row(e data.Entry[data.Evidence]) fyne.CanvasObject {
	v := e.Value
	seen := dots(labelled(p.words, "record.evidence.first_seen", whenWords(p.words, v.FirstSeen)),
		labelled(p.words, "record.evidence.last_seen", whenWords(p.words, v.LastSeen)))
	given := p.t("case.evidence.notGiven")
	if !v.GivenOn.IsZero() || v.GivenTo != "" {
		given = labelled(p.words, "case.evidence.given", dots(v.GivenTo, p.words.ShortDate(v.GivenOn.Local())))
	}
	return block{
		name: firstText(dots(v.Kind, v.Platform, v.DisplayName), p.t("case.evidence.unnamed")),
		words: strings.Join(nonEmptyTexts(v.Shows,
			dots(labelled(p.words, "record.evidence.unique_id", v.UniqueID), v.URL),
			labelled(p.words, "record.evidence.original", v.Original), labelled(p.words, "record.evidence.sha256", v.SHA256)), "\n"),
		small: dots(seen, labelled(p.words, "record.evidence.captured_by", dots(v.CapturedBy, momentWords(p.words, v.CapturedAt))), given),
		do:    does(widget.Link(p.t("common.edit"), func() { p.editEvidence(e.ID, v) })),
	}.object()
}

// pictureWarning is what nobody may put into a record, and why, in these words.
func pictureWarning(t *assets.Translator) string {
	sentences := []string{t.T("image.warning.title") + "."}
	for _, key := range []string{"image.warning.never", "image.warning.offence", "image.warning.words", "image.warning.tell"} {
		sentences = append(sentences, t.T(key))
	}
	return strings.Join(sentences, " ") + "\n" + t.T("image.already.title") + ": " + t.T("image.already.text")
}

// bothWarnings is the warning at the place of adding; Welsh that nobody has confirmed has the English beneath.
func bothWarnings(t *assets.Translator) string {
	text := pictureWarning(t)
	if assets.NeedsBoth("image.warning.never") && t.Code() != assets.English {
		text += "\n\n" + pictureWarning(assets.Lang(assets.English))
	}
	return text
}

func warningBand(t *assets.Translator) fyne.CanvasObject {
	return widget.NewBand(widget.BandOptions{Text: bothWarnings(t), Icon: "warning", Kind: widget.BandWarm})
}

func (p *evidencePage) editEvidence(record data.ID, value data.Evidence) {
	p.edit(edit{
		title: p.formTitle("evidence", record), draft: p.recordDraft("evidence", record), value: &value,
		fill: func(f *form) {
			f.wide(warningBand(p.words))
			f.text("record.evidence.evidence_kind", &value.Kind)
			f.text("record.evidence.platform", &value.Platform)
			f.text("record.evidence.display_name", &value.DisplayName)
			f.text("record.evidence.unique_id", &value.UniqueID)
			f.area("record.evidence.shows", 3, &value.Shows)
			f.text("record.evidence.url", &value.URL)
			f.text("record.evidence.original", &value.Original)
			f.when("record.evidence.first_seen", &value.FirstSeen, past)
			f.when("record.evidence.last_seen", &value.LastSeen, past)
			f.text("record.evidence.captured_by", &value.CapturedBy)
			f.moment("record.evidence.captured_at", &value.CapturedAt, past)
			p.digest(f, &value.SHA256)
			f.text("record.evidence.given_to", &value.GivenTo)
			f.day("record.evidence.given_on", &value.GivenOn, past)
		},
		save: addOrChange(p.vault, p.id, record, &value),
	})
}

// money is demands and payments with their totals.
func (p *evidencePage) money(f *data.CaseFile) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, e := range f.Money {
		rows = append(rows, p.moneyRow(e))
	}
	if len(rows) > 0 {
		rows = append(rows, p.totals(f))
	}
	begin := func(kind data.MoneyKind) func() {
		return func() { p.editMoney(data.ID{}, data.MoneyEntry{Kind: kind, When: data.OnDay(p.vault.Now())}) }
	}
	do := []fyne.CanvasObject{
		widget.NewButton(widget.ButtonOptions{Label: p.t("case.money.demand.add"), Icon: "plus", Do: begin(data.Demand)}),
		widget.NewButton(widget.ButtonOptions{Label: p.t("case.money.payment.add"), Icon: "plus", Do: begin(data.Payment)}),
	}
	return part(p.t("case.money.title"), do, p.t("case.money.empty"), rows...)
}

func (p *evidencePage) moneyRow(e data.Entry[data.MoneyEntry]) fyne.CanvasObject {
	v := e.Value
	amount := firstText(dots(v.Amount.String(), v.Other), p.t("case.money.unknown"))
	bank := ""
	if v.Kind == data.Payment {
		bank = labelled(p.words, "record.money.bank_told", firstText(answerWords(p.words, v.BankTold), p.t("case.notAsked")))
	}
	return block{
		name:  dots(p.t("case.money.kind."+string(v.Kind)), amount),
		words: strings.Join(nonEmptyTexts(v.Words, dots(labelled(p.words, "record.money.payee", v.Payee), labelled(p.words, "record.money.transfer", v.Reference))), "\n"),
		small: dots(whenWords(p.words, v.When), v.Method, v.Platform, bank),
		do:    does(widget.Link(p.t("common.edit"), func() { p.editMoney(e.ID, v) })),
	}.object()
}

func (p *evidencePage) totals(f *data.CaseFile) fyne.CanvasObject {
	demanded, paid := f.Totals()
	unknown := p.t("case.money.unknown")
	return widget.Pad(widget.Margins{Top: theme.Space8}, widget.Row(theme.Space24,
		widget.Strong(p.t("case.money.demanded", map[string]any{"Amount": firstText(demanded.String(), unknown)})),
		widget.Strong(p.t("case.money.paid", map[string]any{"Amount": firstText(paid.String(), p.t("case.money.none"))}))))
}

func (p *evidencePage) editMoney(record data.ID, value data.MoneyEntry) {
	kind := string(value.Kind)
	if kind == "" {
		value.Kind, kind = data.Demand, string(data.Demand)
	}
	p.edit(edit{
		title: p.formTitle("money."+kind, record), draft: p.recordDraft("money-"+kind, record), value: &value,
		fill: func(f *form) {
			f.money("record.money.amount", &value.Amount)
			f.text("record.money.other", &value.Other)
			f.when("record.money.when", &value.When, past)
			f.text("record.money.pay_method", &value.Method)
			f.text("record.money.platform", &value.Platform)
			f.text("record.money.payee", &value.Payee)
			f.text("record.money.transfer", &value.Reference)
			if value.Kind == data.Payment {
				f.answer("record.money.bank_told", &value.BankTold)
			}
			f.area("record.money.words", 2, &value.Words)
		},
		save: addOrChange(p.vault, p.id, record, &value),
	})
}

// adviceGroup chooses the list: age at the picture counts apart from age now, and unknown counts as under 18.
func adviceGroup(f *data.CaseFile, ageNow int, known bool) assets.AgeGroup {
	if known && ageNow < 18 {
		return assets.Child
	}
	maybe := f.Case.Value.Image != data.ImageNone && f.Case.Value.Matter == data.OnlineBlackmail || f.Case.Value.Image != data.ImageNone && f.Case.Value.Image != data.ImageNotAsked
	at := f.Case.Value.AgeAtImage
	switch {
	case maybe && (at == 0 || at < 18):
		if known {
			return assets.AdultNowChildInImage
		}
		return assets.Child
	case !known:
		return assets.Child
	}
	return assets.Adult
}

// advice is what to say about evidence and pictures, for this matter and these ages.
func (p *evidencePage) advice(f *data.CaseFile) fyne.CanvasObject {
	client, _ := f.Client()
	age, known := client.Value.AgeAt(p.vault.Now())
	group := adviceGroup(f, age, known)
	var lines []fyne.CanvasObject
	for _, a := range p.words.Advice(assets.Matter(f.Case.Value.Matter), group) {
		lines = append(lines, widget.Pad(widget.Margins{Top: theme.Space4, Bottom: theme.Space4}, widget.Body("• "+a.Both(p.words.Code()))))
	}
	return part(p.t("case.advice.title"), nil, "", append([]fyne.CanvasObject{
		widget.Muted(p.t("case.advice." + string(group))),
	}, widget.Columns(400, theme.Space16, lines...))...)
}
