package pdf

import (
	"noddfa/data"
)

// signature is the close of the letter: who signs, who approved. It stays
// whole, and the last lines of the text stay with it.
func (c *letterSetter) signature() {
	st := c.sheet.text
	close := "letter.close.faithfully"
	if c.addressee() != "" {
		close = "letter.close.sincerely"
	}
	const inkRoom = 13.0
	column := measure/2 - 4
	block := slab{before: st.lead * 0.75 * c.sheet.gap, height: st.lead}
	block.ops = within(c.begin(RoleParagraph), st.set(plain(c.say(close)), measure).ops(0, 1, left, 0))
	block.height += inkRoom
	author := c.signatory(c.authorLines(), column)
	approver := c.signatory(c.approverLines(), column)
	for i, b := range []textBlock{author, approver} {
		if len(b.lines) == 0 {
			continue
		}
		ops := b.ops(0, maxSignature, left+float64(i)*(column+8), block.height)
		block.ops = append(block.ops, within(c.begin(RoleParagraph), ops)...)
	}
	block.height += max(author.height(), approver.height())
	if c.l.Copies != "" {
		block.height += st.lead * 0.5
		copies := st.set(plain(c.say("letter.sign.copies", values{"Names": oneLine(c.l.Copies)})), measure)
		if len(copies.lines) > 3 {
			c.warn.add(TooLong, PartRecipient, "")
			copies.lines = copies.lines[:3]
		}
		block.ops = append(block.ops, within(c.begin(RoleParagraph), copies.ops(0, 3, left, block.height))...)
		block.height += copies.height()
	}
	if n := len(c.slabs); n > 0 {
		c.slabs[n-1].keep = true
	}
	c.add(block)
}

// maxSignature is how many lines a name and a role may take.
const maxSignature = 8

func (c *letterSetter) signatory(spans []span, width float64) textBlock {
	if len(spans) == 0 {
		return textBlock{style: c.sheet.text}
	}
	b := c.sheet.text.set(spans, width)
	if len(b.lines) > maxSignature {
		c.warn.add(TooLong, PartAuthor, "")
		b.lines = b.lines[:maxSignature]
	}
	return b
}

func (c *letterSetter) authorLines() []span {
	a := c.l.Author
	spans := strong(oneLine(a.Name))
	if a.Role != "" {
		spans = append(spans, span{text: "\n" + oneLine(a.Role)})
	}
	if a.Phone != "" {
		spans = append(spans, span{text: "\n" + c.say("letter.sign.direct", values{"Phone": whole(oneLine(a.Phone))})})
	}
	return spans
}

// approverLines say who approved the letter, or that approval follows: where
// the letter names an approver without a name, and where it goes without
// consent, which nobody may decide alone.
func (c *letterSetter) approverLines() []span {
	a := c.l.Approver
	switch {
	case a != nil && a.Name != "":
		spans := []span{{text: c.say("letter.sign.approved") + " "}, {oneLine(a.Name), true}}
		if a.Role != "" {
			spans = append(spans, span{text: "\n" + oneLine(a.Role)})
		}
		if a.ByPhone {
			return append(spans, span{text: "\n" + c.say("letter.sign.phone", values{"Time": whole(c.t.Time(a.On.Local())) + ", " + c.plainDate(a.On)})})
		}
		if !a.On.IsZero() {
			spans = append(spans, span{text: "\n" + c.plainDate(a.On)})
		}
		return spans
	case a == nil && c.l.Draft && c.l.Basis == "":
		return nil // whether anybody has to approve is not decided either
	case a != nil || c.l.Basis != data.BasisConsent || !c.consentStands():
		return plain(c.say("letter.sign.tofollow"))
	}
	return nil
}

// replyStrip is torn off and sent back: it names the case and nobody. It stands
// on the page of the signature, so that no page holds a strip alone.
func (c *letterSetter) replyStrip() {
	st := c.sheet.cell
	strip := slab{before: 5 * c.sheet.gap, bottom: true}
	strip.ops = artifact(Op{Kind: OpLine, X: 10, Y: 1, W: PageWidth - 20, Stroke: 0.25, Dash: 1.5, Color: soft})
	strip.height = 3.5
	head := c.sheet.cell.set(append(strong(c.say("letter.strip.title")+" "), plain(c.returnTo())...), measure)
	if len(head.lines) > 3 {
		head.lines = head.lines[:3]
	}
	strip.ops = append(strip.ops, within(c.begin(RoleHeading), head.ops(0, 3, left, strip.height))...)
	strip.height += head.height() + 1.5
	fields := []struct{ key, value string }{
		{"ours", c.reference()},
		{"crime", oneLine(c.l.Police.CrimeNumber)},
		{"officer", oneLine(c.l.Police.Officer)},
		{"collar", oneLine(c.l.Police.Collar)},
		{"unit", ""},
		{"date", ""},
	}
	column := (measure - 6) / 2
	rowHeight := st.lead + 3.2
	for i, f := range fields {
		x := left + float64(i%2)*(column+6)
		y := strip.height + float64(i/2)*rowHeight
		strip.ops = append(strip.ops, c.stripField(f.key, f.value, x, y, column)...)
	}
	strip.height += 3*rowHeight + 0.5
	c.slabs[len(c.slabs)-1].keep = true // the signature, with the last lines of the text
	c.add(strip)
}

// stripField is a label, what we know already, and a line to write on.
func (c *letterSetter) stripField(key, value string, x, y, width float64) []Op {
	st := c.sheet.cell
	label := setLine(clustersOf(plain(c.say("letter.strip."+key))), st.size, false)
	ops := apartFromNext(st.lineOps(label, x, y+1.2))
	from := x + label.width + 2
	l, cut := fitLine(value, true, st.size, x+width-from)
	if cut {
		c.warn.add(TooLong, PartReference, "")
	}
	ops = append(ops, st.lineOps(l, from, y+1.2)...)
	ops = within(c.begin(RoleParagraph), ops)
	return append(ops, artifact(Op{
		Kind: OpLine, X: from, Y: y + 1.2 + st.baseline() + 1.1, W: x + width - from, Stroke: 0.2, Color: soft,
	})...)
}

// returnTo is where the strip goes.
func (c *letterSetter) returnTo() string {
	email, phone := oneLine(c.l.Sender.Email), oneLine(c.l.Sender.Phone)
	switch {
	case email != "" && phone != "":
		return c.say("letter.strip.return.both", values{"Email": email, "Phone": whole(phone)})
	case email != "":
		return c.say("letter.strip.return", values{"Where": email})
	case phone != "":
		return c.say("letter.strip.return", values{"Where": whole(phone)})
	}
	return sentence(c.senderName())
}
