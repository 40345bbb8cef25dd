package pdf

import (
	"regexp"
	"strconv"
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// The measures of the sheet, in mm. Nothing about the person stands above
// bodyTop, whatever the envelope.
const (
	bodyTop       = 95.0
	laterTop      = 28.0
	addressLead   = 4.15
	addressLines  = 6
	addressSize   = 11.0
	markingHead   = 9.5
	markingFoot   = 291.0
	footBottom    = 285.5
	refsTop       = 70.0
	senderTop     = 31.0
	senderLines   = 8
	letterheadTop = 14.5
)

// window is where an envelope shows the address, and where nothing else may
// stand.
type window struct {
	top, width float64 // of the address, which begins at the left edge
	column     float64 // where the sender's column begins

	shows Area // what it may show, however the sheet slides
}

// Area is a rectangle on the page.
type Area struct{ X0, Y0, X1, Y1 float64 }

// windowOf measures an envelope. A DL one always shows x 20 to 100, y 57 to 81,
// and may show x 10 to 110, y 46 to 92. The block of GOV.UK Notify is x 24.6 to
// 120, y 39.5 to 66.3.
func windowOf(w data.Window) window {
	if w == data.WindowNotify {
		return window{top: 40.6, width: 94, column: 125, shows: Area{24.6, 39.5, 120, 66.3}}
	}
	return window{top: 57, width: 75, column: 118, shows: Area{10, 46, 110, 92}}
}

// layFoot sets the foot first: the text ends where it begins.
func (c *letterSetter) layFoot() {
	s := c.l.Sender
	name := c.senderName()
	text := c.say("letter.foot.misdelivered", values{"Phone": whole(oneLine(s.Phone))})
	if s.Phone == "" {
		text = c.say("letter.foot.misdelivered.nophone")
	}
	switch {
	case name != "" && s.Charity != "":
		text += " " + c.say("letter.foot.charity", values{"Name": name, "Number": whole(oneLine(s.Charity))})
	case name != "":
		text += " " + sentence(name)
	}
	c.foot = c.sheet.small.set(plain(text), measure-32)
	if len(c.foot.lines) > 6 {
		c.foot.lines = c.foot.lines[:6]
		c.warn.add(TooLong, PartSender, "")
	}
	c.frame = frame{firstTop: bodyTop, top: laterTop, bottom: c.footTop() - 3.5}
}

func (c *letterSetter) footTop() float64 { return footBottom - c.foot.height() }

// senderName is the organisation's name in the language of the letter.
func (c *letterSetter) senderName() string {
	if c.t.Code() == assets.Welsh && c.l.Sender.NameCY != "" {
		return oneLine(c.l.Sender.NameCY)
	}
	return oneLine(c.l.Sender.Name)
}

// furnish adds to each page what stands around the text.
func (c *letterSetter) furnish() {
	top, bottom, later := c.marking(markingHead), c.marking(markingFoot), c.laterHead()
	for i, body := range c.pages {
		var ops []Op
		if c.l.Draft {
			var tints []Op
			tints, body = apart(body)
			ops = append(ops, artifact(tints...)...)
			ops = append(ops, c.watermark()...)
		}
		ops = append(ops, top...)
		if i == 0 {
			ops = append(ops, c.letterhead()...)
			ops = append(ops, c.address()...)
			ops = append(ops, c.references()...)
			ops = append(ops, ticks()...)
		} else {
			ops = append(ops, later...)
		}
		ops = append(ops, body...)
		ops = append(ops, c.footOps(c.before+i+1)...)
		ops = append(ops, bottom...)
		c.pages[i] = ops
	}
}

func artifact(ops ...Op) []Op { return within(Op{Kind: OpBegin, Role: RoleArtifact}, ops) }

// apart takes the tints out of a page, so that the watermark can stand on them
// and below the text.
func apart(body []Op) (tints, rest []Op) {
	for _, op := range body {
		if op.Kind == OpRect {
			tints = append(tints, op)
		} else {
			rest = append(rest, op)
		}
	}
	return tints, rest
}

// watermark crosses the page with one pale word.
func (c *letterSetter) watermark() []Op {
	st := style{size: 150, color: pale}
	l := setLine(clustersOf(strong(c.say("letter.draft.word"))), st.size, false)
	// Turned by 54 degrees around its start, the word runs along the page's diagonal, its middle in the middle.
	const cos, sin, rise = 0.588, 0.809, 0.35
	high := st.size * pointsToMM * rise
	ops := st.lineOps(l, PageWidth/2-l.width/2*cos+high*sin, 0)
	for i := range ops {
		ops[i].Y = PageHeight/2 + l.width/2*sin + high*cos
		ops[i].Turn = 54
	}
	return artifact(ops...)
}

// marking is the sensitivity of the letter, at the head and foot of each page.
func (c *letterSetter) marking(y float64) []Op {
	text := oneLine(c.l.Marking)
	if text == "" {
		text = c.say("letter.marking")
	}
	if c.l.ForPerson {
		text = c.say("letter.copy.marking")
	}
	if c.l.Draft {
		text = c.say("letter.draft.marking", values{"Marking": text})
	}
	st := newStyle(max(9, c.sheet.text.size*0.74), 1.3, alarm)
	l, cut := fitLine(text, true, st.size, PageWidth-30)
	if cut {
		c.warn.add(TooLong, PartMarking, "")
	}
	return artifact(st.lineOps(l, (PageWidth-l.width)/2, y-st.baseline())...)
}

// letterhead is the organisation's logo and name, in both languages where it has
// two, and how to reach it.
func (c *letterSetter) letterhead() []Op {
	s := c.l.Sender
	first, second := s.Name, s.NameCY
	if c.t.Code() == assets.Welsh && second != "" {
		first, second = second, first
	}
	name, below := newStyle(19, 1.2, brand), newStyle(11, 1.3, soft)
	high := name.lead
	if second != "" && second != first {
		high += below.lead
	}
	logo, indent := c.logoOps(high)
	x, y, wide := left+indent, letterheadTop, measure-indent
	if len(logo) > 0 {
		y += max(0, logo[1].H-high) / 2
	}
	for width := setLine(clustersOf(strong(first)), name.size, false).width; name.size > 12 && width*name.size/19 > wide; {
		name.size--
	}
	ops := c.fitted(name, first, true, x, y, wide)
	if high > name.lead {
		ops = append(ops, c.fitted(below, second, false, x, y+name.lead, wide)...)
	}
	lines := make([]string, 0, senderLines)
	for _, a := range s.Address {
		lines = append(lines, oneLine(a))
	}
	lines = nonEmpty(lines...)
	if s.Phone != "" {
		lines = append(lines, c.say("letter.head.phone", values{"Phone": whole(oneLine(s.Phone))}))
	}
	lines = nonEmpty(append(lines, c.hours(s), oneLine(s.Email))...)
	if len(lines) > senderLines {
		c.warn.add(TooLong, PartSender, "")
		lines = append(lines[:senderLines-3:senderLines-3], lines[len(lines)-3:]...)
	}
	st := newStyle(10, 1.27, soft)
	for i, text := range lines {
		ops = append(ops, c.fitted(st, text, false, c.win.column, senderTop+float64(i)*st.lead, right-c.win.column)...)
	}
	return append(logo, artifact(ops...)...)
}

// fitted sets one line with its top at y and warns if it had to be cut.
func (c *letterSetter) fitted(st style, text string, bold bool, x, y, width float64) []Op {
	l, cut := fitLine(text, bold, st.size, width)
	if cut {
		c.warn.add(TooLong, PartSender, "")
	}
	return apartFromNext(st.lineOps(l, x, y))
}

// apartFromNext ends what is set in a space, so that a reader does not join it
// to what comes after.
func apartFromNext(ops []Op) []Op {
	if len(ops) > 0 {
		ops[len(ops)-1].Text += " "
	}
	return ops
}

// postcode is a postcode at the end of a line.
var postcode = regexp.MustCompile(`(?i)^(.*?)[\s,]*\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*([0-9][A-Z]{2})\.?$`)

// address is the window: force, unit, address, the town in capitals and the
// postcode alone on the last line.
func (c *letterSetter) address() []Op {
	to := c.l.To
	name := oneLine(to.Name)
	if name == "" {
		if f, ok := assets.ForceByID(to.Force); ok {
			name = f.NameIn(c.t.Code())
		}
	}
	who := nonEmpty(oneLine(to.Attention), oneLine(to.Unit), name)
	var where []string
	for _, a := range to.Address {
		where = append(where, nonEmpty(oneLine(a))...)
	}
	if len(where) == 0 {
		c.warn.add(NoAddress, PartRecipient, "")
		where = []string{c.say("letter.to.noaddress")}
		if to.Email != "" {
			where = append(where, c.say("letter.to.email", values{"Email": oneLine(to.Email)}))
		}
	} else {
		where = postal(where)
	}
	for len(who)+len(where) > addressLines && len(where) > 3 { // the last two are town and postcode
		where = append([]string{where[0] + ", " + where[1]}, where[2:]...)
	}
	for len(who)+len(where) > addressLines && len(who) > 1 {
		who = append([]string{who[0] + ", " + who[1]}, who[2:]...)
	}
	st := style{size: addressSize, lead: addressLead, color: ink}
	var ops []Op
	for i, text := range append(who, where...)[:min(addressLines, len(who)+len(where))] {
		l, cut := fitLine(text, false, st.size, c.win.width)
		if cut {
			c.warn.add(TooLong, PartRecipient, "")
		}
		ops = append(ops, within(c.begin(RoleParagraph), st.lineOps(l, left, c.win.top+float64(i)*addressLead-0.4))...)
	}
	return ops
}

// postal writes the last lines of an address as the post reads them.
func postal(lines []string) []string {
	last := len(lines) - 1
	m := postcode.FindStringSubmatch(lines[last])
	if m == nil {
		return lines
	}
	town, code := m[1], upper(m[2]+" "+m[3])
	lines = append([]string(nil), lines[:last]...)
	if town != "" {
		lines = append(lines, town)
	}
	if n := len(lines); n > 0 {
		lines[n-1] = upper(lines[n-1])
	}
	return append(lines, code)
}

// references are date and references, in the right column.
func (c *letterSetter) references() []Op {
	st := newStyle(min(c.sheet.text.size, 13), 1.35, ink)
	date := c.plainDate(c.l.Date)
	if date == "" {
		c.warn.add(NoDate, PartDate, "")
		date = c.say("letter.date.none")
	}
	rows := [][2]string{{c.say("letter.date.label"), date}}
	if ref := c.reference(); ref != "" {
		rows = append(rows, [2]string{c.say("letter.ref.ours"), ref})
	}
	yours := c.l.Police.CrimeNumber
	if yours == "" {
		yours = c.l.Police.LogNumber
	}
	if yours = oneLine(yours); yours != "" {
		rows = append(rows, [2]string{c.say("letter.ref.yours"), yours})
	}
	if c.otherAt > 0 {
		rows = append(rows, c.otherLanguage())
	}
	labels := 0.0
	for _, r := range rows {
		labels = max(labels, setLine(clustersOf(strong(r[0])), st.size, false).width)
	}
	labels += 4
	var ops []Op
	for i, r := range rows {
		y := refsTop + float64(i)*st.lead
		label := apartFromNext(st.lineOps(setLine(clustersOf(strong(r[0])), st.size, false), c.win.column, y))
		l, cut := fitLine(r[1], false, st.size, right-c.win.column-labels)
		if cut {
			c.warn.add(TooLong, PartReference, "")
		}
		ops = append(ops, within(c.begin(RoleParagraph), append(label, st.lineOps(l, c.win.column+labels, y)...))...)
	}
	return ops
}

// otherLanguage says, in the other of the two languages of the letter, where
// those begin who read that one.
func (c *letterSetter) otherLanguage() [2]string {
	other := wordsOf(data.English)
	if c.t.Code() == assets.English {
		other = wordsOf(data.Welsh)
	}
	return [2]string{other.say("letter.part.label"), other.say("letter.part.page", values{"Page": strconv.Itoa(c.otherAt)})}
}

// ticks show where to fold and to punch.
func ticks() []Op {
	var ops []Op
	for _, t := range []struct{ y, length float64 }{{99, 4}, {148.5, 2}, {198, 4}} {
		ops = append(ops, Op{Kind: OpLine, X: 4, Y: t.y, W: t.length, Stroke: 0.15, Color: soft})
	}
	return artifact(ops...)
}

// laterHead is the head of every page but the first.
func (c *letterSetter) laterHead() []Op {
	st := c.sheet.small
	const y = 15.5
	ref := ""
	if c.reference() != "" {
		ref = c.say("letter.head.ref", values{"Reference": c.reference()})
	}
	l, _ := fitLine(ref, false, st.size, measure*0.5)
	name, _ := fitLine(c.senderName(), false, st.size, measure-l.width-4)
	ops := apartFromNext(st.lineOps(name, left, y))
	ops = append(ops, st.lineOps(l, right-l.width, y)...)
	under := y + st.lead + 0.8
	ops = append(ops, Op{Kind: OpLine, X: left, Y: under, W: measure, Stroke: 0.2, Color: soft})
	return artifact(ops...)
}

// footOps says what to do with a letter that went astray, and which page of how
// many this is.
func (c *letterSetter) footOps(page int) []Op {
	y := c.footTop()
	ops := []Op{{Kind: OpLine, X: left, Y: y - 1.2, W: measure, Stroke: 0.2, Color: soft}}
	ops = append(ops, apartFromNext(c.foot.ops(0, len(c.foot.lines), left, y))...)
	st := newStyle(max(9, c.sheet.text.size*0.8), 1.3, ink)
	text := c.say("letter.page", values{"Page": strconv.Itoa(page), "Pages": strconv.Itoa(max(c.all, len(c.pages)))})
	l := setLine(clustersOf(strong(text)), st.size, false)
	ops = append(ops, st.lineOps(l, right-l.width, y)...)
	return artifact(ops...)
}

// oneLine makes one line of a text of several.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), " ")
}
