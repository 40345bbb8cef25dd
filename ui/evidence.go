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
	add := widget.NewButton(widget.ButtonOptions{Label: p.t("case.evidence.add"), Icon: "plus", Do: func() {
		p.editEvidence(data.ID{}, data.Evidence{CapturedBy: p.vault.Me().Name, CapturedAt: p.vault.Now()})
	}})
	register := part(p.t("case.evidence.title"), []fyne.CanvasObject{add}, p.t("case.evidence.empty"), p.register(f)...)
	return widget.Stack(theme.Space24, register, p.money(f), p.advice(f))
}

// register is the table of what exists and where; nothing where nothing is written.
func (p *evidencePage) register(f *data.CaseFile) []fyne.CanvasObject {
	if len(f.Evidence) == 0 {
		return nil
	}
	var rows []widget.TableRow
	opens := map[string]func(){}
	for _, e := range f.Evidence {
		rows = append(rows, p.evidenceRow(e))
		opens[e.ID.String()] = func() { p.editEvidence(e.ID, e.Value) }
	}
	return p.table("case.evidence.title", rows, opens,
		widget.Column{Title: p.t("letter.evidence.what"), Letters: 20}, widget.Column{Title: p.t("letter.evidence.seen"), Letters: 13},
		widget.Column{Title: p.t("record.evidence.original"), Letters: 17}, widget.Column{Title: p.t("case.evidence.given"), Letters: 12})
}

// table is a table whose lines open with opens, and the sentence that says so.
func (p *evidencePage) table(name string, rows []widget.TableRow, opens map[string]func(), columns ...widget.Column) []fyne.CanvasObject {
	table := widget.NewTable(widget.TableOptions{Name: p.t(name), Columns: columns, Rows: rows, Open: func(id string) { opens[id]() }})
	return []fyne.CanvasObject{widget.Stack(theme.Space4, widget.Muted(p.t("case.table.open")),
		widget.Pad(widget.Margins{Right: -theme.Space12, Left: -theme.Space12}, table))} // its words under the heading
}

func (p *evidencePage) evidenceRow(e data.Entry[data.Evidence]) widget.TableRow {
	v := e.Value
	first, last := whenWords(p.words, v.FirstSeen), whenWords(p.words, v.LastSeen)
	seen := firstText(first, last)
	if first != "" && last != "" {
		seen = p.t("letter.evidence.from", map[string]any{"First": first, "Last": last})
	}
	given := dots(p.words.ShortDate(v.GivenOn.Local()), v.GivenTo)
	if v.GivenOn.IsZero() {
		given = firstText(v.GivenTo, p.t("letter.evidence.given.not"))
	}
	return widget.TableRow{ID: e.ID.String(), Cells: []widget.Cell{
		{
			Text: firstText(dots(v.Kind, v.Platform, v.DisplayName), p.t("case.evidence.unnamed")),
			More: strings.Join(nonEmptyTexts(v.Shows, labelled(p.words, "record.evidence.unique_id", v.UniqueID), v.URL), "\n"),
		},
		{Text: seen},
		{
			Text: v.Original,
			More: strings.Join(nonEmptyTexts(labelled(p.words, "record.evidence.captured_by", dots(v.CapturedBy, momentWords(p.words, v.CapturedAt))),
				labelled(p.words, "record.evidence.sha256", v.SHA256)), "\n"),
		},
		{Text: given},
	}}
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
	begin := func(kind data.MoneyKind) func() {
		return func() { p.editMoney(data.ID{}, data.MoneyEntry{Kind: kind, When: data.OnDay(p.vault.Now())}) }
	}
	do := []fyne.CanvasObject{
		widget.NewButton(widget.ButtonOptions{Label: p.t("case.money.demand.add"), Icon: "plus", Do: begin(data.Demand)}),
		widget.NewButton(widget.ButtonOptions{Label: p.t("case.money.payment.add"), Icon: "plus", Do: begin(data.Payment)}),
	}
	return part(p.t("case.money.title"), do, p.t("case.money.empty"), p.moneyTable(f)...)
}

// moneyTable is a line for each demand and payment, then the totals; nothing where there is none.
func (p *evidencePage) moneyTable(f *data.CaseFile) []fyne.CanvasObject {
	if len(f.Money) == 0 {
		return nil
	}
	var rows []widget.TableRow
	opens := map[string]func(){}
	uncounted := 0
	for _, e := range f.Money {
		rows = append(rows, p.moneyRow(e))
		opens[e.ID.String()] = func() { p.editMoney(e.ID, e.Value) }
		if !e.Value.Amount.Known || e.Value.Other != "" {
			uncounted++
		}
	}
	more := ""
	if uncounted > 0 {
		more = p.words.N("letter.money.notcounted", uncounted)
	}
	demanded, paid := f.Totals()
	rows = append(rows, p.total("case.money.demanded", firstText(demanded.String(), p.t("case.money.unknown")), ""),
		p.total("case.money.paid", firstText(paid.String(), p.t("case.money.none")), more))
	return p.table("case.money.title", rows, opens,
		widget.Column{Title: p.t("letter.money.what"), Letters: 18}, widget.Column{Title: p.t("record.money.when"), Letters: 14},
		widget.Column{Title: p.t("record.money.pay_method"), Letters: 18}, widget.Column{Title: p.t("letter.money.amount"), Letters: 12, Trailing: true})
}

func (p *evidencePage) total(key, amount, more string) widget.TableRow {
	return widget.TableRow{Sum: true, Cells: []widget.Cell{{Text: p.t(key), More: more}, {}, {}, {Text: amount}}}
}

func (p *evidencePage) moneyRow(e data.Entry[data.MoneyEntry]) widget.TableRow {
	v := e.Value
	bank := ""
	if v.Kind == data.Payment {
		bank = labelled(p.words, "record.money.bank_told", firstText(answerWords(p.words, v.BankTold), p.t("case.notAsked")))
	}
	amount := widget.Cell{Text: v.Amount.String(), More: v.Other}
	if !v.Amount.Known {
		amount = widget.Cell{Text: firstText(v.Other, p.t("case.money.unknown"))}
	}
	return widget.TableRow{ID: e.ID.String(), Cells: []widget.Cell{
		{Text: p.t("case.money.kind." + string(v.Kind)), More: v.Words},
		{Text: whenWords(p.words, v.When)},
		{
			Text: dots(v.Method, v.Platform),
			More: strings.Join(nonEmptyTexts(labelled(p.words, "record.money.payee", v.Payee), labelled(p.words, "record.money.transfer", v.Reference), bank), "\n"),
		},
		amount,
	}}
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
