package pdf

import (
	"strings"

	"noddfa/data"
)

// lines sets texts under each other and leaves out empty ones.
func lines(texts ...string) string { return strings.Join(nonEmpty(texts...), "\n") }

// money is what was demanded and paid, with totals of what is known.
func (c *letterSetter) money() {
	if len(c.l.Money) == 0 {
		return
	}
	c.heading(c.say("letter.money.title"))
	rows := make([]tableRow, 0, len(c.l.Money)+1)
	for _, m := range c.l.Money {
		kind := "demand"
		if m.Kind == data.Payment {
			kind = "payment"
		}
		told := ""
		if m.Kind == data.Payment {
			told = c.say("letter.money.bank." + answerKey(m.BankTold))
		}
		amount := m.Amount.String()
		if !m.Amount.Known && m.Other == "" {
			amount = c.say("letter.money.unknown")
		}
		rows = append(rows, tableRow{cells: [][]span{
			plain(c.say("letter.money." + kind)), plain(c.moment(m.When, false)), plain(lines(amount, m.Other)),
			plain(joinComma(m.Method, m.Platform)), plain(lines(joinComma(m.Payee, m.Reference), told)),
		}, note: m.Words})
	}
	c.table([]column{
		{c.say("letter.money.what"), 24},
		{c.say("letter.money.when"), 27},
		{c.say("letter.money.amount"), 24},
		{c.say("letter.money.how"), 38},
		{c.say("letter.money.payee"), 48},
	}, rows)
	c.slabs[len(c.slabs)-1].keep = true
	c.para(c.totals()...)
}

func (c *letterSetter) totals() []span {
	demanded, paid := sum(c.l.Money, false), sum(c.l.Money, true)
	v := values{"Demanded": demanded.amount.String(), "Paid": paid.amount.String()}
	said := strong(c.say("letter.money.totals", v))
	if n := demanded.unknown + paid.unknown; n > 0 {
		said = append(said, span{text: " " + c.t.N("letter.money.notcounted", n)})
	}
	return said
}

type total struct {
	amount  data.Money
	unknown int // entries that are not, or not only, in pounds
}

func sum(entries []data.MoneyEntry, paid bool) total {
	t := total{amount: data.Money{Known: true}}
	for _, m := range entries {
		if (m.Kind == data.Payment) != paid {
			continue
		}
		t.amount.Pence += m.Amount.Pence
		if !m.Amount.Known || m.Other != "" {
			t.unknown++
		}
	}
	return t
}

// evidence is what exists and where, in words; never the thing itself.
func (c *letterSetter) evidence() {
	if len(c.l.Evidence) == 0 {
		return
	}
	c.heading(c.say("letter.evidence.title"))
	rows := make([]tableRow, 0, len(c.l.Evidence))
	for _, e := range c.l.Evidence {
		kind := joinComma(e.Kind, e.Platform)
		who := e.DisplayName
		if e.UniqueID != "" {
			who = strings.TrimSpace(who + " (" + e.UniqueID + ")")
		}
		captured := ""
		switch {
		case e.CapturedBy != "" && !e.CapturedAt.IsZero():
			captured = c.say("letter.evidence.captured.on", values{"Name": e.CapturedBy, "Date": c.day(e.CapturedAt)})
		case e.CapturedBy != "":
			captured = c.say("letter.evidence.captured", values{"Name": e.CapturedBy})
		}
		note := ""
		if e.SHA256 != "" {
			note = c.say("letter.evidence.hash", values{"Hash": e.SHA256})
		}
		rows = append(rows, tableRow{cells: [][]span{
			{{text: kind, bold: true}, {text: breakBefore(lines(who, e.URL, e.Shows), kind)}},
			plain(lines(e.Original, captured)), plain(c.seen(e)), plain(c.given(e)),
		}, note: note})
	}
	c.table([]column{
		{c.say("letter.evidence.what"), 62},
		{c.say("letter.evidence.where"), 42},
		{c.say("letter.evidence.seen"), 29},
		{c.say("letter.evidence.given"), 27},
	}, rows)
	c.slabs[len(c.slabs)-1].keep = true
	c.para(strong(c.say("letter.evidence.noimages"))...)
}

// breakBefore starts a text on a new line if another stands before it.
func breakBefore(text, before string) string {
	if text == "" || before == "" {
		return text
	}
	return "\n" + text
}

func (c *letterSetter) seen(e data.Evidence) string {
	first, last := c.moment(e.FirstSeen, false), c.moment(e.LastSeen, false)
	if first == "" || last == "" || first == last {
		return firstOf(first, last)
	}
	return c.say("letter.evidence.from", values{"First": first, "Last": last})
}

func (c *letterSetter) given(e data.Evidence) string {
	switch {
	case e.GivenTo != "" && !e.GivenOn.IsZero():
		return c.say("letter.evidence.given.to.on", values{"Date": c.day(e.GivenOn), "Name": e.GivenTo})
	case !e.GivenOn.IsZero():
		return c.day(e.GivenOn)
	case e.GivenTo != "":
		return e.GivenTo
	}
	return c.say("letter.evidence.given.not")
}
